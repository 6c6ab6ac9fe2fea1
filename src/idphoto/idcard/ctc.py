"""How likely a line says something, by what the reading network makes of its steps.

The network was taught by connectionist temporal classification (Graves et al., 2006): at every
step it tells of each character how likely it stands there, and of a blank; a text is read where a
path through the steps spells it once repetitions and then blanks are dropped. All paths that
spell a text together are its probability.

Only a few symbols can stand in a field. A ``strip`` is a stretch of a line in terms of those
alone. What the network takes for something else was, as likely as not, printed as one of them and
badly seen; or it is dirt.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.models.text_reader import BLANK

_SPACES: Final = " \u3000"  # gaps are no print: as good as a blank
# Of the probability of characters that cannot stand here, how much was printed as one that can.
_MISREAD: Final = 0.5
# Of every step, what is spread evenly: the network is surer of itself than it is right.
FLOOR: Final = 1e-4
# A beginning that is so much less likely than the likeliest is not followed.
_FORLORN: Final = 1e-15


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text, and the log of how likely the strip says exactly this."""

    text: str
    log_p: float


@cache
def columns_of(alphabet: tuple[str, ...]) -> dict[str, int]:
    """Where each character of ``alphabet`` stands in a reading's steps."""
    return {character: column for column, character in enumerate(alphabet)}


def strip(
    steps: NDArray[np.float32], alphabet: tuple[str, ...], symbols: Sequence[str]
) -> NDArray[np.float64]:
    """``steps`` in terms of ``symbols`` only.

    ``steps``: float32 ``(T, len(alphabet))``, see ``Reading``. ``symbols``: each is a character
    and what else is taken for it, as "0Oo". The return: float64 ``(T, 1 + len(symbols))``, rows
    sum to 1, nothing below about ``FLOOR``; the blank first.
    """
    columns = columns_of(alphabet)
    told = np.empty((len(steps), 1 + len(symbols)))
    told[:, 0] = steps[:, [BLANK, *(columns[each] for each in _SPACES if each in columns)]].sum(
        axis=1
    )
    for place, looks in enumerate(symbols, 1):
        told[:, place] = steps[:, [columns[each] for each in looks if each in columns]].sum(axis=1)
    rest = np.maximum(1.0 - told.sum(axis=1, keepdims=True), 0.0)
    told += rest * np.array([1.0 - _MISREAD] + [_MISREAD / len(symbols)] * len(symbols))
    told /= told.sum(axis=1, keepdims=True)  # what was read as several symbols counts once
    return np.asarray((1.0 - FLOOR) * told + FLOOR / told.shape[1])


