"""Nobody else is partly in the picture."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, passed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import Verdict


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if not portrait.glimpsed:
        return passed("nobody else is seen", 0, "nobody else")
    where = " and ".join(portrait.glimpsed)
    # in poor light, walls are taken for skin at times
    said = f"part of another person may be seen, {where}"
    return Judged(Verdict.UNSURE, said, len(portrait.glimpsed), allowed="nobody else")


CHECK: Final = ComplianceCheck(
    id="other_person",
    title="Nobody else in the picture",
    subject="person",
    advice="check the photo's edge there, or use a photo of one person",
    judge=judge,
    unit="people",
)
