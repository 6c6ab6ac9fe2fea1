"""The hair fits between the photo's sides."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import Verdict, at_most

LIMITS: Final = at_most(0.01)  # of the width: less is single strands


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    making = evidence.making
    if making is None:
        return None
    beyond = max(0.0, making.hair_beyond)
    said = "the hair fits between the photo's sides"
    if LIMITS.verdict(beyond) is Verdict.FAIL:
        said = (
            f"the photo's sides cut off hair or headgear, up to {beyond:.0%} of its width: the "
            "source shows too little of the body for a wider photo, or the specification asks for "
            "a larger head"
        )
    return by_limits(beyond, LIMITS, said, allowed="at most 0.01")


CHECK: Final = ComplianceCheck(
    id="hair_outside",
    title="Hair within the photo",
    subject="framing",
    advice="step back, or choose a wider photo",
    judge=judge,
    unit="of the width",
)
