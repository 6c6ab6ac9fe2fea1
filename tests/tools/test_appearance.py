"""What drawn photographs look like, against what was measured on real ones."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.kept.cards import draw_sample
from tools.cards.camera import draw_view
from tools.cards.chance import chance
from tools.cards.photograph import PHONE
from tools.cards.plate import CARD_WH_MM

from idphoto.imaging.decode import open_source

PICTURES = 12
_PX_PER_MM = 8
# x from, x to, in mm; and CIELAB there, mean over the cards.
GROUND = {"left": (1.5, 5.0), "middle": (46.0, 52.0), "right": (81.0, 84.5)}


@cache
def grounds() -> dict[str, NDArray[np.float64]]:
    """CIELAB of the ground on the mean over pictures, by place."""
    found: dict[str, list[NDArray[np.float64]]] = {name: [] for name in GROUND}
    for number in range(PICTURES):
        sample = draw_sample("clean", number)
        assert sample.corners_px is not None
        width, height = (round(side * _PX_PER_MM) for side in CARD_WH_MM)
        to = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        matrix = cv2.getPerspectiveTransform(sample.corners_px.astype(np.float32), to)
        rgb = open_source(sample.jpeg).decode().rgb
        flat = cv2.warpPerspective(rgb, matrix, (width, height))
        lab = cv2.cvtColor(flat.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
        for name, (left, right) in GROUND.items():
            part = lab[10 * _PX_PER_MM : 26 * _PX_PER_MM,
                       round(left * _PX_PER_MM) : round(right * _PX_PER_MM)]  # fmt: skip
            found[name].append(np.median(part.reshape(-1, 3), axis=0))
    return {name: np.mean(each, axis=0) for name, each in found.items()}


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_ground_is_blue_pink_blue(side: str) -> None:
    off = grounds()[side] - grounds()["middle"]
    assert off[1] == pytest.approx(-8.0, abs=2.0)  # CIELAB a, less light
    assert off[2] == pytest.approx(-3.2, abs=1.5)


def test_the_ground_is_as_light_as_in_photographs() -> None:
    assert grounds()["middle"][0] == pytest.approx(74, abs=8)


def test_pictures_are_cropped_as_close_as_measured() -> None:
    nearest = []
    for seed in range(300):
        view = draw_view(chance(seed, "view"), PHONE.view, CARD_WH_MM)
        corners = view.apply(np.array([(0, 0), (85.6, 0), (85.6, 54), (0, 54)]))
        room = np.r_[corners.min(axis=0), view.size_wh - corners.max(axis=0)].min()
        nearest.append(room / view.px_per_mm(CARD_WH_MM))
    assert np.median(nearest) == pytest.approx(0.75, abs=0.3)
    assert np.mean(np.array(nearest) < 4) == pytest.approx(0.85, abs=0.07)
