"""Find the card's labels and its number in a line that was read, and where they lie on the card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from idphoto.idcard.layout import HALF_LINE_MM, LABELS, NUMBER, NUMBER_MM, LabelPlace
from idphoto.models.text_reader import Reading

DIGITS: Final = "number"


@dataclass(frozen=True, slots=True)
class Kind:
    """A label, or the digits of the number: printed on every card, in one line.

    ``sigma_mm``: how far the first and the last character may be off.
    """

    place: LabelPlace
    sigma_mm: tuple[float, float]


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """A label, or a part of it, that was read in a line.

    ``first``, ``last``: the middles of its first and last characters, as shares of the line, 0–1;
    ``first_mm``, ``last_mm``: the same characters' places on the card.
    """

    kind: str
    first: float
    last: float
    first_mm: float
    last_mm: float


# Prints differ by a millimetre. The template does not show how wide the digits are set.
_SIGMA_MM: Final = 1.2
_DIGIT_MM: Final = 2.35
_DIGITS_SIGMA_MM: Final = 3.0


_DIGITS_PLACE: Final = LabelPlace(
    NUMBER_MM[0] + _DIGIT_MM / 2, NUMBER_MM[0] + 17.5 * _DIGIT_MM, NUMBER_MM[1] + HALF_LINE_MM
)
KINDS: Final = {
    **{name: Kind(place, (_SIGMA_MM, _SIGMA_MM)) for name, place in LABELS.items()},
    DIGITS: Kind(_DIGITS_PLACE, (_SIGMA_MM, _DIGITS_SIGMA_MM)),
}
# What the reader sometimes takes a label's character for.
_ALIKE: Final = str.maketrans("別刖往佳隹注扯族旅", "别别住住住住址族族")
_EIGHTEEN: Final = re.compile(r"\d{17}[\dXx]")
_LEAST_OF_LONG: Final = 4  # characters of the number's label


def find_labels(reading: Reading) -> list[FoundLabel]:
    """The labels in a line."""
    text = reading.text.translate(_ALIKE)
    places = [(step + 0.5) / len(reading.steps) for _, _, step in reading.characters]
    return [
        _found(kind, places[at : at + count], part, len(kind) if kind != DIGITS else 18)
        for kind, at, count, part in _parts(text)
    ]


def _parts(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Kind, start in ``text``, number of characters, and the first one's index in the label."""
    for kind in KINDS:
        if len(kind) == 2 and (at := text.find(kind)) >= 0:
            yield kind, at, 2, 0
    blocks = SequenceMatcher(None, NUMBER, text, autojunk=False).get_matching_blocks()
    if sum(block.size for block in blocks) >= _LEAST_OF_LONG:
        longest = max(blocks, key=lambda block: block.size)
        if longest.size > 1:
            yield NUMBER, longest.b, longest.size, longest.a
    for digits in _EIGHTEEN.finditer(text):
        yield DIGITS, digits.start(), 18, 0


def _found(kind: str, places: list[float], part: int, of: int) -> FoundLabel:
    each = KINDS[kind].place
    pitch = (each.last_mm - each.first_mm) / (of - 1)
    first_mm = each.first_mm + part * pitch
    return FoundLabel(kind, places[0], places[-1], first_mm, first_mm + (len(places) - 1) * pitch)
