"""The background of a photo: its colour, and whether it is plain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Alpha
from idphoto.imaging.colour import Colour

# The background is judged on a picture of at most this many pixels a side: shadows and objects
# show, noise does not.
_SIDE_PX: Final = 120
# Pixels with any more of the person than this are not background, nor are those this near to it,
# as a share of the longer side: hair fades out there.
_MOST_PERSON: Final = 0.02
_AWAY_SHARE: Final = 0.02
# Fewer background pixels than this share of the photo say nothing about it.
_LEAST_SHARE: Final = 0.01
# A pixel that differs by more than this (ΔE of CIE 1976) from an evenly shaded wall is something
# else: an object, an edge, a hard shadow.
_OTHER_DELTA_E: Final = 10.0
_FITS: Final = 4


@dataclass(frozen=True, slots=True)
class SeenGround:
    """``colour``: the median. ``uneven``: the share of the background, 0–1, that an evenly shaded
    wall does not have: objects, edges, hard shadows."""

    colour: Colour
    uneven: float

    @property
    def code(self) -> str:
        """The colour as RRGGBB."""
        return bytes(self.colour).hex().upper()


def measure_ground(rgb: NDArray[np.uint8], alpha: Alpha) -> SeenGround | None:
    """The background of ``rgb``, uint8 ``(H, W, 3)``, behind the person of ``alpha``.

    None if the person leaves next to nothing of it.
    """
    shrink = min(1.0, _SIDE_PX / max(alpha.shape))
    size = (max(1, round(rgb.shape[1] * shrink)), max(1, round(rgb.shape[0] * shrink)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    person = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) > _MOST_PERSON
    reach = 2 * max(1, round(_AWAY_SHARE * max(size))) + 1
    free = cv2.dilate(person.astype(np.uint8), np.ones((reach, reach), np.uint8)) == 0
    rows, columns = np.nonzero(free)
    if len(rows) < _LEAST_SHARE * free.size:
        return None
    seen = small[free]
    red, green, blue = np.median(seen, axis=0).round().astype(int).tolist()
    x, y = columns / size[0] - 0.5, rows / size[1] - 0.5
    return SeenGround((red, green, blue), _uneven(to_lab(seen), x, y))


def to_lab(colours: NDArray[np.uint8]) -> NDArray[np.float32]:
    """CIE L*a*b* (D65) of sRGB colours, ``(N, 3)``."""
    flat = colours.reshape(-1, 1, 3).astype(np.float32) / np.float32(255.0)
    return np.asarray(cv2.cvtColor(flat, cv2.COLOR_RGB2Lab), np.float32).reshape(-1, 3)


def delta_e(one: Colour, other: Colour) -> float:
    """The difference of two colours by CIE 1976."""
    a, b = to_lab(np.array([one, other], np.uint8))
    return float(np.linalg.norm(a - b))


def lightness(colour: Colour) -> float:
    """L* of CIE 1976, 0–100."""
    return float(to_lab(np.array([colour], np.uint8))[0, 0])


def _uneven(lab: NDArray[np.float32], x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """The share of colours that no smooth shading (of second degree in x and y) explains."""
    shapes = np.column_stack([np.ones_like(x), x, y, x * x, x * y, y * y]).astype(np.float32)
    off = np.linalg.norm(lab - np.median(lab, axis=0), axis=1)
    for _ in range(_FITS):
        near = off <= max(_OTHER_DELTA_E, float(np.median(off)))
        used = shapes[near]
        # by the normal equations: an SVD of the whole takes ten times as long
        shading = np.linalg.lstsq(used.T @ used, used.T @ lab[near], rcond=None)[0]
        off = np.linalg.norm(lab - shapes @ shading, axis=1)
    return float((off > _OTHER_DELTA_E).mean())
