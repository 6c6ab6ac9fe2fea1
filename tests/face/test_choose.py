from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from idphoto.errors import BadRequest, NoFace, NoSuchFace, SeveralFaces
from idphoto.face.choose import check_face_choice, choose_face, from_left
from idphoto.face.landmarks import Face

Faces = Callable[[str], list[Face]]


@pytest.fixture
def three(draw_face: Callable[..., Face]) -> list[Face]:
    """The largest, in the middle; then the right one; then the left one."""
    return [draw_face(300, 100, 30), draw_face(500, 90, 20), draw_face(100, 120, 15)]


def test_the_largest_of_several_is_chosen(draw_face: Callable[..., Face]) -> None:
    small, large = draw_face(100, 100, 20), draw_face(300, 100, 30)
    # the detector's score does not say who is meant
    assert choose_face([replace(small, score=1.0), large], "largest") is large


@pytest.mark.parametrize(
    ("choice", "at"),
    [("largest", 0), ("left", 2), ("right", 1), (1, 2), (2, 0), (3, 1)],
)
def test_a_face_is_chosen_by_its_place_from_the_left(
    three: list[Face], choice: Any, at: int
) -> None:
    assert choose_face(three, choice) is three[at]


def test_a_number_beyond_the_faces_is_refused_with_the_number_found(three: list[Face]) -> None:
    with pytest.raises(NoSuchFace) as caught:
        choose_face(three, 4)
    assert caught.value.code == "no_such_face"
    assert caught.value.details() == {"wanted": 4, "found": 3}
    assert caught.value.message == (
        "face 4 was chosen, but the photo shows 3 faces: "
        "faces are numbered from the left, starting at 1"
    )
    with pytest.raises(NoSuchFace, match="the photo shows 1 face:"):
        choose_face(three[:1], 2)


@pytest.mark.parametrize("choice", ["largest", "left", "right", "only", 1])
def test_a_single_face_is_chosen_in_every_way(three: list[Face], choice: Any) -> None:
    assert choose_face(three[:1], choice) is three[0]


def test_a_group_is_refused_if_only_one_face_is_allowed(photo_faces: Faces) -> None:
    with pytest.raises(SeveralFaces, match="5 faces found") as caught:
        choose_face(photo_faces("compreface_000_5"), "only")
    assert caught.value.found == 5


def test_the_people_of_a_group_are_numbered_from_the_left(photo_faces: Faces) -> None:
    ordered = from_left(photo_faces("compreface_000_5"))
    eyes = [(face.right_eye[0] + face.left_eye[0]) / 2 for face in ordered]
    assert eyes == sorted(eyes)


@pytest.mark.parametrize("choice", ["largest", "left", "right", "only", 1, 2])
def test_choosing_from_no_faces_is_an_error(choice: Any) -> None:
    with pytest.raises(NoFace) as caught:
        choose_face([], choice)
    assert caught.value.code == "no_face"


@pytest.mark.parametrize("choice", ["middle", "", 0, -1, 1.0, True, None])
def test_what_names_no_face_is_refused(choice: Any) -> None:
    with pytest.raises(BadRequest) as caught:
        check_face_choice(choice)
    assert caught.value.field == "faces"
    assert caught.value.reason == (
        f"{choice!r} is not one of largest, left, right, only, or a number of 1 or more"
    )
