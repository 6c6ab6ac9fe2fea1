from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.face.landmarks import LEFT_LIDS, RIGHT_LIDS, Face
from idphoto.models.face_landmarker import LEFT_IRIS, RIGHT_IRIS, FacePoints, find_points
from idphoto.models.face_mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS
from idphoto.runtime.engine import Engine

Rgb = NDArray[np.uint8]
PORTRAITS = ("astronaut", "facerec_obama", "hivision_test0", "hivision_test3")
EYES = ((RIGHT_IRIS, RIGHT_EYE_CORNERS, RIGHT_LIDS), (LEFT_IRIS, LEFT_EYE_CORNERS, LEFT_LIDS))

Find = Callable[[str], tuple[FacePoints, Face]]


@pytest.fixture
def find(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]]
) -> Find:
    def found(name: str) -> tuple[FacePoints, Face]:
        face = photo_faces(name)[0]
        return find_points(engine, photo_rgb(name), face.mesh), face

    return found


@pytest.mark.parametrize("name", PORTRAITS)
def test_the_points_lie_where_the_mesh_has_them(find: Find, name: str) -> None:
    found, face = find(name)
    off = np.hypot(*(found.points[:468] - face.mesh[:, :2]).T) / face.inter_eye_px
    assert found.points.shape == (478, 2)
    assert np.median(off) < 0.06
    assert found.score > 0.9


@pytest.mark.parametrize("name", PORTRAITS)
def test_each_iris_lies_between_the_lids_and_the_corners(find: Find, name: str) -> None:
    points = find(name)[0].points
    for iris, corners, lids in EYES:
        left, right = sorted(points[list(corners), 0])
        assert left < points[iris, 0] < right
        middle, opening = points[list(lids), 1].mean(), np.ptp(points[list(lids), 1])
        assert abs(points[iris, 1] - middle) < opening


def test_a_wall_is_no_face(engine: Engine, photo_faces: Callable[[str], list[Face]]) -> None:
    face = photo_faces("astronaut")[0]
    assert find_points(engine, np.full((512, 512, 3), 200, np.uint8), face.mesh).score < 0.5
