from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.face import pose
from idphoto.face.landmarks import Face
from idphoto.face.pose import head_pose
from idphoto.imaging.geometry import Similarity

Points = NDArray[np.float64]


def turned(yaw_deg: float, pitch_deg: float) -> Points:
    """The canonical face, turned, seen from a metre away with 100 pixels between the eyes."""
    yaw, pitch = np.radians(yaw_deg), np.radians(pitch_deg)
    c, s = np.cos(-yaw), np.sin(-yaw)
    about_y = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    c, s = np.cos(-pitch), np.sin(-pitch)
    about_x = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    model = pose._MODEL @ (about_y @ about_x).T
    between = 6.302  # the middles of the eyes in the model
    model += (0.0, 0.0, pose._FAR * between) - model[9:13].mean(axis=0)
    points = np.zeros((478, 2))
    points[list(pose._RIGID)] = 1600 * model[:, :2] / model[:, 2:] + np.array([500.0, 400.0])
    return points


@pytest.mark.parametrize("yaw_deg", [-30, 0, 12])
@pytest.mark.parametrize("pitch_deg", [-20, 0, 15])
def test_the_pose_of_a_turned_face_is_how_far_it_was_turned(
    yaw_deg: float, pitch_deg: float
) -> None:
    found = head_pose(turned(yaw_deg, pitch_deg))
    assert found.yaw_deg == pytest.approx(yaw_deg, abs=0.5)
    assert found.pitch_deg == pytest.approx(pitch_deg, abs=0.5)


def test_size_place_and_tilt_change_nothing() -> None:
    points = turned(20, -10)
    moved = Similarity(0.3, 25.0, -70.0, 900.0).apply(points)
    one, other = head_pose(points), head_pose(moved)
    assert other.yaw_deg == pytest.approx(one.yaw_deg, abs=0.01)
    assert other.pitch_deg == pytest.approx(one.pitch_deg, abs=0.01)


def test_a_mirrored_face_is_turned_the_other_way(
    photo_faces: Callable[[str], list[Face]],
) -> None:
    face = photo_faces("compreface_008_B")[0]
    assert face.pose.yaw_deg > 10
