"""What a check is, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from idphoto.compliance.asked import Asked
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import Limits, Verdict
from idphoto.imaging.geometry import Box

Subject = Literal["person", "light", "picture", "background", "framing", "file"]
"""What a check is about. The first three are judged on the source, the others on the photo that is
handed in."""
ON_SOURCE: Final[tuple[Subject, ...]] = ("person", "light", "picture")
ON_PHOTO: Final[tuple[Subject, ...]] = ("background", "framing", "file")


@dataclass(frozen=True, slots=True)
class Judged:
    """A check's answer.

    ``reason``: a sentence's part in plain words, with the number. ``value``: in the check's unit,
    or a word; None if nothing was measured. ``allowed``: the limits in words. ``region``: where to
    look, in pixels of the picture.
    """

    verdict: Verdict
    reason: str
    value: float | str | None = None
    limits: Limits | None = None
    allowed: str = ""
    region: Box | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that authorities ask for.

    ``id``: stable snake_case, the fault's name. ``title``: the state that passes, for people.
    ``unit``: of the value. ``advice``: what to do about a fault. ``asks``: the fields of
    ``Requirements`` or ``Spec`` that it enforces. ``judge``: None if the authority does not ask.
    """

    id: str
    title: str
    subject: Subject
    advice: str
    judge: Callable[[Evidence, Asked], Judged | None]
    unit: str = ""
    asks: tuple[str, ...] = ()


def by_limits(
    value: float, limits: Limits, reason: str, region: Box | None = None, allowed: str = ""
) -> Judged:
    """The verdict of ``limits`` on ``value``."""
    return Judged(limits.verdict(value), reason, value, limits, allowed, region)


def passed(reason: str, value: float | str | None = None, allowed: str = "") -> Judged:
    return Judged(Verdict.PASS, reason, value, allowed=allowed)


def failed(
    reason: str,
    value: float | str | None = None,
    allowed: str = "",
    region: Box | None = None,
) -> Judged:
    return Judged(Verdict.FAIL, reason, value, allowed=allowed, region=region)


def not_assessed(reason: str, region: Box | None = None) -> Judged:
    """``reason``: which gate failed, or what a person has to look at."""
    return Judged(Verdict.NOT_ASSESSED, reason, region=region)
