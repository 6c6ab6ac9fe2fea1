"""What stands in each field, before it is made sense of: the reader's steps alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.ctc import Grammar, Spelling, log_scores, spell, strip
from idphoto.models.text_reader import Reading

# The log of how likely a print too short for a text says it: a number, to be weighed all the same.
_IMPOSSIBLE: Final = -500.0


@dataclass(frozen=True, slots=True)
class Print:
    """One field's print, without its label: read from one or several cuts of the same pixels.

    ``cuts``: none where nothing is printed, or nothing was seen. What they say of a text is
    averaged, as they are one witness and not several.
    """

    cuts: tuple[Reading, ...] = ()

    @property
    def text(self) -> str:
        """What the reader itself makes of the first cut, without blanks."""
        return "".join(self.cuts[0].text.split()) if self.cuts else ""

    def log_scores(self, symbols: Sequence[str], texts: Sequence[str]) -> NDArray[np.float64]:
        """Of each text over ``symbols``, the log of how likely the print says exactly it.

        The return: float64 ``(len(texts),)``; the same for all where there is no print.
        """
        places = {looks[0]: place for place, looks in enumerate(symbols, 1)}
        spelt = [[places[character] for character in text] for text in texts]
        scores = [log_scores(told, spelt) for told in self._strips(symbols)]
        if not scores:
            return np.zeros(len(texts))
        return np.asarray(np.maximum(np.mean(scores, axis=0), _IMPOSSIBLE))

    def spell(self, symbols: Sequence[str], grammar: Grammar, best: int) -> list[Spelling]:
        """The ``best`` likeliest texts of a grammar over ``symbols``, the likeliest first."""
        plain = "".join(looks[0] for looks in symbols)
        found = {
            spelling.text
            for told in self._strips(symbols)
            for spelling in spell(told, plain, grammar)[:best]
        }
        texts = sorted(found)
        scores = self.log_scores(symbols, texts) + [grammar.weigh(text) for text in texts]
        spelt = [Spelling(text, float(score)) for text, score in zip(texts, scores, strict=True)]
        return sorted(spelt, key=lambda each: -each.log_p)[:best]

    def _strips(self, symbols: Sequence[str]) -> list[NDArray[np.float64]]:
        return [strip(cut.steps, cut.alphabet, symbols) for cut in self.cuts if len(cut.steps)]


@dataclass(frozen=True, slots=True)
class Prints:
    """The portrait side's fields as they are printed. ``address``: its lines, downwards."""

    name: Print
    sex: Print
    nation: Print
    birth: Print
    address: tuple[Print, ...]
    number: Print
