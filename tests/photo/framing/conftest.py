"""A head between the borders of a picture."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.photo.framing.cut_people import EYES, PICTURE_WH, UNIT

from idphoto.face.landmarks import Face
from idphoto.face.measure import FaceGeometry, estimate_geometry


@pytest.fixture
def geometry(draw_face: Callable[[float, float, float], Face]) -> FaceGeometry:
    return estimate_geometry(draw_face(*EYES, UNIT), PICTURE_WH)
