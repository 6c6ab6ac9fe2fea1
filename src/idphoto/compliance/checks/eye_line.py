"""The eyes are as high above the bottom edge as is asked for."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged
from idphoto.compliance.checks.head_size import HEAD_TOLERANCE
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.limits import by_range


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo, spec = evidence.photo, asked.spec
    if photo is None or photo.head is None or spec is None or spec.eye_line_mm is None:
        return None
    head = photo.head
    above_mm = (photo.size_wh[1] - head.eyes_top) / photo.px_per_mm
    give = HEAD_TOLERANCE * head.height / photo.px_per_mm
    what = "the eyes' height above the bottom edge"
    return by_range(above_mm, spec.eye_line_mm, what, "mm", "eye_line_mm", give)


CHECK: Final = ComplianceCheck(
    id="eye_line",
    title="Height of the eyes",
    subject="framing",
    advice="crop the photo again: `idphoto make` does it by this specification",
    judge=judge,
    unit="mm",
    digits=1,
)
