"""Choose one of several faces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, get_args

from idphoto.errors import BadRequest, NoFace, NoSuchFace, SeveralFaces
from idphoto.face.landmarks import Face

# "only" refuses a picture with several faces. A number counts the faces from the left, from 1.
FaceChoice = Literal["largest", "left", "right", "only"] | int

_WORDS: Final = get_args(get_args(FaceChoice)[0])


def check_face_choice(choice: FaceChoice) -> None:
    """Refuse what is neither a word nor a number that a face can have.

    Raises:
        BadRequest: of ``faces``.
    """
    if isinstance(choice, str) and choice in _WORDS:
        return
    if isinstance(choice, int) and not isinstance(choice, bool) and choice >= 1:
        return
    words = ", ".join(_WORDS)
    raise BadRequest("faces", f"{choice!r} is not one of {words}, or a number of 1 or more")


def choose_face(faces: Sequence[Face], choice: FaceChoice) -> Face:
    """The face to make a photo of.

    Raises:
        NoFace: ``faces`` is empty.
        SeveralFaces: there are several, and the choice is ``only``.
        NoSuchFace: there are fewer than the choice's number.
    """
    if not faces:
        raise NoFace()
    if choice == "only" and len(faces) > 1:
        raise SeveralFaces(found=len(faces))
    if choice in ("largest", "only"):
        return max(faces, key=lambda face: face.box.area)
    ordered = from_left(faces)
    if choice == "left":
        return ordered[0]
    if choice == "right":
        return ordered[-1]
    if not 1 <= int(choice) <= len(ordered):
        raise NoSuchFace(wanted=int(choice), found=len(ordered))
    return ordered[int(choice) - 1]


def from_left(faces: Sequence[Face]) -> list[Face]:
    """The faces in the order of their numbers: by their middle, from the picture's left."""
    return sorted(faces, key=lambda face: middle_of(face)[0])


def middle_of(face: Face) -> tuple[float, float]:
    """The middle of the face's landmarks, in pixels of the picture."""
    x, y = face.points[:, :2].mean(axis=0)
    return float(x), float(y)
