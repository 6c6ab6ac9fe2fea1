"""The head faces the camera."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, not_assessed, passed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.gates import too_small
from idphoto.compliance.limits import by_angle
from idphoto.specs.requirements import ANY_ANGLE_DEG

# Twice the standard deviation of people who look straight ahead in one studio (2.4°).
ERROR_DEG: Final = 5.0


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if why := too_small(portrait):
        return not_assessed(why)
    found = portrait.face.pose.yaw_deg
    most = asked.requirements.max_yaw_deg
    if most >= ANY_ANGLE_DEG:
        return passed("the head may be turned at this age")
    said = f"the head is turned {abs(found):.0f}° to the side"
    return by_angle(found, most, ERROR_DEG, said, portrait.face_box)


CHECK: Final = ComplianceCheck(
    id="head_turned",
    title="Head faces the camera",
    subject="person",
    advice="take another photo, facing the camera",
    judge=judge,
    unit="degrees",
    asks=("max_yaw_deg",),
)
