"""The picture is not damaged by compression."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import Verdict, at_least, at_most
from idphoto.imaging.arrays import Pixels

# The grid is clear at qualities up to 20, hard to tell from texture at 30, and gone at 50.
LIMITS: Final = at_most(2.25, unsure_to=2.6)
# Of the file's own tables, on the scale of 1 to 100.
QUALITY: Final = at_least(40.0, unsure_from=25.0)
_BLOCK: Final = 8
_LONGEST: Final = 1024  # that much of the middle shows the grid


def measure_block_grid(rgb: Pixels) -> float | None:
    """How much larger steps are at the borders of JPEG's blocks of 8 pixels than elsewhere.

    ``rgb``: uint8 ``(H, W, 3)``, not resampled since it was decoded. The mean absolute step between
    neighbouring columns, by place in a period of 8: the largest over the median, or the same of
    rows if that is larger. 1 without a grid. None if the picture has fewer than 32 pixels a side.
    """
    height, width = rgb.shape[:2]
    if min(height, width) < 4 * _BLOCK:
        return None
    top, left = max(0, height - _LONGEST) // 2, max(0, width - _LONGEST) // 2
    part = np.ascontiguousarray(rgb[top : top + _LONGEST, left : left + _LONGEST])
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    found = 1.0
    for one, other, along in (
        (grey[:, 1:], grey[:, :-1], 0),
        (grey[1:], grey[:-1], 1),
    ):
        steps = cv2.reduce(cv2.absdiff(one, other), along, cv2.REDUCE_SUM, dtype=cv2.CV_32F)
        whole = steps.ravel()[: steps.size // _BLOCK * _BLOCK].reshape(-1, _BLOCK)
        places = whole.mean(axis=0)
        found = max(found, float(places.max() / max(1e-6, float(np.median(places)))))
    return found


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    portrait = evidence.portrait
    if portrait is None:
        return None
    quality = portrait.jpeg_quality
    tables = Verdict.PASS if quality is None else QUALITY.verdict(quality)
    grid = measure_block_grid(portrait.rgb) if portrait.shrink == 1 else None
    if grid is not None and (tables is Verdict.PASS or LIMITS.verdict(grid) is Verdict.FAIL):
        said = {
            Verdict.PASS: "no damage by compression is seen",
            Verdict.UNSURE: "blocks of compression may show",
            Verdict.FAIL: "blocks of compression show",
        }[LIMITS.verdict(grid)]
        return by_limits(grid, LIMITS, said, allowed="no visible blocks")
    if quality is not None and tables is not Verdict.PASS:
        said = f"the file was strongly compressed: JPEG quality {quality:.0f}"
        return by_limits(quality, QUALITY, said, allowed="quality of at least 40")
    said = "not a JPEG file" if quality is None else f"JPEG quality {quality:.0f}"
    return Judged(Verdict.PASS, said, quality, allowed="quality of at least 40")


CHECK: Final = ComplianceCheck(
    id="compressed",
    title="Not damaged by compression",
    subject="picture",
    advice="use the camera's original file, not one sent through a messenger",
    judge=judge,
    unit="times the usual step at block borders, or JPEG quality",
)
