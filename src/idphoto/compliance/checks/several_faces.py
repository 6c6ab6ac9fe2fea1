"""There is one face, and no other."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, failed, passed
from idphoto.compliance.evidence import Evidence


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    count = 1 + portrait.others
    if count == 1:
        return passed("one face", 1, "one face")
    return failed(portrait.which_face or f"{count} faces found", count, "one face")


CHECK: Final = ComplianceCheck(
    id="several_faces",
    title="One face",
    subject="person",
    advice="use a photo of one person, or choose the face",
    judge=judge,
    unit="faces",
)
