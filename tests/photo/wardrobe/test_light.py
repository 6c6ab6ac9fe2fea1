from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.photo.wardrobe.people import Figure

from idphoto.imaging.colour import linear_to_srgb
from idphoto.photo.wardrobe.light import estimate_light

Vector = tuple[float, float, float]
Person = Callable[[str], Figure]
SIDE, RADII = 300, np.array([90.0, 115.0, 80.0])


def unit(vector: Vector) -> NDArray[np.float64]:
    return np.asarray(np.array(vector) / np.linalg.norm(vector))


def ball(
    light: Vector, *, ambient: float = 0.4, tint: Vector = (0.5, 0.34, 0.24), noise: float = 0.0
) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float64]]:
    """A face as an ellipsoid, lit from one direction: photo, matte and landmarks."""
    y, x = (np.mgrid[:SIDE, :SIDE] + 0.5 - SIDE / 2) / 1.0
    inside = (x / RADII[0]) ** 2 + (y / RADII[1]) ** 2
    z = RADII[2] * np.sqrt(np.maximum(1.0 - inside, 0.0))
    normal = np.stack([x / RADII[0] ** 2, y / RADII[1] ** 2, z / RADII[2] ** 2], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True) + 1e-9
    shade = ambient + (1 - ambient) * np.maximum(normal @ unit(light), 0.0)
    linear = np.where((inside < 1)[..., None], shade[..., None] * np.array(tint), 0.05)
    grain = np.random.default_rng(0).normal(0.0, noise, (SIDE, SIDE, 1))
    rgb = np.clip(linear_to_srgb(linear) + grain, 0, 1) * 255
    # the landmarks lie in rings, as the oval does
    draw = np.random.default_rng(3)
    reach, angle = 0.97 * np.sqrt(draw.random(468)), 2 * np.pi * draw.random(468)
    across = np.stack([reach * np.sin(angle), -reach * np.cos(angle)], axis=-1)
    depth = -np.sqrt(1.0 - reach**2)
    mesh = np.column_stack([across * RADII[:2] + SIDE / 2, depth * RADII[2]])
    return rgb.round().astype(np.uint8), (inside < 1).astype(np.float32), mesh


@pytest.mark.parametrize(
    "light",
    [(0.0, -0.5, 0.87), (-0.6, -0.3, 0.75), (0.6, -0.3, 0.75), (0.4, 0.2, 0.9)],
    ids=["above", "left", "right", "below"],
)
def test_the_direction_of_the_light_is_measured(light: Vector) -> None:
    found = np.array(estimate_light(*ball(light)).direction)
    assert np.linalg.norm(found) == pytest.approx(1.0)
    assert np.degrees(np.arccos(found @ unit(light))) < 20


def test_a_mirrored_face_has_mirrored_light() -> None:
    rgb, alpha, mesh = ball((0.6, -0.3, 0.75))
    mirrored = mesh * (-1, 1, 1) + (SIDE, 0, 0)
    turned = estimate_light(np.ascontiguousarray(rgb[:, ::-1]), alpha[:, ::-1], mirrored)
    straight = estimate_light(rgb, alpha, mesh)
    assert turned.direction[0] == pytest.approx(-straight.direction[0], abs=0.05)
    assert turned.direction[1] == pytest.approx(straight.direction[1], abs=0.05)


def test_flat_light_has_more_ambient_than_hard_light() -> None:
    flat = estimate_light(*ball((0.5, -0.4, 0.77), ambient=0.8))
    hard = estimate_light(*ball((0.5, -0.4, 0.77), ambient=0.1))
    assert flat.ambient > hard.ambient + 0.15
    assert 0.0 <= hard.ambient <= flat.ambient <= 1.0


def test_warm_light_is_red_and_cold_light_is_blue_within_bounds() -> None:
    warm = estimate_light(*ball((0, -0.5, 0.87), tint=(0.6, 0.33, 0.15)))
    cold = estimate_light(*ball((0, -0.5, 0.87), tint=(0.4, 0.34, 0.33)))
    assert warm.colour[0] > cold.colour[0]
    assert warm.colour[2] < cold.colour[2]
    assert all(0.88 <= gain <= 1.14 for gain in warm.colour + cold.colour)


def test_a_dark_photo_has_less_exposure() -> None:
    dark = estimate_light(*ball((0, -0.5, 0.87), tint=(0.12, 0.08, 0.06)))
    assert dark.exposure < estimate_light(*ball((0, -0.5, 0.87))).exposure


@pytest.mark.parametrize("noise", [0.004, 0.01, 0.02])
def test_grain_is_measured(noise: float) -> None:
    assert estimate_light(*ball((0, -0.5, 0.87), noise=noise)).grain == pytest.approx(
        noise, rel=0.3
    )


def test_a_soft_photo_is_less_sharp() -> None:
    rgb, alpha, mesh = ball((0, -0.5, 0.87))
    rgb[140:150, 100:200] = 20  # something with edges
    found = [
        estimate_light(cv2.GaussianBlur(rgb, (0, 0), sigma).astype(np.uint8), alpha, mesh).sharpness
        for sigma in (0.3, 1.0, 2.0)
    ]
    assert found[0] < 0.6
    assert found[0] < found[1] < found[2]
    assert found[1] == pytest.approx(1.0, abs=0.35)


def test_light_from_the_left_is_measured_in_a_real_photo(person: Person) -> None:
    """His left cheek, at the picture's right, is 1.5 times as bright as the other."""
    figure = person("hivision_test0")
    assert estimate_light(figure.rgb, figure.alpha, figure.mesh).direction[0] > 0.3


def test_light_from_the_right_is_measured_in_a_real_photo(person: Person) -> None:
    figure = person("astronaut")
    assert estimate_light(figure.rgb, figure.alpha, figure.mesh).direction[0] < -0.2
