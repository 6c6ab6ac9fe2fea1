"""The person's own hair: where it stays, where drawn hair takes over, and its colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.errors import CannotStyleHair
from idphoto.face.landmarks import LEFT_CHEEK, RIGHT_CHEEK
from idphoto.headshot.hair.cut import LEVELS, Side
from idphoto.headshot.hair.place import Place
from idphoto.imaging.arrays import Field
from idphoto.imaging.filters import ramp
from idphoto.photo.wardrobe.parts import Parts

# The least area of hair above the brows, in head heights squared, that gives a colour.
_LEAST_HAIR: Final = 0.02
# Hair that is not cropped is at least this high from hairline to top, seen from the front, or it
# hangs beside the face and covers this share of a bob's place. Cropped and receding hair measured
# 0.13 and 0.16; hair tied back or swept up 0.19 or more.
_SHORT: Final = 0.17
_HANGS: Final = 0.3
# If "hair" covers more of the throat than this, it is a scarf.
_COVERED: Final = 0.55
# Above this, hair keeps its own outline; below, hair outside the bob's outline is removed.
_OUTLINE_V: Final = -1.00, -0.93
# Long hair is cut here, and strands continue it.
_CUT_V: Final = -0.16, -0.04
# Hair is drawn over where the person's own hair ends within this distance below.
_AHEAD: Final = 0.20
_BLEND: Final = 0.035
# Resolution of the grid of colours: pixels per head height.
_GUIDE_HEAD_PX: Final = 120
# How much a tint (shares of red, green and blue) may differ from the palette's.
_SAME_TINT: Final = 0.028
# Tufts thinner than this, in head heights, are removed.
_TUFT: Final = 0.07
# How far own hair may stray from the cut.
_LOOSE: Final = 0.012
# How far inwards strands hide the edge of own hair that reached beyond the cut.
_HEM: Final = 0.035


@dataclass(frozen=True, slots=True)
class OwnHair:
    """Float32 ``(H, W)``, 0–1. ``stays``: the person's own hair that is not removed. ``shows``: the
    part of it that is not drawn over."""

    stays: Field
    shows: Field


def refuse(parts: Parts, mesh: NDArray[np.float64], place: Place) -> None:
    """Raise ``CannotStyleHair`` for heads with too little hair, and for covered heads."""
    brow = int(max(0.0, mesh[[105, 334], 1].mean()))
    above = float(parts.hair[:brow].sum()) / place.unit**2
    if above < _LEAST_HAIR:
        raise CannotStyleHair("the photo shows no hair to take the colour from")
    throat = parts.hair[
        _span(place.y, place.unit, 0.05, 0.22), _span(place.x, place.unit, -0.12, 0.12)
    ]
    if throat.size and float(throat.mean()) > _COVERED:
        raise CannotStyleHair("the head covering, such as a scarf, also covers the throat")


def too_short(hair: Field, mesh: NDArray[np.float64], place: Place) -> bool:
    """Whether the hair is cropped or thin on top and hangs on neither side."""
    brow = int(max(0.0, mesh[[105, 334], 1].mean()))
    middle = hair[:brow, _span(place.x, place.unit, -0.15, 0.15)]
    if float(np.median(middle.sum(axis=0))) > _SHORT * place.unit:
        return False
    rows = _span(place.y, place.unit, -0.45, -0.12)
    half = float(mesh[LEFT_CHEEK, 0] - mesh[RIGHT_CHEEK, 0]) / 2 / place.unit
    left = hair[rows, _span(place.x, place.unit, -half - 0.09, -half)]
    right = hair[rows, _span(place.x, place.unit, half, half + 0.09)]
    return all(not side.size or float(side.mean()) < _HANGS for side in (left, right))


def _span(origin: float, unit: float, start: float, stop: float) -> slice:
    """The rows or columns between two places in head heights."""
    return slice(max(0, int(origin + start * unit)), max(0, int(origin + stop * unit)))


def own_hair(parts: Parts, sides: tuple[Side, Side], place: Place) -> OwnHair:
    """The hair that stays under this cut, and the part of it that is visible."""
    height, width = parts.hair.shape
    u, v = place.grid(height, width)
    inner, outer = (
        [np.interp(v, LEVELS, getattr(s, n)) for s in sides] for n in ("inner", "outer")
    )
    within = ramp(u, outer[0] - _LOOSE, outer[0]) * ramp(u, outer[1] + _LOOSE, outer[1])
    free = ramp(v, _OUTLINE_V[1], _OUTLINE_V[0])
    within = np.maximum(within, free)
    bulk = _bulk(parts.hair, place)
    stays = (parts.hair * bulk * within * ramp(v, _CUT_V[1], _CUT_V[0])).astype(np.float32)
    # visible where it continues below; inside the bob's inner edge is the face, not an end of hair
    on = np.maximum(parts.hair, ((u > inner[0]) & (u < inner[1])).astype(np.float32))
    on = np.maximum(on, (v > _CUT_V[0] - 0.06).astype(np.float32))
    # a small grid is enough: the result is blurred anyway
    shrink = max(1, int(place.unit / _GUIDE_HEAD_PX))
    small = cv2.resize(on, (width // shrink, height // shrink), interpolation=cv2.INTER_AREA)
    ahead = max(1, round(_AHEAD * place.unit / shrink))
    small = cv2.erode(small, np.ones((ahead, 1), np.uint8), anchor=(0, 0))
    small = cv2.GaussianBlur(small, (0, 0), _BLEND * place.unit / shrink)
    sure = np.clip(1.6 * cv2.resize(small, (width, height)) - 0.5, 0.0, 1.0)
    hem = np.minimum(
        ramp(u, outer[0] + 0.01, outer[0] + _HEM), ramp(u, outer[1] - 0.01, outer[1] - _HEM)
    )
    hem = np.maximum(hem, free)
    shows = stays * sure * hem * ramp(v, _CUT_V[1] - 0.04, _CUT_V[0] - 0.10)
    return OwnHair(stays, shows.astype(np.float32))


def _bulk(hair: Field, place: Place) -> Field:
    """1 except at tufts and wisps, which a cut removes."""
    shrink = max(1, int(place.unit / _GUIDE_HEAD_PX))
    size = hair.shape[1] // shrink, hair.shape[0] // shrink
    small = cv2.resize(hair, size, interpolation=cv2.INTER_AREA)
    side = max(3, round(_TUFT * place.unit / shrink))
    round_ = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    opened = cv2.dilate(cv2.morphologyEx(small, cv2.MORPH_OPEN, round_), np.ones((3, 3), np.uint8))
    bulk = cv2.resize(cv2.blur(opened, (3, 3)), (hair.shape[1], hair.shape[0]))
    return np.clip(1.6 * bulk, 0.0, 1.0).astype(np.float32)  # type: ignore[no-any-return]


def palette(rgb: NDArray[np.uint8], parts: Parts, place: Place) -> NDArray[np.float32]:
    """Dark, middle and light of the person's hair, sRGB 0–1: ``(3, 3)``."""
    rows = slice(max(0, int(place.y - 1.25 * place.unit)), max(1, int(place.y + 0.3 * place.unit)))
    sure = parts.hair[rows] > 0.85
    pixels = rgb[rows][sure].astype(np.float32) / 255.0
    if len(pixels) < 50:
        pixels = rgb[rows][parts.hair[rows] > 0.3].astype(np.float32) / 255.0
    level = pixels.mean(axis=1)
    found = []
    for mark in np.percentile(level, (10, 48, 85)):
        off = np.abs(level - mark)
        near = off <= np.partition(off, len(level) // 8)[len(level) // 8]
        found.append(np.median(pixels[near], axis=0))
    return _without_sky(np.array(found, np.float32))


def guide(
    rgb: NDArray[np.uint8], parts: Parts, place: Place, colours: NDArray[np.float32]
) -> Field:
    """The colour of the nearest hair, sRGB 0–1: float32 ``(H, W, 3)``, smooth.

    Far from any hair it tends to the middle of ``colours``, the palette, ``(3, 3)``.
    """
    height, width = parts.hair.shape
    shrink = max(1.0, place.unit / _GUIDE_HEAD_PX)
    size = max(1, round(width / shrink)), max(1, round(height / shrink))
    # leave out edges, whose colours are mixed
    step = 2 if shrink >= 3 else 1
    sure = np.clip(4.0 * parts.hair[::step, ::step] - 3.0, 0.0, 1.0)[..., None]
    weighed = np.dstack([rgb[::step, ::step].astype(np.float32) * (sure / 255.0), sure])
    weighed = np.asarray(cv2.resize(weighed, size, interpolation=cv2.INTER_AREA), np.float32)
    # leave out the red of ears and cheeks
    tint = _tint(weighed[..., :3] / (weighed[..., 3:] + 1e-3))
    off = np.min([np.square(tint - each).sum(axis=-1) for each in _tint(colours)], axis=0)
    weighed = weighed * np.exp(-off / _SAME_TINT**2)[..., None]
    total = np.zeros_like(weighed)
    total[..., :3], total[..., 3] = 0.002 * colours[1], 0.002
    for reach, weight in ((0.03, 1.0), (0.09, 0.15), (0.22, 0.03)):
        total += weight * cv2.GaussianBlur(weighed, (0, 0), reach * place.unit / shrink)
    colour = total[..., :3] / total[..., 3:]
    flat = colour.reshape(-1, 3)
    colour = (0.5 * (flat + _without_sky(flat))).reshape(colour.shape)
    # hair in the shade of other hair does not give the colour of strands that hang in the light
    level = colour.mean(axis=-1, keepdims=True) + 1e-3
    usual = colours[1].mean()
    usual_tint = colours[1] / (usual + 1e-3)
    colour = (0.3 * colour / level + 0.7 * usual_tint) * np.clip(level, 0.85 * usual, 1.5 * usual)
    return np.asarray(cv2.resize(colour, (width, height)), np.float32)


def _tint(colours: NDArray[np.floating]) -> Field:
    """The shares of red, green and blue; near black they weigh less."""
    return np.asarray(colours / (colours.sum(axis=-1, keepdims=True) + 0.06), np.float32)


def _without_sky(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """The colours without dull blue, which is a reflection of the sky: dyed hair is more vivid."""
    level = colours.mean(axis=1, keepdims=True) + 1e-4
    bluish = np.clip(colours[:, 2:] - colours[:, :1], 0.0, None) / level
    own = np.clip((bluish - 0.5) / 0.3, 0.0, 1.0)
    usual = level * np.array([1.09, 0.98, 0.93], np.float32)
    share = np.where(bluish > 0, 1.0 - own, 0.0)
    return (colours + share * (usual - colours)).astype(np.float32)  # type: ignore[no-any-return]
