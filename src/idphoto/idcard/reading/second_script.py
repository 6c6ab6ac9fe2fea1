"""Lines in the other script of a bilingual card.

Cards of the autonomous regions repeat labels and values in Mongolian, Tibetan, Uyghur, Yi, Hangul
or, for Zhuang, in Latin letters, over, under or beside the Chinese. None of it belongs to a field.
The reader's alphabet has the Latin letters only; of the other scripts it makes what looks alike, or
nothing at all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np

from idphoto.idcard.layout import BILINGUAL, Layout
from idphoto.idcard.reading.card_line import CardLine
from idphoto.models.text_reader import Reading

# Chinese print has at most a few letters beside ideographs and digits, mostly large ones: 3A, B座.
_LETTERS: Final = 4
# Of characters that it does not know, the reader is rarely as certain as this; of others it is.
_CERTAIN: Final = 0.6
_UNREADABLE_LINES: Final = 2  # of which at least as many are on every bilingual card
# The share of the certainty of an address's first line that its other lines reach.
_AS_CERTAIN: Final = 0.9


def is_bilingual(lines: Sequence[CardLine], layout: Layout) -> bool:
    """Whether the card has a second script, by its layout or by lines that are not Chinese."""
    unreadable = sum(certainty(line.reading) < _CERTAIN for line in lines)
    return (
        layout is BILINGUAL
        or unreadable >= _UNREADABLE_LINES
        or any(is_in_letters(line.reading) for line in lines)
    )


def is_in_letters(reading: Reading) -> bool:
    """Whether a line is in Latin letters."""
    kinds = [_kind(character) for character, _, _ in reading.characters]
    letters = kinds.count("letter")
    return letters >= _LETTERS and letters > kinds.count("ideograph") + kinds.count("digit")


def continues(reading: Reading, first: Reading) -> bool:
    """Whether a line of a bilingual card goes on with the address that ``first`` begins."""
    return certainty(reading) >= _AS_CERTAIN * certainty(first)


def certainty(reading: Reading) -> float:
    """The median probability of a line's characters, 0–1; 0 if it has none."""
    found = [
        probability for character, probability, _ in reading.characters if not character.isspace()
    ]
    return float(np.median(found)) if found else 0.0


@cache
def _kind(character: str) -> str:
    if character.isdigit():
        return "digit"
    name = unicodedata.name(character, "")
    if name.startswith("CJK UNIFIED"):
        return "ideograph"
    return "letter" if name.startswith("LATIN") else "other"
