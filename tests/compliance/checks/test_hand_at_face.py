from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.compliance.drawn import asked, person

from idphoto.compliance.check import Judged
from idphoto.compliance.checks.hand_at_face import CHECK
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import Verdict
from idphoto.face.landmarks import Face
from idphoto.models.segmenter import BodyPart

NECK = (slice(320, 400), slice(150, 250), BodyPart.BODY_SKIN)


@pytest.fixture
def face(draw_face: Callable[..., Face]) -> Face:
    return draw_face(200, 200, 100)


def hand(side_px: int) -> tuple[slice, slice, BodyPart]:
    return slice(200, 200 + side_px), slice(260, 260 + side_px), BodyPart.BODY_SKIN


def judged(evidence: Evidence) -> Judged:
    answer = CHECK.judge(evidence, asked())
    assert answer is not None
    return answer


def test_face_and_neck_pass(face: Face) -> None:
    answer = judged(person(face, NECK))
    assert (answer.verdict, answer.value) == (Verdict.PASS, 0.0)


@pytest.mark.parametrize(("side_px", "verdict"), [(45, Verdict.UNSURE), (80, Verdict.FAIL)])
def test_skin_of_the_body_on_a_cheek_is_a_hand(face: Face, side_px: int, verdict: Verdict) -> None:
    assert judged(person(face, NECK, hand(side_px))).verdict is verdict


def test_a_small_face_is_not_assessed(draw_face: Callable[..., Face]) -> None:
    assert judged(person(draw_face(200, 200, 30))).verdict is Verdict.NOT_ASSESSED


def test_without_a_person_nothing_is_said() -> None:
    assert CHECK.judge(Evidence(), asked()) is None
