from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.face.find import find_faces
from idphoto.face.landmarks import CHIN, Face
from idphoto.imaging.decode import open_source
from idphoto.photo.wardrobe.shoulders import body_under, find_shoulders
from idphoto.runtime.engine import Engine

Rgb = NDArray[np.uint8]
DrawFace = Callable[[float, float, float], Face]


@pytest.mark.parametrize(
    "name", ["astronaut", "facerec_obama", "hivision_test1", "compreface_008_B"]
)
def test_shoulders_lie_below_the_chin_to_both_sides_of_it(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]],
    name: str,
) -> None:  # fmt: skip
    face = photo_faces(name)[0]
    found = find_shoulders(engine, photo_rgb(name), face)
    assert found is not None
    (right_x, right_y), (left_x, left_y) = found
    chin = face.point(CHIN)
    assert right_x < chin[0] < left_x
    assert min(right_y, left_y) > chin[1]
    assert 1.2 * face.width_px < left_x - right_x < 4 * face.width_px


def test_in_a_larger_picture_shoulders_lie_at_the_same_place(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]]
) -> None:
    rgb, face = photo_rgb("astronaut"), photo_faces("astronaut")[0]
    large = np.asarray(cv2.resize(rgb, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)
    one, other = find_shoulders(engine, rgb, face), find_shoulders(engine, large, face.scaled(2))
    assert one is not None and other is not None
    assert other / 2 == pytest.approx(one, abs=8)


def test_of_several_people_the_shoulders_belong_to_the_face(engine: Engine, shared: Path) -> None:
    people = ("london_025", "london_044", "london_136")
    rgb = np.hstack([open_source(shared / "people" / f"{one}.jpg").decode(2).rgb for one in people])
    faces = find_faces(engine, rgb)
    assert len(faces) == 3
    for face in faces:
        found = find_shoulders(engine, rgb, face)
        assert found is not None
        assert found[:, 0].mean() == pytest.approx(face.point(CHIN)[0], abs=face.width_px)


def test_a_body_that_misses_the_face_is_not_trusted(engine: Engine, draw_face: DrawFace) -> None:
    empty = np.full((400, 400, 3), 128, np.uint8)
    assert find_shoulders(engine, empty, draw_face(200, 150, 50)) is None


def test_a_body_is_looked_for_below_its_face(draw_face: DrawFace) -> None:
    face = draw_face(200, 100, 30)
    hips, above = body_under(face).keypoints
    assert hips[0] == pytest.approx(200)
    assert hips[1] > face.point(CHIN)[1] + 3 * face.eyes_to_chin_px
    assert above[1] < 100 - face.eyes_to_chin_px
