"""The person was cut out cleanly."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, failed, passed
from idphoto.compliance.evidence import Evidence


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    making = evidence.making
    if making is None or making.veil is None:
        return None
    veil = making.veil
    if not veil.is_seen:
        return passed("hair and background were separated", veil.area)
    return failed(
        "hair and background look alike, so the outline of the hair is smoky (an area of "
        f"{veil.area:.0%} of the head's height squared)",
        veil.area,
    )


CHECK: Final = ComplianceCheck(
    id="matte_unsure",
    title="Clean outline",
    subject="background",
    advice="use a plainer background, or quality best",
    judge=judge,
    unit="of the head's height squared",
)
