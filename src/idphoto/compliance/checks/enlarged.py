"""The source has as many pixels as the photo."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import at_most

MOST: Final = 1.3


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    making = evidence.making
    if making is None:
        return None
    times = making.enlargement
    said = f"the source was enlarged {times:.1f} times, so the photo looks soft"
    if times <= 1.0:
        said = "the source has more pixels than the photo needs"
    elif times <= MOST:
        said = f"the source was enlarged {times:.1f} times"
    return by_limits(times, at_most(MOST), said, allowed=f"at most {MOST:g}")


CHECK: Final = ComplianceCheck(
    id="enlarged",
    title="Enough pixels in the source",
    subject="framing",
    advice="use a closer or larger photo",
    judge=judge,
    unit="times",
    digits=1,
)
