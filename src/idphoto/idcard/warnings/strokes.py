"""Whether the number's characters came onto the card together.

Their edges have all been through the same lens, sensor and file. One that was typed in later has
not: it is sharper than its neighbours, or, drawn anew and shrunk, softer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import Card, TextLine
from idphoto.idcard.layout import CANVAS_WH, PX_PER_MM

_LENGTH: Final = 18
_BEYOND_PX: Final = np.array((16, 8))  # of the line's box, for what it cut off
_BELOW_MM: Final = 42.0  # nothing but the number stands there
_FILL_MM: Final = 1.6  # wider than any stroke
_INK: Final = 0.5  # of the darkest ink, to be part of a character
_NEAR_MM: Final = 0.35
# ln(steepest slope over contrast) of 18 characters differs by so much with their shapes alone.
_LEAST_SPREAD: Final = 0.06


@dataclass(frozen=True, slots=True)
class _Row:
    """``ink``, ``depth``: of the row's cut; ``spans``: of each character, its columns in it."""

    grey: NDArray[np.float32]
    depth: NDArray[np.float32]
    ink: NDArray[np.bool_]
    spans: tuple[tuple[int, int], ...]


def odd_character(card: Card) -> float:
    """How far the oddest character's sharpness is from the number's median, in robust standard
    deviations; 0 where the characters cannot be separated.
    """
    row = _row(card)
    if row is None:
        return 0.0
    slopes = np.hypot(cv2.Sobel(row.grey, -1, 1, 0), cv2.Sobel(row.grey, -1, 0, 1)) / 8.0
    reach = 2 * round(_NEAR_MM * PX_PER_MM) + 1
    near = cv2.dilate(row.ink.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    sharpness = []
    for left, right in row.spans:
        ink = row.ink[:, left:right]
        steepest = np.percentile(slopes[:, left:right][near[:, left:right]], 95)
        contrast = np.percentile(row.depth[:, left:right][ink], 80)
        sharpness.append(np.log(max(float(steepest), 1e-3) / float(contrast)))
    off = np.abs(np.array(sharpness) - np.median(sharpness))
    spread = max(1.4826 * float(np.median(off)), _LEAST_SPREAD)
    return float(off.max()) / spread


def _row(card: Card) -> _Row | None:
    line = _number_line(card)
    if line is None:
        return None
    left, top = np.maximum(line.quad.min(axis=0) - _BEYOND_PX[1], 0).astype(int)
    right, bottom = np.minimum(line.quad.max(axis=0) + _BEYOND_PX, CANVAS_WH).astype(int)
    grey = cv2.cvtColor(card.rgb[top:bottom, left:right], cv2.COLOR_RGB2GRAY).astype(np.float32)
    side = round(_FILL_MM * PX_PER_MM)
    depth = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)) - grey
    ink = depth > _INK * np.percentile(depth, 98)
    spans = _spans(ink)
    return None if spans is None else _Row(grey, depth, ink, spans)


def _number_line(card: Card) -> TextLine | None:
    def digits(line: TextLine) -> int:
        return sum(character in "0123456789Xx" for character in line.reading.text)

    low = [line for line in card.lines if line.quad[:, 1].mean() > _BELOW_MM * PX_PER_MM]
    best = max(low, key=digits, default=None)
    return best if best is not None and digits(best) >= _LENGTH - 4 else None


def _spans(ink: NDArray[np.bool_]) -> tuple[tuple[int, int], ...] | None:
    """The last 18 pieces of ink, evenly spaced, each with half the space beside it."""
    inked = np.flatnonzero(ink.sum(axis=0) >= 2)
    if not inked.size:
        return None
    breaks = np.flatnonzero(np.diff(inked) > 3)
    begins, ends = inked[np.r_[0, breaks + 1]], inked[np.r_[breaks, inked.size - 1]]
    wide = ends - begins >= 3
    middles = ((begins + ends) / 2)[wide][-_LENGTH:]
    if len(middles) < _LENGTH:
        return None
    steps = np.diff(middles)
    pitch = float(np.median(steps))
    if np.abs(steps - pitch).max() > 0.45 * pitch:
        return None
    return tuple((max(0, int(middle - pitch / 2)), int(middle + pitch / 2)) for middle in middles)
