"""A slimmer jaw: the outline moves; the rest of the face and of the photo does not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.photo.retouch.conftest import SIZE_WH, Portrait

from idphoto.face.landmarks import CHIN, LEFT_CHEEK, RIGHT_CHEEK
from idphoto.photo.retouch.regions import LEFT_EYE, LIPS, RIGHT_EYE
from idphoto.photo.retouch.slim import slim, slimming_maps

Portraits = Callable[[str], Portrait]
Map = NDArray[np.float32]
PEOPLE = ("astronaut", "compreface_004_A", "compreface_008_B", "facerec_biden", "hivision_test3")
RIGHT_JAW, LEFT_JAW = 172, 397


def maps_of(p: Portrait, strength: float) -> tuple[Map, Map]:
    return slimming_maps(p.plan, SIZE_WH, p.yaw_deg, strength)


def shifts(p: Portrait, strength: float) -> NDArray[np.float64]:
    """The distance from each pixel to its source: (H, W, 2)."""
    x, y = maps_of(p, strength)
    columns, rows = np.meshgrid(np.arange(SIZE_WH[0]), np.arange(SIZE_WH[1]))
    return np.stack([x - columns, y - rows], axis=-1).astype(np.float64)


def at(field: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    columns, rows = np.round(points - 0.5).astype(int).T
    found: NDArray[np.float64]
    found = field[np.clip(rows, 0, SIZE_WH[1] - 1), np.clip(columns, 0, SIZE_WH[0] - 1)]
    return found


def test_strength_0_moves_nothing(astronaut_portrait: Portrait) -> None:
    assert np.abs(shifts(astronaut_portrait, 0.0)).max() < 1e-3
    p = astronaut_portrait
    assert np.array_equal(slim(p.rgb, maps_of(p, 0.0)), p.rgb)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_jaw_moves_in_further_with_the_strength(portrait: Portraits, name: str) -> None:
    p = portrait(name)
    widths = []
    for strength in (0.0, 0.25, 0.5, 0.75, 1.0):
        right, left = at(shifts(p, strength), p.mesh[[RIGHT_JAW, LEFT_JAW]]) @ p.plan.across
        widths.append(left - right)  # the width of what now appears there
    assert widths == sorted(widths)
    # the far side of a turned head comes in less
    assert widths[-1] > 0.07 * (1.0 - abs(p.yaw_deg) / 25.0) * p.plan.width_px


@pytest.mark.parametrize("name", PEOPLE)
def test_eyes_mouth_chin_and_cheekbones_do_not_move(portrait: Portraits, name: str) -> None:
    p = portrait(name)
    kept = [*RIGHT_EYE, *LEFT_EYE, *LIPS, CHIN, RIGHT_CHEEK, LEFT_CHEEK]
    moved = np.linalg.norm(at(shifts(p, 1.0), p.mesh[kept]), axis=-1)
    assert moved.max() < 0.012 * p.plan.width_px


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_folds_or_kinks(portrait: Portraits, name: str) -> None:
    p = portrait(name)
    x, y = maps_of(p, 1.0)
    assert 0.7 < np.diff(x, axis=1).min() <= np.diff(x, axis=1).max() < 1.35
    assert 0.7 < np.diff(y, axis=0).min() <= np.diff(y, axis=0).max() < 1.35
    bend = max(np.abs(np.diff(x, 2, axis=1)).max(), np.abs(np.diff(x, 2, axis=0)).max())
    assert bend < 0.25  # in pixels, from one pixel to the next


@pytest.mark.parametrize("name", PEOPLE)
def test_collar_shoulders_and_the_photos_border_do_not_move(portrait: Portraits, name: str) -> None:
    p = portrait(name)
    moved = np.linalg.norm(shifts(p, 1.0), axis=-1)
    collar = round(p.mesh[CHIN][1] + 0.45 * p.plan.width_px)
    assert moved[collar:].max() < 0.012 * p.plan.width_px
    assert max(moved[0].max(), moved[-1].max(), moved[:, 0].max(), moved[:, -1].max()) < 0.3


def test_the_far_side_of_a_turned_head_does_not_move(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    x, _ = slimming_maps(p.plan, SIZE_WH, 25.0, 1.0)  # towards the photo's right
    field = np.stack([x - np.arange(SIZE_WH[0]), np.zeros_like(x)], axis=-1).astype(np.float64)
    near, far = at(field, p.mesh[[RIGHT_JAW, LEFT_JAW]])[:, 0]
    assert near < -0.02 * p.plan.width_px
    assert abs(far) < 0.005 * p.plan.width_px


def test_a_matte_stays_between_0_and_1(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    alpha = slim(p.alpha, maps_of(p, 1.0))
    assert alpha.dtype == np.float32
    assert 0.0 <= alpha.min() <= alpha.max() <= 1.0
