"""The background is plain: an evenly shaded wall, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed
from idphoto.compliance.checks.background_colour import RULE
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.gates import is_wall_unseen
from idphoto.compliance.verdict import Verdict, at_most

# The largest share of the background that may be something other than a plain wall. Plain walls
# have at most 0.031 in 58 photos. Of 90 with something in the background 87 have more than 0.1, and
# two lie between; in the last the person fills the picture.
MOST_UNEVEN: Final = 0.10
LIMITS: Final = at_most(0.05, unsure_to=MOST_UNEVEN)
_SAID: Final = {
    Verdict.PASS: "the background is plain",
    Verdict.UNSURE: "something may be seen in the background",
    Verdict.FAIL: "the background is not plain",
}


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    ground = evidence.ground
    if ground is None or is_wall_unseen(evidence, asked):
        return None
    if not asked.requirements.background_plain:
        return None
    seen = ground.seen
    if seen is None:
        return not_assessed("the person leaves next to nothing of the background")
    said = f"{_SAID[LIMITS.verdict(seen.uneven)]}: {seen.uneven:.0%} of it is not plain wall"
    judged = by_limits(seen.uneven, LIMITS, said, allowed=f"plain but for {MOST_UNEVEN:.0%}")
    return replace(judged, rule=RULE, found=f"plain but for {seen.uneven:.0%}")


CHECK: Final = ComplianceCheck(
    id="background_uneven",
    title="Plain background",
    subject="background",
    advice="stand before a plain wall, without objects, edges or shadows",
    judge=judge,
    unit="of the background",
    asks=("background_plain",),
)
