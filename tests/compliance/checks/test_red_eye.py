"""Pupils are not red from flash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.compliance.drawn import NEUTRAL, asked
from tests.compliance.painted import changed, painted

from idphoto.compliance.check import Judged
from idphoto.compliance.checks import red_eye
from idphoto.compliance.evidence import Evidence, Portrait
from idphoto.face.landmarks import Face

DrawFace = Callable[[float, float, float], Face]


def judged(portrait: Portrait) -> Judged:
    found = red_eye.judge(Evidence(portrait), asked())
    assert found is not None
    return found


def test_nothing_is_judged_without_a_portrait() -> None:
    assert red_eye.judge(Evidence(), asked()) is None


def test_dark_pupils_pass(draw_face: DrawFace) -> None:
    assert judged(painted(draw_face(200, 160, 95))).verdict == "pass"


def test_red_pupils_fail(draw_face: DrawFace) -> None:
    found = judged(painted(draw_face(200, 160, 95), pupil=(200, 40, 40)))
    assert (found.verdict, found.reason) == ("fail", "a pupil is red from flash")


def test_a_pupil_half_red_is_unsure(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95), pupil=(200, 40, 40))
    rgb = seen.rgb.copy()
    rgb[:161] = painted(draw_face(200, 160, 95)).rgb[:161]
    assert judged(changed(seen, rgb)).verdict == "unsure"


def test_closed_eyes_are_not_assessed(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95), expression=replace(NEUTRAL, lid_gap=0.01))
    found = judged(seen)
    assert (found.verdict, found.reason) == ("not_assessed", "an eye looks closed")


def test_a_face_of_few_pixels_is_not_assessed(draw_face: DrawFace) -> None:
    found = judged(painted(draw_face(200, 160, 30)))
    assert found.verdict == "not_assessed"
    assert found.reason == "the face is too small to judge: 30 px between the eyes, 40 needed"
