"""No glasses are worn, by what lies on the bridge of the nose."""

from __future__ import annotations

from typing import Final

import numpy as np

from idphoto.compliance.areas import in_disc, share_of
from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed, passed
from idphoto.compliance.checks import face_covered
from idphoto.compliance.evidence import Evidence, FaceLook, Portrait
from idphoto.compliance.gates import too_small, too_turned
from idphoto.compliance.regions import eyes_box
from idphoto.compliance.verdict import Verdict, at_most
from idphoto.models.segmenter import BodyPart

# Landmarks on the bridge, and around each what is looked at, in distances between the eyes.
_BRIDGE: Final = (6, 168)
_RADIUS: Final = 0.2
_LEAST_EYE_PX: Final = 40
_MOST_TURNED_DEG: Final = 45.0

# Of 106 people with glasses 101 have more than 0.01, and of 448 without one (0.05): hard light from
# the side drew an edge. The five have thin frames without a rim, in pictures of 43 px or blurred.
LIMITS: Final = at_most(0.002, unsure_to=0.01)
_SAID: Final = {
    Verdict.PASS: "no glasses are seen",
    Verdict.UNSURE: "something like glasses may be seen",
    Verdict.FAIL: "glasses are worn",
}


def share_on_bridge(look: FaceLook) -> float:
    """The share of the nose's bridge, 0–1, on which the segmenter sees a thing."""
    near = [in_disc(look.parts, look, look.points[index], _RADIUS) for index in _BRIDGE]
    return share_of(np.concatenate(near), BodyPart.OTHER)


def why_unknown(portrait: Portrait) -> str | None:
    """Why it cannot be known whether glasses are worn; None if it can."""
    if why := too_small(portrait, _LEAST_EYE_PX) or too_turned(portrait, _MOST_TURNED_DEG):
        return why
    if face_covered.burnt_out(portrait.look):
        return "the face is overexposed"
    if face_covered.covered(portrait.look)["mouth"] > face_covered.MAX_COVERED:
        return "what covers the face may reach the bridge of the nose"
    return None


def are_seen(look: FaceLook) -> bool:
    """Whether glasses are worn, where that can be known."""
    return LIMITS.verdict(share_on_bridge(look)) is Verdict.FAIL


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    rule = asked.requirements.glasses
    if rule == "free":
        return passed("glasses are allowed")
    if why := why_unknown(portrait):
        return not_assessed(f"{why}: look for glasses")
    found = share_on_bridge(portrait.look)
    verdict = LIMITS.verdict(found)
    if rule == "forbidden":
        return by_limits(found, LIMITS, _SAID[verdict], eyes_box(portrait), "no glasses")
    if verdict is Verdict.PASS:
        return passed(_SAID[verdict], found, "clear glasses")
    return passed(
        f"{_SAID[verdict]}: lenses must not reflect, nor rims touch the eyes",
        found,
        "clear glasses",
    )


CHECK: Final = ComplianceCheck(
    id="glasses",
    title="Glasses as allowed",
    subject="person",
    advice="take off the glasses",
    judge=judge,
    unit="of the nose's bridge",
    asks=("glasses",),
)
