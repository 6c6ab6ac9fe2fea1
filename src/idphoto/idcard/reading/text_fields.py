"""Names, nations and addresses: the fields that no other field repeats."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import UNKNOWN_CHARACTER, Unread, Value
from idphoto.idcard.nations import NATIONS, OTHERS
from idphoto.idcard.reading.characters import (
    as_printed_today,
    with_older_shape,
    with_other_shapes,
)
from idphoto.idcard.reading.ctc import Grammar, columns_of
from idphoto.idcard.reading.field_prints import FieldPrint
from idphoto.idcard.regions import PROVINCES
from idphoto.models.text_reader import Reading

# The dot between the parts of a name, U+00B7, and its look-alikes.
_DOT: Final = "·•・.．‧∙⋅・｡。˙"
_LONGEST_NAME: Final = 40  # longer than any printed
# The least probability, at its best step, of a character to be considered; and how many are.
_CONCEIVABLE: Final = 1e-3
_MOST: Final = 48
_ALTERNATIVES: Final = 4
# A print in which no character reaches this certainty says nothing.
_READ: Final = 0.5
# The certainty of characters, above which a card's ordinary ones are read clearly; below which, on
# such a card, a name's character may be one that the reader does not know; and the confidence that
# remains. Of 300 common characters, drawn at 5 to 16 px/mm, one is below _KNOWN; of 265 unknown
# ones, 85 in 100 are, and 42 are below _READ.
_CLEAR: Final = 0.99
_KNOWN: Final = 0.95
_DOUBTFUL: Final = 0.45
# The log prior odds against a nation that is none of the known ones, or no nation at all.
_UNNAMED: Final = 7.0
# Full-width letters, digits and signs as plain ones, and every dash as a hyphen.
_HALF_WIDTH: Final = {0xFF01 + i: 0x21 + i for i in range(94)} | dict.fromkeys(
    map(ord, "‐‑–—―−"), "-"
)
# Log priors of an address that begins with the province of its holder's number, with another, or
# with neither (the plain reading).
_AT_HOME, _AWAY, _ELSEWHERE = 0.0, -4.0, -2.0


def read_name(print_: FieldPrint, clarity: float = 1.0) -> Value:
    """Read a name: ideographs, and in some names dots between the parts.

    ``clarity``: how certainly the card's ordinary characters are read, 0–1. A character that is
    far less certain than those is one that the reader does not know: ``UNKNOWN_CHARACTER`` stands
    for it.
    """
    symbols = [_DOT, *map(with_older_shape, _conceivable(print_.cuts))]
    grammar = Grammar(_weigh_name, lambda text: not text.endswith("·"), _LONGEST_NAME)
    found = print_.spell(symbols, grammar, _ALTERNATIVES)
    if not found or print_.hidden is not None:
        return Value.unread(print_.why_unread)
    text = found[0].text
    certain = _certainties(print_, symbols, text)
    if max(certain) < _READ:
        return Value.unread(print_.why_unread)
    confidence = print_.trust * math.exp(found[0].log_p)
    if clarity >= _CLEAR:
        if min(certain) < _KNOWN:
            confidence = min(confidence, _DOUBTFUL)
        text = "".join(
            UNKNOWN_CHARACTER if own < _READ else character
            for character, own in zip(text, certain, strict=True)
        )
    if print_.passed_over:
        confidence = min(confidence, _DOUBTFUL)
        for place in sorted(print_.passed_over, reverse=True):
            text = text[:place] + UNKNOWN_CHARACTER + text[place:]
    return Value(text, confidence, text != print_.text)


def _certainties(print_: FieldPrint, symbols: Sequence[str], text: str) -> list[float]:
    """How certainly each character of ``text`` was read, by the cut that shows it worst."""
    by_cut = []
    for cut in print_.cuts:
        found = [step for character, _, step in cut.characters if not character.isspace()]
        if len(found) == len(text):
            columns = columns_of(cut.alphabet)
            by_cut.append(
                [
                    sum(float(cut.steps[step, columns[each]]) for each in looks if each in columns)
                    for step, looks in zip(found, map(_looks, text), strict=True)
                ]
            )
    if not by_cut:
        return [each.own for each in print_.supports(symbols, text)]
    return [min(each) for each in zip(*by_cut, strict=True)]


def _looks(character: str) -> str:
    return _DOT if character == "·" else with_older_shape(character)


def _weigh_name(text: str) -> float:
    return -math.inf if text.startswith("·") or "··" in text else 0.0


def read_nation(print_: FieldPrint) -> Value:
    """Read a nation: the most likely of the known ones."""
    every = (*NATIONS, *OTHERS)
    if not print_.text or print_.hidden is not None:
        return Value.unread(print_.why_unread)
    symbols = [with_other_shapes(each) for each in sorted(set("".join(every)))]
    scores = print_.log_scores(symbols, every)
    best = int(scores.argmax())
    certain = [each.own for each in print_.supports(symbols, every[best])]
    if max(certain) < _READ:
        return Value.unread()
    none = print_.free_log_p(symbols) - _UNNAMED
    total = float(np.exp(scores - scores[best]).sum() + math.exp(none - scores[best]))
    return Value(every[best], print_.trust / total, every[best] != print_.text)


def read_address(lines: Sequence[FieldPrint], home: str | None) -> Value:
    """Read an address: its lines joined.

    ``home``: the province in the holder's number. Most people still live there, so it decides if
    the beginning can be read in two ways.
    """
    texts = [_plain(line) for line in lines]
    hidden = next((line.hidden for line in lines if line.hidden is not None), None)
    if not any(texts) or hidden is not None:
        return Value.unread(hidden or Unread.ILLEGIBLE)
    greedy = "".join(texts)
    texts[0] = _spelt_out(lines[0], texts[0], home)
    log_p = sum(_log_p(line, text) for line, text in zip(lines, texts, strict=True))
    text = "".join(texts)
    trust = min(line.trust for line in lines)
    return Value(text, trust * math.exp(log_p), text != greedy)


def _spelt_out(line: FieldPrint, text: str, home: str | None) -> str:
    """``text``, its beginning corrected to the name of a province if that is more likely."""
    spelt = {text: _ELSEWHERE}
    for name in sorted(set(PROVINCES.values())):
        if len(name) < len(text) and sum(a != b for a, b in zip(name, text, strict=False)) <= 2:
            spelt[name + text[len(name) :]] = _AT_HOME if name == home else _AWAY
    texts = list(spelt)
    scores = line.log_scores(sorted(set("".join(texts))), texts) + list(spelt.values())
    return texts[int(scores.argmax())]


def _log_p(line: FieldPrint, text: str) -> float:
    return float(line.log_scores(sorted(set(text)), [text])[0]) if text else 0.0


def _plain(line: FieldPrint) -> str:
    """The plain reading of a line, in half-width letters, digits and signs."""
    return line.text.translate(_HALF_WIDTH)


def _conceivable(cuts: Sequence[Reading]) -> list[str]:
    """The ideographs that may be in a print, the most likely first."""
    found: dict[str, float] = {}
    for cut in cuts:
        if len(cut.steps):
            likely = np.where(_is_ideograph(cut.alphabet), cut.steps.max(axis=0), 0.0)
            for column in np.argsort(-likely)[:_MOST]:
                if likely[column] >= _CONCEIVABLE:
                    character = as_printed_today(cut.alphabet[column])
                    found[character] = max(found.get(character, 0.0), float(likely[column]))
    return sorted(found, key=lambda character: -found[character])[:_MOST]


@cache
def _is_ideograph(alphabet: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.array(
        [bool(each) and unicodedata.name(each, "").startswith("CJK UNIFIED") for each in alphabet]
    )
