"""Error rates of the compliance checks, on the half of the pictures that no limit was chosen on."""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmarks.compliance.judge import (
    GOOD_SETS,
    JudgedPicture,
    judge_pictures,
    judge_spoiled,
)
from benchmarks.compliance.pictures import LabelledPicture, load_pictures
from benchmarks.compliance.wilson import wilson
from idphoto.compliance.verdict import Verdict

REPORTED_HALF: Final = "b"
RATES_FILE: Final = Path("src/idphoto/compliance/error_rates.json")
# By check: the labels that mean that it should fail.
TRUTH: Final[dict[str, tuple[str, ...]]] = {
    "several_faces": ("several_faces",),
    "eyes_closed": ("eyes_closed", "wink"),
    "mouth_open": ("mouth_open",),
    "smile": ("smile",),
    "glasses": ("glasses", "tinted"),
    "tinted_lenses": ("tinted",),
    "face_covered": ("mask", "tinted"),
    "headgear": ("headwear",),
    "hand_at_face": ("hand",),
    "hand_in_photo": ("hand",),
    "hair_over_eyes": ("fringe",),
    "head_turned": ("turned",),
    "side_light": ("side_light",),
    "red_eye": ("red_eye",),
    "grey": ("grey",),
    "background_uneven": ("busy",),
}
# Pictures that are not judged by a check, because something else hides what it looks at.
_HIDES: Final = {
    "mouth_open": ("mask", "hand"),
    "smile": ("mask", "hand"),
    "eyes_closed": ("tinted",),
    "glasses": ("mask",),
    "tinted_lenses": ("mask",),
    "red_eye": ("tinted",),
    "face_covered": ("hand",),
}
_QUARTERS: Final = 4
_WINKS: Final = "labelled photos with one eye closed"


@dataclass(slots=True)
class Tally:
    """How often one check was right on one kind of pictures."""

    caught: int = 0
    positives: int = 0
    positives_unsure: int = 0
    false_alarms: int = 0
    negatives: int = 0
    negatives_unsure: int = 0
    not_assessed: int = 0
    missed: list[str] = field(default_factory=list)
    falsely: list[str] = field(default_factory=list)

    def add(self, faulty: bool, verdict: Verdict, name: str) -> None:
        if verdict is Verdict.NOT_ASSESSED:
            self.not_assessed += 1
        elif faulty:
            self.positives += 1
            self.caught += verdict is Verdict.FAIL
            self.positives_unsure += verdict is Verdict.UNSURE
            if verdict is Verdict.PASS:
                self.missed.append(name)
        else:
            self.negatives += 1
            self.false_alarms += verdict is Verdict.FAIL
            self.negatives_unsure += verdict is Verdict.UNSURE
            if verdict is Verdict.FAIL:
                self.falsely.append(name)


@dataclass(frozen=True, slots=True)
class Measured:
    """``rates``: by check and kind of pictures. ``by_skin``: by check and quarter of skin
    lightness, the darkest first. ``judged``: how many pictures were judged, spoiled ones included.
    """

    rates: dict[tuple[str, str], Tally]
    by_skin: dict[tuple[str, int], Tally]
    judged: int


def measure_compliance(folder: Path, half: str = REPORTED_HALF) -> Measured | None:
    """Judge the labelled pictures below ``folder``, and spoiled ones; None if there are none."""
    pictures = [one for one in load_pictures(folder) if one.half == half]
    if not pictures:
        return None
    judged = list(judge_pictures(pictures))
    good = [one.picture for one in judged if is_good(one.picture)]
    spoiled = list(judge_spoiled(good))
    rates: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for one in judged:
        _add_labelled(rates, one)
    _add_spoiled(rates, spoiled, [one for one in judged if is_good(one.picture)])
    return Measured(dict(rates), _by_skin(judged, spoiled), len(judged) + len(spoiled))


def is_good(picture: LabelledPicture) -> bool:
    """Whether nothing speaks against the picture, as far as it was looked at."""
    if picture.set not in GOOD_SETS:
        return False
    labels = {"smile", "plain_background"}
    return not (picture.labels - labels) and picture.truth("side_light") is not None


def _add_labelled(rates: dict[tuple[str, str], Tally], one: JudgedPicture) -> None:
    picture = one.picture
    kind = "faces yawning, some of them generated" if picture.set == "yawns" else "labelled photos"
    for check, labels in TRUTH.items():
        truth = _truth(picture, labels)
        hidden = any(picture.truth(label) for label in _HIDES.get(check, ()))
        if truth is None or hidden or check not in one.verdicts:
            continue
        name = f"{picture.set}/{picture.path.name}"
        winks = check == "eyes_closed" and picture.truth("wink") is True
        rates[check, _WINKS if winks else kind].add(truth, one.verdicts[check], name)


