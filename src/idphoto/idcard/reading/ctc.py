"""The probability that a line says a given text, from the reading network's steps.

The network was trained by connectionist temporal classification (Graves et al., 2006): for every
step it gives the probability of each character and of a blank. A path through the steps spells a
text once repetitions and then blanks are dropped. A text's probability is the sum over all paths
that spell it.

Only a few symbols can occur in a field. A ``strip`` is a stretch of a line in terms of those alone.
What the network takes for anything else is equally likely to be a misread symbol or dirt.
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

_SPACES: Final = " \u3000"  # gaps are not printed: they count as blanks
# The share of the probability of impossible characters that goes to the possible ones.
_MISREAD: Final = 0.5
# The share of every step that is spread evenly: the network is overconfident.
FLOOR: Final = 1e-4
# A beginning less likely than this, relative to the most likely one, is dropped.
_NEGLIGIBLE: Final = 1e-15


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text, and the log probability that the strip says exactly this."""

    text: str
    log_p: float


@dataclass(frozen=True, slots=True)
class Support:
    """What was read in the place of one character of a text.

    ``own``: the highest probability of the character itself, 0–1. ``seen``: the highest probability
    of anything at all but its neighbours, 0–1: of ink, in short.
    """

    own: float
    seen: float


@cache
def columns_of(alphabet: tuple[str, ...]) -> dict[str, int]:
    """The column of each character of ``alphabet`` in a reading's steps."""
    return {character: column for column, character in enumerate(alphabet)}


def strip(
    steps: NDArray[np.float32], alphabet: tuple[str, ...], symbols: Sequence[str]
) -> NDArray[np.float64]:
    """``steps`` in terms of ``symbols`` only.

    ``steps``: float32 ``(T, len(alphabet))``, see ``Reading``. ``symbols``: each is a character
    followed by its look-alikes, such as "0Oo". Returns float64 ``(T, 1 + len(symbols))``, the
    blank first; rows sum to 1 and nothing is below about ``FLOOR``.
    """
    columns = columns_of(alphabet)
    spaces = [BLANK, *(columns[each] for each in _SPACES if each in columns)]
    looks = [[columns[each] for each in symbol if each in columns] for symbol in symbols]
    groups = [spaces, *looks]
    # a character and its look-alikes stand side by side, and are added up at once
    side_by_side = steps[:, [column for group in groups for column in group]].astype(np.float64)
    begins = np.cumsum([0, *(len(group) for group in groups)])
    sums = np.zeros((len(steps), side_by_side.shape[1] + 1))
    np.cumsum(side_by_side, axis=1, out=sums[:, 1:])
    probs = sums[:, begins[1:]] - sums[:, begins[:-1]]
    rest = np.maximum(1.0 - probs.sum(axis=1, keepdims=True), 0.0)
    probs += rest * np.array([1.0 - _MISREAD] + [_MISREAD / len(symbols)] * len(symbols))
    probs /= probs.sum(axis=1, keepdims=True)  # what was read as several symbols counts once
    return np.asarray((1.0 - FLOOR) * probs + FLOOR / probs.shape[1])


