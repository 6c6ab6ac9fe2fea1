"""The picture shows enough of the body for a photo."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, failed, passed
from idphoto.compliance.evidence import Evidence


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    if evidence.portrait is None or evidence.photo is not None:
        return None  # a finished photo ends where it ends
    cut = evidence.body_cut
    if cut is None:
        return passed("neck and shoulders are in the picture", 0.0)
    said = (
        f"the picture ends too soon at the {cut.side}: {cut.missing:.0%} of the photo "
        "would show what it does not"
    )
    return failed(said, cut.missing)


CHECK: Final = ComplianceCheck(
    id="body_cut_off",
    title="Shoulders in the picture",
    subject="framing",
    advice="step back: show both shoulders",
    judge=judge,
    unit="of the photo",
)
