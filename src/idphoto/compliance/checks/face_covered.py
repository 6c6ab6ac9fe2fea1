"""Nothing hides eyes or mouth: no sunglasses, mask, hand or thing held up."""

from __future__ import annotations

from typing import Final, Literal
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from idphoto.compliance.areas import CHEEKS, eye_centres, in_disc, share_of
from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed
from idphoto.compliance.evidence import Evidence, FaceLook, Portrait
from idphoto.compliance.gates import too_small
from idphoto.compliance.regions import eyes_box, mouth_box
from idphoto.compliance.verdict import Verdict, at_most
from idphoto.errors import FaceCovered
from idphoto.face.landmarks import CHIN, INNER_LIPS
from idphoto.imaging.geometry import Box
from idphoto.models.segmenter import BodyPart

# The discs that are looked at, in distances between the eyes.
_RADIUS: Final = 0.33
_THINGS: Final = (BodyPart.OTHER, BodyPart.CLOTHES, BodyPart.BODY_SKIN)
MAX_COVERED: Final = 0.45
"""The largest share of a disc that may be something other than the face.

Around eyes it is at most 0.25 in some 60 photos of clear glasses, 0.30 with a mask below them, and
0.59 or more in all 10 of sunglasses, glare and things held up. Around mouths it is at most 0.35 in
some 580 photos without a mask; 64 of 67 masks have more than 0.45, and the others are pictures with
at most 33 pixels between the eyes."""
LIMITS: Final = at_most(0.36, unsure_to=MAX_COVERED)

# Masks of a dark or pale colour are taken for hair or for the wall. Around mouths that is believed
# if the face's skin is seen around the bridge of the nose, over at least this share.
_HIDERS: Final = (*_THINGS, BodyPart.HAIR, BodyPart.BACKGROUND)
_BRIDGE, _BRIDGE_RADIUS, _LEAST_SKIN = 6, 0.4, 0.3

# A face that is burnt out has no colour left to be known as skin. Clipped pixels make up at most
# 0.16 of 600 faces, white masks among them, and 0.76 of one photographed 2.6 times too light.
MAX_CLIPPED: Final = 0.4
_CLIPPED: Final = 247

# Masks that are taken for skin: chin and both cheeks have a colour that skin has not, and differ
# from the skin around the nose's bridge. Found on 36 of 50 masks and on none of 463 faces.
_LEAST_A, _LEAST_B, _LEAST_OFF = 4.0, 2.0, 5.0
_BELOW_EYES: Final = (118, 347)
_LOWER_LIP: Final = 17
_PATCH: Final = 0.12

# An eye in the deepest shadow still has a mean L* of 6 and a spread of 4 (585 faces); a black bar
# has 0 to 1 and up to 4.
_EYE_RADIUS: Final = 0.22
_BLACK, _FLAT = 3.0, 5.0
_KNOWN: Final[WeakKeyDictionary[FaceLook, dict[str, float]]] = WeakKeyDictionary()
_SAID: Final = {
    Verdict.PASS: "eyes and mouth are free",
    Verdict.UNSURE: "something may cover the {}",
    Verdict.FAIL: "something covers the {}: {:.0%} of the face around it cannot be seen",
}


def covered(look: FaceLook) -> dict[str, float]:
    """How much of the surroundings of ``eye`` and ``mouth`` is hidden, as shares of 0–1.

    Of the two eyes, the one that is hidden more. Hair hides no eye here: that has its own check.
    """
    # half a dozen checks ask this of one face
    if (known := _KNOWN.get(look)) is None:
        known = _KNOWN[look] = _covered(look)
    return known


def _covered(look: FaceLook) -> dict[str, float]:
    parts, points = look.parts, look.points
    eyes = [in_disc(parts, look, at, _RADIUS) for at in eye_centres(points)]
    bridge = in_disc(parts, look, points[_BRIDGE], _BRIDGE_RADIUS)
    hiders = _HIDERS if share_of(bridge, BodyPart.FACE_SKIN) >= _LEAST_SKIN else _THINGS
    mouth = in_disc(parts, look, points[list(INNER_LIPS)].mean(axis=0), _RADIUS)
    black = any(_is_black(in_disc(look.lab, look, at, _EYE_RADIUS)) for at in eye_centres(points))
    return {
        "eye": 1.0 if black else max(share_of(eye, *_THINGS) for eye in eyes),
        "mouth": share_of(mouth, *hiders),
    }


