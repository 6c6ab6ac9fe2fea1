from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.face.find import find_faces
from idphoto.face.landmarks import CHIN, RIGHT_LIDS, Face
from idphoto.imaging.geometry import Similarity
from idphoto.imaging.warp import warp
from idphoto.models.face_landmarker import LEFT_IRIS, RIGHT_IRIS
from idphoto.runtime.engine import Engine

Rgb = NDArray[np.uint8]
DrawFace = Callable[[float, float, float], Face]


@pytest.fixture
def face(draw_face: DrawFace) -> Face:
    return draw_face(200.0, 150.0, 60.0)


def with_points(face: Face, **points: tuple[float, float]) -> Face:
    placed = face.points.copy()
    for index, place in points.items():
        placed[int(index[1:]), :2] = place
    return replace(face, points=placed)


@pytest.mark.parametrize("name", ["astronaut", "facerec_obama", "hivision_test0"])
@pytest.mark.parametrize("angle_deg", [-40, -25, -10, 5, 15, 30, 45])
def test_roll_follows_the_turning_of_a_photo(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]],
    name: str, angle_deg: float,
) -> None:  # fmt: skip
    rgb, face = photo_rgb(name), photo_faces(name)[0]
    height, width = rgb.shape[:2]
    x, y = Similarity(angle_deg=angle_deg).apply(np.array([[width / 2, height / 2]]))[0]
    about_middle = Similarity(1.0, angle_deg, width / 2 - float(x), height / 2 - float(y))
    found = find_faces(engine, warp(rgb, about_middle, (width, height), "replicate"))[0]
    assert found.roll_deg == pytest.approx(face.roll_deg + angle_deg, abs=2.0)
    # and the landmarks keep their positions on the face
    off = about_middle.inverse().apply(found.points[:, :2]) - face.points[:, :2]
    assert np.hypot(*off.T).mean() < 0.03 * face.width_px


def test_a_mirrored_face_looks_and_leans_the_other_way(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]]
) -> None:
    face = photo_faces("compreface_008_B")[0]
    flipped = np.ascontiguousarray(photo_rgb("compreface_008_B")[:, ::-1])
    (mirrored,) = find_faces(engine, flipped)
    assert face.pose.yaw_deg > 10
    assert mirrored.pose.yaw_deg == pytest.approx(-face.pose.yaw_deg, abs=3)
    assert mirrored.roll_deg == pytest.approx(-face.roll_deg, abs=2)
    assert mirrored.pose.pitch_deg == pytest.approx(face.pose.pitch_deg, abs=6)


def test_scaling_a_face_scales_every_length(face: Face) -> None:
    scaled = face.scaled(2.5)
    for length in ("inter_eye_px", "width_px", "eyes_to_chin_px"):
        assert getattr(scaled, length) == pytest.approx(2.5 * getattr(face, length))
    for ratio in ("score", "roll_deg"):
        assert getattr(scaled, ratio) == pytest.approx(getattr(face, ratio))
    assert scaled.pose.pitch_deg == pytest.approx(face.pose.pitch_deg)
    assert scaled.box == face.box.scaled(2.5)
    assert scaled.right_eye == pytest.approx(2.5 * face.right_eye)
    assert scaled.point(CHIN) == pytest.approx(2.5 * face.point(CHIN))


def test_the_measures_of_a_drawn_face(face: Face) -> None:
    assert face.right_eye == pytest.approx((170, 150))
    assert face.left_eye == pytest.approx((230, 150))
    assert face.inter_eye_px == pytest.approx(60)
    assert face.eyes_to_chin_px == pytest.approx(1.4 * 60)
    assert face.width_px == pytest.approx(2.1 * 60, rel=0.02)
    assert face.roll_deg == 0


@pytest.mark.parametrize("deg", [-60, 35])
def test_widths_are_taken_along_the_eye_line(face: Face, deg: float) -> None:
    turn = Similarity(angle_deg=deg)
    placed = np.column_stack([turn.apply(face.points[:, :2]), face.points[:, 2]])
    turned = replace(face, points=placed)
    assert turned.roll_deg == pytest.approx(deg)
    assert turned.width_px == pytest.approx(face.width_px)
    assert turned.eyes_to_chin_px == pytest.approx(face.eyes_to_chin_px)


def test_the_eye_behind_closed_lids_is_the_middle_of_its_corners(face: Face) -> None:
    guessed = with_points(face, **{f"_{RIGHT_IRIS}": (177, 155)})
    assert guessed.right_eye == pytest.approx((177, 155))
    upper, lower = RIGHT_LIDS
    closed = with_points(guessed, **{f"_{upper}": (170, 150), f"_{lower}": (170, 151)})
    assert closed.right_eye == pytest.approx((170, 150))
    assert closed.left_eye == pytest.approx((230, 150))


def test_an_iris_off_the_eye_is_ignored(face: Face) -> None:
    strayed = with_points(face, **{f"_{LEFT_IRIS}": (230, 170)})
    assert strayed.left_eye == pytest.approx((230, 150))
