"""Write docs/compliance.md from the registry of checks and their published error rates."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Final

from benchmarks.compliance.wilson import wilson

from idphoto.compliance.check import ComplianceCheck
from idphoto.compliance.finding import published_rates
from idphoto.compliance.registry import CHECKS
from idphoto.compliance.verdict import Limits

HERE: Final = Path(__file__).resolve().parent
PAGE: Final = HERE.parent / "docs" / "compliance.md"
# What no program can write: prose before and after the tables.
HEAD: Final = HERE / "compliance" / "head.md"
TAIL: Final = HERE / "compliance" / "tail.md"
# Checks of the specification's own fields.
_BY_SPEC: Final = frozenset(
    {
        "background_colour",
        "head_size",
        "eye_line",
        "top_margin",
        "wrong_size",
        "wrong_pixels",
        "wrong_density",
        "wrong_format",
        "file_size",
        "editing_forbidden",
    }
)
_SUBJECTS: Final = {
    "person": "the person",
    "light": "the light",
    "picture": "the picture",
    "background": "the background",
    "framing": "the framing",
    "file": "the file",
}


def page() -> str:
    """The page's text."""
    head, tail = HEAD.read_text("utf-8"), TAIL.read_text("utf-8")
    return f"{head}\n{_checks()}\n{_rates()}\n{tail}"


def _checks() -> str:
    rows = [
        f"| `{check.id}` | {_about(check)} | {_SUBJECTS[check.subject]} | {_limits(check)} | "
        f"{check.advice} |"
        for check in CHECKS
    ]
    return (
        "## The checks\n\n| check | passes if | about | limits | what to do |\n"
        "|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def _about(check: ComplianceCheck) -> str:
    """The first sentence of the check's file."""
    module = importlib.import_module(f"idphoto.compliance.checks.{check.id}")
    text = " ".join(str(module.__doc__).split("\n\n")[0].split())
    first = text.split(". ")[0].rstrip(".")
    return first[:1].lower() + first[1:]


def _limits(check: ComplianceCheck) -> str:
    limits = getattr(
        importlib.import_module(f"idphoto.compliance.checks.{check.id}"), "LIMITS", None
    )
    if not isinstance(limits, Limits):
        return "as the authority asks" if check.asks or check.id in _BY_SPEC else ""
    words = []
    for passes, fails, way in (
        (limits.pass_to, limits.fail_above, ("up to", "above")),
        (limits.pass_from, limits.fail_below, ("from", "below")),
    ):
        if passes is not None:
            words.append(f"passes {way[0]} {passes:g}")
            words += [f"fails {way[1]} {fails:g}"] if fails is not None else ["never fails"]
    return f"{', '.join(words)} {check.unit}".strip()


def _rates() -> str:
    rows = []
    for check in CHECKS:
        for rate in published_rates().get(check.id, ()):
            rows.append(
                f"| `{check.id}` | {rate.pictures} | {_share(rate.caught, rate.positives)} | "
                f"{_share(rate.false_alarms, rate.negatives)} | {rate.unsure} |"
            )
    return (
        "## How often they err\n\n| check | pictures | faults caught | false alarms | unsure |\n"
        "|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )


def _share(hits: int, cases: int) -> str:
    if not cases:
        return "–"
    low, high = wilson(hits, cases)
    return f"{hits} of {cases} ({100 * low:.0f}–{100 * high:.0f} %)"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