def _is_black(eye: NDArray[np.float32]) -> bool:
    """Whether an eye, Lab ``(N, 3)``, is a black patch, which the segmenter takes for skin."""
    light = eye[:, 0]
    return bool(light.size) and float(light.mean()) < _BLACK and float(light.std()) < _FLAT


def clipped_share(look: FaceLook) -> float:
    """The share of the face, 0–1, that is white for want of range."""
    # every third row and column will do
    face = look.rgb[::3, ::3][look.hull[::3, ::3]]
    return float((face.min(axis=1) >= _CLIPPED).mean()) if face.size else 0.0


def burnt_out(look: FaceLook) -> bool:
    """Whether the light hides what is skin."""
    return clipped_share(look) > MAX_CLIPPED


def other_colour_below(look: FaceLook) -> bool:
    """Whether chin and cheeks have a colour that skin has not, and the nose's bridge has."""
    points = look.points
    above = [(points[_BRIDGE], 0.15), *((points[index], 0.1) for index in _BELOW_EYES)]
    skin = _colour(np.concatenate([in_disc(look.lab, look, at, size) for at, size in above]))
    lower = [points[[_LOWER_LIP, CHIN]].mean(axis=0), *points[list(CHEEKS)]]
    found = [_colour(in_disc(look.lab, look, at, _PATCH)) for at in lower]
    return _like_skin(skin) and all(
        not _like_skin(each) and float(np.hypot(*(each - skin))) > _LEAST_OFF for each in found
    )


def hides(portrait: Portrait, where: Literal["eye", "mouth"]) -> str | None:
    """Why other checks cannot judge an eye or the mouth; None if it is seen."""
    if covered(portrait.look)[where] <= MAX_COVERED or burnt_out(portrait.look):
        return None
    return f"something covers the {where}"


def check_uncovered(look: FaceLook) -> None:
    """Refuse a face whose eyes or mouth cannot be seen.

    Raises:
        FaceCovered: most of what surrounds an eye or the mouth is something other than the face.
    """
    if burnt_out(look):
        return
    for where, share in covered(look).items():
        if share > MAX_COVERED:
            raise FaceCovered(where=where, share=share, allowed=MAX_COVERED)


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if why := too_small(portrait):
        return not_assessed(why)
    look = portrait.look
    if burnt_out(look):
        share = clipped_share(look)
        return not_assessed(f"{share:.0%} of the face is overexposed", portrait.face_box)
    where, worst = max(covered(look).items(), key=lambda one: one[1])
    verdict = LIMITS.verdict(worst)
    if verdict is Verdict.PASS and other_colour_below(look):
        said = "chin and cheeks have another colour than the nose: look for a mask"
        return Judged(Verdict.UNSURE, said, worst, allowed=_ALLOWED, region=mouth_box(portrait))
    return by_limits(
        worst, LIMITS, _SAID[verdict].format(where, worst), _box(portrait, where), _ALLOWED
    )


_ALLOWED: Final = "nothing in front of the face"


def _box(portrait: Portrait, where: str) -> Box:
    return eyes_box(portrait) if where == "eye" else mouth_box(portrait)


def _colour(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """The median a* and b* of ``(N, 3)``; not a number for no pixels."""
    if not lab.size:
        return np.full(2, np.nan, np.float32)
    return np.asarray(np.median(lab[:, 1:], axis=0), np.float32)


def _like_skin(colour: NDArray[np.float32]) -> bool:
    return bool(colour[0] >= _LEAST_A and colour[1] >= _LEAST_B)


CHECK: Final = ComplianceCheck(
    id="face_covered",
    title="Face uncovered",
    subject="person",
    advice="take off mask or dark glasses, keep hands and things away from the face",
    judge=judge,
    unit="of the face around an eye or the mouth",
)
