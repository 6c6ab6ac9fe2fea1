"""The body was photographed as far down and aside as the photo shows it."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import Verdict, at_most

LIMITS: Final = at_most(0.02)


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    making = evidence.making
    if making is None or making.stretched is None:
        return None
    said = "no part of the body was drawn on"
    if LIMITS.verdict(making.stretched) is Verdict.FAIL:
        said = (
            "the source does not show enough of the body: the clothes were extended to fill "
            f"{making.stretched:.0%} of the photo"
        )
    return by_limits(making.stretched, LIMITS, said, allowed="at most 0.02")


CHECK: Final = ComplianceCheck(
    id="body_extended",
    title="Body as photographed",
    subject="framing",
    advice="step back, or ask for a larger head",
    judge=judge,
    unit="of the photo",
)
