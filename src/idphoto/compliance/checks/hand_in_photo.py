"""No hand is seen: the person's own, or one that holds a child."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import Verdict, at_most
from idphoto.errors import FaceCutOff
from idphoto.face.measure import FaceGeometry, estimate_geometry
from idphoto.imaging.geometry import Box
from idphoto.matting.grid import distance_to, parts_reaching, separate_parts
from idphoto.matting.matte import Matte
from idphoto.models.segmenter import BodyPart

# In face widths: the neck is this wide, to either side of the middle.
_HALF_NECK: Final = 0.45
# In head heights: the neck begins this far above the chin's tip.
_JAW: Final = 0.1
_TOUCHING_PX: Final = 1.5
# In face widths from the middle: nearer than this there is no bare arm.
_ARMS_BESIDE: Final = 0.75
# Of the face's skin: a hand is about as large as a face, and less than this is a neckline.
_LEAST: Final = 0.15
# Skin of the chest is parted from the neck by hair; a hand lies on clothes for this much of its
# outline.
_ON_CLOTHES: Final = 0.5

# What a photo of head and shoulders shows, in head heights: above the crown, below the chin, and to
# each side of the middle. Passport photos show 0.15, 0.3 and 0.55; landscape formats more.
_ABOVE, _BELOW, _TO_SIDE = 0.25, 0.5, 0.75

# Most hands merge with the neck and are not seen. Necklines and bare arms come near small ones, so
# the check fails on large hands alone.
LIMITS: Final = at_most(0.0, unsure_to=0.6)
_SAID: Final = {
    Verdict.PASS: "no hand is seen",
    Verdict.UNSURE: "a hand or other skin may be seen apart from face and neck",
    Verdict.FAIL: "a hand or other skin is seen apart from face and neck",
}


def head_and_shoulders(geometry: FaceGeometry) -> Box:
    """What a photo of head and shoulders shows, in the levelled pixels of ``geometry``."""
    head = geometry.head_height_px
    return Box(
        geometry.centre_x - _TO_SIDE * head,
        geometry.crown_y - _ABOVE * head,
        geometry.centre_x + _TO_SIDE * head,
        geometry.chin_y + _BELOW * head,
    )


def skin_of_hands(matte: Matte, geometry: FaceGeometry, shown: Box) -> float:
    """Skin in the photo that is neither face nor neck nor a bare arm, as a share of the face.

    It lies apart from the neck, and either beside the face or in front of the clothes. ``shown``:
    what the photo shows, in the levelled pixels of ``geometry``.
    """
    skin = matte.shows(BodyPart.BODY_SKIN)
    if not skin.any():
        return 0.0
    to_level = geometry.levelling.after(matte.to_matte.inverse())
    x, y = to_level.pixels((skin.shape[1], skin.shape[0]))
    inside = (x >= shown.left) & (x < shown.right) & (y >= shown.top) & (y < shown.bottom)
    skin &= inside
    off = np.abs(x - geometry.centre_x) / geometry.face_width_px
    below = (y - geometry.chin_y) / geometry.head_height_px
    face_skin = matte.shows(BodyPart.FACE_SKIN)
    under = (off < _HALF_NECK) & (below > -_JAW) & (distance_to(face_skin) <= _TOUCHING_PX)
    neck = parts_reaching(skin, under)
    face = max(1, int((face_skin & inside).sum()))
    found = 0
    for part in separate_parts(skin, neck):
        size = int(part.sum())
        if size <= _LEAST * face:
            continue
        raised = below[part].min() < 0 and off[part].mean() > _HALF_NECK
        in_front = off[part].mean() < _ARMS_BESIDE and _on_clothes(matte, part) > _ON_CLOTHES
        if raised or in_front:
            found += size
    return found / face


def _on_clothes(matte: Matte, part: NDArray[np.bool_]) -> float:
    """The share of a part's outline, 0–1, at which clothes lie."""
    around = ~part & (distance_to(part) <= _TOUCHING_PX)
    return float((matte.parts[around] == BodyPart.CLOTHES).mean()) if around.any() else 0.0


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    height, width = portrait.rgb.shape[:2]
    try:
        geometry = estimate_geometry(portrait.face, (width, height))
    except FaceCutOff:
        return not_assessed("the head lies partly outside the picture: look for hands")
    shown = evidence.shown or head_and_shoulders(geometry)
    found = skin_of_hands(portrait.thin_matte, geometry, shown)
    said = _SAID[LIMITS.verdict(found)]
    if found:
        said += f" ({found:.0%} of the face)"
    return by_limits(found, LIMITS, said, allowed="no hands")


CHECK: Final = ComplianceCheck(
    id="hand_in_photo",
    title="No hands in the photo",
    subject="person",
    advice="keep the hands, and those that hold a child, out of the photo",
    judge=judge,
    unit="of the face's area",
)
