from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from idphoto.face.landmarks import FACE_OVAL, Face
from idphoto.face.outline import coarse_oval, face_outline, fill_outline, soft_oval

DrawFace = Callable[[float, float, float], Face]
SHAPE = (300, 400)


@pytest.fixture
def face(draw_face: DrawFace) -> Face:
    return draw_face(200.0, 150.0, 60.0)


def area(outline: np.ndarray) -> float:
    x, y = outline.T
    return 0.5 * abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1)))


def test_the_outline_is_the_same_with_depth_and_without(face: Face) -> None:
    outline = face_outline(face.points)
    assert outline.shape == (len(FACE_OVAL), 2)
    assert np.array_equal(outline, face_outline(face.points[:, :2]))


def test_every_mask_holds_what_is_within_the_outline(face: Face) -> None:
    outline = face_outline(face.points)
    for mask in (
        fill_outline(outline, SHAPE),
        soft_oval(face.points, SHAPE),
        coarse_oval(outline, SHAPE),
    ):
        assert mask.shape == SHAPE
        assert mask[150, 200] == 1
        assert mask[5, 5] == 0
        assert float(mask.sum()) == pytest.approx(area(outline), rel=0.02)


def test_only_the_soft_mask_has_something_between(face: Face) -> None:
    assert set(np.unique(fill_outline(face_outline(face.points), SHAPE))) == {0.0, 1.0}
    soft = soft_oval(face.points, SHAPE)
    assert ((soft > 0.0) & (soft < 1.0)).any()


def test_what_lies_beyond_the_picture_is_left_out(face: Face) -> None:
    shifted = face_outline(face.points) - (200.0, 0.0)
    assert 0 < coarse_oval(shifted, SHAPE).sum() < 0.6 * area(shifted)
