"""The face is in the middle."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import at_most

# ISO/IEC 19794-5 asks for a centre between 45 % and 55 % of the width; authorities say "centred".
LIMITS: Final = at_most(0.05, unsure_to=0.08)


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo = evidence.photo
    if photo is None or photo.head is None:
        return None
    head = photo.head
    off = head.centre_x / photo.size_wh[0] - 0.5
    said = f"the face is {abs(off):.0%} of the width off the middle (at most 5%)"
    return by_limits(abs(off), LIMITS, said, allowed="at most 0.05")


CHECK: Final = ComplianceCheck(
    id="off_centre",
    title="Face in the middle",
    subject="framing",
    advice="crop the photo again: `idphoto make` centres the face",
    judge=judge,
    unit="of the width",
)
