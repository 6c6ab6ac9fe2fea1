"""The head is upright."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, passed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import at_most
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
    if evidence.photo is None:
        most = max(most, LEVELLED_DEG)
    return by_limits(
        found,
        at_most(most, unsure_to=most + ERROR_DEG),
        f"the head is tilted {found:.0f}° sideways (at most {most:.0f}°)",
        portrait.face_box,
        f"at most {most:.0f}°",
    )


CHECK: Final = ComplianceCheck(
    id="head_tilted",
    title="Head upright",
    subject="person",
    advice="take another photo with the head upright",
    judge=judge,
    unit="degrees",
    asks=("max_roll_deg",),
)
