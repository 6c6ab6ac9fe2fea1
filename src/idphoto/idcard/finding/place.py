"""Find the labels that belong to one card, and place the card by them. Pure numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import TextLine
from idphoto.idcard.finding.labels import FoundLabel, find_labels, parted_label
from idphoto.idcard.finding.pose import Pose, Sights, fit, joined, misses_mm, similarity
from idphoto.idcard.layout import (
    CARD_WH_MM,
    DATE_MARKS,
    DIGITS,
    LAYOUTS,
    NATION,
    NUMBER,
    ORDINARY,
    Layout,
)
from idphoto.idcard.number import LENGTH, is_number, parse_number
from idphoto.imaging.geometry import project

# The error of a character's middle, by the reader's steps, and of a line's, by the finder's box,
# which values that stand higher or lower than their labels move.
_CHARACTER_SIGMA_MM: Final = 0.4
_LINE_SIGMA_MM: Final = 0.6
# A hypothesis from two labels knows neither tilt nor perspective. A third label may belong to it if
# it is off by at most this, plus this share of its distance to the two.
_NEAR_MM: Final = 3.5
_NEAR_SHARE: Final = 0.2
# A label that belongs to the fitted card is off by less than this.
_FITS_MM: Final = 3.5
# From the middle of a label's first character to that of its last, in sides of their boxes: 4.4 mm
# of boxes that are 2.5 to 4 mm wide.
_APART: Final = (0.8, 2.2)
# The sine of the angle that text may lean by when a card is seen from the side.
_LEAN: Final = 0.45
_LEAST_KINDS: Final = 3
_MANY_KINDS: Final = 5
_FITS_WELL: Final = 1.3  # sigmas: no other layout needs to be tried
# Other documents also have names, sexes and dates of birth; only ID cards have these here.
_ONLY_ON_CARDS: Final = {NATION, NUMBER, DIGITS}
_DIGIT: Final = re.compile("[0-9X]")


@dataclass(frozen=True, slots=True)
class SeenLabel:
    """A label and the line it was read in; ``px``: float64 ``(2, 2)``, its first and last place."""

    label: FoundLabel
    line: TextLine
    px: NDArray[np.float64]

    @property
    def number(self) -> str:
        """The line's last digits, at most as many as a citizen's number has."""
        return "".join(_DIGIT.findall(self.line.reading.text.upper()))[-LENGTH:]

    def mm(self, layout: Layout) -> NDArray[np.float64]:
        """Where ``layout`` has it on the card, ``(2, 2)``."""
        ends = self.label.begin, self.label.end
        return np.array([layout.character_mm(self.label.kind, index) for index in ends])

    def sights(self, layout: Layout) -> Sights:
        """Its first and last characters, and the line's end; of the end, only y is known."""
        mm = self.mm(layout)
        end = self.line.quad[1:3].mean(axis=0)
        sigma = (_CHARACTER_SIGMA_MM, _LINE_SIGMA_MM)
        return Sights(
            np.vstack((self.px, end)),
            np.vstack((mm, mm[1])),
            np.array([sigma, sigma, (np.inf, _LINE_SIGMA_MM)]),
            np.ones(3, np.bool_),
        )


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card placed by its labels; ``layout``: the one that fits them best."""

    pose: Pose
    labels: tuple[SeenLabel, ...]
    layout: Layout

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(each.label.kind for each in self.labels)

    @property
    def sights(self) -> Sights:
        return joined([each.sights(self.layout) for each in self.labels])

    @property
    def is_card(self) -> bool:
        """Whether enough labels were found, and one that only ID cards have.

        Marks over a card can hide those: then five that lie where the layout has them will do. In
        small and pale pictures labels are lost first: then a valid number with the birth that is
        printed above it will do.
        """
        if len(self.kinds) >= _LEAST_KINDS and self.kinds & _ONLY_ON_CARDS:
            return True
        if len(self.kinds) >= _MANY_KINDS and self.fits_well:
            return True
        return {DIGITS, DATE_MARKS} <= self.kinds and self._number_states_birth()

    @property
    def fits_well(self) -> bool:
        """Whether the labels lie where the layout has them."""
        return self.pose.misfit < _FITS_WELL

    def _number_states_birth(self) -> bool:
        number, date = (
            next(each for each in self.labels if each.label.kind == kind).number
            for kind in (DIGITS, DATE_MARKS)
        )
        if not is_number(number):
            return False
        birth = parse_number(number).birth
        return date.endswith(f"{birth.year}{birth.month}{birth.day}")


def seen_labels(lines: Sequence[TextLine]) -> list[SeenLabel]:
    """All labels in ``lines``."""
    found = []
    for line in lines:
        begin, end = line.quad[[0, 3]].mean(axis=0), line.quad[[1, 2]].mean(axis=0)
        for label in find_labels(line.reading):
            along = np.array([[label.first], [label.last]])
            found.append(SeenLabel(label, line, begin + along * (end - begin)))
    return found + list(_parted_labels(lines))


def _parted_labels(lines: Sequence[TextLine]) -> Iterator[SeenLabel]:
    """The labels whose two characters were read as a line each: they are set far apart."""
    single = [line for line in lines if len(line.reading.text.strip()) == 1]
    for first, last in permutations(single, 2):
        label = parted_label(first.reading, last.reading)
        if label is None:
            continue
        px = np.array([line.quad.mean(axis=0) for line in (first, last)])
        side = max(np.hypot(*(line.quad[1] - line.quad[0])) for line in (first, last))
        if not _APART[0] * side < np.hypot(*(px[1] - px[0])) < _APART[1] * side:
            continue
        along = (px[1] - px[0]) / np.hypot(*(px[1] - px[0])) * side / 2
        down = np.array((-along[1], along[0]))
        quad = np.array(
            [px[0] - along - down, px[1] + along - down, px[1] + along + down, px[0] - along + down]
        )
        yield SeenLabel(label, TextLine(quad, first.score, first.reading), px)


def place_card(labels: Sequence[SeenLabel]) -> PlacedCard | None:
    """The card that the most labels agree on; None if no two agree."""
    placed: list[PlacedCard] = []
    kinds = {each.label.kind for each in labels}
    for layout in LAYOUTS:
        found = _placed(labels, layout)
        if found is None:
            continue
        placed.append(found)
        if found.kinds == kinds and found.fits_well:
            break
    return max(placed, key=lambda each: (len(each.kinds), -each.pose.misfit), default=None)


def place_by_number(labels: Sequence[SeenLabel]) -> PlacedCard | None:
    """The card by its number alone; None if no valid one was read.

    Digits are black and labels pale, so digits can be read where nothing else can.
    """
    for each in labels:
        if each.label.kind == DIGITS and is_number(each.number):
            start = similarity(each.px, each.mm(ORDINARY))
            return PlacedCard(fit(start, each.sights(ORDINARY)), (each,), ORDINARY)
    return None


def _placed(labels: Sequence[SeenLabel], layout: Layout) -> PlacedCard | None:
    best = max(
        (_agreeing(one, other, labels, layout) for one, other in combinations(labels, 2)),
        key=lambda agreeing: len({each.label.kind for each in agreeing}),
        default=(),
    )
    if len({each.label.kind for each in best}) < 2:
        return None
    for _ in range(3):
        placed = _fitted(best, layout)
        kept = tuple(each for each in best if _miss_mm(placed, each) < _FITS_MM)
        if len(kept) == len(best):
            break
        if len(kept) < 2:
            return None
        best = kept
    return placed


def beyond(placed: PlacedCard, labels: Sequence[SeenLabel]) -> list[SeenLabel]:
    """The labels that neither belong to the card nor lie on it."""
    taken = {id(each) for each in placed.labels}
    return [each for each in labels if id(each) not in taken and not on_card(placed.pose, each.px)]


def on_card(pose: Pose, px: NDArray[np.float64]) -> bool:
    """Whether the middle of the points ``px`` ``(N, 2)`` lies on the card."""
    x, y = project(pose.to_mm, px.mean(axis=0, keepdims=True))[0]
    return bool(0.0 <= x <= CARD_WH_MM[0] and 0.0 <= y <= CARD_WH_MM[1])


def _agreeing(
    one: SeenLabel, other: SeenLabel, labels: Sequence[SeenLabel], layout: Layout
) -> tuple[SeenLabel, ...]:
    """The labels near where these two put them, one of each kind; empty if the two disagree."""
    if one.label.kind == other.label.kind:
        return ()
    px = np.vstack((one.px[:1], other.px[:1]))
    mm = np.vstack((one.mm(layout)[:1], other.mm(layout)[:1]))
    to_mm = similarity(px, mm)
    near: dict[str, tuple[float, SeenLabel]] = {}
    for each in labels:
        begin, end = project(to_mm, each.line.quad[:2])
        lean = (end - begin) / np.hypot(*(end - begin))
        if lean[0] < 0.0 or abs(lean[1]) > _LEAN:
            continue
        expected = each.mm(layout)[0]
        miss = np.hypot(*(project(to_mm, each.px[:1])[0] - expected))
        away = np.hypot(*(expected - mm.mean(axis=0)))
        share = miss / (_NEAR_MM + _NEAR_SHARE * away)
        if share < min(1.0, near.get(each.label.kind, (1.0, each))[0]):
            near[each.label.kind] = (share, each)
    agreeing = tuple(each for _, each in near.values())
    both = any(each is one for each in agreeing) and any(each is other for each in agreeing)
    return agreeing if both else ()


def _fitted(labels: tuple[SeenLabel, ...], layout: Layout) -> PlacedCard:
    """Fit the card, beginning with the two labels farthest apart on it."""
    places = [(each.px[:1], each.mm(layout)[:1]) for each in labels]
    one, other = max(
        combinations(places, 2), key=lambda pair: float(np.hypot(*(pair[0][1] - pair[1][1])[0]))
    )
    start = similarity(np.vstack((one[0], other[0])), np.vstack((one[1], other[1])))
    pose = fit(start, joined([each.sights(layout) for each in labels]))
    return PlacedCard(pose, labels, layout)


def _miss_mm(placed: PlacedCard, each: SeenLabel) -> float:
    """The distance of the label's beginning from its place."""
    return float(np.hypot(*misses_mm(placed.pose, each.sights(placed.layout))[0]))
