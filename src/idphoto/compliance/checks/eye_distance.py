"""The eyes are as far apart as the authority asks, as a share of the photo's width."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.limits import by_share


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo, allowed = evidence.photo, asked.requirements.inter_eye_share
    if photo is None or photo.head is None or allowed is None:
        return None
    head = photo.head
    return by_share(head.inter_eye / photo.size_wh[0], allowed, "the distance between the eyes")


CHECK: Final = ComplianceCheck(
    id="eye_distance",
    title="Distance between the eyes",
    subject="framing",
    advice="crop the photo again: `idphoto make` does it by this specification",
    judge=judge,
    unit="of the width",
    asks=("inter_eye_share",),
)