def log_scores(told: NDArray[np.float64], texts: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """Of each text, the log of how likely the strip says exactly this.

    ``told``: float64 ``(T, K)``, probabilities, the blank first. ``texts``: places in its columns.
    The return: float64 ``(len(texts),)``, −inf where there are too few steps for a text.
    """
    longest = max(map(len, texts), default=0)
    # the blank, a symbol, the blank, …; what is beyond a text's end is never asked for
    spelt = np.zeros((len(texts), 2 * longest + 1), np.intp)
    for row, text in zip(spelt, texts, strict=True):
        row[1 : 2 * len(text) : 2] = text
    skips = np.zeros(spelt.shape, bool)  # from one symbol to the next, without a blank between
    skips[:, 3::2] = spelt[:, 3::2] != spelt[:, 1:-2:2]
    reach = np.zeros(spelt.shape)
    reach[:, 0] = 1.0  # before the first step: nothing read yet
    for row in told:
        moved = reach.copy()
        moved[:, 1:] += reach[:, :-1]
        moved[:, 2:] += np.where(skips[:, 2:], reach[:, :-2], 0.0)
        reach = moved * row[spelt]
    every = np.arange(len(texts))
    ends = 2 * np.array([len(text) for text in texts], np.intp)
    last = np.where(ends > 0, reach[every, np.maximum(ends - 1, 0)], 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(reach[every, ends] + last))


@dataclass(frozen=True, slots=True)
class Grammar:
    """What may be spelt.

    ``weigh``: of a text's beginning, the log of how likely, before anything is seen, the
    likeliest text is that begins so; −inf where none does. ``is_whole``: whether it may end here.
    """

    weigh: Callable[[str], float]
    is_whole: Callable[[str], bool]
    longest: int


def spell(
    told: NDArray[np.float64], symbols: str, grammar: Grammar, width: int = 24
) -> list[Spelling]:
    """The likeliest texts of ``grammar``, the likeliest by strip and weight together first.

    ``told``: float64 ``(T, 1 + len(symbols))``, see ``strip``. Beginnings of one length are
    followed together, at most ``width`` of them: a search by symbols, not by steps, so that every
    one of them is weighed by all of its paths. ``log_p`` is the strip's word alone.
    """
    quiet = np.ones(len(told) + 1)
    quiet[1:] = told[:, 0].cumprod()
    alive = _Beginnings(("",), np.zeros((len(quiet), 1)), quiet[:, None])
    whole: list[tuple[float, Spelling]] = []
    for _ in range(grammar.longest):
        alive = _longer(alive, told, symbols, grammar, width)
        for text, p in zip(alive.texts, alive.spoken[-1] + alive.silent[-1], strict=True):
            if p > 0.0 and grammar.is_whole(text):
                spelling = Spelling(text, float(np.log(p)))
                whole.append((spelling.log_p + grammar.weigh(text), spelling))
    return [spelling for _, spelling in sorted(whole, key=lambda each: -each[0])]


@dataclass(frozen=True, slots=True)
class _Beginnings:
    """Beginnings of one length. ``spoken``, ``silent``: float64 ``(T + 1, len(texts))``: how
    likely all of it and no more is read after so many steps, the last one of them being its last
    symbol or a blank."""

    texts: tuple[str, ...]
    spoken: NDArray[np.float64]
    silent: NDArray[np.float64]


def _longer(
    old: _Beginnings, told: NDArray[np.float64], symbols: str, grammar: Grammar, width: int
) -> _Beginnings:
    """The likeliest of all that are a symbol longer."""
    spoken, silent = _extended(old, told, symbols)
    with np.errstate(divide="ignore"):
        scores = np.log(spoken.sum(axis=0))
    least = float(scores.max(initial=-np.inf)) + np.log(_FORLORN)
    kept: list[tuple[float, str, int]] = []
    for place in np.argsort(-scores, axis=None):
        score = float(scores.flat[place])
        # no weight is above 0: what is left cannot be among the best any more
        if score <= least or (len(kept) == width and score <= kept[0][0]):
            break
        row, column = divmod(int(place), len(symbols))
        text = old.texts[row] + symbols[column]
        weight = grammar.weigh(text)
        if weight > -np.inf:
            push = heapq.heappush if len(kept) < width else heapq.heappushpop
            push(kept, (score + weight, text, int(place)))
    places = [place for _, _, place in kept]
    flat = (len(told) + 1, -1)
    return _Beginnings(
        tuple(text for _, text, _ in kept),
        spoken.reshape(flat)[:, places],
        silent.reshape(flat)[:, places],
    )


def _extended(
    old: _Beginnings, told: NDArray[np.float64], symbols: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Every beginning with every symbol after it: ``spoken`` and ``silent`` of each, float64
    ``(T + 1, len(old.texts), len(symbols))``."""
    shape = (len(told) + 1, len(old.texts), len(symbols))
    spoken, silent = np.zeros(shape), np.zeros(shape)
    # a symbol after itself is read as one with it, but for a blank between
    anew = np.array([[not text.endswith(each) for each in symbols] for text in old.texts])
    enough = _FORLORN * float((old.spoken + old.silent).max(initial=0.0))
    live = np.flatnonzero((old.spoken + old.silent).max(axis=1, initial=0.0) > enough)
    for step in range(live[0] + 1, len(told) + 1) if len(live) else ():
        entered = old.silent[step - 1, :, None] + anew * old.spoken[step - 1, :, None]
        before = spoken[step - 1]
        spoken[step] = told[step - 1, 1:] * (before + entered)
        silent[step] = told[step - 1, 0] * (before + silent[step - 1])
        if step > live[-1] and max(spoken[step].max(), silent[step].max()) < enough:
            break
    return spoken, silent
