"""The pupils are not red from a flash."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed
from idphoto.compliance.checks import eyes_closed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.gates import too_small, too_turned
from idphoto.compliance.regions import eyes_box
from idphoto.compliance.verdict import Verdict, at_most
from idphoto.imaging.arrays import Pixels, Points
from idphoto.models.face_landmarker import LEFT_IRIS, RIGHT_IRIS

# Of some 250 small web pictures without red eyes 6 exceed the higher limit: brown eyes in warm
# light, soft eyes of 44 to 61 px, an ear taken for a face.
LIMITS: Final = at_most(0.35, unsure_to=0.6)
_PUPIL: Final = 0.45  # of the iris
_SHIFT: Final = 3  # OpenCV draws circles to 1/8 pixel
_SAID: Final = {
    Verdict.PASS: "the pupils are not red",
    Verdict.UNSURE: "a pupil may be red",
    Verdict.FAIL: "a pupil is red from flash",
}


def measure_red(rgb: Pixels, points: Points) -> float:
    """The share of the redder pupil that is red, 0–1.

    ``rgb``: uint8 ``(H, W, 3)``. ``points``: float64 ``(478, 2)``, in its pixels. Red is above 70,
    1.8 times the green and 1.6 times the blue.
    """
    return max(_red(rgb, points[iris : iris + 5]) for iris in (RIGHT_IRIS, LEFT_IRIS))


def _red(rgb: Pixels, iris: Points) -> float:
    radius = _PUPIL * float(np.hypot(*(iris[1:] - iris[0]).T).mean())
    drawn = np.zeros(rgb.shape[:2], np.uint8)
    x, y = (round(float(each) * 2**_SHIFT) for each in iris[0])
    cv2.circle(drawn, (x, y), max(4, round(radius * 2**_SHIFT)), 1, -1, shift=_SHIFT)
    red, green, blue = rgb[drawn > 0].astype(np.float32).T
    if not len(red):
        return 0.0
    return float(((red > 70) & (red > 1.8 * green) & (red > 1.6 * blue)).mean())


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    if why := too_small(portrait) or too_turned(portrait):
        return not_assessed(why)
    seen = portrait.expression
    if seen is not None and eyes_closed.LIMITS.verdict(seen.lid_gap) is Verdict.FAIL:
        return not_assessed("an eye looks closed")
    look = portrait.look
    found = measure_red(look.rgb, look.points)
    return by_limits(
        found, LIMITS, _SAID[LIMITS.verdict(found)], eyes_box(portrait), "no red pupils"
    )


CHECK: Final = ComplianceCheck(
    id="red_eye",
    title="No red eyes",
    subject="person",
    advice="take another photo without flash, or with a lamp from the side",
    judge=judge,
    unit="of a pupil",
)
