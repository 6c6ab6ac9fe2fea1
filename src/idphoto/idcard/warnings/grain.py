"""Whether the whole card has one camera's noise.

A patch that was filled with a colour, or pasted from a picture of another size, has not been
through this sensor: where nothing is printed it is calmer than the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import Card
from idphoto.idcard.layout import CANVAS_WH, PX_PER_MM
from idphoto.imaging.filters import high_pass
from idphoto.imaging.geometry import Box

_EDGE_MM: Final = 1.5
_FILL_MM: Final = 1.6  # wider than any stroke
_WINDOW_MM: Final = (4.0, 3.0)  # of the smallest patch looked for
_SMALL_MM: Final = 2.0
_LEAST: Final = 0.03  # codes: below it all is quiet
_SHRINK: Final = 4
_BLOWN_OUT: Final = 235  # codes: near white the noise is cut off
_AUDIBLE: Final = 0.12  # codes: with less noise than this a calm patch means nothing


@dataclass(frozen=True, slots=True)
class Grain:
    """How much calmer than the ground something is, in ln(noise), from 0: ``portrait``, its calmest
    tenth; ``patch``, the calmest window of the ground.
    """

    portrait: float
    patch: float


def grain(card: Card) -> Grain:
    """0 of both where the picture has too little noise to tell."""
    grey = cv2.cvtColor(card.rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    noise = _noise(grey, min(1.0, card.px_per_mm / PX_PER_MM))
    empty = _empty(grey)
    printed = card.portrait_mm
    portrait, beside = _box(printed.grown(*[-1.0] * 4)), _box(printed.grown(*[2.0] * 4))
    empty &= ~beside & (card.rgb.max(axis=2) < _BLOWN_OUT)
    small = _means(noise, empty, (_SMALL_MM, _SMALL_MM))
    windows = np.log(_means(noise, empty, _WINDOW_MM) + _LEAST)
    if not small.size or not windows.size:
        return Grain(0.0, 0.0)
    usual = float(np.percentile(small, 10))
    if usual < _AUDIBLE:
        return Grain(0.0, 0.0)
    portrait &= card.rgb.max(axis=2) < _BLOWN_OUT
    inner = _means(noise, portrait, (_SMALL_MM, _SMALL_MM))
    calmest = float(np.percentile(inner, 10))
    return Grain(
        max(0.0, float(np.log(usual + _LEAST) - np.log(calmest + _LEAST))),
        max(0.0, float(np.percentile(windows, 15) - windows.min())),
    )


def _noise(grey: NDArray[np.float32], scale: float) -> NDArray[np.float32]:
    """At the picture's own scale: enlarged pixels have none."""
    if scale < 1.0:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    heard = np.abs(high_pass(grey))
    return cv2.resize(heard, CANVAS_WH) if scale < 1.0 else heard  # type: ignore[return-value]


def _empty(grey: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Where no ink is near."""
    coarse = PX_PER_MM / _SHRINK
    small_wh = CANVAS_WH[0] // _SHRINK, CANVAS_WH[1] // _SHRINK
    small = cv2.resize(grey, small_wh, interpolation=cv2.INTER_AREA).astype(np.uint8)
    side = round(_FILL_MM * coarse)
    brush = np.ones((side, side), np.uint8)
    depth = cv2.subtract(cv2.morphologyEx(small, cv2.MORPH_CLOSE, brush), small)
    ink = (depth > 0.25 * np.percentile(depth, 99)).astype(np.uint8)
    filled = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    empty = np.asarray(cv2.resize(filled, CANVAS_WH, interpolation=cv2.INTER_NEAREST) == 0)
    edge = round(_EDGE_MM * PX_PER_MM)
    empty[:edge] = empty[-edge:] = empty[:, :edge] = empty[:, -edge:] = False
    return empty


def _box(box_mm: Box) -> NDArray[np.bool_]:
    mask = np.zeros(CANVAS_WH[::-1], np.bool_)
    b = box_mm.scaled(PX_PER_MM)
    mask[round(b.top) : round(b.bottom), round(b.left) : round(b.right)] = True
    return mask


def _means(
    noise: NDArray[np.float32], where: NDArray[np.bool_], window_mm: tuple[float, float]
) -> NDArray[np.float64]:
    """The mean noise of windows, a third of which at least is ``where``."""
    size = round(window_mm[0] * PX_PER_MM), round(window_mm[1] * PX_PER_MM)
    share = cv2.blur(where.astype(np.float32), size)
    sums = cv2.blur(noise * where, size)
    enough = (share > 0.33)[::4, ::4]
    return np.asarray(sums[::4, ::4][enough] / share[::4, ::4][enough], np.float64)
