"""Pictures are spoilt by known amounts."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.compliance import degrade

from idphoto.imaging.arrays import Pixels
from idphoto.imaging.colour import to_linear


@pytest.fixture
def picture() -> Pixels:
    noise = np.random.default_rng(1).integers(0, 200, (64, 96, 3))
    return noise.astype(np.uint8)


def test_light_is_multiplied_in_linear_light(picture: Pixels) -> None:
    found = to_linear(degrade.lit(picture, 0.25))
    assert np.allclose(found, to_linear(picture) / 4, atol=0.005)


def test_only_one_side_is_shaded(picture: Pixels) -> None:
    found = degrade.shaded(picture, 48, 10, 0.2)
    assert np.array_equal(found[:, 60:], picture[:, 60:])
    assert np.allclose(to_linear(found)[:, :40], 0.2 * to_linear(picture)[:, :40], atol=0.005)


def test_grey_has_three_equal_channels(picture: Pixels) -> None:
    found = degrade.greyed(picture)
    assert np.array_equal(found[..., 0], found[..., 1])
    assert np.array_equal(found[..., 0], found[..., 2])


def test_a_smear_keeps_lines_along_it_and_blurs_those_across(picture: Pixels) -> None:
    rows = np.zeros((64, 96, 3), np.uint8)
    rows[::8] = 200
    assert np.array_equal(degrade.shaken(rows, 9, 0), rows)
    assert degrade.shaken(rows, 9, 90).max() < 120


@pytest.mark.parametrize(
    "spoil",
    [
        lambda rgb: degrade.defocused(rgb, 2),
        lambda rgb: degrade.enlarged(rgb, 3),
        lambda rgb: degrade.compressed(rgb, 30),
        lambda rgb: degrade.grained(rgb, 4),
        lambda rgb: degrade.sepia(rgb),
        lambda rgb: degrade.tinted(rgb, (1.2, 0.8, 1.2)),
    ],
)
def test_the_size_stays_and_the_pixels_change(spoil: object, picture: Pixels) -> None:
    found = spoil(picture)  # type: ignore[operator]
    assert (found.shape, found.dtype) == (picture.shape, picture.dtype)
    assert not np.array_equal(found, picture)


def test_the_same_grain_is_added_each_time(picture: Pixels) -> None:
    assert np.array_equal(degrade.grained(picture, 4), degrade.grained(picture, 4))
