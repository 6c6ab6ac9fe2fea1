from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from idphoto.face.landmarks import CHIN, FOREHEAD, Face
from idphoto.imaging.geometry import Box
from idphoto.photo.retouch.regions import FacePlan, fill

DrawFace = Callable[[float, float, float], Face]


def plan(draw_face: DrawFace) -> FacePlan:
    return FacePlan.of(draw_face(200.0, 200.0, 60.0).points[:, :2])


def test_a_level_face_spans_level_axes(draw_face: DrawFace) -> None:
    face = plan(draw_face)
    assert face.across == pytest.approx((1.0, 0.0))
    assert face.down == pytest.approx((0.0, 1.0))
    assert face.width_px == pytest.approx(2.1 * 60)
    assert face.height_px == pytest.approx(2.4 * 60)


def test_the_forehead_rises_above_the_landmarks_and_the_chin_stays(draw_face: DrawFace) -> None:
    face = plan(draw_face)
    outline = face.forehead()
    assert outline[:, 1].min() == pytest.approx(face.mesh[FOREHEAD, 1] - 0.16 * face.width_px)
    assert outline[:, 1].max() == pytest.approx(face.mesh[CHIN, 1])


def test_the_neck_lies_below_the_chin(draw_face: DrawFace) -> None:
    face = plan(draw_face)
    assert face.neck()[:, 1].max() == pytest.approx(face.mesh[CHIN, 1] + 0.35 * face.width_px)


def test_the_box_stays_inside_the_photo(draw_face: DrawFace) -> None:
    box = plan(draw_face).box((220, 210))
    assert (box.left >= 0, box.top >= 0, box.right, box.bottom) == (True, True, 220, 210)


def test_a_polygon_covers_its_own_area() -> None:
    square = np.array([[10.0, 10.0], [30.0, 10.0], [30.0, 30.0], [10.0, 30.0]])
    mask = fill([square], Box(0, 0, 40, 40))
    assert 400 <= mask.sum() < 21.5**2  # OpenCV's polygons hold their border
    assert mask[20, 20] == 1.0
    assert mask[5, 20] == 0.0


def test_growing_and_softening_reach_outwards() -> None:
    square = np.array([[10.0, 10.0], [30.0, 10.0], [30.0, 30.0], [10.0, 30.0]])
    box = Box(0, 0, 40, 40)
    assert fill([square], box, grow_px=3)[8, 20] == 1.0
    assert fill([square], box, grow_px=-3)[11, 20] == 0.0
    assert 0.0 < fill([square], box, soft_px=2)[7, 20] < 0.5


def test_a_mask_is_on_the_pixels_of_its_box() -> None:
    square = np.array([[10.0, 10.0], [30.0, 10.0], [30.0, 30.0], [10.0, 30.0]])
    whole, part = fill([square], Box(0, 0, 40, 40)), fill([square], Box(5, 7, 40, 40))
    assert np.array_equal(whole[7:, 5:], part)
