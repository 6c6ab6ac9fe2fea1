"""Both sides of the face are lit alike."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, not_assessed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.gates import too_small, too_turned
from idphoto.compliance.verdict import Verdict, at_most
from idphoto.face.landmarks import CHIN, FOREHEAD
from idphoto.imaging.arrays import Field, Points

# 140 faces of two studios have at most 1.68, and 29 faces with a lamp at one side at least 3.1.
# Between them are faces by a window: people differ on whether a clerk would refuse these.
LIMITS: Final = at_most(1.7, unsure_to=2.6)
_LEAST_PX: Final = 100
_DARK: Final = 1e-3  # of full light: black divided by black is 1


def measure_side_light(
    luminance: Field, hull: NDArray[np.bool_], points: Points
) -> tuple[float, str] | None:
    """How many times as much light the brighter half of the face reflects, and which half that is.

    ``luminance``: float32 ``(H, W)``, linear light, of a levelled face. ``hull``: bool ``(H, W)``,
    where the face is. ``points``: float64 ``(478, 2)``. The line from forehead to chin parts the
    halves; each counts with its mean. The side, ``left`` or ``right``, is the picture's. None if a
    half is hardly seen.
    """
    (x, top), (chin_x, bottom) = points[FOREHEAD], points[CHIN]
    rows, columns = (np.arange(length) + 0.5 for length in hull.shape)
    middle = x + (rows - top) * (chin_x - x) / max(1.0, bottom - top)
    on_the_left = columns[None] < middle[:, None]
    left, right = hull & on_the_left, hull & ~on_the_left
    if min(np.count_nonzero(left), np.count_nonzero(right)) < _LEAST_PX:
        return None
    on_left, on_right = (float(luminance[half].mean()) + _DARK for half in (left, right))
    brighter = "left" if on_left > on_right else "right"
    return max(on_left, on_right) / min(on_left, on_right), brighter


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None or not asked.requirements.even_light:
        return None
    if why := too_small(portrait) or too_turned(portrait):
        return not_assessed(why)
    look = portrait.look
    if (found := measure_side_light(look.luminance, look.hull, look.points)) is None:
        return not_assessed("a half of the face is hardly seen", portrait.face_box)
    ratio, side = found
    if LIMITS.verdict(ratio) is Verdict.PASS:
        said = f"the face is lit evenly: {ratio:.1f} times as much light on the {side}"
    else:
        said = f"the light is uneven: {ratio:.1f} times as much on the picture's {side} half"
    return by_limits(ratio, LIMITS, said, portrait.face_box, "at most 1.7 times as much light")


CHECK: Final = ComplianceCheck(
    id="side_light",
    title="Even light on the face",
    subject="light",
    advice="face a window or lamp, so that both sides of the face are lit alike",
    judge=judge,
    unit="times as much light",
    digits=1,
    asks=("even_light",),
)
