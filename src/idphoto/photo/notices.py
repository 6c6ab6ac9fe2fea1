"""What a clerk may object to in a finished photo, as notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from idphoto.compliance.checks.editing_forbidden import CHECK as EDITING
from idphoto.compliance.finding import Finding
from idphoto.compliance.verdict import Verdict
from idphoto.photo.by_hand import in_words
from idphoto.photo.check import Violation
from idphoto.photo.result import Notice

# These checks see something and may be wrong about what it is: a person has to know of it.
_NOTICED_IF_UNSURE: Final = frozenset({"hand_in_photo", "other_person"})
_ADJUSTED: Final = (
    "the photo was framed by points that were set by hand; measurement differs at {} of the head's "
    "height"
)
_TURNED_UPRIGHT: Final = "the source was sideways or upside down and was rotated by {}°"


def notices_of(
    findings: Iterable[Finding],
    broken: Iterable[Violation] = (),
    turns: int = 0,
    moved: Mapping[str, float] | None = None,
) -> tuple[Notice, ...]:
    """A notice for each finding that fails, in the report's order, and for what was overridden.

    ``broken``: rules that the caller overrode; a finding that says the same is not repeated.
    ``turns``: the quarter turns that brought the source upright. ``moved``: as ``points_moved``
    has it.
    """
    return tuple(_notices(tuple(findings), tuple(broken), turns, moved or {}))


def _notices(
    findings: tuple[Finding, ...],
    broken: tuple[Violation, ...],
    turns: int,
    moved: Mapping[str, float],
) -> Iterator[Notice]:
    failed = [one for one in findings if _is_noticed(one)]
    for finding in failed:
        if finding.id == EDITING.id:
            yield Notice(finding.id, finding.judged.reason)
    if turns:
        yield Notice("turned_upright", _TURNED_UPRIGHT.format(90 * turns))
    if differences := in_words(moved):
        yield Notice("adjusted_by_hand", _ADJUSTED.format(differences))
    rules = {one.rule for one in broken}
    for finding in failed:
        if finding.id != EDITING.id and finding.judged.rule not in rules:
            yield Notice(finding.id, finding.judged.reason)
    for one in broken:
        yield Notice("spec_overridden", one.sentence)


def _is_noticed(finding: Finding) -> bool:
    if finding.verdict is not Verdict.UNSURE:
        return finding.verdict is Verdict.FAIL
    # what is plainly seen is noticed, even if only a person can say whether it is allowed
    return finding.judged.fails_by_value or finding.id in _NOTICED_IF_UNSURE
