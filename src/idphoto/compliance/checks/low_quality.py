"""The file has the JPEG quality that is asked for."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_a_file
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import at_least


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo, least = evidence.photo, asked.requirements.min_jpeg_quality
    if photo is None or least is None:
        return None
    if not photo.is_file:
        return not_a_file("JPEG quality")
    if photo.jpeg_quality is None:
        return None
    said = f"the file has JPEG quality {photo.jpeg_quality:.0f} ({least} needed)"
    return by_limits(photo.jpeg_quality, at_least(least), said, allowed=f"at least {least}")


CHECK: Final = ComplianceCheck(
    id="low_quality",
    title="Quality of the file",
    subject="file",
    advice="save the photo with a higher quality",
    judge=judge,
    unit="of 100",
    digits=0,
    asks=("min_jpeg_quality",),
)
