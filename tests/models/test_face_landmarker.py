from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.face.landmarks import LEFT_LIDS, RIGHT_LIDS, Face
from idphoto.models.face_landmarker import LEFT_IRIS, RIGHT_IRIS, find_points
from idphoto.models.face_mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS
from idphoto.runtime.engine import Engine

Rgb = NDArray[np.uint8]
PORTRAITS = ("astronaut", "facerec_obama", "hivision_test0", "hivision_test3")
EYES = ((RIGHT_IRIS, RIGHT_EYE_CORNERS, RIGHT_LIDS), (LEFT_IRIS, LEFT_EYE_CORNERS, LEFT_LIDS))

Find = Callable[[str], tuple[NDArray[np.float64], Face]]


@pytest.fixture
def find(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]]
) -> Find:
    def found(name: str) -> tuple[NDArray[np.float64], Face]:
        face = photo_faces(name)[0]
        return find_points(engine, photo_rgb(name), face.mesh), face

    return found


@pytest.mark.parametrize("name", PORTRAITS)
def test_the_points_lie_where_the_mesh_has_them(find: Find, name: str) -> None:
    found, face = find(name)
    off = np.hypot(*(found[:468, :2] - face.mesh[:, :2]).T) / face.inter_eye_px
    assert found.shape == (478, 3)
    assert np.median(off) < 0.06


@pytest.mark.parametrize("name", PORTRAITS)
def test_each_iris_lies_between_the_lids_and_the_corners(find: Find, name: str) -> None:
    points = find(name)[0]
    for iris, corners, lids in EYES:
        left, right = sorted(points[list(corners), 0])
        assert left < points[iris, 0] < right
        middle, opening = points[list(lids), 1].mean(), np.ptp(points[list(lids), 1])
        assert abs(points[iris, 1] - middle) < opening


@pytest.mark.parametrize("name", PORTRAITS)
def test_a_rim_surrounds_each_iris(find: Find, name: str) -> None:
    points = find(name)[0][:, :2]
    for iris, corners, _ in EYES:
        width = np.hypot(*np.diff(points[list(corners)], axis=0)[0])
        radii = np.hypot(*(points[iris + 1 : iris + 5] - points[iris]).T)
        # irises are 11.7 mm wide, lids about 30 mm from corner to corner
        assert 0.12 < radii.mean() / width < 0.32