def log_scores(probs: NDArray[np.float64], texts: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """For each text, the log probability that the strip says exactly this.

    ``probs``: float64 ``(T, K)``, probabilities, the blank first. ``texts``: places in its columns.
    Returns float64 ``(len(texts),)``; −inf where there are too few steps for a text.
    """
    longest = max(map(len, texts), default=0)
    # the blank, a symbol, the blank, …; beyond a text's end nothing is used
    spelt = np.zeros((len(texts), 2 * longest + 1), np.intp)
    for row, text in zip(spelt, texts, strict=True):
        row[1 : 2 * len(text) : 2] = text
    skips = np.zeros(spelt.shape, bool)  # from one symbol to the next, without a blank between
    skips[:, 3::2] = spelt[:, 3::2] != spelt[:, 1:-2:2]
    reach = np.zeros(spelt.shape)
    reach[:, 0] = 1.0  # before the first step: nothing read yet
    for row in probs:
        moved = reach.copy()
        moved[:, 1:] += reach[:, :-1]
        moved[:, 2:] += np.where(skips[:, 2:], reach[:, :-2], 0.0)
        reach = moved * row[spelt]
    every = np.arange(len(texts))
    ends = 2 * np.array([len(text) for text in texts], np.intp)
    last = np.where(ends > 0, reach[every, np.maximum(ends - 1, 0)], 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(reach[every, ends] + last))


def best_text(probs: NDArray[np.float64]) -> list[int]:
    """The most probable reading of a strip, step by step: places in its columns."""
    best = probs.argmax(axis=1)
    begins = (best != 0) & (best != np.concatenate(([0], best[:-1])))
    return [int(place) for place in best[begins]]


def supports(probs: NDArray[np.float64], text: Sequence[int]) -> list[Support]:
    """What supports each character of a text, along the text's most probable path.

    ``probs``, ``text``: as for ``log_scores``. Returns one per character; no support at all where
    there are too few steps for the text.
    """
    if not text:
        return []
    spelt = np.zeros(2 * len(text) + 1, np.intp)
    spelt[1::2] = text
    skips = np.zeros(len(spelt), bool)
    skips[3::2] = spelt[3::2] != spelt[1:-2:2]
    log_p = np.log(probs[:, spelt])
    reach = np.full(len(spelt), -np.inf)
    reach[:2] = log_p[0, :2]
    came = np.zeros(log_p.shape, np.intp)  # 0, 1 or 2 states back
    for step in range(1, len(probs)):
        ways = np.full((3, len(spelt)), -np.inf)
        ways[0] = reach
        ways[1, 1:] = reach[:-1]
        ways[2, 2:] = np.where(skips[2:], reach[:-2], -np.inf)
        came[step] = ways.argmax(axis=0)
        reach = ways.max(axis=0) + log_p[step]
    state = len(spelt) - 1 - int(reach[-2] > reach[-1])
    if reach[state] == -np.inf:
        return [Support(0.0, 0.0)] * len(text)
    path = np.empty(len(probs), np.intp)
    for step in range(len(probs) - 1, -1, -1):
        path[step] = state
        state -= int(came[step, state])
    return [_support(probs[path == 2 * place + 1], text, place) for place in range(len(text))]


def _support(steps: NDArray[np.float64], text: Sequence[int], place: int) -> Support:
    own = steps[:, text[place]]
    beside = {text[near] for near in (place - 1, place + 1) if 0 <= near < len(text)}
    others = steps[:, sorted(beside - {text[place]})].sum(axis=1)
    return Support(float(own.max()), float((1.0 - steps[:, 0] - others).max()))


@dataclass(frozen=True, slots=True)
class Grammar:
    """Which texts are possible.

    ``weigh``: for a text's beginning, the log of the prior probability of the most likely text that
    begins so; −inf if none does. ``is_whole``: whether a text may end here.
    """

    weigh: Callable[[str], float]
    is_whole: Callable[[str], bool]
    longest: int


def spell(
    probs: NDArray[np.float64], symbols: str, grammar: Grammar, width: int = 24
) -> list[Spelling]:
    """The most likely texts of ``grammar``, sorted by strip and prior weight together.

    ``probs``: float64 ``(T, 1 + len(symbols))``, see ``strip``. Beginnings of one length are
    followed together, at most ``width`` of them: the search goes by symbols, not by steps, so that
    each beginning is weighed by all of its paths. ``log_p`` is of the strip alone.
    """
    quiet = np.ones(len(probs) + 1)
    quiet[1:] = probs[:, 0].cumprod()
    alive = _Beginnings(("",), np.zeros((len(quiet), 1)), quiet[:, None])
    whole: list[tuple[float, Spelling]] = []
    for _ in range(grammar.longest):
        alive = _longer(alive, probs, symbols, grammar, width)
        for text, p in zip(alive.texts, alive.spoken[-1] + alive.silent[-1], strict=True):
            if p > 0.0 and grammar.is_whole(text):
                spelling = Spelling(text, float(np.log(p)))
                whole.append((spelling.log_p + grammar.weigh(text), spelling))
    return [spelling for _, spelling in sorted(whole, key=lambda each: -each[0])]


@dataclass(frozen=True, slots=True)
class _Beginnings:
    """Beginnings of one length.

    ``spoken``, ``silent``: float64 ``(T + 1, len(texts))``, the probability that exactly the
    beginning is read after 0 to T steps, where the last step is its last symbol or a blank.
    """

    texts: tuple[str, ...]
    spoken: NDArray[np.float64]
    silent: NDArray[np.float64]


def _longer(
    old: _Beginnings, probs: NDArray[np.float64], symbols: str, grammar: Grammar, width: int
) -> _Beginnings:
    """The most likely of all that are one symbol longer."""
    spoken, silent = _extended(old, probs, symbols)
    with np.errstate(divide="ignore"):
        scores = np.log(spoken.sum(axis=0))
    least = float(scores.max(initial=-np.inf)) + np.log(_NEGLIGIBLE)
    kept: list[tuple[float, str, int]] = []
    for place in np.argsort(-scores, axis=None):
        score = float(scores.flat[place])
        # no weight is above 0, so none of the rest can be among the best
        if score <= least or (len(kept) == width and score <= kept[0][0]):
            break
        row, column = divmod(int(place), len(symbols))
        text = old.texts[row] + symbols[column]
        weight = grammar.weigh(text)
        if weight > -np.inf:
            push = heapq.heappush if len(kept) < width else heapq.heappushpop
            push(kept, (score + weight, text, int(place)))
    places = [place for _, _, place in kept]
    flat = (len(probs) + 1, -1)
    return _Beginnings(
        tuple(text for _, text, _ in kept),
        spoken.reshape(flat)[:, places],
        silent.reshape(flat)[:, places],
    )


def _extended(
    old: _Beginnings, probs: NDArray[np.float64], symbols: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Every beginning followed by every symbol: ``spoken`` and ``silent`` of each, float64
    ``(T + 1, len(old.texts), len(symbols))``."""
    shape = (len(probs) + 1, len(old.texts), len(symbols))
    spoken, silent = np.zeros(shape), np.zeros(shape)
    # a symbol repeated without a blank between is read as one
    anew = np.array([[not text.endswith(each) for each in symbols] for text in old.texts])
    enough = _NEGLIGIBLE * float((old.spoken + old.silent).max(initial=0.0))
    live = np.flatnonzero((old.spoken + old.silent).max(axis=1, initial=0.0) > enough)
    for step in range(live[0] + 1, len(probs) + 1) if len(live) else ():
        entered = old.silent[step - 1, :, None] + anew * old.spoken[step - 1, :, None]
        before = spoken[step - 1]
        spoken[step] = probs[step - 1, 1:] * (before + entered)
        silent[step] = probs[step - 1, 0] * (before + silent[step - 1])
        if step > live[-1] and max(spoken[step].max(), silent[step].max()) < enough:
            break
    return spoken, silent
