"""What is printed in each field, as the reader's steps, before it is interpreted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import Unread
from idphoto.idcard.reading.ctc import (
    Grammar,
    Spelling,
    Support,
    best_text,
    log_scores,
    spell,
    strip,
    supports,
)
from idphoto.idcard.reading.overprint import Overprint
from idphoto.models.text_reader import Reading

# The log probability of a text that is too long for the print: finite, so that it can be weighed.
_IMPOSSIBLE: Final = -500.0


@dataclass(frozen=True, slots=True)
class FieldPrint:
    """One field's print, without its label: one or several readings of the same pixels.

    ``cuts``: empty if nothing was read. Their log probabilities are averaged, not added, because
    they are of the same pixels. ``hidden``: why the print cannot be trusted, whatever was read;
    None if the whole of its place is seen. ``trust``: 0–1, a factor of the value's confidence.
    ``passed_over``: for each character that is printed and was not read, the number of read ones
    before it; looked for in names only.
    """

    cuts: tuple[Reading, ...] = ()
    hidden: Unread | None = None
    trust: float = 1.0
    passed_over: tuple[int, ...] = ()

    @property
    def why_unread(self) -> Unread:
        """The reason for an empty value, if this print gives none."""
        return self.hidden or Unread.ILLEGIBLE

    @property
    def text(self) -> str:
        """The plain reading of the first cut, without blanks."""
        return "".join(self.cuts[0].text.split()) if self.cuts else ""

    def log_scores(self, symbols: Sequence[str], texts: Sequence[str]) -> NDArray[np.float64]:
        """For each text over ``symbols``, the log probability that the print says exactly this.

        Returns float64 ``(len(texts),)``; equal for all texts if nothing was read.
        """
        places = {looks[0]: place for place, looks in enumerate(symbols, 1)}
        spelt = [[places[character] for character in text] for text in texts]
        scores = [log_scores(probs, spelt) for probs in self._strips(symbols)]
        if not scores:
            return np.zeros(len(texts))
        return np.asarray(np.maximum(np.mean(scores, axis=0), _IMPOSSIBLE))

    def spell(self, symbols: Sequence[str], grammar: Grammar, best: int) -> list[Spelling]:
        """The ``best`` most likely texts of a grammar over ``symbols``, the most likely first."""
        plain = "".join(looks[0] for looks in symbols)
        found = {
            spelling.text
            for probs in self._strips(symbols)
            for spelling in spell(probs, plain, grammar)[:best]
        }
        texts = sorted(found)
        scores = self.log_scores(symbols, texts) + [grammar.weigh(text) for text in texts]
        spelt = [Spelling(text, float(score)) for text, score in zip(texts, scores, strict=True)]
        return sorted(spelt, key=lambda each: -each.log_p)[:best]

    def free_log_p(self, symbols: Sequence[str]) -> float:
        """The log probability of what the reader itself reads, in terms of ``symbols``: a text of
        any length, bound to no grammar. 0 if nothing was read."""
        strips = self._strips(symbols)
        if not strips:
            return 0.0
        texts = [best_text(probs) for probs in strips]
        scores = [log_scores(probs, texts) for probs in strips]
        return float(np.mean(scores, axis=0).max())

    def supports(self, symbols: Sequence[str], text: str) -> list[Support]:
        """For each character of ``text``, what was read in its place, by the cut that shows it
        best. Empty if nothing was read.
        """
        places = {looks[0]: place for place, looks in enumerate(symbols, 1)}
        spelt = [places[character] for character in text]
        by_cut = [supports(probs, spelt) for probs in self._strips(symbols)]
        return [max(each, key=lambda support: support.own) for each in zip(*by_cut, strict=True)]

    def _strips(self, symbols: Sequence[str]) -> list[NDArray[np.float64]]:
        return [strip(cut.steps, cut.alphabet, symbols) for cut in self.cuts if len(cut.steps)]


@dataclass(frozen=True, slots=True)
class FieldPrints:
    """The fields of the portrait side as printed.

    ``address``: its lines, downwards. ``overprint``: what is printed over the card; None if nothing
    is. ``clarity``: 0–1, how certainly the card's ordinary characters are read. ``is_small``:
    whether the card has so few pixels that the reader is often certain of what it misreads.
    """

    name: FieldPrint
    sex: FieldPrint
    nation: FieldPrint
    birth: FieldPrint
    address: tuple[FieldPrint, ...]
    number: FieldPrint
    overprint: Overprint | None = None
    clarity: float = 1.0
    is_small: bool = False
