"""The quality of one drawn card that is blurred, darkened and bleached step by step."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.kept.cards import specimen

from idphoto.idcard.card import Card
from idphoto.idcard.layout import CANVAS_WH, PX_PER_MM
from idphoto.idcard.warnings.quality import sharpness


@pytest.fixture(scope="module")
def card() -> Card:
    """A card as if it had been scanned."""
    drawn = specimen(61_000).card
    rgb = cv2.resize(drawn.rgb, CANVAS_WH, interpolation=cv2.INTER_AREA)
    corners = np.array([(0, 0), (1370, 0), (1370, 864), (0, 864)], np.float64)
    noise = np.random.default_rng(3).normal(0.0, 1.5, rgb.shape)
    noisy = np.clip(rgb + noise, 0, 255).astype(np.uint8)
    return Card(noisy, np.ones(rgb.shape[:2], bool), np.eye(3), corners, PX_PER_MM, (), None)


def quality(card: Card, rgb: NDArray[np.uint8]) -> float:
    return sharpness(replace(card, rgb=rgb)).quality


def shaken(rgb: NDArray[np.uint8], length_mm: float, angle_deg: float) -> NDArray[np.uint8]:
    side = 2 * round(length_mm * PX_PER_MM / 2) + 1
    trail = np.zeros((side, side), np.float32)
    trail[side // 2] = 1.0
    turn = cv2.getRotationMatrix2D((side // 2, side // 2), angle_deg, 1.0)
    trail = np.asarray(cv2.warpAffine(trail, turn, (side, side)), np.float32)
    return np.asarray(cv2.filter2D(rgb, -1, trail / trail.sum()), np.uint8)


def test_a_sharp_card_is_far_above_the_limit(card: Card) -> None:
    assert quality(card, card.rgb) > 90


def test_more_blur_lowers_the_quality(card: Card) -> None:
    found = [
        quality(card, np.asarray(cv2.GaussianBlur(card.rgb, (0, 0), mm * PX_PER_MM), np.uint8))
        for mm in (0.1, 0.2, 0.3, 0.45)
    ]
    assert found == sorted(found, reverse=True)
    assert found[0] > 80 and found[-1] < 20


@pytest.mark.parametrize("angle_deg", [0.0, 45.0, 90.0, 135.0])
def test_motion_blur_in_any_direction_lowers_the_quality(card: Card, angle_deg: float) -> None:
    assert quality(card, shaken(card.rgb, 1.2, angle_deg)) < 45


def test_noise_in_the_dark_leaves_too_little_contrast(card: Card) -> None:
    dark = card.rgb * 0.06
    noise = np.random.default_rng(4).normal(0.0, 5.0, dark.shape)
    assert quality(card, np.clip(dark + noise, 0, 255).astype(np.uint8)) < 50


def test_print_that_is_nearly_white_on_white_lowers_the_quality(card: Card) -> None:
    bleached = np.clip(255.0 - 0.12 * (255.0 - card.rgb) + 6.0, 0, 255).astype(np.uint8)
    found = sharpness(replace(card, rgb=bleached))
    assert found.blown > 0.5
    assert found.quality < 50
