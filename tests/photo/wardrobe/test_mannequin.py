from __future__ import annotations

import numpy as np
import pytest

from idphoto.photo.wardrobe.load import load_garment
from idphoto.photo.wardrobe.mannequin import GROUND, draw_on_bust, on_mannequin, plain_ground

SIZE = (120, 150)


@pytest.mark.parametrize("garment_id", ["man_1", "woman_10", "child_4"])
def test_a_garment_fills_a_busts_picture_and_leaves_the_ground_above(garment_id: str) -> None:
    pixels = draw_on_bust(load_garment(garment_id), SIZE)
    assert pixels.shape == (150, 120, 3)
    assert pixels.dtype == np.uint8
    bare = np.abs(pixels.astype(float) - GROUND).max(axis=-1) < 2
    assert bare[:5].all()
    assert bare[:30, :20].all() and bare[:30, -20:].all()
    assert not bare[100:].any()


def test_a_garment_takes_more_of_a_busts_picture_than_of_a_mannequins() -> None:
    garment = load_garment("man_1")
    empty = plain_ground(SIZE).astype(int)

    def navy(pixels: np.ndarray) -> int:
        return int(((pixels[..., 2].astype(int) - pixels[..., 0]) > 15).sum())

    assert navy(empty) == 0
    assert navy(draw_on_bust(garment, SIZE)) > 1.5 * navy(on_mannequin(garment, SIZE))


def test_a_busts_neck_is_lit_from_its_right_and_cut_flat() -> None:
    pixels = draw_on_bust(load_garment("man_18"), (240, 300)).astype(int)
    neck = pixels[45]
    assert neck[100].sum() > neck[140].sum()
    cut = pixels[24, 120]
    assert cut.sum() > pixels[45, 120].sum()


def test_the_same_garment_is_drawn_the_same_each_time() -> None:
    garment = load_garment("woman_5")
    assert (draw_on_bust(garment, SIZE) == draw_on_bust(garment, SIZE)).all()
