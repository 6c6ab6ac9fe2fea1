"""Print over the card: marks against misuse (仅供…使用, …无效), stamps and watermarks.

A card's own print is level, stands in rows, and its values are black. Other lines are slanted or
too high, or say what only such marks say, or are of a paler or coloured ink in a value's row.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import TextLine
from idphoto.idcard.layout import ORDINARY, PX_PER_MM, VALUE_HEIGHT_MM, VALUE_PITCH_MM
from idphoto.idcard.reading.card_line import CardLine, card_line
from idphoto.idcard.reading.field_rows import FieldRow
from idphoto.idcard.reading.ink import InkMap
from idphoto.imaging.geometry import Box

# A line of the card's own print leans by less than this, as the finder's boxes of short lines do;
# text along a card's side is upright.
_LEVEL_DEG: Final = 5.0
_UPRIGHT_DEG: Final = 75.0
_LONG: Final = 2.2  # times as long as high: the direction of shorter boxes is uncertain
_LEAST_CHARACTERS: Final = 3
# No line of the card's own is this high: a mark is, or a box around it and the lines it crosses.
# Boxes around the second scripts of bilingual cards have fewer characters.
_HIGH_MM: Final = 6.5
_LEAST_OF_HIGH: Final = 8
_READ: Final = 0.75  # the mean certainty of a line's characters
# Words of marks; none of them is part of a name or an address.
_WORDS: Final = re.compile("仅供|仅用|仅限|他用|无效|复印|转载|盗用|此件|与原件")
# A character of another ink has less than this share of the values' contrast; where a lamp shines,
# the values themselves keep more than half of it.
_PALE: Final = 0.45
# A mark can be taken away if its contrast is this much less than the values', 0–1; what is darker
# than this share of the way from the values' ink to the mark's is kept.
_SEPARABLE: Final = 0.2
_KEPT: Final = 0.75


@dataclass(frozen=True, slots=True)
class Overprint:
    """Lines over the card that are not its own.

    ``quads``: float64 ``(4, 2)`` each, as in ``TextLine``. ``texts``: what they say, as far as it
    was read. ``level``: how dark their ink is, relative to the ground: see ``InkMap``.
    ``own_level``: the same of the card's values.

    >>> import idphoto
    >>> idphoto.read_card("id-card.jpg").overprint is None
    True
    """

    quads: tuple[NDArray[np.float64], ...]
    texts: tuple[str, ...]
    level: float
    own_level: float

    @property
    def is_separable(self) -> bool:
        """Whether its ink is clearly paler than that of the card's values."""
        return self.level - self.own_level >= _SEPARABLE

    @property
    def keep_below(self) -> float:
        """The ratio of an ``InkMap`` below which ink is the card's own."""
        return self.own_level + _KEPT * (self.level - self.own_level)


def says_mark(text: str) -> bool:
    """Whether a line says what only marks say."""
    return _WORDS.search("".join(text.split())) is not None


def is_foreign(line: TextLine) -> bool:
    """Whether a line is not of the card's own print, by its slant, its words or its height."""
    characters = len(line.reading.characters)
    along, across = line.quad[1] - line.quad[0], line.quad[3] - line.quad[0]
    if characters >= _LEAST_OF_HIGH and np.hypot(*across) > _HIGH_MM * PX_PER_MM:
        return True
    if characters < _LEAST_CHARACTERS or line.reading.score < _READ:
        return False
    text = line.reading.text
    if says_mark(text):
        return True
    if any(label in text for label in ORDINARY.labels):
        return False
    if np.hypot(*along) < _LONG * np.hypot(*across):
        return False
    lean = abs(math.degrees(math.atan2(along[1], along[0])))
    return _LEVEL_DEG < lean < _UPRIGHT_DEG


def find_overprint(
    lines: Sequence[TextLine], rows: Sequence[FieldRow], ink: InkMap, portrait_mm: Box
) -> Overprint | None:
    """What is printed over the card; None if nothing is.

    ``lines``: all that were read on the card. ``rows``: those of its values, by the lines that are
    not foreign. ``portrait_mm``: where ink cannot be compared.
    """
    own_level = values_level(rows, ink)
    foreign = [line for line in lines if is_foreign(line)]
    pale = [spot for row in rows for spot in _pale_boxes(row, ink, own_level)]
    if not foreign and not pale:
        return None
    boxes = [box for line in foreign for box in _boxes(line)] + pale
    levels = [ink.level(box) for box in boxes if not box.intersect(portrait_mm).area]
    return Overprint(
        tuple(line.quad for line in foreign),
        tuple("".join(line.reading.text.split()) for line in foreign),
        float(np.median(levels)) if levels else 1.0,
        own_level,
    )


def values_level(rows: Sequence[FieldRow], ink: InkMap) -> float:
    """How dark the ink of the card's values is, see ``InkMap``: the median of their characters."""
    levels = [ink.level(_box(spot.x_mm, row)) for row in rows for spot in row.characters]
    return float(np.median(levels)) if levels else 0.0


def _pale_boxes(row: FieldRow, ink: InkMap, own_level: float) -> list[Box]:
    """The places of a row's characters that are of a paler ink, if there are enough of them."""
    boxes = [_box(spot.x_mm, row) for spot in row.characters if spot.character.isalnum()]
    least = _PALE * (1.0 - own_level)
    pale = [box for box in boxes if 1.0 - ink.level(box) < least and not ink.is_lit(box)]
    return pale if len(pale) >= _LEAST_CHARACTERS else []


def _boxes(line: TextLine) -> list[Box]:
    """A line's characters on the card."""
    placed: CardLine | None = card_line(line)
    if placed is None:
        middle = line.quad.mean(axis=0) / PX_PER_MM
        return [_around(float(middle[0]), float(middle[1]))]
    return [_around(spot.x_mm, placed.y_mm(spot.x_mm)) for spot in placed.characters]


def _box(x_mm: float, row: FieldRow) -> Box:
    return _around(x_mm, row.y_mm + row.slope * (x_mm - row.from_mm))


def _around(x_mm: float, y_mm: float) -> Box:
    across, down = 0.45 * VALUE_PITCH_MM, 0.45 * VALUE_HEIGHT_MM
    return Box(x_mm - across, y_mm - down, x_mm + across, y_mm + down)
