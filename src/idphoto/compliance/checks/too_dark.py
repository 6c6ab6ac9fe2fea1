"""The face is not too dark.

Skin may be dark without lack of light, and the white of the eye hardly differs between people: so
the lighter of the two is judged, never the skin alone.
"""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.gates import too_small, too_turned
from idphoto.compliance.tones import Tones
from idphoto.compliance.verdict import Verdict, at_least

# Portraits at a quarter of their light fail, or are unsure if they were bright before. All quarters
# of skin lightness fail alike.
LIMITS: Final = at_least(54.0, unsure_from=48.0)
_SAID: Final = {
    Verdict.PASS: "the face has enough light",
    Verdict.UNSURE: "the face may be too dark",
    Verdict.FAIL: "the face is too dark",
}


def measure_brightness(tones: Tones) -> float:
    """L* of the lighter cheek or of the white of the eye, whichever is lighter, 0–100."""
    return max(tones.cheek[0], 0.0 if tones.white is None else tones.white[0])


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if why := too_small(portrait) or too_turned(portrait):
        return not_assessed(why)
    tones = portrait.look.tones
    found = measure_brightness(tones)
    verdict = LIMITS.verdict(found)
    if tones.white is None and verdict is not Verdict.PASS:
        return not_assessed(
            "the white of the eyes is not seen: dark skin cannot be separated from lack of light",
            portrait.face_box,
        )
    said = f"{_SAID[verdict]}: its lightest part, skin or white of the eye, has L* {found:.0f}"
    return by_limits(found, LIMITS, said, portrait.face_box, "L* of at least 54")


CHECK: Final = ComplianceCheck(
    id="too_dark",
    title="Face bright enough",
    subject="light",
    advice="use more light from the front, or a longer exposure",
    judge=judge,
    unit="L*",
    digits=0,
)
