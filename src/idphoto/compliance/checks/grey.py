"""The picture is in colour."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import Verdict, at_least

# Grey and sepia lie below the lower limit (1 of 155 does not), colour pictures above it.
LIMITS: Final = at_least(1.1, unsure_from=0.6)
_SAID: Final = {
    Verdict.PASS: "the picture is in colour",
    Verdict.UNSURE: "the picture has hardly any colour",
    Verdict.FAIL: "the picture is not in colour",
}


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None or not asked.requirements.colour:
        return None
    if (found := portrait.look.colour) is None:
        return not_assessed("the face is too light to see its colours", portrait.face_box)
    return by_limits(found, LIMITS, _SAID[LIMITS.verdict(found)], None, "in colour")


CHECK: Final = ComplianceCheck(
    id="grey",
    title="In colour",
    subject="picture",
    advice="use a colour photo",
    judge=judge,
    unit="standard deviation of colour, CIE L*a*b*",
    asks=("colour",),
)
