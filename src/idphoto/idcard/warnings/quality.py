"""How well the card can be read: 0–100, and below 50 it cannot be read safely.

Measured on the number's row, whose characters are much the same on every card. Blur takes more from
fine changes of lightness than from coarse ones, whatever is printed: their ratio tells how wide an
edge has become. Bad light leaves the print no stronger than what the empty ground has of itself
(noise, compression, guilloches): the second ratio. Both are taken along the row and across it, and
the worse counts: a shaken picture is blurred one way only.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import Card
from idphoto.idcard.layout import CANVAS_WH, NUMBER_MM, PX_PER_MM
from idphoto.imaging.geometry import Box

# Standard deviations of the filters: what sharp edges are full of, the strokes' own scale, and what
# blur leaves until nothing can be read.
_FINE_MM: Final = 0.08
_STROKE_MM: Final = 0.16
_COARSE_MM: Final = 0.4
_ROW_MM: Final = Box(NUMBER_MM[0] - 1.0, NUMBER_MM[1] - 1.5, NUMBER_MM[0] + 47.0, 52.0)
_EMPTY_MM: Final = Box(6.0, 1.8, 80.0, 6.2)  # above the name
_EDGE_MM: Final = 1.5  # what the filters need beyond
_BLOCK_MM: Final = 2.0
_LEAST: Final = 0.02  # (codes per px)²: rounding to whole codes and a camera's own smoothing
# On generated cards, fine over coarse less 1 falls with blur as this power law says.
_RATIO_AT: Final = 12.0
_BLUR_AT_MM: Final = 0.14
_POWER: Final = -0.457
# What scores 50.
BLUR_LIMIT_MM: Final = 0.3
CONTRAST_LIMIT: Final = 1.5


@dataclass(frozen=True, slots=True)
class Sharpness:
    """``blur_mm``: standard deviation of the blur on the card, in the worse direction.

    ``contrast``: how much stronger print is than what the empty ground has of the same size.
    """

    blur_mm: float
    contrast: float

    @property
    def quality(self) -> float:
        """0–100."""
        blur = self.blur_mm / BLUR_LIMIT_MM
        weak = CONTRAST_LIMIT / max(self.contrast, 1e-3)
        return 100.0 * math.exp2(-min(blur**2 + weak**2, 60.0))


def sharpness(card: Card) -> Sharpness:
    """Measured on the card's canvas."""
    grey = cv2.cvtColor(card.rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    row, empty = _cut(grey, _ROW_MM), _cut(grey, _EMPTY_MM)
    print_, noise = _energies(row, _mean), _energies(empty, _typical)
    # (scale, direction)
    own = np.maximum(print_ - noise, 1e-3)
    ratios = own[0] / own[2]
    contrasts = np.sqrt(own[1] / np.maximum(noise[1], _LEAST))
    worst = max(float(ratios.min()) - 1.0, 0.01)
    blur_mm = _BLUR_AT_MM * (worst / _RATIO_AT) ** _POWER
    return Sharpness(blur_mm, float(contrasts.min()))


def _cut(grey: NDArray[np.float32], box_mm: Box) -> NDArray[np.float32]:
    """The box, and a margin for the filters."""
    b = box_mm.grown(*[_EDGE_MM] * 4).scaled(PX_PER_MM).intersect(Box(0, 0, *CANVAS_WH))
    return grey[round(b.top) : round(b.bottom), round(b.left) : round(b.right)]


def _energies(
    part: NDArray[np.float32], average: Callable[[NDArray[np.float32]], float]
) -> NDArray[np.float64]:
    """``(3, 2)``: of each scale, along the row and across it, the squared slopes' average."""
    edge = round(_EDGE_MM * PX_PER_MM)
    found = []
    for scale_mm in (_FINE_MM, _STROKE_MM, _COARSE_MM):
        smooth, slope = _filters(scale_mm * PX_PER_MM)
        both = (
            cv2.sepFilter2D(part, -1, slope, smooth),
            cv2.sepFilter2D(part, -1, smooth, slope),
        )
        found.append([average(np.square(f[edge:-edge, edge:-edge])) for f in both])
    return np.array(found)


def _filters(sigma_px: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A Gaussian and its slope."""
    reach = math.ceil(3 * sigma_px)
    x = np.arange(-reach, reach + 1)
    smooth = np.exp(-(x**2) / (2 * sigma_px**2))
    smooth /= smooth.sum()
    return smooth.astype(np.float32), np.gradient(smooth).astype(np.float32)


def _typical(squares: NDArray[np.float32]) -> float:
    """The median of blocks: a shadow's edge or a scratch is in few of them."""
    side = round(_BLOCK_MM * PX_PER_MM)
    rows, columns = squares.shape[0] // side, squares.shape[1] // side
    whole = squares[: rows * side, : columns * side]
    return float(np.median(whole.reshape(rows, side, columns, side).mean(axis=(1, 3))))


def _mean(squares: NDArray[np.float32]) -> float:
    return float(squares.mean())
