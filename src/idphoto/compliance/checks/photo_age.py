"""The photo is recent. No picture shows when it was taken."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, not_assessed
from idphoto.compliance.evidence import Evidence


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    most = asked.requirements.max_age_months
    if evidence.photo is None or most is None:
        return None
    age = "a month" if most == 1 else f"{most} months"
    return not_assessed(f"the photo must be at most {age} old: a program cannot see that")


CHECK: Final = ComplianceCheck(
    id="photo_age",
    title="Recent photo",
    subject="file",
    advice="use a photo of how you look today",
    judge=judge,
    asks=("max_age_months",),
)
