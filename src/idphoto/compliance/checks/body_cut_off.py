"""The picture shows enough of the body for a photo."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, failed, not_assessed, passed
from idphoto.compliance.evidence import Evidence


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    if evidence.portrait is None or evidence.photo is not None:
        return None  # a finished photo ends where it ends
    if not evidence.body_known:
        return not_assessed("how much of the body is needed is not known for this head")
    cut = evidence.body_cut
    if cut is None:
        return passed("neck and shoulders are in the picture", 0.0)
    said = (
        f"the picture shows too little of the body at the {cut.side}: {cut.missing:.0%} of the "
        "photo would be empty"
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
