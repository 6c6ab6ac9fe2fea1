"""Nothing is written over the person. Not measured: prints on clothes and posters are writing too,
and faint marks are as strong as hair and wrinkles."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, not_assessed
from idphoto.compliance.evidence import Evidence


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    if evidence.portrait is None:
        return None
    return not_assessed("check that no writing or watermark lies over the person")


CHECK: Final = ComplianceCheck(
    id="writing",
    title="No writing over the person",
    subject="picture",
    advice="use the original picture, without watermark, date or logo",
    judge=judge,
)
