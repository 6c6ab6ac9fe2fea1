from __future__ import annotations

import numpy as np
import pytest

from idphoto.headshot.studio import paint_ground, relight
from idphoto.headshot.template import Ground
from idphoto.headshot.templates import TEMPLATES

GREY = Ground((180, 180, 180), (60, 60, 60), at=(0.5, 0.4), mottle=0.5)


def test_a_backdrop_is_lighter_in_the_middle_than_in_the_corners() -> None:
    pixels = paint_ground(GREY, (300, 400)).astype(float)
    middle = pixels[140:180, 130:170].mean()
    corners = np.mean([pixels[-20:, :20].mean(), pixels[-20:, -20:].mean()])
    assert middle == pytest.approx(180, abs=10)
    assert corners < 120


@pytest.mark.parametrize(
    "ground",
    [variant.ground for template in TEMPLATES.values() for variant in template.variants],
)
def test_no_backdrop_is_flat(ground: Ground) -> None:
    pixels = paint_ground(ground, (192, 256)).astype(float).mean(axis=-1)
    coarse = pixels.reshape(16, 16, 12, 16).mean(axis=(1, 3))
    assert np.ptp(coarse) > 6
    assert 0.3 < np.diff(pixels, axis=1).std() < 6  # grain, but fine


def test_a_backdrop_is_the_same_each_time_and_read_only() -> None:
    one = paint_ground(GREY, (60, 80))
    paint_ground.cache_clear()
    other = paint_ground(GREY, (60, 80))
    assert np.array_equal(one, other)
    with pytest.raises(ValueError, match="read-only"):
        other[0] = 0


def lit(oval_radius: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    y, x = np.mgrid[:200, :160].astype(np.float32)
    alpha = (np.hypot(x - 80, y - 110) < 70).astype(np.float32)
    oval = (np.hypot(x - 80, y - 90) < oval_radius).astype(np.float32)
    rgb = np.full((200, 160, 3), 0.5, np.float32)
    ground = np.full((200, 160, 3), (200, 30, 30), np.uint8)
    return relight(rgb, alpha, oval, ground, 0.5, 120.0, 90.0), alpha, oval


def test_light_leaves_the_face_as_it_is() -> None:
    done, _, oval = lit(25)
    assert np.all(done[oval > 0] == np.float32(0.5))


def test_the_backdrops_colour_shines_round_the_edge() -> None:
    done, alpha, _ = lit(0.001)
    edge = (alpha > 0) & (np.hypot(*(np.mgrid[:200, :160] - np.array([[[110]], [[80]]]))) > 68)
    upper = edge & (np.arange(200)[:, None] < 100)
    assert (done[upper][:, 0] - done[upper][:, 2]).mean() > 0.02
    assert abs(done[90, 80] - 0.5).max() < 0.01


def test_the_chest_is_darker_than_the_head() -> None:
    done, _, _ = lit(0.001)
    assert done[178, 80].mean() < done[60, 80].mean() - 0.02
