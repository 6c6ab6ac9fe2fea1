"""Nobody else is partly in the picture."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, failed, passed
from idphoto.compliance.evidence import Evidence


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if not portrait.glimpsed:
        return passed("nobody else is seen", 0, "nobody else")
    where = " and ".join(portrait.glimpsed)
    return failed(f"part of another person is seen, {where}", len(portrait.glimpsed), "nobody else")


CHECK: Final = ComplianceCheck(
    id="other_person",
    title="Nobody else in the picture",
    subject="person",
    advice="check the photo's edge there, or use a photo of one person",
    judge=judge,
    unit="people",
)
