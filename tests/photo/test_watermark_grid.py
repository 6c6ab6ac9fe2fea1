from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.photo.watermark_grid import solve_grid

WANTED = st.floats(0.15, 20.0)


@given(WANTED)
def test_lines_are_about_the_requested_distance_apart(lines_per_text: float) -> None:
    texts, lines, _ = solve_grid(lines_per_text)
    assert lines / texts == pytest.approx(lines_per_text, rel=0.4)


@given(WANTED)
def test_every_line_has_texts(lines_per_text: float) -> None:
    """Shifting tiles by ``aside`` reaches each line of a tile's height once."""
    _, lines, aside = solve_grid(lines_per_text)
    reached = {below * (aside + 1) % lines for below in range(lines)}
    assert reached == set(range(lines))


@given(WANTED)
def test_neighbouring_lines_are_shifted_against_each_other(lines_per_text: float) -> None:
    texts, lines, aside = solve_grid(lines_per_text)
    below = next(n for n in range(lines) if (n * (aside + 1) - 1) % lines == 0)
    shift = below * aside / lines * texts % 1
    assert min(shift, 1 - shift) > 0.3


@given(WANTED)
def test_tiles_stay_small(lines_per_text: float) -> None:
    texts, lines, _ = solve_grid(lines_per_text)
    assert lines <= max(9, math.ceil(lines_per_text) + 1)
    assert texts == 1 or lines <= 9