def _truth(picture: LabelledPicture, labels: Sequence[str]) -> bool | None:
    found = [picture.truth(label) for label in labels]
    if True in found:
        return True
    return None if None in found else False


def _add_spoiled(
    rates: dict[tuple[str, str], Tally],
    spoiled: Iterable[JudgedPicture],
    good: Sequence[JudgedPicture],
) -> None:
    checks = set()
    for one in spoiled:
        check, fault = one.fault.split(": ")
        checks.add((check, f"good photos spoiled: {fault}"))
        if check in one.verdicts:
            name = f"{one.picture.path.name} ({fault})"
            rates[check, f"good photos spoiled: {fault}"].add(True, one.verdicts[check], name)
    for check, kind in checks:
        for one in good:
            if check in one.verdicts:
                rates[check, kind].add(False, one.verdicts[check], one.picture.path.name)


def _by_skin(
    judged: Sequence[JudgedPicture], spoiled: Sequence[JudgedPicture]
) -> dict[tuple[str, int], Tally]:
    """False alarms on good photos, and the dark and light ones caught, by skin."""
    good = [one for one in judged if is_good(one.picture) and one.skin is not None]
    if len(good) < _QUARTERS:
        return {}
    ends = statistics.quantiles([one.skin or 0.0 for one in good], n=_QUARTERS)
    quarter = {one.picture.path: sum((one.skin or 0.0) > end for end in ends) for one in good}
    found: dict[tuple[str, int], Tally] = defaultdict(Tally)
    for one in good:
        for check, verdict in one.verdicts.items():
            faulty = _truth(one.picture, TRUTH.get(check, ()))
            if check != "smile" and not faulty:
                found[check, quarter[one.picture.path]].add(False, verdict, "")
    for one in spoiled:
        check = one.fault.split(": ")[0]
        if check in one.verdicts and one.picture.path in quarter:
            found[check, quarter[one.picture.path]].add(True, one.verdicts[check], "")
    return dict(found)


def rows(measured: Measured) -> list[dict[str, Any]]:
    """One row for each check and kind of pictures."""
    return [
        {
            "check": check,
            "pictures": kind,
            "caught": _of(tally.caught, tally.positives),
            "95 %": _interval(tally.caught, tally.positives),
            "unsure": tally.positives_unsure,
            "false": _of(tally.false_alarms, tally.negatives),
            "95 % ": _interval(tally.false_alarms, tally.negatives),
            "unsure ": tally.negatives_unsure,
            "not assessed": tally.not_assessed,
        }
        for (check, kind), tally in sorted(measured.rates.items())
    ]


def skin_rows(measured: Measured) -> list[dict[str, Any]]:
    """One row for each check that errs, with a column for each quarter."""
    found = []
    for check in sorted({check for check, _ in measured.by_skin}):
        tallies = [measured.by_skin.get((check, quarter), Tally()) for quarter in range(_QUARTERS)]
        row: dict[str, Any] = {"check": check}
        for quarter, tally in enumerate(tallies, start=1):
            row[f"caught {quarter}"] = _of(tally.caught, tally.positives)
            row[f"false {quarter}"] = _of(tally.false_alarms, tally.negatives)
        found.append(row)
    return found


def error_rows(measured: Measured) -> list[dict[str, Any]]:
    """The pictures on which each check errs."""
    return [
        {"check": check, "error": error, "pictures": ", ".join(sorted(names)[:12])}
        for (check, kind), tally in sorted(measured.rates.items())
        for error, names in (("missed", tally.missed), ("false", tally.falsely))
        if names and not kind.startswith("good photos spoiled")
    ]


def write_rates(measured: Measured, path: Path = RATES_FILE) -> None:
    """Write what reports show beside each check: labelled photos before spoiled ones."""
    by_check: dict[str, list[dict[str, Any]]] = defaultdict(list)
    order = ("labelled", "faces", "good")
    for (check, kind), tally in sorted(
        measured.rates.items(),
        key=lambda one: (one[0][0], order.index(one[0][1].split()[0]), one[0]),
    ):
        if tally.positives or tally.negatives:
            by_check[check].append(
                {
                    "pictures": kind,
                    "positives": tally.positives,
                    "caught": tally.caught,
                    "negatives": tally.negatives,
                    "false_alarms": tally.false_alarms,
                    "unsure": tally.positives_unsure + tally.negatives_unsure,
                }
            )
    path.write_text(json.dumps(by_check, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _of(hits: int, cases: int) -> str:
    return f"{hits} of {cases}" if cases else "–"


def _interval(hits: int, cases: int) -> str:
    if not cases:
        return ""
    low, high = wilson(hits, cases)
    return f"{100 * low:.0f}–{100 * high:.0f}"
