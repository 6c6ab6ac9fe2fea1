"""Find the card's labels and its number in a line that was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from idphoto.idcard.layout import DATE_MARKS, DIGITS, NUMBER, ORDINARY
from idphoto.idcard.number import LENGTH
from idphoto.models.text_reader import Reading


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """A label, or a part of it, that was read in a line; ``kind``: a key of ``Layout.labels``.

    ``begin``, ``end``: the indices in the label of the first and last characters that were read;
    ``first``, ``last``: their middles, as shares of the line, 0–1.
    """

    kind: str
    begin: int
    end: int
    first: float
    last: float


# What the reader sometimes takes a label's character for.
_ALIKE: Final = str.maketrans("别刖往佳隹注扯族旅", "别别住住住住址族族")
_EIGHTEEN: Final = re.compile(r"\d{17}[\dXx]")
_DATE: Final = re.compile(r"\d{4}(年)\D?\d{1,2}\D?\d{0,2}(日)")
_LEAST_OF_LONG: Final = 4  # characters of the number's label


def find_labels(reading: Reading) -> list[FoundLabel]:
    """The labels in a line."""
    text = reading.text.translate(_ALIKE)
    places = [(step + 0.5) / len(reading.steps) for _, _, step in reading.characters]
    found = [
        FoundLabel(kind, part, part + count - 1, places[at], places[at + count - 1])
        for kind, at, count, part in _parts(text)
    ]
    for date in _DATE.finditer(text):
        first, last = (places[date.start(mark)] for mark in (1, 2))
        found.append(FoundLabel(DATE_MARKS, 0, len(DATE_MARKS) - 1, first, last))
    return found


def parted_label(first: Reading, last: Reading) -> FoundLabel | None:
    """The label of two characters that two readings of one character make; None if they do not."""
    text = "".join(each.text.strip().translate(_ALIKE) for each in (first, last))
    is_label = len(text) == 2 and text in ORDINARY.labels
    return FoundLabel(text, 0, 1, 0.5, 0.5) if is_label else None


def _parts(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Kind, start in ``text``, number of characters, and the first one's index in the label."""
    for kind in ORDINARY.labels:
        if len(kind) == 2 and (at := text.find(kind)) >= 0:
            yield kind, at, 2, 0
    blocks = SequenceMatcher(None, NUMBER, text, autojunk=False).get_matching_blocks()
    if sum(block.size for block in blocks) >= _LEAST_OF_LONG:
        longest = max(blocks, key=lambda block: block.size)
        if longest.size > 1:
            yield NUMBER, longest.b, longest.size, longest.a
    for digits in _EIGHTEEN.finditer(text):
        yield DIGITS, digits.start(), LENGTH, 0
