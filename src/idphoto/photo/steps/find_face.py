"""The person's face."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idphoto.errors import HeadNotFrontal
from idphoto.face.choose import choose_face
from idphoto.face.find import find_faces
from idphoto.face.landmarks import Face
from idphoto.imaging.warp import turned
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.steps.decode import FIRST_LOOK_PX

# A plainly visible, upright face scores above this; a face that scores less may lie on its side or
# be upside down.
_UPRIGHT_SCORE: Final = 0.85
# The upright faces of 14 photos score 0.79 or more; things that only look like a face score about
# 0.5 and must not hide a small face that only a closer look finds.
_PLAIN_SCORE: Final = 0.75
# A face mask makes a face look as likely upside down (0.85 against 0.82, 0.81 against 0.70); a face
# that is really upside down scores 0.95 against 0.68.
_CLEARLY: Final = 0.15
_MAX_UPRIGHT_ROLL_DEG: Final = 45
# Authorities allow about 5°, and notices say so. Beyond these, levelling the eyes lays the
# shoulders on their side, and half of the face is hidden.
_MAX_ROLL_DEG: Final = 35.0
_MAX_YAW_DEG: Final = 40.0


def find_face(draft: PhotoDraft) -> None:
    """Find the person's face.

    Raises:
        NoFace, SeveralFaces, NoSuchFace: as ``choose_face``.
        HeadNotFrontal: the head is turned or tilted too far.
    """
    faces = look_for_faces(draft)
    draft.face = choose_face(faces, draft.request.faces)
    draft.others = [face for face in faces if face is not draft.face]
    _check_frontal(draft.face)


def look_for_faces(draft: PhotoDraft) -> list[Face]:
    """Every face, the largest first: as the picture is, then turned, then in a larger picture."""
    engine = draft.setup.engine
    faces = find_faces(engine, draft.picture.rgb)
    if not (_is_upright(faces) and faces[0].score > _UPRIGHT_SCORE):
        faces = _turn_upright(draft, faces)
    if not any(face.score > _PLAIN_SCORE for face in faces):
        if draft.picture.shrink > 1:
            draft.picture = draft.decoded(2 * FIRST_LOOK_PX)
        faces = find_faces(engine, draft.picture.rgb, tiled=True)
    return faces


def _check_frontal(face: Face) -> None:
    for how, angle, most in (
        ("turned", face.pose.yaw_deg, _MAX_YAW_DEG),
        ("tilted", face.roll_deg, _MAX_ROLL_DEG),
    ):
        if abs(angle) > most:
            raise HeadNotFrontal(how=how, found_deg=abs(angle), allowed_deg=most)


def _is_upright(faces: list[Face]) -> bool:
    """Whether there is a face and the largest one is upright."""
    return bool(faces) and abs(faces[0].roll_deg) < _MAX_UPRIGHT_ROLL_DEG


def _turn_upright(draft: PhotoDraft, faces: list[Face]) -> list[Face]:
    """Turn the picture by the quarter turns that show the face best, if any do.

    Cameras lose their orientation tag. The detector finds faces that lie on their side or are
    upside down too, with a lower score, but the other networks do not see bodies there.
    """
    best, score = faces, _PLAIN_SCORE
    if _is_upright(faces):
        score = max(score, faces[0].score + _CLEARLY)
    upright = draft.picture
    for turns in (1, 2, 3):
        rgb = turned(draft.picture.rgb, turns)
        found = find_faces(draft.setup.engine, rgb)
        if _is_upright(found) and found[0].score > score:
            best, score, draft.turns = found, found[0].score, turns
            upright = replace(draft.picture, rgb=rgb)
    draft.picture = upright
    return best
