"""The mouth is closed."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import (
    ComplianceCheck,
    Judged,
    by_limits,
    failed,
    not_assessed,
    passed,
)
from idphoto.compliance.checks import face_covered
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.gates import too_small, too_turned
from idphoto.compliance.regions import mouth_box
from idphoto.compliance.verdict import Verdict, at_most

# As in ``Expression``.
LIMITS: Final = at_most(0.04, unsure_to=0.05)
# Their distance does not show whether lips are a little apart (closed ones measure up to 0.03), but
# teeth do: closed lips have a pallor of at most 4, teeth 7 or more.
_PARTED: Final = 0.012
_TEETH: Final = 5.5
_SAID: Final = {
    Verdict.PASS: "the mouth is closed",
    Verdict.UNSURE: "the lips may be apart",
    Verdict.FAIL: "the mouth is open: the lips are apart",
}


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if not asked.requirements.mouth_closed:
        return passed("the mouth may be open at this age")
    why = too_small(portrait) or too_turned(portrait) or face_covered.hides(portrait, "mouth")
    if why or portrait.expression is None:
        return not_assessed(why or "the face cannot be read")
    seen = portrait.expression
    where = mouth_box(portrait)
    verdict = LIMITS.verdict(seen.lip_gap)
    if verdict is not Verdict.FAIL and seen.lip_gap > _PARTED and seen.pallor > _TEETH:
        return failed("the mouth is open: teeth show", seen.lip_gap, "mouth closed", where)
    return by_limits(seen.lip_gap, LIMITS, _SAID[verdict], where, "mouth closed")


CHECK: Final = ComplianceCheck(
    id="mouth_open",
    title="Mouth closed",
    subject="person",
    advice="take another photo, mouth closed",
    judge=judge,
    unit="of the distance from eyes to chin",
    asks=("mouth_closed",),
)
