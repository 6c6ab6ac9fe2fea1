"""Both halves of a face get the same light."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.compliance.degrade import lit, shaded
from tests.compliance.drawn import asked
from tests.compliance.painted import changed, painted

from idphoto.compliance.check import Judged
from idphoto.compliance.checks import side_light
from idphoto.compliance.evidence import Evidence, Portrait
from idphoto.face.landmarks import Face

DrawFace = Callable[[float, float, float], Face]


def judged(portrait: Portrait) -> Judged:
    found = side_light.judge(Evidence(portrait), asked())
    assert found is not None
    return found


def test_nothing_is_judged_without_a_portrait() -> None:
    assert side_light.judge(Evidence(), asked()) is None


def test_even_light_passes(draw_face: DrawFace) -> None:
    assert judged(painted(draw_face(200, 160, 95))).verdict == "pass"


def test_a_half_in_shadow_fails_and_the_brighter_one_is_named(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    found = judged(changed(seen, shaded(seen.rgb, 200, 10, 0.3)))
    assert found.verdict == "fail"
    assert found.reason == "the light is uneven: 3.2 times as much on the picture's right half"


def test_a_weak_shadow_is_unsure(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    assert judged(changed(seen, shaded(seen.rgb, 200, 10, 0.53))).verdict == "unsure"


def test_how_much_light_there_is_does_not_count(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    dark = judged(changed(seen, lit(seen.rgb, 0.1)))
    assert dark.verdict == "pass"


def test_an_authority_that_does_not_ask_gets_no_answer(draw_face: DrawFace) -> None:
    evidence = Evidence(painted(draw_face(200, 160, 95)))
    assert side_light.judge(evidence, asked(even_light=False)) is None


def test_a_face_of_few_pixels_is_not_assessed(draw_face: DrawFace) -> None:
    found = judged(painted(draw_face(200, 160, 30)))
    assert found.verdict == "not_assessed"
    assert found.reason == "the face is too small to judge: 30 px between the eyes, 40 needed"
