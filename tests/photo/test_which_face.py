"""Which of several faces a photo shows, in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from idphoto.face.landmarks import Face
from idphoto.photo.which_face import which_face

DrawFace = Callable[[float, float, float], Face]


@pytest.fixture
def face(draw_face: DrawFace) -> Face:
    return draw_face(200, 200, 50)


def test_the_count_of_faces_includes_the_one_that_is_used(face: Face) -> None:
    assert which_face(face, [face, face], "largest", (400, 400)).startswith("3 faces found")


def test_it_says_which_face_is_used_and_where_the_others_are(
    face: Face, draw_face: DrawFace
) -> None:
    others = [draw_face(320, 100, 20), draw_face(40, 300, 10)]
    said = which_face(face, others, "largest", (400, 400))
    assert said.startswith("3 faces found: face 2 from the left, the largest, 50% across")
    assert "is used; not used: face 1, 10% across" in said
    assert "; face 3, 80% across" in said
    assert said.endswith("`--face N`, in Python `faces=N`, chooses another")


def test_of_a_school_class_nine_others_are_listed(face: Face, draw_face: DrawFace) -> None:
    others = [draw_face(10 + 20 * k, 100, 5) for k in range(19)]
    said = which_face(face, others, "largest", (400, 400))
    assert said.startswith("20 faces found")
    assert said.count("; face ") == 8
    assert "; and 10 more. `--face N`" in said
