from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.face.landmarks import Face
from idphoto.imaging.geometry import Similarity
from idphoto.models.blendshapes import Blendshape, read_blendshapes
from idphoto.models.face_landmarker import find_points
from idphoto.runtime.engine import Engine

Points = NDArray[np.float64]


@pytest.fixture
def points(
    engine: Engine,
    photo_rgb: Callable[[str], NDArray[np.uint8]],
    photo_faces: Callable[[str], list[Face]],
) -> Callable[[str], Points]:
    return lambda name: find_points(engine, photo_rgb(name), photo_faces(name)[0].mesh)[:, :2]


@pytest.mark.parametrize(
    ("name", "least", "most"), [("facerec_obama", 0.8, 1.0), ("hivision_test3", 0.0, 0.2)]
)
def test_smiles_are_read(
    engine: Engine, points: Callable[[str], Points], name: str, least: float, most: float
) -> None:
    moved = read_blendshapes(engine, points(name))
    assert moved.shape == (52,)
    for side in (Blendshape.SMILE_LEFT, Blendshape.SMILE_RIGHT):
        assert least <= moved[side] <= most


def test_neither_size_nor_place_matters_and_a_turn_hardly(
    engine: Engine, points: Callable[[str], Points]
) -> None:
    found = points("facerec_obama")
    moved = read_blendshapes(engine, found)
    np.testing.assert_allclose(read_blendshapes(engine, found * 0.1 - 50), moved, atol=1e-3)
    turned = read_blendshapes(engine, Similarity(angle_deg=15).apply(found))
    assert turned[Blendshape.SMILE_LEFT] == pytest.approx(moved[Blendshape.SMILE_LEFT], abs=0.05)
