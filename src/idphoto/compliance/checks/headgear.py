"""The head is bare: no hat, turban or scarf."""

from __future__ import annotations

from typing import Final

import numpy as np

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed, passed
from idphoto.compliance.evidence import Evidence, Portrait
from idphoto.compliance.verdict import Verdict, at_most
from idphoto.errors import FaceCutOff
from idphoto.face.measure import FaceGeometry, estimate_geometry
from idphoto.imaging.geometry import Box
from idphoto.matting.matte import Matte
from idphoto.models.segmenter import BodyPart

# In distances from the eyes to the chin: above the brows, and no wider than a head with its hair.
_ABOVE_EYES: Final = 0.45
_BESIDE: Final = 1.0

# Bare heads: at most 0.17 in 222 photos, hair bands among them. Of 21 hats, turbans and scarves 19
# have more than 0.5; scarves that lie loosely behind the hair have less. Braids wound round the
# head are taken for a turban.
LIMITS: Final = at_most(0.2, unsure_to=0.5)
_SAID: Final = {
    Verdict.PASS: "the head is bare",
    Verdict.UNSURE: "something may be worn on the head",
    Verdict.FAIL: "the head is covered",
}


def share_of_headgear(matte: Matte, geometry: FaceGeometry) -> float:
    """The share of the head above the brows, 0–1, that is neither skin nor hair."""
    height, width = matte.alpha.shape
    x, y = geometry.levelling.after(matte.to_matte.inverse()).pixels((width, height))
    unit = geometry.chin_y - geometry.eyes_y
    top = (y < geometry.eyes_y - _ABOVE_EYES * unit) & (matte.alpha > 0.5)
    top &= np.abs(x - geometry.centre_x) < _BESIDE * unit
    worn = matte.shows(BodyPart.OTHER, BodyPart.CLOTHES) & top
    return float(worn.sum()) / max(1, int(top.sum()))


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    rule = asked.requirements.head_covering
    if rule == "free":
        return passed("the head may be covered")
    try:
        height, width = portrait.rgb.shape[:2]
        geometry = estimate_geometry(portrait.face, (width, height))
    except FaceCutOff:
        return not_assessed("the head lies partly outside the picture: look for a hat or scarf")
    found = share_of_headgear(portrait.thin_matte, geometry)
    verdict = LIMITS.verdict(found)
    said = f"{_SAID[verdict]}: {found:.0%} above the brows is neither skin nor hair"
    where = _top_of(portrait, geometry)
    if rule == "religious" and verdict is not Verdict.PASS:
        said += "; a person must look whether it is worn for religion, and leaves the face free"
        return Judged(Verdict.UNSURE, said, found, LIMITS, "bare, but for religious reasons", where)
    return by_limits(found, LIMITS, said, where, "a bare head")


def _top_of(portrait: Portrait, geometry: FaceGeometry) -> Box:
    face = portrait.face_box
    return Box(face.left, face.top - 0.5 * geometry.head_height_px, face.right, face.top)


CHECK: Final = ComplianceCheck(
    id="headgear",
    title="Bare head",
    subject="person",
    advice="take it off, unless it is worn for religious or medical reasons: then keep the face "
    "free from chin to forehead",
    judge=judge,
    unit="of the head above the brows",
    asks=("head_covering",),
)
