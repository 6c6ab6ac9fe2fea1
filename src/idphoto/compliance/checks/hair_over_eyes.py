"""No hair hangs in front of the eyes. A fringe that ends above them is fine."""

from __future__ import annotations

from typing import Final

import numpy as np

from idphoto.compliance.areas import Zone, polygon, share_of
from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed
from idphoto.compliance.evidence import Evidence, FaceLook
from idphoto.compliance.gates import too_small, too_turned
from idphoto.compliance.regions import eyes_box
from idphoto.compliance.verdict import Verdict, at_most
from idphoto.models.segmenter import BodyPart

# The lower lid from the outer to the inner corner, then the lower edge of the brow back.
_RIGHT: Final = (33, 7, 163, 144, 145, 153, 154, 155, 133, 55, 65, 52, 53, 46)
_LEFT: Final = (263, 249, 390, 373, 374, 380, 381, 382, 362, 285, 295, 282, 283, 276)

# None is seen in 97 portraits with the hair off the eyes. In some 600 other photos, 43 have more
# than 0.02: fringes that reach the brows have up to 0.1, hair that hangs to the corner of an eye
# 0.2, curtains of hair 0.4 and more. No set is labelled for it, so the band of doubt is wide.
LIMITS: Final = at_most(0.1, unsure_to=0.5)
_SAID: Final = {
    Verdict.PASS: "no hair is seen in front of the eyes",
    Verdict.UNSURE: "hair may hang before an eye",
    Verdict.FAIL: "hair hides an eye",
}


def hair_before_eyes(look: FaceLook) -> float:
    """The share that hair hides between brow and lower lid, 0–1: of the worse eye."""
    return max(share_of(look.parts[area], BodyPart.HAIR) for area in _eyes(look))


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if why := too_small(portrait) or too_turned(portrait):
        return not_assessed(why)
    found = hair_before_eyes(portrait.look)
    said = _SAID[LIMITS.verdict(found)]
    return by_limits(found, LIMITS, said, eyes_box(portrait), "no hair in front of the eyes")


def _eyes(look: FaceLook) -> tuple[Zone, Zone]:
    right, left = (polygon(look, np.asarray(look.points[list(at)])) for at in (_RIGHT, _LEFT))
    return right, left


CHECK: Final = ComplianceCheck(
    id="hair_over_eyes",
    title="No hair over the eyes",
    subject="person",
    advice="comb or pin back the hair so that both eyes are free",
    judge=judge,
    unit="of the area between brow and lower lid",
)
