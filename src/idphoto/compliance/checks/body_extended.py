"""The body was photographed as far down and aside as the photo shows it."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import Check, Judged, by_limits
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import Verdict, at_most

LIMITS: Final = at_most(0.02)


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo = evidence.photo
    if photo is None or photo.stretched is None:
        return None
    said = "no part of the body was drawn on"
    if LIMITS.verdict(photo.stretched) is Verdict.FAIL:
        said = (
            "the source does not show enough of the body: the clothes were extended to fill "
            f"{photo.stretched:.0%} of the photo"
        )
    return by_limits(photo.stretched, LIMITS, said, allowed="at most 0.02")


CHECK: Final = Check(
    id="body_extended",
    title="Body as photographed",
    subject="framing",
    advice="step back, or ask for a larger head",
    judge=judge,
    unit="of the photo",
)
