"""Find the card's labels and its number in a line that was read, and where they lie on the card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from idphoto.idcard.layout import ADDRESS_MM, NAME_MM, NATION_MM, NUMBER_MM, SEX_MM, YEAR_MM
from idphoto.models.text_reader import Reading

NUMBER: Final = "number"
NUMBER_LABEL: Final = "公民身份号码"
NATION_LABEL: Final = "民族"


@dataclass(frozen=True, slots=True)
class Label:
    """A label, or the number: printed on every card, in one line.

    ``first_mm``, ``last_mm``: the middles of its first and last characters, from the card's left
    edge; ``line_mm``: the middle of its line, from the top. ``sigma_mm``: how far the first and the
    last may be off.
    """

    first_mm: float
    last_mm: float
    line_mm: float
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


# The template tells where values begin. Labels stand left of them, two characters 2.8 mm apart that
# begin 4.8 mm from the edge; a line is about 3 mm high.
_LABEL_MM: Final = 6.2
_NATION_MM: Final = NATION_MM[0] - 6.0
_PITCH_MM: Final = 2.8
_HALF_LINE_MM: Final = 1.5
# Prints differ by a millimetre. The template does not show how wide the digits are set.
_SIGMA_MM: Final = 1.2
_DIGIT_MM: Final = 2.35
_DIGITS_SIGMA_MM: Final = 3.0


def _label(kind: str, value_mm: tuple[float, float], first_mm: float = _LABEL_MM) -> Label:
    last_mm = first_mm + (len(kind) - 1) * _PITCH_MM
    return Label(first_mm, last_mm, value_mm[1] + _HALF_LINE_MM, (_SIGMA_MM, _SIGMA_MM))


LABELS: Final = {
    "姓名": _label("姓名", NAME_MM),
    "性别": _label("性别", SEX_MM),
    NATION_LABEL: _label(NATION_LABEL, NATION_MM, _NATION_MM),
    "出生": _label("出生", YEAR_MM),
    "住址": _label("住址", ADDRESS_MM),
    NUMBER_LABEL: _label(NUMBER_LABEL, NUMBER_MM),
    NUMBER: Label(
        NUMBER_MM[0] + _DIGIT_MM / 2,
        NUMBER_MM[0] + 17.5 * _DIGIT_MM,
        NUMBER_MM[1] + _HALF_LINE_MM,
        (_SIGMA_MM, _DIGITS_SIGMA_MM),
    ),
}
# What the reader sometimes takes a label's character for.
_ALIKE: Final = str.maketrans("別刖往佳隹注扯族旅", "别别住住住住址族族")
_DIGITS: Final = re.compile(r"\d{17}[\dXx]")
_LEAST_OF_LONG: Final = 4  # characters of the number's label


def find_labels(reading: Reading) -> list[FoundLabel]:
    """The labels in a line."""
    text = reading.text.translate(_ALIKE)
    places = [(step + 0.5) / len(reading.steps) for _, _, step in reading.characters]
    return [
        _found(kind, places[at : at + count], part, len(kind) if kind != NUMBER else 18)
        for kind, at, count, part in _parts(text)
    ]


def _parts(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Kind, start in ``text``, number of characters, and the first one's index in the label."""
    for kind in LABELS:
        if len(kind) == 2 and (at := text.find(kind)) >= 0:
            yield kind, at, 2, 0
    blocks = SequenceMatcher(None, NUMBER_LABEL, text, autojunk=False).get_matching_blocks()
    if sum(block.size for block in blocks) >= _LEAST_OF_LONG:
        longest = max(blocks, key=lambda block: block.size)
        if longest.size > 1:
            yield NUMBER_LABEL, longest.b, longest.size, longest.a
    for digits in _DIGITS.finditer(text):
        yield NUMBER, digits.start(), 18, 0


def _found(kind: str, places: list[float], part: int, of: int) -> FoundLabel:
    each = LABELS[kind]
    pitch = (each.last_mm - each.first_mm) / (of - 1)
    first_mm = each.first_mm + part * pitch
    return FoundLabel(kind, places[0], places[-1], first_mm, first_mm + (len(places) - 1) * pitch)
