"""The head is upright."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, passed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.limits import by_angle
from idphoto.specs.requirements import ANY_ANGLE_DEG

# The eye line is known to about a degree: of 102 people in one studio none has more than 5°.
ERROR_DEG: Final = 2.0
# A portrait is levelled when a photo is made of it; up to here the shoulders then slope little.
LEVELLED_DEG: Final = 15.0


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    found = abs(portrait.face.roll_deg)
    most = asked.requirements.max_roll_deg
    if most >= ANY_ANGLE_DEG:
        return passed("the head may be tilted at this age")
    turned = abs(evidence.tilt_deg or 0.0)
    if turned > most:
        said = f"the photo was turned by hand: on it, the head is tilted {turned:.0f}° sideways"
        return by_angle(turned, most, ERROR_DEG, said, portrait.face_box)
    if evidence.photo is None:
        most = max(most, LEVELLED_DEG)
    said = f"the head is tilted {found:.0f}° sideways"
    return by_angle(found, most, ERROR_DEG, said, portrait.face_box)


CHECK: Final = ComplianceCheck(
    id="head_tilted",
    title="Head upright",
    subject="person",
    advice="take another photo with the head upright",
    judge=judge,
    unit="degrees",
    asks=("max_roll_deg",),
)
