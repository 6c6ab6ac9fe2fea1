"""The face is as wide as the authority asks, as a share of the photo's width."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.limits import by_share


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo, allowed = evidence.photo, asked.requirements.face_width_share
    if photo is None or photo.head is None or allowed is None:
        return None
    head = photo.head
    return by_share(head.face_width / photo.size_wh[0], allowed, "the face's width")


CHECK: Final = ComplianceCheck(
    id="face_width",
    title="Width of the face",
    subject="framing",
    advice="crop the photo again: `idphoto make` does it by this specification",
    judge=judge,
    unit="of the width",
    asks=("face_width_share",),
)
