"""The corrections that the request asks for."""

from __future__ import annotations

from idphoto.photo.background import Original
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.retouch.apply import retouch_person


def retouch(draft: PhotoDraft) -> None:
    """Correct the light, smooth the skin, slim the face and sharpen, at the given strengths."""
    strengths = draft.request.retouch
    if strengths.any:
        draft.rgb, draft.alpha = retouch_person(
            draft.rgb,
            draft.alpha,
            draft.points[:, :2],
            draft.geometry.yaw_deg,
            strengths,
            keep_background=isinstance(draft.request.background, Original),
        )
