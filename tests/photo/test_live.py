"""What a live view sees of faces."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import skimage.data
from numpy.typing import NDArray

from idphoto.imaging.decode import open_source
from idphoto.photo.live import LiveFace, look_live
from idphoto.runtime.engine import Engine

PORTRAIT: NDArray[np.uint8] = skimage.data.astronaut()


def look(engine: Engine, rgb: NDArray[np.uint8]) -> LiveFace:
    [face] = look_live(engine, open_source(rgb))
    return face


def test_the_eyes_are_named_by_their_side_in_the_picture(engine: Engine) -> None:
    face = look(engine, PORTRAIT)
    assert face.left_eye == pytest.approx((204, 101), abs=4)
    assert face.right_eye == pytest.approx((247, 103), abs=4)
    assert face.forehead[1] < face.left_eye[1] < face.chin[1]


def test_places_are_those_of_the_full_picture_however_large_it_is(engine: Engine) -> None:
    enlarged = np.asarray(cv2.resize(PORTRAIT, (2048, 2048)), np.uint8)
    small, large = look(engine, PORTRAIT), look(engine, enlarged)
    assert large.chin == pytest.approx([4 * each for each in small.chin], abs=16)
    assert large.width_px == pytest.approx(4 * small.width_px, rel=0.05)


def test_less_light_is_a_lower_brightness(engine: Engine) -> None:
    dim = (PORTRAIT * 0.35).astype(np.uint8)
    assert look(engine, dim).brightness < look(engine, PORTRAIT).brightness - 20


def test_light_from_one_side_is_measured(engine: Engine) -> None:
    shade = np.ones(512)
    shade[226:] = 0.4
    lit_from_the_left = (PORTRAIT * shade[None, :, None]).astype(np.uint8)
    found, usual = look(engine, lit_from_the_left).side_light, look(engine, PORTRAIT).side_light
    assert found is not None and usual is not None
    assert found > 2 * usual


def test_a_tilted_head_has_a_roll(engine: Engine) -> None:
    turn = cv2.getRotationMatrix2D((225.0, 130.0), -12.0, 1.0)  # clockwise
    turned = cv2.warpAffine(PORTRAIT, turn, (512, 512), borderMode=cv2.BORDER_REPLICATE)
    rolled = look(engine, turned.astype(np.uint8)).roll_deg - look(engine, PORTRAIT).roll_deg
    assert rolled == pytest.approx(12, abs=2)


def test_a_picture_without_a_face_has_none(engine: Engine) -> None:
    assert look_live(engine, open_source(np.full((480, 640, 3), 127, np.uint8))) == ()
