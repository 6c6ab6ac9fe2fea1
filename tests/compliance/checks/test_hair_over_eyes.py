from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.compliance.drawn import asked, person

from idphoto.compliance.check import Judged
from idphoto.compliance.checks.hair_over_eyes import _LEFT, _RIGHT, CHECK
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import Verdict
from idphoto.face.landmarks import Face
from idphoto.models.segmenter import BodyPart


@pytest.fixture
def face(draw_face: Callable[..., Face]) -> Face:
    """Lower lids in row 210, brows in row 170."""
    drawn = draw_face(200, 200, 100)
    points = drawn.points.copy()
    for outline, outer, step in ((_RIGHT, 120, 1), (_LEFT, 280, -1)):
        lid, brow = outline[:9], outline[9:]
        for place, index in enumerate(lid):
            points[index, :2] = outer + step * 60 * place / 8, 200 if place in (0, 8) else 210
        for place, index in enumerate(brow):
            points[index, :2] = outer + step * (60 - 60 * place / 4), 170
    return Face(drawn.box, drawn.score, drawn.mesh, points)


def judged(evidence: Evidence) -> Judged:
    answer = CHECK.judge(evidence, asked())
    assert answer is not None
    return answer


def hair_down_to(row: int) -> tuple[slice, slice, BodyPart]:
    return slice(0, row), slice(100, 200), BodyPart.HAIR


def test_a_fringe_above_the_eyes_passes(face: Face) -> None:
    assert judged(person(face, hair_down_to(168))).verdict is Verdict.PASS


def test_hair_that_hangs_into_an_eye_is_unsure(face: Face) -> None:
    assert judged(person(face, hair_down_to(183))).verdict is Verdict.UNSURE


def test_hair_before_one_eye_fails(face: Face) -> None:
    answer = judged(person(face, hair_down_to(230)))
    assert answer.verdict is Verdict.FAIL
    assert isinstance(answer.value, float)
    assert answer.value > 0.9


def test_a_small_face_is_not_assessed(draw_face: Callable[..., Face]) -> None:
    assert judged(person(draw_face(200, 200, 35))).verdict is Verdict.NOT_ASSESSED


def test_without_a_person_nothing_is_said() -> None:
    assert CHECK.judge(Evidence(), asked()) is None
