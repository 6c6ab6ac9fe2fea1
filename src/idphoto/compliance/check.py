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

    ``reason``: a sentence's part in plain words. ``value``: in the check's unit,
    or a word; None if nothing was measured. ``allowed``: what is asked for, in words or in the
    check's unit. ``region``: where to look, in pixels of the picture. ``rule``: the field of
    ``Spec`` that is enforced, if it is one. ``found``: what was found, where the value alone does
    not say it.

    >>> import idphoto
    >>> judged = idphoto.check_photo("me.jpg", "gb-passport").finding("head_tilted").judged
    >>> judged.verdict, judged.allowed
    (<Verdict.PASS: 'pass'>, 'at most 15°')
    """

    verdict: Verdict
    reason: str
    value: float | str | None = None
    limits: Limits | None = None
    allowed: str = ""
    region: Box | None = None
    rule: str = ""
    found: str = ""

    @property
    def fails_by_value(self) -> bool:
        """Whether the value lies where the limits say fail, whatever the verdict is."""
        if self.limits is None or not isinstance(self.value, float):
            return False
        return self.limits.verdict(self.value) is Verdict.FAIL


@dataclass(frozen=True, slots=True)
class ComplianceCheck:
    """One thing that authorities ask for.

    ``id``: stable snake_case, the fault's name. ``title``: the state that passes, for people.
    ``unit``: of the value, shown with ``digits`` after the point. ``advice``: what to do about a
    fault. ``asks``: the fields of ``Requirements`` that it enforces. ``judge``: None if the
    authority does not ask.

    >>> import idphoto
    >>> finding = idphoto.check_photo("me.jpg", "gb-passport").finding("smile")
    >>> finding.check.title, finding.check.subject
    ('Neutral face', 'person')
    """

    id: str
    title: str
    subject: Subject
    advice: str
    judge: Callable[[Evidence, Asked], Judged | None]
    unit: str = ""
    digits: int = 2
    asks: tuple[str, ...] = ()

    def found(self, judged: Judged) -> str:
        """What was found, as text without the unit; empty if nothing was measured."""
        value = judged.value
        if judged.found:
            return judged.found
        if value is None or isinstance(value, str):
            return value or ""
        return f"{value:.{self.digits}f}"


def by_limits(
    value: float, limits: Limits, reason: str, region: Box | None = None, allowed: str = ""
) -> Judged:
    """The verdict of ``limits`` on ``value``."""
    return Judged(limits.verdict(value), reason, value, limits, allowed, region)


def passed(
    reason: str, value: float | str | None = None, allowed: str = "", rule: str = ""
) -> Judged:
    return Judged(Verdict.PASS, reason, value, allowed=allowed, rule=rule)


def failed(
    reason: str,
    value: float | str | None = None,
    allowed: str = "",
    region: Box | None = None,
    rule: str = "",
) -> Judged:
    return Judged(Verdict.FAIL, reason, value, allowed=allowed, region=region, rule=rule)


def not_a_file(fact: str) -> Judged:
    """Pixels in memory have no ``fact`` of a file, such as a size in bytes."""
    return not_assessed(f"these are pixels in memory, not a file: they have no {fact}")


def not_assessed(reason: str, region: Box | None = None) -> Judged:
    """``reason``: which gate failed, or what a person has to look at."""
    return Judged(Verdict.NOT_ASSESSED, reason, region=region)
