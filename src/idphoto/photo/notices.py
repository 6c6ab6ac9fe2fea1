"""What a clerk may object to in a finished photo."""

from __future__ import annotations

from typing import Final

from idphoto.photo.draft import PhotoDraft
from idphoto.photo.matte import LOST_TOO_MUCH
from idphoto.photo.result import Notice
from idphoto.photo.which_face import which_face

# ISO/IEC 19794-5 asks for ±5°; the landmarks' own error is about as large, so a notice is given
# where the turn is plain.
_MAX_YAW_DEG: Final = 12.0
_MAX_PITCH_DEG: Final = 25.0
_MAX_ROLL_DEG: Final = 15.0
# Lid gap and lip gap over the distance from eyes to chin; ISO/IEC 29794-5 scores half at 0.02 and
# 0.2.
_MIN_EYE_OPENING: Final = 0.02
_MAX_MOUTH_OPENING: Final = 0.2
_SOFT_ENLARGEMENT: Final = 1.3
_STRETCHED: Final = 0.02


def notices_for(draft: PhotoDraft) -> tuple[Notice, ...]:
    """Every notice that applies, in a fixed order, the gravest first."""
    g, frame, request = draft.geometry, draft.frame, draft.request
    width, height = request.size_wh
    sides = max(frame.missing_left_px, frame.missing_right_px) / width
    rows = frame.missing_bottom_px / height
    lost = draft.matte.lost or 0.0
    found = [
        (
            request.is_forbidden_edit,
            "editing_forbidden",
            "this authority forbids digital editing and may refuse the photo; edited here: "
            + ", ".join(request.edits),
        ),
        (
            len(draft.others) > 0,
            "several_faces",
            which_face(draft.face, draft.others, draft.request.faces, draft.picture_wh),
        ),
        (
            draft.turns > 0,
            "turned_upright",
            f"the source was sideways or upside down and was rotated by {90 * draft.turns}°",
        ),
        (
            abs(g.yaw_deg) > _MAX_YAW_DEG,
            "head_turned",
            f"the head is turned {abs(g.yaw_deg):.0f}° to the side",
        ),
        (
            abs(g.pitch_deg) > _MAX_PITCH_DEG,
            "head_nods",
            f"the head is pitched {abs(g.pitch_deg):.0f}° {'up' if g.pitch_deg > 0 else 'down'}",
        ),
        (
            abs(g.roll_deg) > _MAX_ROLL_DEG,
            "head_tilted",
            f"the head was tilted {abs(g.roll_deg):.0f}° and was levelled, so the shoulders slope",
        ),
        (g.eye_opening < _MIN_EYE_OPENING, "eyes_closed", "an eye looks closed"),
        (g.mouth_opening > _MAX_MOUTH_OPENING, "mouth_open", "the mouth looks open"),
        (g.hair_cut_off, "hair_cut_off", "the source cuts off the top of the hair"),
        (
            max(sides, rows) > _STRETCHED and request.clothes is None,
            "body_extended",
            "the source does not show enough of the body: the clothes were extended to fill "
            f"{max(sides, rows):.0%} of the photo",
        ),
        (
            frame.scale > _SOFT_ENLARGEMENT,
            "enlarged",
            f"the source was enlarged {frame.scale:.1f} times, so the photo looks soft",
        ),
        (
            lost > LOST_TOO_MUCH,
            "matte_unsure",
            "the cut-out was unreliable and has been corrected: check the edges of the clothes",
        ),
    ]
    found += [(True, "spec_overridden", one.sentence) for one in draft.broken]
    return tuple(Notice(code, message) for applies, code, message in found if applies)
