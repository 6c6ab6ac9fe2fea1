"""The eyes are seen through the lenses."""

from __future__ import annotations

from typing import Final

import numpy as np

from idphoto.compliance.areas import CHEEKS, eye_centres, in_disc, median_of, share_of
from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed, passed
from idphoto.compliance.checks import glasses
from idphoto.compliance.evidence import Evidence, FaceLook
from idphoto.compliance.regions import eyes_box
from idphoto.compliance.verdict import Limits, Verdict, at_most
from idphoto.models.segmenter import BodyPart

# Around each eye, in distances between the eyes.
_RADIUS: Final = 0.33
_CHEEK_RADIUS: Final = 0.12
# The rims of clear glasses hide at most 0.16 of what surrounds either eye in 101 of 102 photos
# (0.40 in profile), five pairs of sunglasses 0.85 or more.
OPAQUE: Final = at_most(0.3, unsure_to=0.45)
# Behind clear glasses eyes have at least 0.38 of the cheeks' lightness in 102 photos.
DARK: Final = Limits(pass_from=0.35)
# Reflections are no tint: they are lighter than the cheeks.
_LIGHTER: Final = 1.0


def opaque_share(look: FaceLook) -> float:
    """The share of the eyes' surroundings, 0–1, where glasses and no eye are seen: of the eye that
    is seen better."""
    eyes = (in_disc(look.parts, look, at, _RADIUS) for at in eye_centres(look.points))
    return min(share_of(eye, BodyPart.OTHER) for eye in eyes)


def eyes_over_cheeks(look: FaceLook) -> float:
    """The median lightness (L*) around the lighter eye, over that of the cheeks."""
    lightness = look.lab[..., 0]
    eyes = [in_disc(lightness, look, at, _RADIUS) for at in eye_centres(look.points)]
    cheeks = [in_disc(lightness, look, look.points[at], _CHEEK_RADIUS) for at in CHEEKS]
    return max(map(median_of, eyes)) / max(1.0, median_of(np.concatenate(cheeks)))


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None or asked.requirements.glasses == "free":
        return None
    if why := glasses.why_unknown(portrait):
        return not_assessed(f"{why}: look for tinted lenses")
    if not glasses.are_seen(portrait.look):
        return passed("no glasses are seen", allowed=_ALLOWED)
    look, where = portrait.look, eyes_box(portrait)
    hidden, light = opaque_share(look), eyes_over_cheeks(look)
    if light < _LIGHTER and OPAQUE.verdict(hidden) is not Verdict.PASS:
        said = "the lenses are tinted: they hide the eyes"
        if OPAQUE.verdict(hidden) is Verdict.UNSURE:
            said = "the lenses may be tinted"
        return by_limits(hidden, OPAQUE, said, where, _ALLOWED)
    dark = DARK.verdict(light) is not Verdict.PASS
    said = "the eyes are dark: look for tinted lenses" if dark else "the lenses are clear"
    return by_limits(light, DARK, said, where, _ALLOWED)


_ALLOWED: Final = "clear lenses"

CHECK: Final = ComplianceCheck(
    id="tinted_lenses",
    title="Clear lenses",
    subject="person",
    advice="take off tinted glasses and sunglasses",
    judge=judge,
    unit="of the eyes' surroundings that are hidden, or eyes over cheeks in L*",
    asks=("glasses",),
)
