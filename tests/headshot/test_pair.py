from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from idphoto.headshot.pair import APART, common_light, shaded_by, stand_together
from idphoto.photo.wardrobe.body import Light

LIGHT = Light((0.0, -0.5, 0.866), (1.0, 1.0, 1.0), 0.5, 1.0, 0.01, 0.5)


def test_a_couple_is_centred_in_the_picture() -> None:
    left, right = stand_together(1000, 600, 300.0, 2)
    middles = left + 300, right + 300
    assert sum(middles) / 2 == pytest.approx(500)
    assert middles[1] - middles[0] == pytest.approx(APART * 300)


def test_one_person_is_centred_in_the_picture() -> None:
    assert stand_together(768, 768, 400.0, 1) == [0]


def test_a_couples_clothes_share_the_mean_of_both_lights() -> None:
    other = replace(LIGHT, direction=(0.6, -0.5, 0.62), colour=(1.1, 1.0, 0.9), exposure=0.8)
    both = common_light([LIGHT, other])
    assert np.linalg.norm(both.direction) == pytest.approx(1.0)
    assert 0.0 < both.direction[0] < 0.6
    assert both.colour == pytest.approx((1.05, 1.0, 0.95))
    assert both.exposure == pytest.approx(0.9)


def test_the_person_in_front_shades_the_other_and_not_the_backdrop() -> None:
    pixels = np.full((60, 80, 3), 200, np.uint8)
    front = np.zeros((60, 80), np.float32)
    front[:, :30] = 1
    standing = np.zeros((60, 80), np.float32)
    standing[30:] = 1
    done = shaded_by(pixels, front, standing, 60.0)
    assert np.all(done[:30] == 200)
    assert done[45, 31].max() < 180
    assert np.all(done[45, 60:] == 200)
