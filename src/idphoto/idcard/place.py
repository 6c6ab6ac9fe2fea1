"""Which marks belong to one card, and where that makes it lie. Pure numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import TextLine
from idphoto.idcard.labels import NATION_LABEL, NUMBER, NUMBER_LABEL, PRINTS, Mark, find_marks
from idphoto.idcard.layout import CARD_WH_MM
from idphoto.idcard.pose import Pose, Sights, fit, joined, misses_mm, similarity
from idphoto.imaging.geometry import project

# The middle of a detected line is that of its print to within this.
_LINE_SIGMA_MM: Final = 0.8
# A hypothesis of two marks knows neither tilt nor perspective: what it puts this near may belong,
# nearer by it than by such a share of the way to the two.
_NEAR_MM: Final = 3.5
_NEAR_SHARE: Final = 0.2
# What is fitted with all of it lies nearer than this.
_FITS_MM: Final = 3.5
# Text may lean on the card, seen from the side, by so much: its sine.
_LEAN: Final = 0.45
_LEAST_KINDS: Final = 3
# Other documents have names, sexes and births; these are in their places on ID cards alone.
_TELLING: Final = {NATION_LABEL, NUMBER_LABEL, NUMBER}


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark and the line it was read in; ``px``: float64 ``(2, 2)``, its first and last place."""

    mark: Mark
    line: TextLine
    px: NDArray[np.float64]

    @property
    def mm(self) -> NDArray[np.float64]:
        """Where it lies on the card, ``(2, 2)``."""
        height = PRINTS[self.mark.kind].line_mm
        return np.array([(self.mark.first_mm, height), (self.mark.last_mm, height)])

    @property
    def sights(self) -> Sights:
        """Its two places, and the line's end, of which the height alone is known."""
        known = PRINTS[self.mark.kind]
        end = self.line.quad[1:3].mean(axis=0)
        sigma = [(each, _LINE_SIGMA_MM) for each in known.sigma_mm]
        return Sights(
            np.vstack((self.px, end)),
            np.vstack((self.mm, self.mm[1])),
            np.array([*sigma, (np.inf, _LINE_SIGMA_MM)]),
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """A card by its marks."""

    pose: Pose
    marks: tuple[Marked, ...]

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(each.mark.kind for each in self.marks)

    @property
    def sights(self) -> Sights:
        return joined([each.sights for each in self.marks])

    @property
    def is_card(self) -> bool:
        """Whether there is enough of it, and of what no other document has."""
        return len(self.kinds) >= _LEAST_KINDS and bool(self.kinds & _TELLING)


def marked_lines(lines: Sequence[TextLine]) -> list[Marked]:
    """Every mark in ``lines``."""
    found = []
    for line in lines:
        begin, end = line.quad[[0, 3]].mean(axis=0), line.quad[[1, 2]].mean(axis=0)
        for mark in find_marks(line.reading):
            along = np.array([[mark.first], [mark.last]])
            found.append(Marked(mark, line, begin + along * (end - begin)))
    return found


def place_card(marked: Sequence[Marked]) -> Placed | None:
    """The card that most of the marks agree on; None where no two agree."""
    best = max(
        (_agreeing(one, other, marked) for one, other in combinations(marked, 2)),
        key=lambda agreeing: len({each.mark.kind for each in agreeing}),
        default=(),
    )
    if len({each.mark.kind for each in best}) < 2:
        return None
    for _ in range(3):
        placed = _fitted(best)
        kept = tuple(each for each in best if _miss_mm(placed.pose, each) < _FITS_MM)
        if len(kept) == len(best):
            break
        if len(kept) < 2:
            return None
        best = kept
    return placed


def beyond(placed: Placed, marked: Sequence[Marked]) -> list[Marked]:
    """The marks that are none of the card's, and do not lie on it."""
    taken = {id(each) for each in placed.marks}
    return [each for each in marked if id(each) not in taken and not on_card(placed.pose, each.px)]


def on_card(pose: Pose, px: NDArray[np.float64]) -> bool:
    """Whether the middle of the points ``px`` ``(N, 2)`` lies on the card."""
    x, y = project(pose.to_mm, px.mean(axis=0, keepdims=True))[0]
    return bool(0.0 <= x <= CARD_WH_MM[0] and 0.0 <= y <= CARD_WH_MM[1])


def _agreeing(one: Marked, other: Marked, marked: Sequence[Marked]) -> tuple[Marked, ...]:
    """The marks near to where these two say, one of each kind; none where the two disagree."""
    if one.mark.kind == other.mark.kind:
        return ()
    px, mm = np.vstack((one.px[:1], other.px[:1])), np.vstack((one.mm[:1], other.mm[:1]))
    to_mm = similarity(px, mm)
    near: dict[str, tuple[float, Marked]] = {}
    for each in marked:
        begin, end = project(to_mm, each.line.quad[:2])
        lean = (end - begin) / np.hypot(*(end - begin))
        if lean[0] < 0.0 or abs(lean[1]) > _LEAN:
            continue
        miss = np.hypot(*(project(to_mm, each.px[:1]) - each.mm[:1])[0])
        away = np.hypot(*(each.mm[0] - mm.mean(axis=0)))
        share = miss / (_NEAR_MM + _NEAR_SHARE * away)
        if share < min(1.0, near.get(each.mark.kind, (1.0, each))[0]):
            near[each.mark.kind] = (share, each)
    agreeing = tuple(each for _, each in near.values())
    both = any(each is one for each in agreeing) and any(each is other for each in agreeing)
    return agreeing if both else ()


def _fitted(marks: tuple[Marked, ...]) -> Placed:
    """Begin with the two that lie farthest apart on the card."""
    one, other = max(
        combinations(marks, 2), key=lambda pair: float(np.hypot(*(pair[0].mm[0] - pair[1].mm[0])))
    )
    start = similarity(np.vstack((one.px[:1], other.px[:1])), np.vstack((one.mm[:1], other.mm[:1])))
    return Placed(fit(start, joined([each.sights for each in marks])), marks)


def _miss_mm(pose: Pose, each: Marked) -> float:
    """How far the mark's beginning comes from its place."""
    return float(np.hypot(*misses_mm(pose, each.sights)[0]))
