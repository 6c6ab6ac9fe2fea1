"""Readings as the text reader might return them, made up so that no network is needed."""

from __future__ import annotations

import numpy as np

from idphoto.idcard.card import TextLine
from idphoto.idcard.layout import ORDINARY, PX_PER_MM, VALUE_PITCH_MM
from idphoto.idcard.nations import NATIONS, OTHERS
from idphoto.idcard.reading.field_prints import FieldPrint, FieldPrints
from idphoto.idcard.regions import PROVINCES
from idphoto.models.text_reader import Reading

_MARKS = "仅供办理租房合同使用他用无效再次复印"
_WORDS = _MARKS + "".join((*ORDINARY.values, *NATIONS, *OTHERS, *PROVINCES.values()))
ALPHABET = (
    "",
    *sorted(
        set(_WORDS + "0123456789X年月日男女张三丰李四王·•一黄黃漢路号室楼單单元（）－１()-Aa三")
    ),
    " ",
)
_SURE = 0.99999
HEIGHT_MM = 3.6  # of a line's box


def said(text: str, doubts: dict[int, dict[str, float]] | None = None) -> Reading:
    """A line that says ``text``: each character at a step of its own, followed by a blank.

    ``doubts``: by a character's place, what it may be and how probably; "" is nothing.
    """
    steps = np.full((2 * len(text) + 1, len(ALPHABET)), (1.0 - _SURE) / len(ALPHABET))
    steps[::2, 0] += _SURE
    for place, character in enumerate(text):
        for each, p in ((doubts or {}).get(place) or {character: 1.0}).items():
            steps[2 * place + 1, ALPHABET.index(each)] += p * _SURE
    return Reading(steps.astype(np.float32), ALPHABET)


def printed(text: str, doubts: dict[int, dict[str, float]] | None = None) -> FieldPrint:
    return FieldPrint((said(text, doubts),))


def prints(
    number: FieldPrint,
    birth: FieldPrint,
    sex: FieldPrint,
    name: FieldPrint | None = None,
    nation: FieldPrint | None = None,
    address: tuple[FieldPrint, ...] = (),
) -> FieldPrints:
    """A card's prints; by default the name is 张三, the nation 汉 and the address empty."""
    return FieldPrints(
        name or printed("张三"), sex, nation or printed("汉"), birth, address, number
    )


def laid(
    text: str, left_mm: float, y_mm: float, pitch_mm: float = VALUE_PITCH_MM, turn: float = 0.0
) -> TextLine:
    """A line found on the card: each character takes up ``pitch_mm``, a blank as well.

    ``y_mm``: of its middle at its left end; ``turn``: its slope, in mm per mm, positive downwards.
    """
    length = pitch_mm * len(text)
    per_mm = 48 / 8 / HEIGHT_MM  # steps: 8 columns each of an input 48 high
    steps = np.zeros((int(np.ceil(length * per_mm)), len(ALPHABET)), np.float32)
    steps[:, 0] = 1.0
    for place, character in enumerate(text):
        if not character.isspace():
            step = int((place + 0.5) * pitch_mm * per_mm)
            steps[step] = 0.0
            steps[step, ALPHABET.index(character)] = 1.0
    ends = np.array([(left_mm, y_mm), (left_mm + length, y_mm + turn * length)])
    up = np.array([(0.0, HEIGHT_MM / 2)])
    quad = PX_PER_MM * np.concatenate((ends - up, (ends + up)[::-1]))
    return TextLine(quad, 0.9, Reading(steps, ALPHABET))
