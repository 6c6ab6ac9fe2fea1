"""A picture is in colour."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from benchmarks.compliance.degrade import greyed, sepia
from tests.compliance.drawn import asked
from tests.compliance.painted import changed, painted

from idphoto.compliance.check import Judged
from idphoto.compliance.checks import grey
from idphoto.compliance.evidence import Evidence, Portrait
from idphoto.face.landmarks import Face
from idphoto.imaging.arrays import Pixels

DrawFace = Callable[[float, float, float], Face]


def judged(portrait: Portrait) -> Judged:
    found = grey.judge(Evidence(portrait), asked())
    assert found is not None
    return found


def test_nothing_is_judged_without_a_portrait() -> None:
    assert grey.judge(Evidence(), asked()) is None


def test_a_colour_picture_passes(draw_face: DrawFace) -> None:
    assert judged(painted(draw_face(200, 160, 95))).verdict == "pass"


@pytest.mark.parametrize("toned", [greyed, sepia])
def test_a_picture_of_one_tone_fails(
    draw_face: DrawFace, toned: Callable[[Pixels], Pixels]
) -> None:
    seen = painted(draw_face(200, 160, 95))
    found = judged(changed(seen, toned(seen.rgb)))
    assert (found.verdict, found.reason) == ("fail", "the picture is not in colour")


def test_a_picture_with_hardly_any_colour_is_unsure(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    pale = (0.7 * greyed(seen.rgb) + 0.3 * seen.rgb).astype(np.uint8)
    assert judged(changed(seen, pale)).verdict == "unsure"


def test_a_white_face_is_not_assessed(draw_face: DrawFace) -> None:
    seen = painted(draw_face(200, 160, 95))
    found = judged(changed(seen, np.full_like(seen.rgb, 255)))
    assert found.verdict == "not_assessed"
    assert found.reason == "the face is too light to see its colours"


def test_an_authority_that_accepts_grey_gets_no_answer(draw_face: DrawFace) -> None:
    evidence = Evidence(painted(draw_face(200, 160, 95)))
    assert grey.judge(evidence, asked(colour=False)) is None
