from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from idphoto.imaging.geometry import Similarity
from idphoto.imaging.warp import Border, letterbox, shrunk, turned, warp

sides = st.integers(1, 4000)
Gray = NDArray[np.float32]


def blob(size_wh: tuple[int, int], centre: tuple[float, float], sigma: float) -> Gray:
    """A soft spot, whose centre of mass shows where it was drawn after any resampling."""
    y, x = np.mgrid[: size_wh[1], : size_wh[0]] + 0.5
    squared = (x - centre[0]) ** 2 + (y - centre[1]) ** 2
    return np.asarray(np.exp(-squared / (2 * sigma**2)), np.float32)


def centre_of(image: Gray) -> tuple[float, float]:
    y, x = np.mgrid[: image.shape[0], : image.shape[1]] + 0.5
    return float((image * x).sum() / image.sum()), float((image * y).sum() / image.sum())


@pytest.mark.parametrize("shape", [(20, 30), (20, 30, 3)])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_the_identity_leaves_every_pixel_unchanged(shape: tuple[int, ...], dtype: type) -> None:
    image: NDArray[Any] = np.random.default_rng(0).integers(0, 255, shape).astype(dtype)
    out = warp(image, Similarity(), (30, 20))
    assert out.dtype == dtype
    assert np.array_equal(out, image)


def test_a_shift_by_whole_pixels_moves_them_unchanged() -> None:
    image = np.random.default_rng(0).integers(0, 255, (20, 30, 3), np.uint8)
    out = warp(image, Similarity(dx=4, dy=-3), (30, 20), fill=9)
    assert np.array_equal(out[:17, 4:], image[3:, :26])
    assert (out[17:] == 9).all()
    assert (out[:, :4] == 9).all()


@pytest.mark.parametrize(
    ("border", "outside"), [("constant", 7), ("replicate", 50), ("reflect", 60)]
)
def test_the_outside_is_filled_replicated_or_mirrored(border: Border, outside: int) -> None:
    image = np.tile(np.array([50, 60, 70, 80], np.uint8), (5, 1))
    assert warp(image, Similarity(dx=1), (4, 5), border, fill=7)[2].tolist() == [
        outside, 50, 60, 70,
    ]  # fmt: skip


@pytest.mark.parametrize("angle_deg", [0, 25, -140])
@pytest.mark.parametrize("scale", [0.11, 0.4, 0.64, 0.7, 1.0, 1.3, 3.0])
def test_objects_end_up_where_the_map_says_at_any_scale(scale: float, angle_deg: float) -> None:
    # odd sides, so that shrinking before the warp has to round
    image = blob((301, 257), (141.0, 120.0), 12)
    turn = Similarity(scale, angle_deg)
    x, y = turn.apply(np.array([[150.0, 130.0]]))[0]
    side = round(330 * scale)
    to_output = Similarity(scale, angle_deg, side / 2 - float(x), side / 2 - float(y))
    found = centre_of(warp(image, to_output, (side, side)))
    assert found == pytest.approx(to_output.apply(np.array([[141.0, 120.0]]))[0], abs=0.05)


def test_a_fine_pattern_shrinks_to_grey_and_not_to_stripes() -> None:
    image = np.indices((400, 400)).sum(axis=0) % 2 * np.uint8(255)
    out = warp(image.astype(np.uint8), Similarity(0.17), (68, 68))
    assert np.abs(out[2:-2, 2:-2].astype(int) - 127).max() <= 12


@given(sides, sides, st.integers(1, 3000))
def test_a_shrunk_picture_keeps_its_shape_and_is_never_enlarged(
    width: int, height: int, longest: int
) -> None:
    rgb = np.broadcast_to(np.uint8(90), (height, width, 3))
    small, to_small = shrunk(rgb, longest)
    assert max(small.shape[:2]) == min(longest, max(width, height))
    assert min(small.shape[:2]) >= 1
    assert to_small.scale <= 1
    corner = to_small.apply(np.array([[width, height]]))[0]
    assert corner == pytest.approx(small.shape[1::-1], abs=1.0)


def test_a_small_enough_picture_is_returned_unchanged() -> None:
    rgb = np.zeros((30, 40, 3), np.uint8)
    small, to_small = shrunk(rgb, 40)
    assert small is rgb
    assert to_small == Similarity()


def test_the_map_to_a_shrunk_picture_locates_objects() -> None:
    spot = blob((640, 480), (200.0, 300.0), 20)
    rgb = np.repeat((spot * 255).astype(np.uint8)[..., None], 3, axis=2)
    small, to_small = shrunk(rgb, 100)
    found = centre_of(small[..., 0].astype(np.float32))
    assert found == pytest.approx(to_small.apply(np.array([[200.0, 300.0]]))[0], abs=0.05)


@given(sides, sides, st.integers(16, 1024))
def test_a_letterboxed_picture_is_centred_and_touches_two_sides(
    width: int, height: int, side: int
) -> None:
    corners = letterbox((width, height), side).apply(np.array([[0, 0], [width, height]]))
    (left, top), (right, bottom) = corners
    assert (left + right, top + bottom) == (pytest.approx(side), pytest.approx(side))
    assert max(right - left, bottom - top) == pytest.approx(side)
    assert min(left, top) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("quarters", "expected"),
    [(0, [[1, 2], [3, 4]]), (1, [[2, 4], [1, 3]]), (2, [[4, 3], [2, 1]]), (3, [[3, 1], [4, 2]])],
)
def test_quarter_turns_go_anticlockwise(quarters: int, expected: list[list[int]]) -> None:
    rgb = np.repeat(np.array([[1, 2], [3, 4]], np.uint8)[..., None], 3, axis=2)
    out = turned(rgb, quarters)
    assert out[..., 0].tolist() == expected
    assert out.flags.c_contiguous
