"""Sharper edges: no halos, no louder noise."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.photo.retouch.conftest import Portrait

from idphoto.photo.retouch.sharp import sharpen

Portraits = Callable[[str], Portrait]
Rgb = NDArray[np.uint8]


def steep(rgb: Rgb) -> float:
    light = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    across, down = cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1)
    return float(np.percentile(np.hypot(across, down), 97))


def test_strength_0_changes_nothing(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    assert np.array_equal(sharpen(p.rgb, p.alpha, p.plan, 0.0), p.rgb)


@pytest.mark.parametrize("name", ["astronaut", "compreface_009_C", "facerec_obama"])
def test_edges_get_steeper_with_the_strength(portrait: Portraits, name: str) -> None:
    p = portrait(name)
    whole = np.ones_like(p.alpha)
    grown = [steep(sharpen(p.rgb, whole, p.plan, s)) for s in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert grown == sorted(grown)
    assert grown[2] > 1.08 * grown[0]


def test_an_edge_gets_no_halo(astronaut_portrait: Portrait) -> None:
    step = np.full((80, 80, 3), 60, np.uint8)
    step[:, 40:] = 190
    soft = cv2.GaussianBlur(step, (0, 0), 1.5)
    done = sharpen(
        np.asarray(soft, np.uint8), np.ones((80, 80), "f4"), astronaut_portrait.plan, 1.0
    )
    assert 60 - 3 <= done.min() <= done.max() <= 190 + 3
    assert np.ptp(done[40, 38:42, 0].astype(int)) > np.ptp(soft[40, 38:42, 0].astype(int))


def test_flat_noise_is_not_raised(astronaut_portrait: Portrait) -> None:
    noise = np.random.default_rng(0).normal(128, 4, (200, 200, 1)).repeat(3, axis=2)
    flat = noise.round().astype(np.uint8)
    done = sharpen(flat, np.ones((200, 200), "f4"), astronaut_portrait.plan, 1.0)
    assert done.std() < 1.05 * flat.std()


@pytest.mark.parametrize("name", ["facerec_obama", "hivision_test0"])
def test_the_noise_of_flat_skin_is_not_raised(portrait: Portraits, name: str) -> None:
    p = portrait(name)
    done = sharpen(p.rgb, p.alpha, p.plan, 1.0)
    x, y = p.mesh[[151, 9]].mean(axis=0).astype(int)  # the forehead

    def restless(rgb: Rgb) -> float:
        light = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
        return float(
            np.abs(light - cv2.GaussianBlur(light, (0, 0), 1.5))[
                y - 10 : y + 11, x - 12 : x + 13
            ].mean()
        )

    assert restless(done) < 1.25 * restless(p.rgb)


def test_the_background_is_unchanged(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    done = sharpen(p.rgb, p.alpha, p.plan, 1.0)
    assert np.array_equal(done[p.alpha == 0], p.rgb[p.alpha == 0])


def test_sharpening_keeps_hues(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    steps = sharpen(p.rgb, p.alpha, p.plan, 1.0).astype(int) - p.rgb
    inside = ((p.rgb > 40) & (p.rgb < 215)).all(axis=-1)  # where no channel saturates
    assert np.ptp(steps[inside], axis=-1).max() == 0


def test_without_a_person_nothing_changes(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    assert np.array_equal(sharpen(p.rgb, np.zeros_like(p.alpha), p.plan, 1.0), p.rgb)
