"""A face has tones left."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.compliance.degrade import lit
from tests.compliance.drawn import asked
from tests.compliance.painted import changed, painted

from idphoto.compliance.check import Judged
from idphoto.compliance.checks import too_light
from idphoto.compliance.evidence import Evidence, Portrait
from idphoto.face.landmarks import Face

DrawFace = Callable[[float, float, float], Face]


def judged(portrait: Portrait) -> Judged:
    found = too_light.judge(Evidence(portrait), asked())
    assert found is not None
    return found


def test_nothing_is_judged_without_a_portrait() -> None:
    assert too_light.judge(Evidence(), asked()) is None


def test_a_well_lit_face_passes(draw_face: DrawFace) -> None:
    assert judged(painted(draw_face(200, 160, 95))).verdict == "pass"


def test_four_times_the_light_fails(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    found = judged(changed(seen, lit(seen.rgb, 4)))
    assert found.verdict == "fail"
    assert found.reason.startswith("the face is overexposed")


def test_very_light_skin_is_unsure(draw_face: DrawFace) -> None:
    found = judged(painted(draw_face(200, 160, 95), skin=(228, 213, 208), white=(235, 232, 230)))
    assert found.verdict == "unsure"


def test_a_reflection_on_glasses_is_not_overexposure(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    rgb = seen.rgb.copy()
    rgb[150:170, 135:170] = 255
    assert judged(changed(seen, rgb)).verdict == "pass"


def test_a_face_of_few_pixels_is_not_assessed(draw_face: DrawFace) -> None:
    found = judged(painted(draw_face(200, 160, 30)))
    assert found.verdict == "not_assessed"
    assert found.reason == "the face is too small to judge: 30 px between the eyes, 40 needed"
