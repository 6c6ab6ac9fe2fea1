"""The file shows the person upright."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, failed, passed
from idphoto.compliance.evidence import Evidence


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo = evidence.photo
    if photo is None or evidence.making is not None:
        return None
    if photo.turns == 0:
        return passed("the person is upright", 0.0)
    how = "upside down" if photo.turns == 2 else "on its side"
    return failed(f"the file shows the person {how}", 90.0 * photo.turns)


CHECK: Final = ComplianceCheck(
    id="not_upright",
    title="Upright",
    subject="file",
    advice="rotate the picture and save it again",
    judge=judge,
    unit="degrees",
    digits=0,
)
