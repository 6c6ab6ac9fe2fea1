from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.compliance.drawn import asked, person, plain

from idphoto.compliance.checks.face_covered import (
    CHECK,
    MAX_COVERED,
    burnt_out,
    check_uncovered,
    covered,
    other_colour_below,
)
from idphoto.compliance.evidence import Evidence, FaceLook
from idphoto.compliance.verdict import Verdict
from idphoto.errors import FaceCovered
from idphoto.face.landmarks import CHIN, Face
from idphoto.models.segmenter import BodyPart

LEFT_EYE = (slice(160, 240), slice(210, 290))
RIGHT_EYE = (slice(160, 240), slice(110, 190))
MOUTH = (slice(245, 320), slice(150, 250))
EVERYWHERE = (slice(None), slice(None))


@pytest.fixture
def face(draw_face: Callable[..., Face]) -> Face:
    return draw_face(200, 200, 100)


def look(evidence: Evidence) -> FaceLook:
    assert evidence.portrait is not None
    return evidence.portrait.look


def verdict(evidence: Evidence) -> Verdict:
    judged = CHECK.judge(evidence, asked())
    assert judged is not None
    return judged.verdict


def test_a_face_with_nothing_before_it_passes(face: Face) -> None:
    free = person(face)
    check_uncovered(look(free))
    assert covered(look(free)) == {"eye": 0.0, "mouth": 0.0}
    assert verdict(free) is Verdict.PASS


def test_hair_over_an_eye_is_another_check(face: Face) -> None:
    fringe = person(face, (*LEFT_EYE, BodyPart.HAIR))
    check_uncovered(look(fringe))
    assert verdict(fringe) is Verdict.PASS


def test_the_rims_of_glasses_pass(face: Face) -> None:
    rims = [(slice(y, y + 4), slice(100, 300), BodyPart.OTHER) for y in (170, 226)]
    glasses = person(face, *rims)
    assert 0.0 < covered(look(glasses))["eye"] < MAX_COVERED
    check_uncovered(look(glasses))


@pytest.mark.parametrize("part", [BodyPart.OTHER, BodyPart.CLOTHES, BodyPart.BODY_SKIN])
@pytest.mark.parametrize(("where", "patch"), [("eye", LEFT_EYE), ("mouth", MOUTH)])
def test_what_hides_an_eye_or_the_mouth_is_refused(
    face: Face, where: str, patch: tuple[slice, slice], part: BodyPart
) -> None:
    hidden = person(face, (*patch, part))
    with pytest.raises(FaceCovered, match=f"the {where} cannot be seen") as caught:
        check_uncovered(look(hidden))
    assert caught.value.code == "face_covered"
    assert caught.value.where == where
    assert caught.value.share > 0.9
    assert caught.value.allowed == MAX_COVERED
    judged = CHECK.judge(hidden, asked())
    assert judged is not None
    assert judged.verdict is Verdict.FAIL
    assert f"covers the {where}" in judged.reason


def test_a_box_over_both_eyes_fails(face: Face) -> None:
    boxes = (*LEFT_EYE, BodyPart.OTHER), (*RIGHT_EYE, BodyPart.OTHER)
    assert verdict(person(face, *boxes)) is Verdict.FAIL


@pytest.mark.parametrize("part", [BodyPart.HAIR, BodyPart.BACKGROUND])
def test_a_mask_that_is_taken_for_hair_or_wall_covers_the_mouth(face: Face, part: BodyPart) -> None:
    assert verdict(person(face, (*MOUTH, part))) is Verdict.FAIL


def test_a_face_that_the_segmenter_does_not_see_is_not_covered(face: Face) -> None:
    unseen = person(face, (*EVERYWHERE, BodyPart.BACKGROUND))
    assert covered(look(unseen)) == {"eye": 0.0, "mouth": 0.0}


def test_something_over_part_of_the_mouth_is_unsure(face: Face) -> None:
    part = (slice(287, 320), MOUTH[1], BodyPart.OTHER)
    assert 0.36 < covered(look(person(face, part)))["mouth"] < MAX_COVERED
    assert verdict(person(face, part)) is Verdict.UNSURE


def test_a_burnt_out_face_is_not_called_covered(face: Face) -> None:
    white = person(face, (*EVERYWHERE, BodyPart.OTHER), rgb=plain((255, 255, 255)))
    assert burnt_out(look(white))
    check_uncovered(look(white))
    judged = CHECK.judge(white, asked())
    assert judged is not None
    assert judged.verdict is Verdict.NOT_ASSESSED
    assert "overexposed" in judged.reason


def test_a_white_mask_burns_out_too_little_to_pass(face: Face) -> None:
    rgb = plain()
    rgb[245:320, 150:250] = 255
    assert verdict(person(face, (*MOUTH, BodyPart.OTHER), rgb=rgb)) is Verdict.FAIL


def test_a_blue_mask_that_is_taken_for_skin_is_unsure(face: Face) -> None:
    points = face.points.copy()
    for index, at in ((205, (160, 260)), (425, (240, 260)), (17, (200, 300)), (CHIN, (200, 340))):
        points[index, :2] = at
    moved = Face(face.box, face.score, face.mesh, points)
    rgb = plain()
    rgb[240:] = (150, 190, 230)
    masked = person(moved, rgb=rgb)
    assert other_colour_below(look(masked))
    assert verdict(masked) is Verdict.UNSURE
    assert not other_colour_below(look(person(moved, rgb=np.full_like(rgb, 128))))


def test_a_tiny_face_is_not_assessed(draw_face: Callable[..., Face]) -> None:
    assert verdict(person(draw_face(200, 200, 30))) is Verdict.NOT_ASSESSED


def test_without_a_person_nothing_is_said() -> None:
    assert CHECK.judge(Evidence(), asked()) is None


def test_a_black_patch_over_one_eye_covers_it(draw_face: Callable[..., Face]) -> None:
    rgb = plain()
    rgb[170:230, 220:280] = 0
    seen = person(draw_face(200, 200, 100), rgb=rgb)
    found = CHECK.judge(seen, asked())
    assert found is not None
    assert found.verdict is Verdict.FAIL
    assert "covers the eye" in found.reason
