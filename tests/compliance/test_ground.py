"""The background of a photo, measured on drawn walls."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.compliance.ground import delta_e, measure_ground

Rgb = NDArray[np.uint8]
SIZE = (450, 350)


@pytest.fixture
def alpha() -> NDArray[np.float32]:
    """A head and shoulders."""
    person = np.zeros(SIZE, np.float32)
    cv2.ellipse(person, (175, 200), (90, 130), 0, 0, 360, 1.0, -1)
    cv2.ellipse(person, (175, 470), (160, 140), 0, 0, 360, 1.0, -1)
    return cv2.GaussianBlur(person, (9, 9), 0)  # type: ignore[return-value]


def wall(*colour: int) -> Rgb:
    return np.full((*SIZE, 3), colour, np.uint8)


def with_person(rgb: Rgb, alpha: NDArray[np.float32]) -> Rgb:
    return (rgb * (1 - alpha[..., None]) + 40 * alpha[..., None]).astype(np.uint8)


def test_the_walls_colour_does_not_depend_on_the_person(alpha: NDArray[np.float32]) -> None:
    found = measure_ground(with_person(wall(67, 142, 219), alpha), alpha)
    assert found is not None
    assert (found.colour, found.code, found.uneven) == ((67, 142, 219), "438EDB", 0.0)


def test_noise_and_falling_light_leave_a_wall_plain(alpha: NDArray[np.float32]) -> None:
    light = np.linspace(235, 170, SIZE[1])[None, :, None] * np.ones((SIZE[0], 1, 3))
    noise = np.random.default_rng(1).normal(0, 6, light.shape)
    rgb = np.clip(light + noise, 0, 255).astype(np.uint8)
    found = measure_ground(with_person(rgb, alpha), alpha)
    assert found is not None
    assert found.uneven < 0.02
    assert found.colour[0] == pytest.approx(202, abs=8)


def test_a_door_behind_the_person_is_not_plain(alpha: NDArray[np.float32]) -> None:
    rgb = wall(230, 230, 230)
    rgb[:, 260:] = (120, 90, 60)
    found = measure_ground(with_person(rgb, alpha), alpha)
    assert found is not None
    assert found.uneven > 0.2
    assert found.colour == (230, 230, 230)


def test_stripes_are_not_plain(alpha: NDArray[np.float32]) -> None:
    rgb = wall(230, 230, 230)
    rgb[::40] = rgb[1::40] = rgb[2::40] = rgb[3::40] = rgb[4::40] = (90, 90, 90)
    found = measure_ground(with_person(rgb, alpha), alpha)
    assert found is not None
    assert found.uneven > 0.1


def test_a_person_who_fills_the_photo_leaves_no_background() -> None:
    assert measure_ground(wall(1, 2, 3), np.ones(SIZE, np.float32)) is None


def test_the_difference_of_colours_is_that_of_cie_1976() -> None:
    assert delta_e((255, 255, 255), (255, 255, 255)) == 0
    assert delta_e((255, 255, 255), (0, 0, 0)) == pytest.approx(100, abs=0.1)
    assert delta_e((255, 255, 255), (220, 220, 220)) == pytest.approx(12.4, abs=0.2)
