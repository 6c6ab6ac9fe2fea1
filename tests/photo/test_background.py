from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.photo.background import Backdrop, Gradient, Solid, composite, render_background

sides = st.integers(1, 90)
colours = st.tuples(*[st.integers(0, 255)] * 3)


@given(colours, sides, sides)
def test_a_plain_background_has_one_colour_everywhere(
    colour: tuple[int, int, int], width: int, height: int
) -> None:
    drawn = render_background(Solid(colour), (width, height))
    assert drawn.shape == (height, width, 3)
    assert drawn.dtype == np.uint8
    assert (drawn == colour).all()


def test_the_default_background_is_white() -> None:
    assert (render_background(Solid(), (3, 2)) == 255).all()


@given(colours, colours, sides, st.integers(2, 90))
def test_a_gradient_has_its_exact_colours_at_both_ends_and_is_even_between(
    top: tuple[int, int, int], bottom: tuple[int, int, int], width: int, height: int
) -> None:
    drawn = render_background(Gradient(top, bottom), (width, height)).astype(int)
    assert drawn.shape == (height, width, 3)
    assert (drawn[0] == top).all()
    assert (drawn[-1] == bottom).all()
    assert (drawn == drawn[:, :1]).all()
    steps = np.diff(drawn[:, 0], axis=0)
    even = (np.array(bottom) - top) / (height - 1)
    assert (np.abs(steps - even) <= 1 + 1e-3).all()


@given(sides, sides, sides, sides)
def test_a_backdrop_covers_the_photo_whatever_its_shape(
    width: int, height: int, photo_width: int, photo_height: int
) -> None:
    picture = np.full((height, width, 3), (10, 200, 90), np.uint8)
    drawn = render_background(Backdrop(picture), (photo_width, photo_height))
    assert drawn.shape == (photo_height, photo_width, 3)
    assert (drawn == (10, 200, 90)).all()


@pytest.mark.parametrize("upright", [False, True])
def test_a_backdrop_is_centred_and_keeps_its_proportions(upright: bool) -> None:
    # thirds of red, green and blue: only the green third's neighbourhood fits a square
    stripes = np.repeat(np.eye(3, dtype=np.uint8) * 255, 40, axis=0)
    picture = np.broadcast_to(stripes[None], (40, 120, 3))
    if upright:
        picture = picture.transpose(1, 0, 2)
    drawn = render_background(Backdrop(np.ascontiguousarray(picture)), (20, 20))
    assert (drawn[2:-2, 2:-2] == (0, 255, 0)).all()


def test_a_backdrop_of_the_right_size_is_unchanged() -> None:
    picture = np.random.default_rng(0).integers(0, 255, (30, 20, 3), np.uint8)
    assert np.array_equal(render_background(Backdrop(picture), (20, 30)), picture)


@pytest.mark.parametrize(
    ("alpha", "expected"),
    [(0.0, (0, 100, 255)), (1.0, (255, 50, 0)), (0.5, (128, 75, 128)), (0.2, (51, 90, 204))],
)
def test_foreground_and_background_are_mixed_by_alpha(
    alpha: float, expected: tuple[int, int, int]
) -> None:
    person = np.full((2, 3, 3), (255, 50, 0), np.float32) / np.float32(255)
    behind = np.full((2, 3, 3), (0, 100, 255), np.uint8)
    mixed = composite(person, np.full((2, 3), alpha, np.float32), behind)
    assert mixed.dtype == np.uint8
    assert (mixed == expected).all()


@given(st.integers(0, 2**32 - 1))
def test_a_mixture_lies_between_its_two_colours(seed: int) -> None:
    random = np.random.default_rng(seed)
    person = random.integers(0, 256, (6, 5, 3), np.uint8)
    behind = random.integers(0, 256, (6, 5, 3), np.uint8)
    alpha = random.random((6, 5), np.float32)
    mixed = composite(person.astype(np.float32) / np.float32(255), alpha, behind)
    assert (mixed >= np.minimum(person, behind)).all()
    assert (mixed <= np.maximum(person, behind)).all()
