"""The light has no strong colour. The white of the eye is the reference: skin differs too much."""

from __future__ import annotations

import math
from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed
from idphoto.compliance.checks import grey
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.gates import too_small, too_turned
from idphoto.compliance.regions import eyes_box
from idphoto.compliance.tones import Lab
from idphoto.compliance.verdict import Verdict, at_most

# What whites of eyes have in plain light, by half a of 51 studio pictures and 34 others: a* from
# green to magenta, b* from blue to yellow.
_A: Final = (-4.0, 16.0)
_B: Final = (-4.0, 20.0)
# The white of smaller eyes is mixed with the skin around it.
_LEAST_EYE_PX: Final = 60
# Strong casts fail, mild ones are mostly unsure. A red eye or reddened white looks like a cast.
LIMITS: Final = at_most(0.0, unsure_to=6.0)


def measure_cast(white: Lab) -> tuple[float, str]:
    """How far outside its usual colours the white of an eye is, in a* and b*, and the cast's name.

    The name is empty where there is none.
    """
    _, a, b = white
    outside = {
        "green": _A[0] - a,
        "magenta": a - _A[1],
        "blue": _B[0] - b,
        "yellow": b - _B[1],
    }
    name = max(outside, key=lambda each: outside[each])
    across = max(0.0, outside["green"], outside["magenta"])
    along = max(0.0, outside["blue"], outside["yellow"])
    off = math.hypot(across, along)
    return off, name if off > 0 else ""


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None or not asked.requirements.colour:
        return None
    if why := too_small(portrait, _LEAST_EYE_PX) or too_turned(portrait):
        return not_assessed(why)
    look = portrait.look
    if look.colour is None or grey.LIMITS.verdict(look.colour) is not Verdict.PASS:
        return not_assessed("the picture has hardly any colour")
    if look.tones.white is None:
        return not_assessed("the white of the eyes, the reference, is not seen", eyes_box(portrait))
    off, name = measure_cast(look.tones.white)
    verdict = LIMITS.verdict(off)
    if verdict is Verdict.PASS:
        said = "the light has no strong colour"
    else:
        said = f"the picture {'has' if verdict is Verdict.FAIL else 'may have'} a {name} cast"
    return by_limits(off, LIMITS, said, portrait.face_box, "no colour cast")


CHECK: Final = ComplianceCheck(
    id="colour_cast",
    title="Natural colours",
    subject="light",
    advice="use daylight or white lamps, no filter, and automatic white balance",
    judge=judge,
    unit="in a* and b* beyond the usual white of eyes",
    digits=1,
    asks=("colour",),
)
