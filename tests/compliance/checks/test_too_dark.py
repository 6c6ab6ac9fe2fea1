"""A face has enough light, whatever its skin."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.compliance.degrade import lit
from tests.compliance.drawn import asked
from tests.compliance.painted import changed, painted

from idphoto.compliance.check import Judged
from idphoto.compliance.checks import too_dark
from idphoto.compliance.evidence import Evidence, Portrait
from idphoto.face.landmarks import Face

DrawFace = Callable[[float, float, float], Face]


def judged(portrait: Portrait) -> Judged:
    found = too_dark.judge(Evidence(portrait), asked())
    assert found is not None
    return found


def test_nothing_is_judged_without_a_portrait() -> None:
    assert too_dark.judge(Evidence(), asked()) is None


def test_a_well_lit_face_passes(draw_face: DrawFace) -> None:
    assert judged(painted(draw_face(200, 160, 95))).verdict == "pass"


def test_dark_skin_in_good_light_passes(draw_face: DrawFace) -> None:
    found = judged(painted(draw_face(200, 160, 95), skin=(70, 45, 35)))
    assert found.verdict == "pass"


def test_a_sixth_of_the_light_fails(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    found = judged(changed(seen, lit(seen.rgb, 0.15)))
    assert found.verdict == "fail"
    assert found.reason == (
        "the face is too dark: its lightest part, skin or white of the eye, has L* 35"
    )


def test_a_third_of_the_light_is_unsure(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    assert judged(changed(seen, lit(seen.rgb, 0.32))).verdict == "unsure"


def test_dark_skin_behind_dark_glasses_is_not_assessed(draw_face: DrawFace) -> None:
    black = (12, 12, 12)
    found = judged(painted(draw_face(200, 160, 95), skin=(70, 45, 35), white=black, pupil=black))
    assert found.verdict == "not_assessed"
    assert found.reason.startswith("the white of the eyes is not seen")


def test_a_face_of_few_pixels_is_not_assessed(draw_face: DrawFace) -> None:
    found = judged(painted(draw_face(200, 160, 30)))
    assert found.verdict == "not_assessed"
    assert found.reason == "the face is too small to judge: 30 px between the eyes, 40 needed"
