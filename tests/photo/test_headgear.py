from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from idphoto.face.landmarks import Face
from idphoto.face.measure import FaceGeometry, estimate_geometry
from idphoto.imaging.geometry import Similarity
from idphoto.matting.matte import Matte
from idphoto.models.segmenter import BodyPart
from idphoto.photo.headgear import share_of_headgear


@pytest.fixture
def geometry(draw_face: Callable[..., Face]) -> FaceGeometry:
    """Eyes in row 200, chin in row 340; the brows in row 137."""
    return estimate_geometry(draw_face(200, 200, 100), (400, 400))


def matte(top: BodyPart, beside: BodyPart = BodyPart.BACKGROUND) -> Matte:
    """A head between columns 100 and 300 with ``top`` above row 120, and something beside it."""
    parts = np.full((400, 400), BodyPart.FACE_SKIN, np.uint8)
    parts[40:120] = top
    parts[:, :50] = beside
    alpha = np.zeros(parts.shape, np.float32)
    alpha[40:, 100:300] = 1.0
    return Matte(alpha, np.zeros_like(alpha), parts, Similarity(), 0.0)


@pytest.mark.parametrize("part", [BodyPart.OTHER, BodyPart.CLOTHES])
def test_a_hat_or_a_scarf_covers_the_head(geometry: FaceGeometry, part: BodyPart) -> None:
    assert share_of_headgear(matte(part), geometry) == pytest.approx(80 / 97, abs=0.02)


def test_hair_and_a_bald_head_do_not(geometry: FaceGeometry) -> None:
    assert share_of_headgear(matte(BodyPart.HAIR), geometry) == 0.0
    assert share_of_headgear(matte(BodyPart.FACE_SKIN), geometry) == 0.0


def test_things_beside_the_person_are_not_worn(geometry: FaceGeometry) -> None:
    assert share_of_headgear(matte(BodyPart.HAIR, beside=BodyPart.OTHER), geometry) == 0.0
