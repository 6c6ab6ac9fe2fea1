"""A plain background: nothing in it but an evenly shaded wall."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import Check, Judged, by_limits, not_assessed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.ground import measure_ground
from idphoto.compliance.verdict import Verdict, at_most

# Plain walls: at most 0.031 in 58 photos. Of 90 with something in the background 87 have more than
# 0.1, and two lie between; in the last the person fills the picture.
LIMITS: Final = at_most(0.05, unsure_to=0.10)
_SAID: Final = {
    Verdict.PASS: "the background is plain",
    Verdict.UNSURE: "something may be seen in the background",
    Verdict.FAIL: "the background is not plain",
}


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    ground = evidence.ground
    if ground is None or not asked.requirements.background_plain:
        return None
    seen = measure_ground(ground.rgb, ground.alpha)
    if seen is None:
        return not_assessed("the person leaves next to nothing of the background")
    said = f"{_SAID[LIMITS.verdict(seen.uneven)]}: {seen.uneven:.0%} of it is something other"
    return by_limits(seen.uneven, LIMITS, said, allowed="a plain wall")


CHECK: Final = Check(
    id="background_uneven",
    title="Plain background",
    subject="background",
    advice="stand before a plain wall, without objects, edges or shadows",
    judge=judge,
    unit="of the background",
    asks=("background_plain",),
)
