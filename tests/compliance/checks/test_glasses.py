from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.compliance.drawn import asked, person, plain

from idphoto.compliance.check import Judged
from idphoto.compliance.checks import glare, glasses, tinted_lenses
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import Verdict
from idphoto.face.landmarks import Face
from idphoto.models.segmenter import BodyPart

BRIDGE = (slice(215, 221), slice(180, 220), BodyPart.OTHER)
TRACE = (slice(194, 196), slice(199, 201), BodyPart.OTHER)
LENSES = [
    (slice(165, 235), columns, BodyPart.OTHER) for columns in (slice(112, 188), slice(212, 288))
]
MASK = (slice(225, 340), slice(120, 280), BodyPart.OTHER)


@pytest.fixture
def face(draw_face: Callable[..., Face]) -> Face:
    """Eyes at 150 and 250 in row 200; the landmarks of the bridge lie in row 220."""
    return draw_face(200, 200, 100)


def judged(check: object, evidence: Evidence, rule: str = "forbidden") -> Judged:
    answer = check.CHECK.judge(evidence, asked(glasses=rule))  # type: ignore[attr-defined]
    assert isinstance(answer, Judged)
    return answer


def test_a_thing_on_the_bridge_of_the_nose_is_glasses(face: Face) -> None:
    assert judged(glasses, person(face)).verdict is Verdict.PASS
    assert judged(glasses, person(face, BRIDGE)).verdict is Verdict.FAIL


def test_a_trace_on_the_bridge_is_unsure(face: Face) -> None:
    assert judged(glasses, person(face, TRACE)).verdict is Verdict.UNSURE


def test_where_clear_glasses_are_allowed_they_pass_with_a_note(face: Face) -> None:
    answer = judged(glasses, person(face, BRIDGE), "clear")
    assert answer.verdict is Verdict.PASS
    assert "must not reflect" in answer.reason


def test_children_may_wear_what_they_need(face: Face) -> None:
    assert judged(glasses, person(face, BRIDGE), "free").verdict is Verdict.PASS
    for check in (tinted_lenses, glare):
        assert check.CHECK.judge(person(face, BRIDGE), asked(glasses="free")) is None


@pytest.mark.parametrize("check", [glasses, tinted_lenses, glare])
def test_a_mask_may_hide_the_bridge(face: Face, check: object) -> None:
    answer = judged(check, person(face, MASK, BRIDGE))
    assert answer.verdict is Verdict.NOT_ASSESSED
    assert "covers the face" in answer.reason


@pytest.mark.parametrize("check", [glasses, tinted_lenses, glare])
def test_a_burnt_out_face_is_not_assessed(face: Face, check: object) -> None:
    white = person(face, BRIDGE, rgb=plain((255, 255, 255)))
    assert judged(check, white).verdict is Verdict.NOT_ASSESSED


@pytest.mark.parametrize("check", [glasses, tinted_lenses, glare])
def test_a_small_face_is_not_assessed(draw_face: Callable[..., Face], check: object) -> None:
    assert judged(check, person(draw_face(200, 200, 30))).verdict is Verdict.NOT_ASSESSED


@pytest.mark.parametrize("check", [tinted_lenses, glare])
def test_without_glasses_there_are_no_lenses_to_judge(face: Face, check: object) -> None:
    rgb = plain()
    rgb[165:235] = 250
    answer = judged(check, person(face, rgb=rgb))
    assert (answer.verdict, answer.reason) == (Verdict.PASS, "no glasses are seen")


def test_dark_lenses_that_hide_the_eyes_are_tinted(face: Face) -> None:
    rgb = plain()
    rgb[165:215, 112:288] = 20
    assert judged(tinted_lenses, person(face, BRIDGE, *LENSES, rgb=rgb)).verdict is Verdict.FAIL


def test_eyes_much_darker_than_the_cheeks_are_unsure(face: Face) -> None:
    rgb = plain()
    rgb[165:213] = 40
    rgb[213:235, :190] = rgb[213:235, 210:] = 40
    answer = judged(tinted_lenses, person(face, BRIDGE, rgb=rgb))
    assert answer.verdict is Verdict.UNSURE


def test_clear_lenses_pass(face: Face) -> None:
    answer = judged(tinted_lenses, person(face, BRIDGE))
    assert (answer.verdict, answer.reason) == (Verdict.PASS, "the lenses are clear")


@pytest.mark.parametrize(
    ("side_px", "verdict"), [(4, Verdict.PASS), (12, Verdict.UNSURE), (40, Verdict.FAIL)]
)
def test_white_patches_on_the_lenses_are_glare(face: Face, side_px: int, verdict: Verdict) -> None:
    rgb = plain()
    rgb[190 : 190 + side_px, 240 : 240 + side_px] = 250
    assert judged(glare, person(face, BRIDGE, rgb=rgb)).verdict is verdict


@pytest.mark.parametrize("check", [glasses, tinted_lenses, glare])
def test_without_a_person_nothing_is_said(check: object) -> None:
    assert check.CHECK.judge(Evidence(), asked()) is None  # type: ignore[attr-defined]
