"""Smoother skin: blemishes go, pores and everything that is not skin stay."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.photo.retouch.conftest import SIZE_WH, Portrait

from idphoto.imaging.geometry import Box
from idphoto.photo.retouch.regions import LEFT_BROW, LEFT_EYE, LIPS, RIGHT_BROW, RIGHT_EYE, fill
from idphoto.photo.retouch.skin import Skin, find_skin
from idphoto.photo.retouch.smooth import smooth_skin

Portraits = Callable[[str], Portrait]
Rgb = NDArray[np.uint8]
STRENGTHS = (0.0, 0.25, 0.5, 0.75, 1.0)


def grey(rgb: Rgb) -> NDArray[np.float32]:
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)


def band(rgb: Rgb, skin: Skin, fine_px: float, coarse_px: float) -> float:
    """The strength of structures between two sizes on certain skin, in steps of 255."""
    light = grey(rgb)
    coarse = cv2.GaussianBlur(light, (0, 0), coarse_px)
    fine = cv2.GaussianBlur(light, (0, 0), fine_px) if fine_px else light
    part = np.abs(fine - coarse)[skin.rows, skin.columns]
    return float(part[skin.mask > 0.95].mean())


def test_strength_0_changes_nothing(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    assert np.array_equal(smooth_skin(p.rgb, p.skin, p.plan, 0.0), p.rgb)


@pytest.mark.parametrize("name", ["facerec_obama", "facerec_biden", "hivision_test0", "astronaut"])
def test_unevenness_falls_with_the_strength(portrait: Portraits, name: str) -> None:
    p = portrait(name)
    skin = p.skin
    left = [band(smooth_skin(p.rgb, skin, p.plan, s), skin, 1.5, 6.0) for s in STRENGTHS]
    assert left == sorted(left, reverse=True)
    assert left[2] < 0.9 * left[0]
    assert left[4] < 0.8 * left[0]


@pytest.mark.parametrize("name", ["facerec_obama", "facerec_biden", "hivision_test0", "astronaut"])
def test_pores_are_kept(portrait: Portraits, name: str) -> None:
    p = portrait(name)
    pores = band(p.rgb, p.skin, 0.0, 1.0)
    assert band(smooth_skin(p.rgb, p.skin, p.plan, 0.5), p.skin, 0.0, 1.0) > 0.75 * pores
    assert band(smooth_skin(p.rgb, p.skin, p.plan, 1.0), p.skin, 0.0, 1.0) > 0.55 * pores


@pytest.mark.parametrize("name", ["compreface_009_C", "facerec_obama", "hivision_test3"])
@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_eyes_brows_lips_and_background_are_unchanged(
    portrait: Portraits, name: str, strength: float
) -> None:
    p = portrait(name)
    done = smooth_skin(p.rgb, p.skin, p.plan, strength)
    parts = [p.plan.outline(part) for part in (RIGHT_EYE, LEFT_EYE, RIGHT_BROW, LEFT_BROW, LIPS)]
    kept = (fill(parts, Box(0, 0, *SIZE_WH)) > 0.5) | (p.alpha < 0.5)
    assert np.array_equal(done[kept], p.rgb[kept])


def test_a_little_smoothing_changes_little(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    done = smooth_skin(p.rgb, p.skin, p.plan, 1e-6)
    assert np.abs(done.astype(int) - p.rgb).max() <= 1
    assert abs(float((done.astype(int) - p.rgb)[p.alpha > 0.9].mean())) < 0.01


@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_grey_stays_grey(astronaut_portrait: Portrait, strength: float) -> None:
    p = astronaut_portrait
    grey_photo = np.repeat(cv2.cvtColor(p.rgb, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    whole = Skin(p.skin.box, np.ones_like(p.skin.mask))
    done = smooth_skin(np.asarray(grey_photo, np.uint8), whole, p.plan, strength)
    assert np.ptp(done.astype(int), axis=-1).max() <= 1


def with_spot(p: Portrait, radius: float, change: tuple[float, float, float]) -> Rgb:
    """A soft round spot on the person's left cheek, ``radius`` in widths of the face."""
    x, y = p.mesh[280]
    rows, columns = np.mgrid[: p.rgb.shape[0], : p.rgb.shape[1]] + 0.5
    sigma = radius * p.plan.width_px
    spot = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * sigma**2))
    spotted: Rgb = np.clip(p.rgb + spot[..., None] * np.array(change), 0, 255).astype(np.uint8)
    return spotted


@pytest.mark.parametrize("name", ["compreface_004_A", "facerec_obama", "hivision_test3"])
def test_a_blemish_fades(portrait: Portraits, name: str) -> None:
    p = portrait(name)
    spotted = with_spot(p, 0.012, (-8, -24, -20))  # reddish, darker
    skin = find_skin(spotted, p.alpha, p.plan)
    x, y = p.mesh[280].astype(int)

    def stands_out(rgb: Rgb) -> float:
        clean = smooth_skin(p.rgb, p.skin, p.plan, 1.0) if rgb is not spotted else p.rgb
        return float(np.abs(rgb[y, x].astype(float) - clean[y, x]).mean())

    before, after = stands_out(spotted), stands_out(smooth_skin(spotted, skin, p.plan, 1.0))
    assert after < 0.5 * before


def test_glasses_in_front_of_the_skin_are_kept(portrait: Portraits) -> None:
    p = portrait("facerec_obama")
    x, y = p.mesh[280].astype(int)
    framed = p.rgb.copy()
    cv2.line(framed, (x - 30, y), (x + 30, y + 4), (25, 22, 20), 3, cv2.LINE_AA)
    skin = find_skin(framed, p.alpha, p.plan)
    done = smooth_skin(framed, skin, p.plan, 1.0)
    contrast = grey(p.rgb)[y + 2, x] - grey(framed)[y + 2, x]
    assert grey(p.rgb)[y + 2, x] - grey(done)[y + 2, x] > 0.9 * contrast


def test_a_photo_without_skin_is_unchanged(astronaut_portrait: Portrait) -> None:
    p = astronaut_portrait
    none = Skin(p.skin.box, np.zeros_like(p.skin.mask))
    assert np.array_equal(smooth_skin(p.rgb, none, p.plan, 1.0), p.rgb)
