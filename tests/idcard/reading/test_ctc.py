"""Scores of texts and searches by a grammar, checked against all paths through the steps."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from idphoto.idcard.reading.ctc import FLOOR, Grammar, best_text, log_scores, spell, strip, supports

SYMBOLS = "ab"


@st.composite
def strips(draw: st.DrawFn) -> NDArray[np.float64]:
    """A few steps over a blank and two symbols."""
    length = draw(st.integers(1, 5))
    row = st.lists(st.floats(0.001, 1.0), min_size=3, max_size=3)
    probs = np.array(draw(st.lists(row, min_size=length, max_size=length)))
    return np.asarray(probs / probs.sum(axis=1, keepdims=True))


def _spelt(path: tuple[int, ...]) -> str:
    return "".join(SYMBOLS[symbol - 1] for symbol, _ in itertools.groupby(path) if symbol)


def _every_text(probs: NDArray[np.float64]) -> dict[str, float]:
    """How likely each text is, found by trying every path."""
    likely: dict[str, float] = {}
    for path in itertools.product(range(3), repeat=len(probs)):
        p = math.prod(float(row[symbol]) for row, symbol in zip(probs, path, strict=True))
        likely[_spelt(path)] = likely.get(_spelt(path), 0.0) + p
    return likely


def _places(text: str) -> tuple[int, ...]:
    return tuple(SYMBOLS.index(each) + 1 for each in text)


@given(strips())
def test_a_texts_score_is_the_sum_over_its_paths(probs: NDArray[np.float64]) -> None:
    likely = _every_text(probs)
    scores = log_scores(probs, [_places(text) for text in likely])
    assert np.exp(scores) == pytest.approx(list(likely.values()))


@given(strips())
def test_a_search_finds_every_text_of_the_grammar_with_its_score(
    probs: NDArray[np.float64],
) -> None:
    grammar = Grammar(lambda text: -1.0 if text.startswith("a") else 0.0, lambda _: True, 4)
    found = spell(probs, SYMBOLS, grammar, width=1000)
    likely = {text: p for text, p in _every_text(probs).items() if 1 <= len(text) <= 4}
    assert {each.text: math.exp(each.log_p) for each in found} == pytest.approx(likely)
    weighed = [each.log_p - each.text.startswith("a") for each in found]
    assert weighed == sorted(weighed, reverse=True)


@given(strips())
def test_a_search_keeps_to_its_grammar(probs: NDArray[np.float64]) -> None:
    def weigh(text: str) -> float:
        return 0.0 if text in ("a", "ab", "b") else -math.inf

    found = spell(probs, SYMBOLS, Grammar(weigh, lambda text: text != "a", 4))
    likely = _every_text(probs)
    expected = {text: likely[text] for text in ("ab", "b") if text in likely}
    assert {each.text: math.exp(each.log_p) for each in found} == pytest.approx(expected)


def test_no_text_is_longer_than_the_steps() -> None:
    probs = np.full((2, 3), 1 / 3)
    assert log_scores(probs, [_places("aba"), _places("aa")]).tolist() == [-math.inf, -math.inf]
    assert log_scores(probs, [()]) == pytest.approx([math.log(1 / 9)])
    assert len(log_scores(probs, [])) == 0


def test_look_alikes_count_together_and_impossible_characters_are_shared_out() -> None:
    alphabet = ("", "0", "O", "z")
    steps = np.array([[0.1, 0.3, 0.2, 0.4]], np.float32)
    probs = strip(steps, alphabet, ("0O", "1l"))
    # of z's 0.4, half goes to the blank and a quarter to each symbol; the floor is small
    assert probs[0] == pytest.approx([0.1 + 0.2, 0.5 + 0.1, 0.1], abs=FLOOR)
    assert probs.sum(axis=1) == pytest.approx(1.0)


def test_no_symbol_is_impossible_at_any_step() -> None:
    probs = strip(np.array([[1.0, 0.0]], np.float32), ("", "0"), ("0",))
    assert probs[0, 1] == pytest.approx(FLOOR / 2)


def test_the_plain_reading_drops_repetitions_and_then_blanks() -> None:
    probs = np.eye(3)[[0, 1, 1, 0, 1, 2, 0]]
    assert best_text(probs) == [1, 1, 2]
    assert best_text(np.empty((0, 3))) == []


def test_a_character_is_supported_by_the_steps_in_its_place() -> None:
    probs = np.array([[0.1, 0.9, 0.0], [1.0, 0.0, 0.0], [0.3, 0.2, 0.5], [1.0, 0.0, 0.0]])
    probs = np.maximum(probs, FLOOR)
    first, second = supports(probs, [1, 2])
    assert first.own == pytest.approx(0.9)
    assert second.own == pytest.approx(0.5)
    (_, missed) = supports(probs[:2], [1, 2])
    assert missed.own == pytest.approx(FLOOR)
    assert missed.seen < 0.01


def test_the_ink_of_a_neighbour_supports_no_other_character() -> None:
    probs = np.maximum(np.array([[0.0, 1.0, 0.0], [0.1, 0.9, 0.0]]), FLOOR)
    (_, second) = supports(probs, [1, 2])
    assert second.seen < 0.01


def test_a_text_longer_than_its_strip_has_no_support() -> None:
    assert [each.own for each in supports(np.full((1, 3), 1 / 3), [1, 2])] == [0.0, 0.0]
