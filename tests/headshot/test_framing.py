from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from idphoto.face.landmarks import Face
from idphoto.face.measure import FaceGeometry, estimate_geometry
from idphoto.headshot.framing import BOB_LIFT, HAIR_GAP, LOWEST_EYES, head_limits
from idphoto.headshot.template import Framing

Draw = Callable[[float, float, float], Face]


def geometry(draw_face: Draw, hair: float) -> FaceGeometry:
    """A head whose hair reaches ``hair`` head heights above its crown."""
    plain = estimate_geometry(draw_face(500, 500, 100), (1000, 1400))
    return replace(plain, top_y=plain.crown_y - hair * plain.head_height_px)


def targets(draw_face: Draw, hair: float, *, bob: bool = False) -> tuple[float, float, float]:
    """Head height, eye line and hair top, as shares of the picture's height."""
    head = geometry(draw_face, hair)
    limits = head_limits(head, Framing(face_height=0.4, eyes_top=0.36), 1000, bob=bob)
    assert limits.face_height is not None and limits.face_height.target is not None
    assert limits.eyes_top is not None and limits.eyes_top.target is not None
    unit, eyes = limits.face_height.target / 1000, limits.eyes_top.target / 1000
    above = (head.eyes_y - head.top_y) / head.head_height_px
    return unit, eyes, eyes - above * unit


def test_a_usual_head_is_placed_as_the_template_asks(draw_face: Draw) -> None:
    assert targets(draw_face, 0.1)[:2] == (0.4, 0.36)


def test_high_hair_lowers_the_eyes_first(draw_face: Draw) -> None:
    unit, eyes, top = targets(draw_face, 0.35)
    assert unit == pytest.approx(0.4)
    assert 0.36 < eyes <= LOWEST_EYES
    assert top == pytest.approx(HAIR_GAP)


def test_very_high_hair_makes_the_head_smaller(draw_face: Draw) -> None:
    unit, eyes, top = targets(draw_face, 0.8)
    assert unit < 0.4
    assert eyes == pytest.approx(LOWEST_EYES)
    assert top == pytest.approx(HAIR_GAP)


def test_a_bob_adds_to_cropped_hair_and_not_to_high_hair(draw_face: Draw) -> None:
    assert targets(draw_face, 0.0, bob=True)[:2] == targets(draw_face, BOB_LIFT, bob=False)[:2]
    assert targets(draw_face, 0.8, bob=True) == targets(draw_face, 0.8, bob=False)
