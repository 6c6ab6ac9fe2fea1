"""Lines in the other script of a bilingual card.

Cards of the autonomous regions repeat labels and values in Mongolian, Tibetan, Uyghur, Yi, Hangul
or, for Zhuang, in Latin letters, over, under or beside the Chinese. None of it belongs to a field.
The reader's alphabet has the Latin letters only; of the other scripts it makes what looks alike.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from idphoto.models.text_reader import Reading

# Chinese print has at most a few letters beside ideographs and digits, mostly large ones: 3A, B座.
_LETTERS: Final = 4
_LEAST: Final = 2  # a single character may be anything
# Of characters that it does not know, the reader is rarely certain; of others it is.
_CERTAIN: Final = 0.5


@dataclass(frozen=True, slots=True)
class _Kinds:
    """How many characters of a line are of each kind."""

    ideographs: int
    digits: int
    letters: int
    others: int


def is_second_script(reading: Reading) -> bool:
    """Whether a line is of another script than Chinese, by its characters and their certainty."""
    found = [each for each in reading.characters if not each[0].isspace()]
    if len(found) < _LEAST:
        return False
    kinds = _kinds("".join(character for character, _, _ in found))
    chinese = kinds.ideographs + kinds.digits
    if kinds.letters >= _LETTERS and kinds.letters > chinese:
        return True
    certain = sum(probability for _, probability, _ in found) / len(found)
    return certain < _CERTAIN and kinds.others + kinds.letters > chinese


def _kinds(text: str) -> _Kinds:
    of = [_kind(character) for character in text]
    return _Kinds(of.count("ideograph"), of.count("digit"), of.count("letter"), of.count("other"))


@cache
def _kind(character: str) -> str:
    if character.isdigit():
        return "digit"
    name = unicodedata.name(character, "")
    if name.startswith("CJK UNIFIED"):
        return "ideograph"
    return "letter" if name.startswith("LATIN") else "other"
