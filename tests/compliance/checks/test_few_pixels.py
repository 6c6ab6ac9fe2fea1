"""A face has enough pixels, and they are real."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from benchmarks.compliance.degrade import defocused, enlarged, lit
from tests.compliance.drawn import asked
from tests.compliance.painted import changed, painted

from idphoto.compliance.check import Judged
from idphoto.compliance.checks import few_pixels
from idphoto.compliance.evidence import Evidence, Portrait
from idphoto.face.landmarks import Face

DrawFace = Callable[[float, float, float], Face]


def judged(portrait: Portrait) -> Judged:
    found = few_pixels.judge(Evidence(portrait), asked())
    assert found is not None
    return found


def test_nothing_is_judged_without_a_portrait() -> None:
    assert few_pixels.judge(Evidence(), asked()) is None


def test_enough_pixels_pass(draw_face: DrawFace) -> None:
    found = judged(painted(draw_face(200, 160, 95)))
    assert (found.verdict, found.reason) == ("pass", "95 px between the eyes (90 needed)")


def test_a_small_face_fails(draw_face: DrawFace) -> None:
    found = judged(painted(draw_face(200, 160, 50)))
    assert (found.verdict, found.reason) == ("fail", "50 px between the eyes, 90 needed")


def test_pixels_of_the_file_count_if_it_was_decoded_smaller(draw_face: DrawFace) -> None:
    assert judged(painted(draw_face(200, 160, 60), shrink=2)).value == pytest.approx(120)


def test_an_enlarged_picture_counts_with_the_pixels_it_had(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    found = judged(changed(seen, enlarged(seen.rgb, 4)))
    assert found.verdict == "fail"
    assert isinstance(found.value, float)
    assert 20 < found.value < 50  # it has 24


def test_a_slightly_enlarged_picture_is_unsure(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    assert judged(changed(seen, defocused(seen.rgb, 1))).verdict == "unsure"


def test_an_overexposed_face_counts_with_the_pixels_of_the_file(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    assert judged(changed(seen, lit(defocused(seen.rgb, 2), 6))).verdict == "pass"
