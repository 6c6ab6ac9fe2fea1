"""The face is neutral. Faint smiles cannot be separated from mouths that are so by nature."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed, passed
from idphoto.compliance.checks import face_covered
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.gates import too_small, too_turned
from idphoto.compliance.regions import mouth_box
from idphoto.compliance.verdict import Verdict, at_most

# As in ``Expression``. Clear smiles have more than 0.6. So have some mouths that turn up by nature.
LIMITS: Final = at_most(0.4, unsure_to=0.6)
_SAID: Final = {
    Verdict.PASS: "the face is neutral",
    Verdict.UNSURE: "the person may smile a little",
    Verdict.FAIL: "the person smiles",
}


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if asked.requirements.smile == "allowed":
        return passed("a smile is allowed")
    why = too_small(portrait) or too_turned(portrait) or face_covered.hides(portrait, "mouth")
    if why or portrait.expression is None:
        return not_assessed(why or "the face cannot be read")
    found = portrait.expression.smile
    said = _SAID[LIMITS.verdict(found)]
    return by_limits(found, LIMITS, said, mouth_box(portrait), "a neutral face")


CHECK: Final = ComplianceCheck(
    id="smile",
    title="Neutral face",
    subject="person",
    advice="take another photo with a neutral face",
    judge=judge,
    unit="of a full smile",
    asks=("smile",),
)
