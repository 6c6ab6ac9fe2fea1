from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.face.expression import (
    LEAST_INTER_EYE_PX,
    Expression,
    gaze,
    lid_gap,
    lip_gap,
    measure_expression,
    pallor,
)
from idphoto.face.find import find_faces
from idphoto.face.landmarks import CHIN, LEFT_LIDS, RIGHT_LIDS, Face
from idphoto.imaging.decode import open_source
from idphoto.models.face_landmarker import LEFT_IRIS, RIGHT_IRIS
from idphoto.models.face_mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS
from idphoto.runtime.engine import Engine

Rgb = NDArray[np.uint8]
Points = NDArray[np.float64]

UPPER_OUTER, UPPER_INNER = (40, 39, 37, 0, 267, 269, 270), (80, 81, 82, 13, 312, 311, 310)
LOWER_INNER, LOWER_OUTER = (88, 178, 87, 14, 317, 402, 318), (91, 181, 84, 17, 314, 405, 321)
SKIN, LIP, TEETH, GREY = (200, 160, 140), (170, 90, 90), (215, 205, 195), (128, 128, 128)


@pytest.fixture
def points() -> Points:
    """A face with eyes 60 px apart and 100 px above the chin, lids 8 px and lips 4 px apart."""
    drawn = np.full((478, 2), (200.0, 160.0))
    drawn[CHIN] = 200, 250
    for x, corners, (upper, lower), iris in (
        (170, RIGHT_EYE_CORNERS, RIGHT_LIDS, RIGHT_IRIS),
        (230, LEFT_EYE_CORNERS, LEFT_LIDS, LEFT_IRIS),
    ):
        outwards = -15 if x < 200 else 15
        drawn[list(corners)] = (x + outwards, 150), (x - outwards, 150)
        drawn[[upper, lower]] = (x, 146), (x, 154)
        drawn[iris] = x, 150
    columns = np.linspace(183, 217, 7)
    for y, line in (
        (208, UPPER_OUTER),
        (218, UPPER_INNER),
        (222, LOWER_INNER),
        (232, LOWER_OUTER),
    ):
        drawn[list(line)] = np.column_stack([columns, np.full(7, y)])
    drawn[[61, 291]] = (175, 220), (225, 220)
    return drawn


def mouth(between: tuple[int, int, int], lip: tuple[int, int, int] = LIP) -> Rgb:
    """The drawn face's mouth, with a colour between its lips."""
    rgb = np.full((300, 400, 3), SKIN, np.uint8)
    rgb[208:232, 175:225] = lip
    rgb[218:222, 175:225] = between
    return rgb


def test_gaps_are_shares_of_the_distance_from_eyes_to_chin(points: Points) -> None:
    assert lip_gap(points) == pytest.approx(0.04)
    assert lid_gap(points) == pytest.approx(0.08)
    assert lip_gap(3 * points + 7) == pytest.approx(0.04)


def test_the_mouth_counts_where_it_is_widest(points: Points) -> None:
    points[402, 1] += 5
    assert lip_gap(points) == pytest.approx(0.09)


def test_the_more_closed_eye_counts(points: Points) -> None:
    points[list(LEFT_LIDS), 1] = 149, 150
    assert lid_gap(points) == pytest.approx(0.01)


def test_eyes_to_the_side_have_a_gaze_to_that_side(points: Points) -> None:
    assert gaze(points, 0.0) == pytest.approx(0.0)
    points[[RIGHT_IRIS, LEFT_IRIS], 0] += 6
    assert gaze(points, 0.0) == pytest.approx(0.2)


@pytest.mark.parametrize("yaw_deg", [-20.0, 20.0])
def test_a_turned_head_that_looks_at_the_camera_has_no_gaze(points: Points, yaw_deg: float) -> None:
    against = -0.27 * np.tan(np.radians(yaw_deg)) * 30
    points[[RIGHT_IRIS, LEFT_IRIS], 0] += against
    assert gaze(points, yaw_deg) == pytest.approx(0.0, abs=1e-6)
    assert abs(gaze(points, 0.0)) > 0.09


def test_teeth_between_the_lips_are_pale(points: Points) -> None:
    assert pallor(mouth(TEETH), points) > 10
    assert pallor(mouth(LIP), points) == pytest.approx(0, abs=1)
    assert pallor(mouth(TEETH, GREY), points) < 5
    grey = np.repeat(mouth(TEETH)[..., :1], 3, axis=2)
    assert pallor(grey, points) == pytest.approx(0, abs=0.5)


def test_a_small_face_is_not_read(engine: Engine, draw_face: Callable[..., Face]) -> None:
    small = draw_face(100, 100, LEAST_INTER_EYE_PX - 1)
    assert measure_expression(engine, np.zeros((200, 200, 3), np.uint8), small) is None


# --- people --------------------------------------------------------------------------------------


@pytest.fixture
def read(engine: Engine, shared: Path) -> Callable[[str], Expression]:
    def look(name: str) -> Expression:
        rgb = open_source((shared / "people" / f"{name}.jpg").read_bytes()).decode(1).rgb
        found = measure_expression(engine, rgb, find_faces(engine, rgb)[0])
        assert found is not None
        return found

    return look


@pytest.mark.parametrize("name", ["london_008", "london_061", "london_087", "london_120"])
def test_neutral_faces_are_at_rest(read: Callable[[str], Expression], name: str) -> None:
    found = read(name)
    assert found.smile < 0.55
    assert found.lip_gap < 0.03
    assert found.lid_gap > 0.05
    assert abs(found.gaze) < 0.05


def test_a_smile_is_more_than_the_same_persons_neutral_face(
    read: Callable[[str], Expression],
) -> None:
    for name in ("london_008", "london_025", "london_034"):
        neutral, smiling = read(name), read(f"{name}_smile")
        assert smiling.smile > neutral.smile + 0.25
        assert smiling.lip_gap > neutral.lip_gap + 0.03


def test_who_looks_past_the_camera_is_told_from_who_turns_the_head_to_it(
    read: Callable[[str], Expression],
) -> None:
    assert abs(read("house_jahana-hayes").gaze) > 0.15
    assert abs(read("house_gwen-moore").gaze) < 0.05  # turned just as far


def test_half_the_size_reads_the_same(engine: Engine, photo_rgb: Callable[[str], Rgb]) -> None:
    rgb = photo_rgb("hivision_test3")
    face = find_faces(engine, rgb)[0]
    whole = measure_expression(engine, rgb, face)
    half = measure_expression(
        engine, np.ascontiguousarray(rgb[::2, ::2]), replace(face.scaled(0.5), box=face.box)
    )
    assert whole is not None
    assert half is not None
    assert half.lip_gap == pytest.approx(whole.lip_gap, abs=0.02)
    assert half.lid_gap == pytest.approx(whole.lid_gap, abs=0.02)
    assert half.gaze == pytest.approx(whole.gaze, abs=0.04)
