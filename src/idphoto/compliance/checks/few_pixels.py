"""The face has enough pixels, and they are real: an enlarged picture has no more detail."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits
from idphoto.compliance.checks import too_light
from idphoto.compliance.evidence import Evidence, Portrait
from idphoto.compliance.sharpness import measure_sharpness
from idphoto.compliance.verdict import at_least
from idphoto.imaging.arrays import Pixels, Points

# How far the number of real pixels may be off: it fails where even 1.5 times as many are too few.
UNSURE_TO: Final = 1.33
FAIL_BELOW: Final = 0.65
# Sizes at which detail is looked for: pixels between the eyes, a quarter octave apart. Beyond the
# first, no authority asks for more.
_LEVELS: Final = (150.0, 126.0, 106.0, 89.0, 75.0, 63.0, 53.0, 45.0, 38.0, 32.0)
# Portraits with 30 px between the eyes, enlarged four times, fail; from 45 px on most are unsure.
# Of 97 with 90 px or more none is.
_SHARP: Final = 0.16
_SOFT: Final = 1.25  # an enlarged picture looks sharp at this many times its real size already
_MARGIN: Final = 8
# A look at the face that is this sharp needs no closer one.
_SHARP_LOOK: Final = 0.19

# The distance between the eyes over the head's height, chin to crown, is 63 mm of 230 on average:
# this much or more for most people, and even for eyes that are set close.
_USUAL_SET: Final = 0.25
_CLOSE_SET: Final = 0.22
_USUAL_HEAD: Final = 0.6  # of the photo's height, where the specification has no limit


def measure_real_px(rgb: Pixels, points: Points, inter_eye_px: float) -> float | None:
    """How many pixels between the eyes the picture's detail fills.

    ``rgb``: uint8 ``(H, W, 3)``. ``points``: float64 ``(478, 2)``, the face's, in its pixels.
    The picture is shrunk step by step until its edges are sharp. None if they are sharp as it is,
    or at the largest size that is looked at. An estimate: it is exact to a third.
    """
    low = np.maximum(0, np.floor(points.min(axis=0)).astype(int) - _MARGIN)
    high = np.ceil(points.max(axis=0)).astype(int) + _MARGIN
    part = np.ascontiguousarray(rgb[low[1] : high[1], low[0] : high[0]])
    if not part.size:
        return None
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY).astype(np.float32)
    hull = cv2.convexHull((points - low).astype(np.float32))
    sizes = [size for size in _LEVELS if size < inter_eye_px]
    if inter_eye_px <= _LEVELS[0]:
        sizes.insert(0, inter_eye_px)
    above: tuple[float, float] | None = None
    for size in sizes:
        scale = size / inter_eye_px
        small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        mask = np.zeros(small.shape, np.uint8)
        cv2.fillConvexPoly(mask, (hull * scale).round().astype(np.int32), 1)
        found = measure_sharpness(small.astype(np.float32), mask > 0)
        if found is None:
            break
        if found >= _SHARP:
            if above is None:
                return None
            share = (_SHARP - above[1]) / (found - above[1])
            return float(above[0] * (size / above[0]) ** share / _SOFT)
        above = size, found
    return None if above is None else above[0] / _SOFT


def real_px(portrait: Portrait) -> float:
    """Pixels between the eyes in the file, or as many as its detail fills if that is fewer."""
    face, look = portrait.face, portrait.look
    if look.sharpness is not None and look.sharpness >= _SHARP_LOOK:
        return portrait.inter_eye_px
    found = measure_real_px(portrait.rgb, face.points[:, :2], face.inter_eye_px)
    return portrait.inter_eye_px if found is None else min(portrait.inter_eye_px, found)


def least_px(asked: Asked) -> tuple[float, float]:
    """With fewer pixels between the eyes a photo fails, and with fewer than the second is unsure.

    Both are what the authority asks for, or less if the photo itself has no room for that: small
    prints and uploads have fewer than ICAO's 90 pixels however large their source was.
    """
    least, spec = float(asked.requirements.min_inter_eye_px), asked.spec
    if spec is None:
        return least, least
    smallest = largest = _USUAL_HEAD * spec.size_px[1]
    if (head := spec.head_height_mm) is not None:
        smallest = (head.low or head.high or 0.0) * spec.px_per_mm
        largest = (head.high or head.low or 0.0) * spec.px_per_mm
    return min(least, _CLOSE_SET * smallest), min(least, _USUAL_SET * largest)


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    fewest, least = least_px(asked)
    stated = portrait.inter_eye_px
    allowed = f"at least {least:.0f} px between the eyes"
    if stated < least:
        said = f"{stated:.0f} px between the eyes, {least:.0f} needed"
        limits = at_least(least, unsure_from=fewest)
        return by_limits(stated, limits, said, portrait.face_box, allowed)
    found = stated if too_light.is_washed_out(portrait.look) else real_px(portrait)
    if found < stated and found < UNSURE_TO * least:
        said = (
            f"{stated:.0f} px between the eyes, with the detail of about {found:.0f} "
            f"({least:.0f} needed): enlarged or soft"
        )
        limits = at_least(UNSURE_TO * least, unsure_from=FAIL_BELOW * least)
        return by_limits(found, limits, said, portrait.face_box, allowed)
    said = f"{stated:.0f} px between the eyes ({least:.0f} needed)"
    return by_limits(found, at_least(least), said, portrait.face_box, allowed)


CHECK: Final = ComplianceCheck(
    id="few_pixels",
    title="Enough pixels",
    subject="picture",
    advice="use the camera's original file, or go nearer; enlarging a picture adds no detail",
    judge=judge,
    unit="px between the eyes",
    digits=0,
    asks=("min_inter_eye_px",),
)
