"""No hand touches the face."""

from __future__ import annotations

from typing import Final

import numpy as np

from idphoto.compliance.areas import Zone, polygon, share_of
from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed
from idphoto.compliance.evidence import Evidence, FaceLook
from idphoto.compliance.gates import too_small, too_turned
from idphoto.compliance.verdict import Verdict, at_most
from idphoto.face.landmarks import CHIN, FACE_OVAL
from idphoto.matting.grid import distance_to
from idphoto.models.segmenter import BodyPart

# In distances between the eyes: how far around the face is looked, and how far above the chin the
# neck begins.
_AROUND: Final = 0.25
_JAW: Final = 0.35
_LEAST_EYE_PX: Final = 40

# Without a hand at the face: at most 0.021 in 222 photos. Of 25 with hands in the picture, not all
# at the face, 19 exceed that. The rest are missed because an object hides the hand, or because a
# hand at the chin is taken for the neck.
LIMITS: Final = at_most(0.025, unsure_to=0.05)
_SAID: Final = {
    Verdict.PASS: "no hand is seen at the face",
    Verdict.UNSURE: "a hand may touch the face",
    Verdict.FAIL: "a hand touches the face",
}


def skin_at_face(look: FaceLook) -> float:
    """The share of the face above the jaw and of what lies beside it, 0–1, that shows the body's
    skin."""
    return share_of(look.parts[_face(look)], BodyPart.BODY_SKIN)


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if why := too_small(portrait, _LEAST_EYE_PX) or too_turned(portrait):
        return not_assessed(why)
    found = skin_at_face(portrait.look)
    said = _SAID[LIMITS.verdict(found)]
    return by_limits(found, LIMITS, said, portrait.face_box, "no hand at the face")


def _face(look: FaceLook) -> Zone:
    oval = polygon(look, np.asarray(look.points[list(FACE_OVAL)]))
    near = distance_to(oval) < _AROUND * look.inter_eye_px
    jaw = int(look.points[CHIN, 1] - _JAW * look.inter_eye_px)
    near[max(0, jaw) :] = False
    return near


CHECK: Final = ComplianceCheck(
    id="hand_at_face",
    title="No hand at the face",
    subject="person",
    advice="keep the hands away from the face",
    judge=judge,
    unit="of the face above the jaw and what lies beside it",
)
