"""Other people in the picture, and what its borders cut off."""

from __future__ import annotations

from collections.abc import Callable

from tests.compliance.drawn import PHOTO, asked, portrait

from idphoto.compliance.checks import body_cut_off, hair_cut_off, other_person, several_faces
from idphoto.compliance.evidence import Evidence, HeadCut
from idphoto.face.landmarks import Face

DrawFace = Callable[[float, float, float], Face]


def test_one_face_passes_and_two_fail_with_where_they_are(draw_face: DrawFace) -> None:
    face = draw_face(200, 160, 60)
    one = several_faces.judge(Evidence(portrait(face)), asked())
    two = several_faces.judge(
        Evidence(portrait(face, others=1, which_face="2 faces found: …")), asked()
    )
    assert one is not None
    assert two is not None
    assert (one.verdict, one.value) == ("pass", 1)
    assert (two.verdict, two.value, two.reason) == ("fail", 2, "2 faces found: …")


def test_part_of_another_person_fails_with_its_place(draw_face: DrawFace) -> None:
    places = ("3% across and 40% down",)
    seen = Evidence(portrait(draw_face(200, 160, 60), glimpsed=places))
    judged = other_person.judge(seen, asked())
    assert judged is not None
    assert judged.verdict == "unsure"
    assert judged.reason == "part of another person may be seen, 3% across and 40% down"


def test_a_cut_off_head_fails_with_sides_and_share(draw_face: DrawFace) -> None:
    face = portrait(draw_face(200, 160, 60))
    whole = hair_cut_off.judge(Evidence(face, cuts=()), asked())
    cut = hair_cut_off.judge(
        Evidence(face, cuts=(HeadCut("top", 0.07), HeadCut("left", 0.02))), asked()
    )
    assert whole is not None
    assert cut is not None
    assert whole.verdict == "pass"
    assert cut.verdict == "fail"
    assert cut.value == 0.07
    assert "at the top and left (about 7% of the head's height is missing)" in cut.reason


def test_a_portrait_needs_shoulders_and_a_finished_photo_ends_where_it_ends(
    draw_face: DrawFace,
) -> None:
    face = portrait(draw_face(200, 160, 60))
    cut = body_cut_off.judge(
        Evidence(face, body_cut=HeadCut("bottom", 0.2), body_known=True), asked()
    )
    assert cut is not None
    assert cut.verdict == "fail"
    assert body_cut_off.judge(Evidence(face, photo=PHOTO), asked()) is None


def test_what_was_not_looked_at_is_not_assessed(draw_face: DrawFace) -> None:
    face = Evidence(portrait(draw_face(200, 160, 60)))
    for check in (hair_cut_off, body_cut_off):
        judged = check.judge(face, asked())
        assert judged is not None
        assert judged.verdict == "not_assessed"
