from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from idphoto.photo.edges import refine_edges, true_colours

Alpha = NDArray[np.float32]
Image = NDArray[Any]

SIDE = 320
RED = (220, 20, 20)
SKIN = (200, 160, 140)
HAIR = (60, 40, 30)
# How much of the old background's colour may be left: where the person fades out over a dozen
# pixels, and where strands two pixels wide alternate with the background.
LEFT_OF_A_SOFT_EDGE = 0.3
LEFT_OF_FINE_STRANDS = 0.65
HAIRY = np.ones((SIDE, SIDE), np.float32)
SMOOTH = np.zeros((SIDE, SIDE), np.float32)


def disk(radius: float, soft: float) -> Alpha:
    """Alpha of a round head with an edge ``soft`` pixels wide."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    distance = np.hypot(x - SIDE / 2, y - SIDE / 2)
    return np.asarray(np.clip((radius - distance) / soft + 0.5, 0, 1), np.float32)


def strands() -> Alpha:
    """A head with hair standing off it: thin half-transparent rays."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    angle = np.arctan2(y - SIDE / 2, x - SIDE / 2)
    distance = np.hypot(x - SIDE / 2, y - SIDE / 2)
    rays = np.clip(np.cos(angle * 60), 0, 1) * np.clip((135 - distance) / 35, 0, 1)
    return np.asarray(np.maximum(disk(100, 3), 0.8 * rays), np.float32)


def blended(foreground: Image, background: Image, alpha: Alpha) -> NDArray[np.uint8]:
    a = alpha[..., None]
    mixed = a * foreground + (1 - a) * background
    return np.round(mixed).astype(np.uint8)


def plain(colour: tuple[int, int, int]) -> Image:
    return np.full((SIDE, SIDE, 3), colour, np.float32)


def shaded(colour: tuple[int, int, int]) -> Image:
    """``colour``, lit from one side."""
    light = np.linspace(0.8, 1.2, SIDE, dtype=np.float32)[None, :, None]
    return np.clip(plain(colour) * light, 0, 255)


# --- edges --------------------------------------------------------------------------------------


@pytest.mark.parametrize("softness", [0.0, 1.0])
@pytest.mark.parametrize("value", [0.0, 1.0])
def test_a_matte_without_edges_is_unchanged(value: float, softness: float) -> None:
    rgb = np.random.default_rng(0).integers(0, 255, (60, 80, 3), np.uint8)
    alpha, soft = np.full((60, 80), value, np.float32), np.full((60, 80), softness, np.float32)
    assert np.array_equal(refine_edges(rgb, alpha, soft), alpha)


@pytest.mark.parametrize("soft", [HAIRY, SMOOTH], ids=["hairy", "smooth"])
def test_away_from_the_contour_the_person_stays_opaque_and_the_rest_clear(soft: Alpha) -> None:
    alpha = disk(100, 6)
    rgb = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3), np.uint8)
    refined = refine_edges(rgb, alpha, soft)
    far = 100 + np.array([-30, 30])
    assert (refined[disk(far[0], 1) == 1] == 1).all()
    assert (refined[disk(far[1], 1) == 0] == 0).all()


@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1))
def test_refined_alpha_stays_between_0_and_1(seed: int) -> None:
    random = np.random.default_rng(seed)
    rgb = random.integers(0, 256, (40, 50, 3), np.uint8)
    refined = refine_edges(rgb, *random.random((2, 40, 50), np.float32))
    assert refined.dtype == np.float32
    assert refined.shape == (40, 50)
    assert 0 <= refined.min() <= refined.max() <= 1


@pytest.mark.parametrize(("soft", "left"), [(HAIRY, 0.75), (SMOOTH, 0.6)], ids=["hairy", "smooth"])
@pytest.mark.parametrize("off_px", [0, 1, 2])
def test_a_blurred_matte_is_drawn_back_to_the_pictures_edge(
    off_px: float, soft: Alpha, left: float
) -> None:
    true = disk(100, 1.5)
    rgb = blended(plain(SKIN), plain((30, 60, 150)), true)
    rough = cv2.GaussianBlur(disk(100 + off_px, 2), (0, 0), 2)
    before = float(np.abs(rough - true).mean())
    refined = refine_edges(rgb, np.asarray(rough, np.float32), soft)
    after = float(np.abs(refined - true).mean())
    assert after < left * before


