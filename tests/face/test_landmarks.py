from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.face.find import find_faces
from idphoto.face.landmarks import CHIN, RIGHT_LIDS, Face
from idphoto.imaging.geometry import Similarity
from idphoto.imaging.warp import warp
from idphoto.runtime.engine import Engine

Rgb = NDArray[np.uint8]
DrawFace = Callable[[float, float, float], Face]


@pytest.fixture
def face(draw_face: DrawFace) -> Face:
    return draw_face(200.0, 150.0, 60.0)


def turned_in_space(face: Face, axis: int, deg: float) -> Face:
    """The head turned about x (0) or y (1) by the right-hand rule."""
    c, s = math.cos(math.radians(deg)), math.sin(math.radians(deg))
    about_x = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    about_y = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    return replace(face, mesh=face.mesh @ (about_x, about_y)[axis].T)


def with_points(face: Face, **points: tuple[float, float]) -> Face:
    mesh = face.mesh.copy()
    for index, place in points.items():
        mesh[int(index[1:]), :2] = place
    return replace(face, mesh=mesh)


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
    off = about_middle.inverse().apply(found.mesh[:, :2]) - face.mesh[:, :2]
    assert np.hypot(*off.T).mean() < 0.03 * face.width_px


def test_a_mirrored_face_looks_and_leans_the_other_way(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]]
) -> None:
    face = photo_faces("compreface_008_B")[0]
    flipped = np.ascontiguousarray(photo_rgb("compreface_008_B")[:, ::-1])
    (mirrored,) = find_faces(engine, flipped)
    assert face.yaw_deg > 10
    assert mirrored.yaw_deg == pytest.approx(-face.yaw_deg, abs=3)
    assert mirrored.roll_deg == pytest.approx(-face.roll_deg, abs=2)
    assert mirrored.pitch_deg == pytest.approx(face.pitch_deg, abs=6)


@pytest.mark.parametrize("deg", [-30, 0, 20])
def test_yaw_is_the_turn_about_the_vertical_axis(face: Face, deg: float) -> None:
    # y points down, so the right-hand rule turns towards the picture's left
    assert turned_in_space(face, 1, deg).yaw_deg == pytest.approx(-deg)
    assert turned_in_space(face, 1, deg).pitch_deg == pytest.approx(0)


@pytest.mark.parametrize("deg", [-30, 0, 20])
def test_pitch_is_the_turn_about_the_horizontal_axis(face: Face, deg: float) -> None:
    assert turned_in_space(face, 0, deg).pitch_deg == pytest.approx(-deg)
    assert turned_in_space(face, 0, deg).yaw_deg == pytest.approx(0)


def test_scaling_a_face_scales_every_length(face: Face) -> None:
    scaled = face.scaled(2.5)
    for length in ("inter_eye_px", "width_px", "eyes_to_chin_px"):
        assert getattr(scaled, length) == pytest.approx(2.5 * getattr(face, length))
    for ratio in ("score", "roll_deg", "yaw_deg", "pitch_deg"):
        assert getattr(scaled, ratio) == pytest.approx(getattr(face, ratio))
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
    mesh = np.column_stack([turn.apply(face.mesh[:, :2]), face.mesh[:, 2]])
    turned = replace(
        face,
        mesh=mesh,
        right_iris=turn.apply(face.right_iris),
        left_iris=turn.apply(face.left_iris),
    )
    assert turned.roll_deg == pytest.approx(deg)
    assert turned.width_px == pytest.approx(face.width_px)
    assert turned.eyes_to_chin_px == pytest.approx(face.eyes_to_chin_px)


def test_the_eye_behind_closed_lids_is_the_middle_of_its_corners(face: Face) -> None:
    guessed = replace(face, right_iris=face.right_iris + np.array([7, 5]))
    assert guessed.right_eye == pytest.approx((177, 155))
    upper, lower = RIGHT_LIDS
    closed = with_points(guessed, **{f"_{upper}": (170, 150), f"_{lower}": (170, 151)})
    assert closed.right_eye == pytest.approx((170, 150))
    assert closed.left_eye == pytest.approx((230, 150))


def test_an_iris_off_the_eye_is_ignored(face: Face) -> None:
    strayed = replace(face, left_iris=face.left_iris + np.array([0, 20]))
    assert strayed.left_eye == pytest.approx((230, 150))
