"""There is as much room above the head as is asked for."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.limits import by_range

# Framing knows the top of the head exactly but for rounding.
TOLERANCE_PX: Final = 1.0


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo, spec = evidence.photo, asked.spec
    if photo is None or photo.head is None or spec is None or spec.top_margin_mm is None:
        return None
    head = photo.head
    margin_mm, give = head.head_top / photo.px_per_mm, TOLERANCE_PX / photo.px_per_mm
    what = "the room above the head"
    return by_range(margin_mm, spec.top_margin_mm, what, "mm", "top_margin_mm", give)


CHECK: Final = ComplianceCheck(
    id="top_margin",
    title="Room above the head",
    subject="framing",
    advice="crop the photo again: `idphoto make` does it by this specification",
    judge=judge,
    unit="mm",
    digits=1,
)
