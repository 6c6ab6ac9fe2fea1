"""Lenses do not reflect."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.areas import eye_centres, in_disc
from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed, passed
from idphoto.compliance.checks import glasses
from idphoto.compliance.evidence import Evidence, FaceLook
from idphoto.compliance.regions import eyes_box
from idphoto.compliance.verdict import Verdict, at_most

# Around each eye, in distances between the eyes.
_RADIUS: Final = 0.33
_WHITE: Final = 240

# White of the eyes and small lights: at most 0.01 in 103 of 106 photos of people with glasses, 0.02
# in the others, which reflect a little. Lenses that are white all over have 0.5. There were too few
# reflections to measure how many are found.
LIMITS: Final = at_most(0.01, unsure_to=0.08)
_SAID: Final = {
    Verdict.PASS: "no reflections are seen on the lenses",
    Verdict.UNSURE: "the lenses may reflect light",
    Verdict.FAIL: "the lenses reflect light in front of the eyes",
}


def white_share(look: FaceLook) -> float:
    """The share of the surroundings of an eye, 0–1, that is nearly white: of the worse eye."""
    near = [in_disc(look.rgb, look, at, _RADIUS) for at in eye_centres(look.points)]
    return max(float((each.min(axis=1) >= _WHITE).mean()) if each.size else 0.0 for each in near)


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None or asked.requirements.glasses == "free":
        return None
    if why := glasses.why_unknown(portrait):
        return not_assessed(f"{why}: look for reflections")
    if not glasses.are_seen(portrait.look):
        return passed("no glasses are seen", allowed="no reflections")
    found = white_share(portrait.look)
    return by_limits(
        found, LIMITS, _SAID[LIMITS.verdict(found)], eyes_box(portrait), "no reflections"
    )


CHECK: Final = ComplianceCheck(
    id="glare",
    title="No reflections on glasses",
    subject="person",
    advice="tilt the glasses or move the light until the lenses do not reflect, or take them off",
    judge=judge,
    unit="of the eye's surroundings",
    asks=("glasses",),
)
