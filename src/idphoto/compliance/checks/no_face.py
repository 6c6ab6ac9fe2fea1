"""A face is seen."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, failed
from idphoto.compliance.evidence import Evidence


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    if evidence.portrait is not None or evidence.cuts is not None:
        return None
    return failed("no face found", allowed="one face")


CHECK: Final = ComplianceCheck(
    id="no_face",
    title="A face",
    subject="person",
    advice="use a photo taken from the front, with nothing in front of the face",
    judge=judge,
)
