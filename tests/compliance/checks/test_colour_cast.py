"""The light on a face has no strong colour."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from benchmarks.compliance.degrade import greyed, tinted
from tests.compliance.drawn import asked
from tests.compliance.painted import changed, painted

from idphoto.compliance.check import Judged
from idphoto.compliance.checks import colour_cast
from idphoto.compliance.evidence import Evidence, Portrait
from idphoto.face.landmarks import Face

DrawFace = Callable[[float, float, float], Face]


def judged(portrait: Portrait) -> Judged:
    found = colour_cast.judge(Evidence(portrait), asked())
    assert found is not None
    return found


def test_nothing_is_judged_without_a_portrait() -> None:
    assert colour_cast.judge(Evidence(), asked()) is None


def test_white_eyes_pass(draw_face: DrawFace) -> None:
    assert judged(painted(draw_face(200, 160, 95))).verdict == "pass"


@pytest.mark.parametrize(
    ("gains", "name"),
    [
        ((0.7, 1.3, 0.7), "green"),
        ((1.3, 0.7, 1.3), "magenta"),
        ((0.7, 1.0, 2.0), "blue"),
        ((1.3, 1.0, 0.4), "yellow"),
    ],
)
def test_a_strong_cast_fails_and_is_named(
    draw_face: DrawFace, gains: tuple[float, float, float], name: str
) -> None:
    seen = painted(draw_face(200, 160, 95))
    found = judged(changed(seen, tinted(seen.rgb, gains)))
    assert (found.verdict, found.reason) == ("fail", f"the picture has a {name} cast")


def test_a_weak_cast_is_unsure(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    found = judged(changed(seen, tinted(seen.rgb, (0.91, 1.09, 0.91))))
    assert (found.verdict, found.reason) == ("unsure", "the picture may have a green cast")


def test_eyes_behind_dark_glasses_are_not_assessed(draw_face: DrawFace) -> None:
    black = (12, 12, 12)
    found = judged(painted(draw_face(200, 160, 95), white=black, pupil=black))
    assert found.verdict == "not_assessed"
    assert found.reason == "the white of the eyes, the reference, is not seen"


def test_a_grey_picture_is_not_assessed(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    assert judged(changed(seen, greyed(seen.rgb))).verdict == "not_assessed"


def test_a_face_of_few_pixels_is_not_assessed(draw_face: DrawFace) -> None:
    found = judged(painted(draw_face(200, 160, 45)))
    assert found.verdict == "not_assessed"
    assert found.reason == "the face is too small to judge: 45 px between the eyes, 60 needed"
