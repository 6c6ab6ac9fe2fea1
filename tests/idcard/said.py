"""What a reader might make of a print: steps made up, so that no network is needed."""

from __future__ import annotations

import numpy as np

from idphoto.idcard.anchors import VALUES_MM
from idphoto.idcard.nations import NATIONS, OTHERS
from idphoto.idcard.prints import Print, Prints
from idphoto.idcard.regions import PROVINCES
from idphoto.models.text_reader import Reading

_WORDS = "".join((*VALUES_MM, *NATIONS, *OTHERS, *PROVINCES.values()))
ALPHABET = (
    "",
    *sorted(set(_WORDS + "0123456789X年月日男女张三丰李四王·•一黄黃路号室楼單单元（）－１()-Aa三")),
    " ",
)
_SURE = 0.99999


def said(text: str, doubts: dict[int, dict[str, float]] | None = None) -> Reading:
    """A line that says ``text``: each character at a step of its own, a blank behind it.

    ``doubts``: of a character's place, what stands there, with probabilities; "" is nothing.
    """
    steps = np.full((2 * len(text) + 1, len(ALPHABET)), (1.0 - _SURE) / len(ALPHABET))
    steps[::2, 0] += _SURE
    for place, character in enumerate(text):
        for each, p in ((doubts or {}).get(place) or {character: 1.0}).items():
            steps[2 * place + 1, ALPHABET.index(each)] += p * _SURE
    return Reading(steps.astype(np.float32), ALPHABET)


def printed(text: str, doubts: dict[int, dict[str, float]] | None = None) -> Print:
    return Print((said(text, doubts),))


def prints(
    number: Print,
    birth: Print,
    sex: Print,
    name: Print | None = None,
    nation: Print | None = None,
    address: tuple[Print, ...] = (),
) -> Prints:
    """A card's prints; those not given say 张三, 汉 and nothing."""
    return Prints(name or printed("张三"), sex, nation or printed("汉"), birth, address, number)
