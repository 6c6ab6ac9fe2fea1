"""The picture is in colour."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import Check, Judged, by_limits, not_assessed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import Verdict, at_least
from idphoto.imaging.arrays import Field, Pixels

# RATES
LIMITS: Final = at_least(1.1, unsure_from=0.6)
_CLIPPED: Final = 250
_LEAST_PX: Final = 200
_EACH: Final = 3  # a third of the pixels says as much
_SAID: Final = {
    Verdict.PASS: "the picture is in colour",
    Verdict.UNSURE: "the picture has hardly any colour",
    Verdict.FAIL: "the picture is not in colour",
}


def measure_colour(rgb: Pixels, lab: Field, hull: NDArray[np.bool_]) -> float | None:
    """How much the colours of a face differ from one another at the same brightness.

    ``rgb``: uint8 ``(H, W, 3)``; ``lab``: float32 ``(H, W, 3)``, the same in CIE L*a*b*; ``hull``:
    bool ``(H, W)``, where the face is. The larger standard deviation of a* and b* about their
    parabola over L*: grey pictures have 0, and so have those toned in one colour. Clipped pixels
    have lost their colour and do not count; None if hardly any others are left.
    """
    seen = hull & (rgb.max(axis=2) < _CLIPPED)
    if np.count_nonzero(seen) < _LEAST_PX:
        return None
    light, *colours = lab[seen][::_EACH].astype(np.float64).T
    light = light / 50
    terms = np.stack([np.ones_like(light), light, light**2], axis=1)
    square = terms.T @ terms + 1e-6 * np.eye(3)
    spread = (colour - terms @ np.linalg.solve(square, terms.T @ colour) for colour in colours)
    return max(float(each.std()) for each in spread)


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None or not asked.requirements.colour:
        return None
    look = portrait.look
    if (found := measure_colour(look.rgb, look.lab, look.hull)) is None:
        return not_assessed("the face is too light to see its colours", portrait.face_box)
    return by_limits(found, LIMITS, _SAID[LIMITS.verdict(found)], None, "in colour")


CHECK: Final = Check(
    id="grey",
    title="In colour",
    subject="picture",
    advice="use a colour photo",
    judge=judge,
    unit="standard deviation of colour, CIE L*a*b*",
    asks=("colour",),
)