def test_the_input_matte_is_not_written_to() -> None:
    alpha = disk(100, 6)
    kept = alpha.copy()
    refine_edges(np.zeros((SIDE, SIDE, 3), np.uint8), alpha, SMOOTH)
    assert np.array_equal(alpha, kept)


def test_an_outline_that_is_not_hair_is_sharper() -> None:
    rgb = blended(plain(SKIN), plain((30, 60, 150)), disk(100, 12))
    hairy, smooth = (refine_edges(rgb, disk(100, 12), soft) for soft in (HAIRY, SMOOTH))
    grey = [int(((alpha > 0.05) & (alpha < 0.95)).sum()) for alpha in (hairy, smooth)]
    assert grey[1] < 0.7 * grey[0]


def test_strands_of_hair_keep_their_transparency() -> None:
    true = strands()
    rgb = blended(plain(HAIR), plain((200, 200, 210)), true)
    refined = refine_edges(rgb, true, HAIRY)
    rays = (true > 0.3) & (true < 0.7)
    assert refined[rays].mean() == pytest.approx(float(true[rays].mean()), abs=0.1)


# --- colours ------------------------------------------------------------------------------------


@pytest.mark.parametrize("background", [RED, (20, 160, 40), (250, 250, 250)])
@pytest.mark.parametrize("colour", [SKIN, HAIR])
def test_a_known_foreground_is_recovered_from_a_mixture(
    colour: tuple[int, int, int], background: tuple[int, int, int]
) -> None:
    alpha, true = disk(100, 12), shaded(colour)
    mixed = blended(true, plain(background), alpha)
    found = true_colours(mixed, alpha) * 255
    edge = (alpha > 0) & (alpha < 1)
    weight = alpha[edge, None]  # errors count as much as they are visible

    def error(colours: Image) -> float:
        return float((weight * np.abs(colours - true)[edge]).mean())

    assert error(found) < LEFT_OF_A_SOFT_EDGE * error(mixed.astype(np.float32))


def test_opaque_pixels_of_the_picture_are_unchanged() -> None:
    rgb = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3), np.uint8)
    alpha = disk(100, 12)
    found = true_colours(rgb, alpha)
    assert found.dtype == np.float32
    opaque = alpha == 1
    assert np.array_equal(np.round(found * 255)[opaque], rgb[opaque])


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_without_an_edge_colours_are_unchanged(value: float) -> None:
    rgb = np.random.default_rng(0).integers(0, 255, (30, 20, 3), np.uint8)
    found = true_colours(rgb, np.full((30, 20), value, np.float32))
    assert np.array_equal(np.round(found * 255), rgb)


def test_hair_cut_from_a_red_wall_shows_no_red_on_white() -> None:
    alpha, white = strands(), plain((255, 255, 255))
    photo = blended(plain(HAIR), plain(RED), alpha)
    ideal = blended(plain(HAIR), white, alpha).astype(float)
    naive = blended(photo.astype(np.float32), white, alpha).astype(float)
    clean = blended(true_colours(photo, alpha) * 255, white, alpha).astype(float)
    hair = (alpha > 0.05) & (alpha < 0.95)

    def redness(picture: Image) -> float:
        return float((picture[..., 0] - picture[..., 1:].mean(axis=2))[hair].mean())

    assert redness(naive) - redness(ideal) > 10
    tint = redness(naive) - redness(ideal)
    assert abs(redness(clean) - redness(ideal)) < LEFT_OF_FINE_STRANDS * tint


def test_the_wall_does_not_show_through_thin_parts_of_the_person() -> None:
    alpha = np.full((SIDE, SIDE), 0.0, np.float32)
    alpha[:, : SIDE // 2] = 1
    alpha[:, SIDE // 2 : SIDE // 2 + 6] = 0.3
    photo = blended(plain(HAIR), plain(RED), alpha)
    found = true_colours(photo, alpha)[:, SIDE // 2 : SIDE // 2 + 6] * 255
    assert found[..., 0].mean() < HAIR[0] + 25
