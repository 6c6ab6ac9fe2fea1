"""What names, nations and addresses say: the fields that nothing else on the card repeats."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import Value
from idphoto.idcard.ctc import Grammar
from idphoto.idcard.nations import NATIONS, OTHERS
from idphoto.idcard.prints import Print
from idphoto.idcard.regions import PROVINCES
from idphoto.models.text_reader import Reading

# The dot between a name and the father's, U+00B7, and what it is read as.
_DOT: Final = "·•・.．‧∙⋅・｡。˙"
_LONGEST_NAME: Final = 40  # nothing longer is seen on a card
# Of a character at its likeliest step, to be thought of at all; and how many of a line are.
_CONCEIVABLE: Final = 1e-3
_MOST: Final = 48
_ALTERNATIVES: Final = 4
# Full-width letters, digits and signs as plain ones, and every dash as a hyphen.
_HALF_WIDTH: Final = {0xFF01 + i: 0x21 + i for i in range(94)} | dict.fromkeys(
    map(ord, "‐‑–—―−"), "-"
)
# The log of how likely an address is to begin so: with the province of its bearer's number, with
# another, with none (or one the reader's own word is taken for).
_AT_HOME, _AWAY, _ELSEWHERE = 0.0, -4.0, -2.0


def read_name(print_: Print) -> Value:
    """A name: ideographs, and dots between the parts of some."""
    symbols = [_DOT, *_conceivable(print_.cuts)]
    grammar = Grammar(_weigh_name, lambda text: not text.endswith("·"), _LONGEST_NAME)
    found = print_.spell(symbols, grammar, _ALTERNATIVES)
    if not found:
        return Value("", 0.0)
    return Value(found[0].text, math.exp(found[0].log_p), found[0].text != print_.text)


def _weigh_name(text: str) -> float:
    return -math.inf if text.startswith("·") or "··" in text else 0.0


def read_nation(print_: Print) -> Value:
    """A nation: one of those there are."""
    every = (*NATIONS, *OTHERS)
    if not print_.text:
        return Value("", 0.0)
    symbols = sorted(set("".join(every)))
    scores = print_.log_scores(symbols, every)
    best = int(scores.argmax())
    if scores[best] == -math.inf:
        return Value("", 0.0)
    likely = np.exp(scores - scores[best])
    return Value(every[best], float(1.0 / likely.sum()), every[best] != print_.text)


def read_address(lines: Sequence[Print], home: str | None) -> Value:
    """An address: its lines joined. ``home``: the province that its bearer's number begins with;
    most people live in it still, so it decides where the beginning can be read in two ways."""
    texts = [_plain(line) for line in lines]
    if not any(texts):
        return Value("", 0.0)
    greedy = "".join(texts)
    texts[0] = _spelt_out(lines[0], texts[0], home)
    log_p = sum(_log_p(line, text) for line, text in zip(lines, texts, strict=True))
    text = "".join(texts)
    return Value(text, math.exp(log_p), text != greedy)


def _spelt_out(line: Print, text: str, home: str | None) -> str:
    """``text``, its beginning maybe put right to be the name of a province."""
    spelt = {text: _ELSEWHERE}
    for name in sorted(set(PROVINCES.values())):
        if len(name) < len(text) and sum(a != b for a, b in zip(name, text, strict=False)) <= 2:
            spelt[name + text[len(name) :]] = _AT_HOME if name == home else _AWAY
    texts = list(spelt)
    scores = line.log_scores(sorted(set("".join(texts))), texts) + list(spelt.values())
    return texts[int(scores.argmax())]


def _log_p(line: Print, text: str) -> float:
    return float(line.log_scores(sorted(set(text)), [text])[0]) if text else 0.0


def _plain(line: Print) -> str:
    """What the reader itself makes of a line, in plain letters, digits and signs."""
    return line.text.translate(_HALF_WIDTH)


def _conceivable(cuts: Sequence[Reading]) -> list[str]:
    """Ideographs that may stand in a print, the likeliest first."""
    found: dict[str, float] = {}
    for cut in cuts:
        if len(cut.steps):
            likely = np.where(_is_ideograph(cut.alphabet), cut.steps.max(axis=0), 0.0)
            for column in np.argsort(-likely)[:_MOST]:
                if likely[column] >= _CONCEIVABLE:
                    character = cut.alphabet[column]
                    found[character] = max(found.get(character, 0.0), float(likely[column]))
    return sorted(found, key=lambda character: -found[character])[:_MOST]


@cache
def _is_ideograph(alphabet: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.array(
        [bool(each) and unicodedata.name(each, "").startswith("CJK UNIFIED") for each in alphabet]
    )
