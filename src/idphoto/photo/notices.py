"""What a clerk may object to in a finished photo."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.checks.hand_in_photo import skin_of_hands
from idphoto.face.expression import Expression
from idphoto.imaging.geometry import Box
from idphoto.matting.veil import Veil, find_veil
from idphoto.photo.background import Original
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.framing.borders import visible_cuts
from idphoto.photo.framing.frame import Frame
from idphoto.photo.result import Notice
from idphoto.photo.which_face import place_in, which_face

# ISO/IEC 19794-5 asks for ±5°; the landmarks' own error is about as large, so a notice is given
# where the turn is plain.
_MAX_YAW_DEG: Final = 12.0
_MAX_PITCH_DEG: Final = 25.0
_MAX_ROLL_DEG: Final = 15.0
# As in ``Expression``. The closed eyes of 17 people are found, with one false alarm in 331 photos
# of open eyes (one in full shadow).
_MIN_LID_GAP: Final = 0.03
# People who look at the camera: at most 0.04 in two studios (244 photos), turned heads at most
# 0.05. All of 21 photos above 0.13 show people who look elsewhere. Up and down is not measured.
_MAX_GAZE: Final = 0.09
# Of 314 yawns 309 are found, of 142 neutral mouths none, of 119 in grey pictures two.
_MAX_LIP_GAP: Final = 0.06
# Their distance does not show whether lips are a little apart (closed ones measure up to 0.03), but
# teeth do: closed lips have a pallor of at most 4, teeth 7 or more.
_PARTED_LIPS: Final = 0.012
_MIN_PALLOR: Final = 5.5
# Of 102 smiles, faint ones among them, 63 are found; of 142 neutral mouths none (at most 0.49).
_MIN_SMILE: Final = 0.55
# Hats, turbans and scarves: 0.7 or more; hair bands and slides up to 0.25. Braids wound round the
# head are taken for a turban.
_MIN_HEADGEAR: Final = 0.5
_SOFT_ENLARGEMENT: Final = 1.3
_STRETCHED: Final = 0.02
_HAIR_BEYOND: Final = 0.01  # of the width: less is single strands


def notices_for(draft: PhotoDraft) -> tuple[Notice, ...]:
    """Every notice that applies, in a fixed order, the gravest first."""
    g, frame, request = draft.geometry, draft.frame, draft.request
    width, height = request.size_wh
    sides = max(frame.missing_left_px, frame.missing_right_px) / width
    rows = frame.missing_bottom_px / height
    visible = visible_cuts(draft.borders, g, frame)
    cut_at = " and ".join(cut.side for cut in visible if cut.head)
    veil = _veil(draft)
    glimpsed = " and ".join(place_in(at, draft.picture_wh) for at in draft.matte.glimpsed)
    beyond = max(
        -(frame.scale * g.hair_left_x + frame.dx) / width,
        (frame.scale * g.hair_right_x + frame.dx) / width - 1.0,
    )
    hands = skin_of_hands(draft.matte, g, _shown(frame))
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
            len(draft.matte.glimpsed) > 0,
            "other_person",
            f"part of another person was cut away, {glimpsed}: check the photo's edge there",
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
        *on_face(draft.expression),
        (
            draft.headgear > _MIN_HEADGEAR,
            "headgear",
            f"something other than hair covers {draft.headgear:.0%} of the head above the brows; "
            "most authorities accept headgear for religious or medical reasons only, and it must "
            "leave the face free",
        ),
        (bool(cut_at), "hair_cut_off", f"the source cuts off hair or headgear at the {cut_at}"),
        (
            beyond > _HAIR_BEYOND,
            "hair_outside",
            f"the photo's sides cut off hair or headgear, up to {beyond:.0%} of its width: the "
            "source shows too little of the body for a wider photo, or the specification asks for "
            "a larger head",
        ),
        (
            hands > 0,
            "hand_in_photo",
            f"a hand or other skin lies apart from face and neck ({hands:.0%} of the face)",
        ),
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
            veil.is_seen,
            "matte_unsure",
            "hair and background look alike, so the outline of the hair is smoky (an area of "
            f"{veil.area:.0%} of the head's height squared): use a plainer background"
            + (", or quality best" if request.quality == "fast" else ""),
        ),
    ]
    found += [(True, "spec_overridden", one.sentence) for one in draft.broken]
    return tuple(Notice(code, message) for applies, code, message in found if applies)


def on_face(seen: Expression | None) -> list[tuple[bool, str, str]]:
    """What a face does that it should not: whether, code and message of each notice."""
    if seen is None:
        return []
    closed = seen.lid_gap < _MIN_LID_GAP
    parted = seen.lip_gap > _PARTED_LIPS and seen.pallor > _MIN_PALLOR
    return [
        (closed, "eyes_closed", "an eye looks closed"),
        (
            not closed and abs(seen.gaze) > _MAX_GAZE,
            "eyes_off_camera",
            "the eyes look past the camera",
        ),
        (
            seen.lip_gap > _MAX_LIP_GAP or parted,
            "mouth_open",
            "the mouth is open: the lips are apart, or teeth show",
        ),
        (seen.smile > _MIN_SMILE, "smile", "the person smiles"),
    ]


def _shown(frame: Frame) -> Box:
    """What the photo shows, in levelled pixels of the source."""
    width, height = frame.size_wh
    left, top = -frame.dx / frame.scale, -frame.dy / frame.scale
    return Box(left, top, left + width / frame.scale, top + height / frame.scale)


def _veil(draft: PhotoDraft) -> Veil:
    """The veil in what was cut out; none where the photo keeps its background."""
    if isinstance(draft.request.background, Original):
        return Veil(0.0, 0.0)
    return find_veil(draft.alpha, draft.head_height_px)
