"""A face is sharp."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from benchmarks.compliance.degrade import defocused, grained, lit, shaken
from tests.compliance.drawn import asked
from tests.compliance.painted import changed, painted

from idphoto.compliance.check import Judged
from idphoto.compliance.checks import blurred
from idphoto.compliance.evidence import Evidence, Portrait
from idphoto.face.landmarks import Face

DrawFace = Callable[[float, float, float], Face]


def judged(portrait: Portrait) -> Judged:
    found = blurred.judge(Evidence(portrait), asked())
    assert found is not None
    return found


def test_nothing_is_judged_without_a_portrait() -> None:
    assert blurred.judge(Evidence(), asked()) is None


def test_sharp_edges_pass(draw_face: DrawFace) -> None:
    assert judged(painted(draw_face(200, 160, 95))).verdict == "pass"


@pytest.mark.parametrize("sigma_px", [2, 4, 9])
def test_a_face_out_of_focus_fails(draw_face: DrawFace, sigma_px: float) -> None:
    seen = painted(draw_face(200, 160, 95))
    found = judged(changed(seen, defocused(seen.rgb, sigma_px)))
    assert (found.verdict, found.reason) == ("fail", "the face is blurred")


@pytest.mark.parametrize("angle_deg", [0, 45, 90])
def test_a_smear_in_any_direction_fails(draw_face: DrawFace, angle_deg: float) -> None:
    seen = painted(draw_face(200, 160, 95))
    assert judged(changed(seen, shaken(seen.rgb, 16, angle_deg))).verdict == "fail"


def test_strong_blur_under_noise_fails(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    assert judged(changed(seen, grained(defocused(seen.rgb, 5), 3))).verdict == "fail"


def test_soft_edges_are_unsure(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    assert judged(changed(seen, defocused(seen.rgb, 1))).verdict == "unsure"


def test_an_overexposed_face_is_not_assessed(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    found = judged(changed(seen, lit(seen.rgb, 6)))
    assert found.verdict == "not_assessed"
    assert found.reason == "the face is overexposed: its edges are lost"


def test_a_face_of_few_pixels_is_not_assessed(draw_face: DrawFace) -> None:
    found = judged(painted(draw_face(200, 160, 45)))
    assert found.verdict == "not_assessed"
    assert found.reason == "the face is too small to judge: 45 px between the eyes, 60 needed"
