"""Checking photos, several at the same time, with a report on each in the order given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import typer

from idphoto.api import default_engine, default_setup
from idphoto.cli.inputs import expand, is_batch, open_input
from idphoto.cli.output import STANDARD, on_terminal, print_json, say_timings
from idphoto.cli.progress import with_progress
from idphoto.cli.table import print_rows
from idphoto.compliance.finding import Finding
from idphoto.compliance.page import render_page
from idphoto.compliance.report import ComplianceReport
from idphoto.compliance.verdict import Verdict
from idphoto.errors import BadRequest, IdPhotoError
from idphoto.face.choose import FaceChoice
from idphoto.imaging.decode import open_source
from idphoto.imaging.files import write_whole
from idphoto.photo.examine import Examined, JudgedAs, examine
from idphoto.runtime.cores import usable_cores
from idphoto.specs import Spec

_MARKS: Final = {
    Verdict.FAIL: ("✗", "red"),
    Verdict.UNSURE: ("?", "yellow"),
    Verdict.NOT_ASSESSED: ("–", "dim"),
    Verdict.PASS: ("✓", "green"),
}
_WORDS: Final = {
    Verdict.FAIL: "failed",
    Verdict.UNSURE: "unsure",
    Verdict.NOT_ASSESSED: "for a person to look at",
    Verdict.PASS: "passed",
}
_SUFFIX: Final = ".html"
_HEADINGS: Final = ("photo", "verdict", "check", "reason")


def run(
    photos: list[Path],
    spec: Spec | None,
    *,
    judged_as: JudgedAs,
    years: float | None,
    faces: FaceChoice,
    report: Path | None,
    everything: bool,
    jobs: int | None,
    as_json: bool,
) -> set[Verdict | None]:
    """Check the photos and print what was found; returns their verdicts, None for an error.

    Raises:
        BadRequest: a photo does not exist, or ``report`` cannot hold the pages.
        IoError: a page cannot be written.
    """
    files = expand(photos)
    several = is_batch(photos)
    _check_target(report, several)
    pages = _pages(report, several, files)
    workers = min(jobs or usable_cores(), len(files))
    setup = default_setup(default_engine("throughput" if len(files) > workers > 1 else "latency"))

    def judge(photo: Path) -> Examined | IdPhotoError:
        try:
            source = open_source(open_input("photo", photo))
            return examine(setup, source, spec, years=years, judged_as=judged_as, faces=faces)
        except IdPhotoError as error:
            return error

    verdicts: set[Verdict | None] = set()
    if not (as_json or on_terminal()):
        print_rows([_HEADINGS])
    with ThreadPoolExecutor(workers, thread_name_prefix="idphoto-check") as pool:
        found = pool.map(judge, files)
        shown = with_progress(found, "photos", len(files), hidden=as_json or not several)
        try:
            for photo, page, examined in zip(files, pages, shown, strict=True):
                if isinstance(examined, IdPhotoError):
                    if not several:
                        raise examined
                    _refuse(photo, examined, as_json)
                    verdicts.add(None)
                    continue
                if page is not None:
                    html = render_page(examined.report, examined.picture, photo.name)
                    write_whole(page, html.encode())
                _print(photo, examined, page, spec, everything, as_json)
                verdicts.add(examined.report.verdict)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return verdicts


def _check_target(report: Path | None, several: bool) -> None:
    if report is None:
        return
    if several and report.exists() and not report.is_dir():
        raise BadRequest("report", f"{report} is a file, but several photos need a folder")
    if not several and report.suffix.lower() != _SUFFIX:
        raise BadRequest("report", f"{report.name} must end in {_SUFFIX}")


def _pages(report: Path | None, several: bool, files: list[Path]) -> list[Path | None]:
    """Each photo's page; equal names get a number."""
    if report is None:
        return [None] * len(files)
    if not several:
        return [report]
    taken: Counter[str] = Counter()
    pages: list[Path | None] = []
    for photo in files:
        taken[photo.name] += 1
        number = f"-{taken[photo.name]}" if taken[photo.name] > 1 else ""
        pages.append(report / f"{photo.name}{number}{_SUFFIX}")
    return pages


def _refuse(photo: Path, error: IdPhotoError, as_json: bool) -> None:
    if as_json:
        print_json({"photo": str(photo), "ok": False, "error": error.to_json()}, indent=None)
    else:
        typer.echo(f"{photo}: {error.message}", err=True)


def _print(
    photo: Path,
    examined: Examined,
    page: Path | None,
    spec: Spec | None,
    everything: bool,
    as_json: bool,
) -> None:
    report = examined.report
    if as_json:
        written: dict[str, Any] = {} if page is None else {"page": str(page)}
        print_json({"photo": str(photo), "ok": True, **written, **report.to_json()}, indent=None)
        return
    kind = "a portrait" if report.judging == "source" else "a finished photo"
    asked = report.authority if spec is None else f"{report.title} ({spec.slug})"
    judged = f"judged as {kind} for {asked}"
    counts = ", ".join(f"{len(report.having(one))} {_WORDS[one]}" for one in Verdict)
    counts += "" if page is None else f"; page: {page}"
    name = "standard input" if photo == STANDARD else str(photo)
    findings = list(_shown(report, everything))
    if on_terminal():
        _print_for_people(f"{name}: ", report.verdict, judged, findings, counts)
    else:
        whole = (name, report.verdict, "", f"{judged}: {counts}")
        print_rows([whole, *((name, one.verdict, one.id, _reason(one)) for one in findings)])
    say_timings(examined.timings_ms)


def _shown(report: ComplianceReport, everything: bool) -> Iterator[Finding]:
    """The findings to print, worst first."""
    for verdict in (Verdict.FAIL, Verdict.UNSURE, Verdict.NOT_ASSESSED, Verdict.PASS):
        if verdict is not Verdict.PASS or everything:
            yield from report.having(verdict)


def _print_for_people(
    name: str, verdict: Verdict, judged: str, findings: list[Finding], counts: str
) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    console.print(Text.assemble(name, (verdict.upper(), "bold"), f", {judged}"), soft_wrap=True)
    table = Table(box=None, show_header=False, padding=(0, 1))
    for finding in findings:
        mark, colour = _MARKS[finding.verdict]
        table.add_row(Text(mark, style=colour), Text(finding.id), Text(_reason(finding)))
    console.print(table)
    console.print(Text(f"  {counts}"), soft_wrap=True)


def _reason(finding: Finding) -> str:
    said = finding.judged.reason
    if finding.verdict in (Verdict.FAIL, Verdict.UNSURE):
        said += f". {finding.check.advice[:1].upper()}{finding.check.advice[1:]}"
    return said
