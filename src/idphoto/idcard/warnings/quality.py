"""How well the card can be read: 0–100, and below 50 it cannot be read safely.

A card whose fields are all read with certainty is legible, however soft its picture is. Otherwise
its sharpness decides.

Sharpness is measured on the number's row, whose characters are much the same on every card, by
three ratios. Blur weakens fine changes of lightness more than coarse ones, whatever is printed. In
too little light, print is no stronger than the noise, compression and guilloches of the empty
ground. Too much light turns the ground white, and pale print with it. Each ratio is taken in the
direction in which it is worst: a shaken picture is blurred in one direction only.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import Card, Fields
from idphoto.idcard.layout import CANVAS_WH, DIGIT_HEIGHT_MM, NUMBER, PX_PER_MM
from idphoto.imaging.geometry import Box

# Standard deviations of the filters: what sharp edges are full of, the strokes' own scale, and what
# blur leaves until nothing can be read.
_FINE_MM: Final = 0.08
_STROKE_MM: Final = 0.16
_COARSE_MM: Final = 0.4
_NUMBER_WIDTH_MM: Final = 45.0
_AROUND_NUMBER_MM: Final = 1.5
_EMPTY_MM: Final = Box(6.0, 1.8, 80.0, 6.2)  # above the name
_EDGE_MM: Final = 1.5  # what the filters need beyond
_BLOCK_MM: Final = 2.0
_LEAST: Final = 0.02  # (codes per px)²: rounding to whole codes and a camera's own smoothing
_WHITE: Final = 254  # codes from here on: light that was cut off
_FAINTEST: Final = 1e-3
# Of 408 drawn cards, out of focus, shaken, too dark, too bright or clean, at their true places, the
# share 1 / (1 + odds) was read right in every field, where the odds against it are the sum of these
# limits, each over what was measured, to these powers; by maximum likelihood. One in ten misread is
# what scores 50.
_SHARP: Final = (4.8, 4.0)
_CONTRAST: Final = (1.6, 2.9)
_DEPTH: Final = (0.0085, 2.8)
_LIMIT_ODDS: Final = 1.0 / 9.0


@dataclass(frozen=True, slots=True)
class Sharpness:
    """``sharp``: how much more fine changes there are than coarse ones blurred would leave: about
    35 in a sharp picture, 0 in one that is all blur. ``contrast``: how much stronger print is than
    what the empty ground has of the same size. ``depth``: how steep print is, of the ground's code
    per pixel of the canvas. ``blown``: 0–1, the share of the ground that is white to the limit."""

    sharp: float
    contrast: float
    depth: float
    blown: float

    @property
    def quality(self) -> float:
        """0–100, by sharpness alone."""
        odds = _odds(self.sharp, _SHARP) + _odds(self.contrast, _CONTRAST)
        odds += self.blown * _odds(self.depth, _DEPTH)
        return _quality(odds)


def quality_as_read(fields: Fields) -> float:
    """0–100, by the confidence that every field is right; 0 if one of them is empty."""
    values = [getattr(fields, name) for name in Fields.__slots__]
    right = math.prod(value.confidence if value.text else 0.0 for value in values)
    return _quality((1.0 - right) / right) if right > 0.0 else 0.0


def _quality(odds: float) -> float:
    """``odds``: against the card being read right."""
    return 100.0 / (1.0 + odds / _LIMIT_ODDS)


def sharpness(card: Card) -> Sharpness:
    """Measured on the card's canvas."""
    grey = cv2.cvtColor(card.rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    row, empty = _cut(grey, _number_row(card)), _cut(grey, _EMPTY_MM)
    fine, stroke, coarse = (
        (_slopes(row, scale, _mean), _slopes(empty, scale, _typical))
        for scale in (_FINE_MM, _STROKE_MM, _COARSE_MM)
    )
    own_fine = _at_least(fine[0] - fine[1], _FAINTEST)
    own_coarse = _at_least(coarse[0] - coarse[1], _FAINTEST)
    steep = np.sqrt(max(0.0, float(np.linalg.eigvalsh(stroke[0]).min())))
    return Sharpness(
        max(0.0, _least_ratio(own_fine, own_coarse) - 1.0),
        math.sqrt(max(0.0, _least_ratio(stroke[0], _at_least(stroke[1], _LEAST)))),
        float(steep) / max(1.0, float(np.median(empty))),
        float(np.mean(empty >= _WHITE)),
    )


def _number_row(card: Card) -> Box:
    place = card.layout.values[NUMBER]
    half = DIGIT_HEIGHT_MM / 2
    row = Box(place.left_mm, place.y_mm - half, place.left_mm + _NUMBER_WIDTH_MM, place.y_mm + half)
    return row.shifted(*card.shift_mm).grown(*[_AROUND_NUMBER_MM] * 4)


def _odds(found: float, limit_power: tuple[float, float]) -> float:
    limit, power = limit_power
    return math.pow(limit / max(found, 1e-3 * limit), power)


def _cut(grey: NDArray[np.float32], box_mm: Box) -> NDArray[np.float32]:
    """The box, and a margin for the filters."""
    b = box_mm.grown(*[_EDGE_MM] * 4).scaled(PX_PER_MM).intersect(Box(0, 0, *CANVAS_WH))
    return grey[round(b.top) : round(b.bottom), round(b.left) : round(b.right)]


def _slopes(
    part: NDArray[np.float32], scale_mm: float, average: Callable[[NDArray[np.float32]], float]
) -> NDArray[np.float64]:
    """The slopes' second moments at a scale, ``(2, 2)``: what is in every direction."""
    edge = round(_EDGE_MM * PX_PER_MM)
    smooth, slope = _filters(scale_mm * PX_PER_MM)
    x = cv2.sepFilter2D(part, -1, slope, smooth)[edge:-edge, edge:-edge]
    y = cv2.sepFilter2D(part, -1, smooth, slope)[edge:-edge, edge:-edge]
    both = average(np.multiply(x, y))
    return np.array([(average(np.square(x)), both), (both, average(np.square(y)))])


def _at_least(moments: NDArray[np.float64], least: float) -> NDArray[np.float64]:
    """``moments`` with no less than ``least`` in any direction."""
    sizes, axes = np.linalg.eigh(moments)
    return np.asarray((axes * np.maximum(sizes, least)) @ axes.T)


def _least_ratio(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """What ``one`` has of ``other`` in the direction in which that is least."""
    return float(np.linalg.eigvals(np.linalg.solve(other, one)).real.min())


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
