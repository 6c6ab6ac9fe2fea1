"""A report as one HTML page that needs nothing else, and prints on one sheet of A4."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from string import Template
from typing import Final

import cv2

from idphoto.compliance.finding import ErrorRate, Finding
from idphoto.compliance.picture import MeasuredLine, MeasuredPicture
from idphoto.compliance.report import ComplianceReport
from idphoto.compliance.verdict import Verdict
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.imaging.geometry import Box

_LONGEST_PX: Final = 900
_MARGIN: Final = 39  # hundredths of the picture's longer side
_QUALITY: Final = 88
# Not by colour alone: prints are black and white, and not everybody sees red and green.
_MARKS: Final = {
    Verdict.FAIL: ("✗", "fails"),
    Verdict.UNSURE: ("?", "unsure"),
    Verdict.NOT_ASSESSED: ("–", "look yourself"),
    Verdict.PASS: ("✓", "passes"),
}
_HEADLINES: Final = {
    Verdict.FAIL: "A clerk would probably refuse this photo",
    Verdict.UNSURE: "This photo may be refused: look at the lines marked “?”",
    Verdict.PASS: "Nothing was found that a clerk would refuse",
}


def render_page(report: ComplianceReport, picture: MeasuredPicture, name: str) -> str:
    """The page for ``report`` on the photo called ``name``."""
    page = Template((files("idphoto.compliance") / "page.html").read_text(encoding="utf-8"))
    requirements = report.authority
    if report.source:
        requirements = f"{report.authority}: {report.source}"
    return page.substitute(
        name=escape(name),
        title=escape(report.title),
        verdict=escape(str(report.verdict)),
        mark=_MARKS[report.verdict][0],
        headline=escape(_HEADLINES[report.verdict]),
        judged=escape(_judged(report)),
        picture=_picture(report, picture),
        rows="\n".join(_rows(report)),
        passed="\n".join(_passed(report)),
        count=len(report.having(Verdict.PASS)),
        source=escape(requirements),
        checked=escape(f" Read on {report.checked}." if report.checked else " Never checked."),
    )


def _judged(report: ComplianceReport) -> str:
    what = {
        "source": "Judged as a portrait that a photo is still to be made of: size, place of the "
        "head and file are not judged yet.",
        "finished": "Judged as a finished photo, ready to be handed in.",
    }[report.judging]
    return what if report.years is None else f"{what} Age: {report.years:g}."


def _picture(report: ComplianceReport, picture: MeasuredPicture) -> str:
    """The photo as SVG, with the measured lines and the places of what does not pass."""
    width, height = picture.size_wh
    shrink = min(1.0, _LONGEST_PX / max(width, height))
    rgb = picture.rgb
    if shrink < 1.0:
        size = max(1, round(width * shrink)), max(1, round(height * shrink))
        rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    data = base64.b64encode(encode(rgb, EncodeOptions(quality=_QUALITY)).data).decode()
    unit = max(width, height) / 100
    lines = picture.lines()
    drawn = list(_drawn_lines(lines, unit, width))
    margin = _MARGIN * unit if lines else 0.0
    drawn += _boxes(report, unit, picture.shrink)
    return (
        f'<svg viewBox="0 0 {width + margin:.0f} {height}" role="img" aria-label="the photo with '
        f'what was measured on it"><image href="data:image/jpeg;base64,{data}" width="{width}" '
        f'height="{height}"/>{"".join(drawn)}</svg>'
    )


def _located(report: ComplianceReport) -> list[Finding]:
    """What does not pass and has a place, in the order of their numbers."""
    found = report.having(Verdict.FAIL) + report.having(Verdict.UNSURE)
    return [finding for finding in found if finding.judged.region is not None]


def _drawn_lines(lines: list[MeasuredLine], unit: float, width: int) -> Iterator[str]:
    """The lines, led on to the margin, where their words stand one below the other."""
    free = 0.0
    for line in lines:
        (x1, y1), (x2, y2) = line.left, line.right
        rows = [words for words in (line.what, *line.length.split(", ")) if words]
        top = max(y2 + unit, free)
        free = top + 3 * len(rows) * unit
        texts = "".join(
            f'<text class="measure" x="{width + unit:.1f}" y="{top + row * 3 * unit:.1f}" '
            f'font-size="{2.7 * unit:.1f}">{escape(words)}</text>'
            for row, words in enumerate(rows)
        )
        yield (
            f'<line class="measure" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'stroke-width="{0.35 * unit:.2f}"/><line class="measure lead" x1="{x2:.1f}" '
            f'y1="{y2:.1f}" x2="{width + unit:.1f}" y2="{top - unit:.1f}" '
            f'stroke-width="{0.2 * unit:.2f}"/>{texts}'
        )


def _boxes(report: ComplianceReport, unit: float, shrink: int) -> Iterator[str]:
    """The places of what does not pass: one box for all that share it, with their numbers."""
    shared: dict[Box, list[int]] = defaultdict(list)
    gravest: dict[Box, Verdict] = {}
    for number, finding in enumerate(_located(report), start=1):
        if (box := finding.judged.region) is not None:
            shared[box].append(number)
            gravest.setdefault(box, finding.verdict)
    for box, numbers in shared.items():
        placed, verdict = box.scaled(1 / shrink), gravest[box]
        yield (
            f'<rect class="{verdict}" x="{placed.left:.1f}" y="{placed.top:.1f}" '
            f'width="{placed.width:.1f}" height="{placed.height:.1f}" '
            f'stroke-width="{0.4 * unit:.2f}"/><text class="{verdict}" '
            f'x="{placed.left + 0.8 * unit:.1f}" y="{placed.top + 3.2 * unit:.1f}" '
            f'font-size="{3 * unit:.1f}" stroke-width="{0.8 * unit:.2f}">'
            f"{', '.join(map(str, numbers))}</text>"
        )


def _rows(report: ComplianceReport) -> Iterator[str]:
    """A row for each finding that does not pass."""
    numbers = {id(finding): number for number, finding in enumerate(_located(report), start=1)}
    for verdict in (Verdict.FAIL, Verdict.UNSURE, Verdict.NOT_ASSESSED):
        mark, word = _MARKS[verdict]
        for finding in report.having(verdict):
            number = numbers.get(id(finding))
            place = f' <span class="number">{number}</span>' if number else ""
            advice = ""
            if verdict is not Verdict.NOT_ASSESSED:
                advice = f' <span class="advice">{escape(_sentence(finding.check.advice))}</span>'
            yield (
                f'<tr class="{verdict}"><th scope="row"><span aria-hidden="true">{mark}</span> '
                f"{escape(finding.check.title)}{place}<small>{word}</small></th>"
                f"<td>{escape(_sentence(finding.judged.reason))}{advice}</td>"
                f'<td class="rate">{escape(_rate(finding.rates))}</td></tr>'
            )


def _passed(report: ComplianceReport) -> Iterator[str]:
    """An item for each finding that passes."""
    for finding in report.having(Verdict.PASS):
        rate = _rate(finding.rates)
        note = f' <span class="rate">{escape(rate)}</span>' if rate else ""
        yield (
            f"<li><b>{escape(finding.check.title)}</b> "
            f"{escape(_sentence(finding.judged.reason))}{note}</li>"
        )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _rate(rates: tuple[ErrorRate, ...]) -> str:
    """How often the check errs, on the first list of pictures that it was measured on."""
    if not rates:
        return ""
    first = rates[0]
    parts = []
    if first.positives:
        parts.append(f"{first.caught} of {first.positives} faults caught")
    if first.negatives:
        parts.append(f"{first.false_alarms} false of {first.negatives}")
    return ", ".join(parts)
