"""The four verdicts, and the limits that decide between three of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a check concludes, the gravest first.

    >>> import idphoto
    >>> report = idphoto.check_photo("me.jpg", "gb-passport")
    >>> report.verdict is idphoto.Verdict.FAIL
    True
    """

    FAIL = "fail"
    UNSURE = "unsure"
    """The value lies where the check is known to err: a person has to look."""
    NOT_ASSESSED = "not_assessed"
    """The check cannot judge this picture, or nothing can but a person."""
    PASS = "pass"  # noqa: S105 - a verdict


@dataclass(frozen=True, slots=True)
class Limits:
    """Between ``pass_from`` and ``pass_to`` a value passes; below ``fail_below`` and above
    ``fail_above`` it fails; between them the check is unsure. None leaves an end open.

    >>> Limits(pass_to=5.0, fail_above=8.0).verdict(6.0)
    <Verdict.UNSURE: 'unsure'>
    """

    fail_below: float | None = None
    pass_from: float | None = None
    pass_to: float | None = None
    fail_above: float | None = None

    def verdict(self, value: float) -> Verdict:
        if self.fail_below is not None and value < self.fail_below:
            return Verdict.FAIL
        if self.fail_above is not None and value > self.fail_above:
            return Verdict.FAIL
        if self.pass_from is not None and value < self.pass_from:
            return Verdict.UNSURE
        if self.pass_to is not None and value > self.pass_to:
            return Verdict.UNSURE
        return Verdict.PASS


def at_most(limit: float, unsure_to: float | None = None) -> Limits:
    """Passes up to ``limit``, fails above ``unsure_to`` (by default the limit itself)."""
    return Limits(pass_to=limit, fail_above=limit if unsure_to is None else unsure_to)


def at_least(limit: float, unsure_from: float | None = None) -> Limits:
    """Passes from ``limit`` on, fails below ``unsure_from`` (by default the limit itself)."""
    return Limits(pass_from=limit, fail_below=limit if unsure_from is None else unsure_from)
