"""Both eyes are open."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed, passed
from idphoto.compliance.checks import face_covered
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.gates import too_small, too_turned
from idphoto.compliance.regions import eyes_box
from idphoto.compliance.verdict import at_least

# As in ``Expression``. Nearly all closed eyes have less than 0.03, open ones more; a wink may have
# more, too.
LIMITS: Final = at_least(0.034, unsure_from=0.03)


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if not asked.requirements.eyes_open:
        return passed("the eyes may be closed at this age")
    why = too_small(portrait) or too_turned(portrait) or face_covered.hides(portrait, "eye")
    if why or portrait.expression is None:
        return not_assessed(why or "the face cannot be read")
    gap = portrait.expression.lid_gap
    if (verdict := LIMITS.verdict(gap)) == "pass":
        said = "both eyes are open"
    else:
        said = "an eye looks closed" if verdict == "fail" else "an eye may be closed"
    return by_limits(gap, LIMITS, said, eyes_box(portrait), "both eyes open")


CHECK: Final = ComplianceCheck(
    id="eyes_closed",
    title="Eyes open",
    subject="person",
    advice="take another photo with both eyes open",
    judge=judge,
    unit="of the distance from eyes to chin",
    asks=("eyes_open",),
)
