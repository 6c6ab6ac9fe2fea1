"""Smoothing skin by frequency separation.

A skin's picture is taken apart: shape (large, kept), blemishes (small blots), unevenness (soft
shadows, small wrinkles) and texture (pores, kept, but for dark spots). Blots are what a median
filter does not see; shape is found by an edge-preserving filter over skin alone, so folds stay and
no lip or brow bleeds in. What stands out too far is none of these but something: a frame, a lash, a
strand, a mole. It stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Field, Mask
from idphoto.photo.retouch.regions import FacePlan
from idphoto.photo.retouch.skin import Skin


@dataclass(frozen=True, slots=True)
class _Band:
    """How one channel is levelled; values are for 0–1.

    ``variance``: a smaller variance in a window is unevenness, not shape. ``own``: half of a
    deviation of this size counts as a feature of its own. ``taken``: share at full strength.
    """

    variance: float
    own: float
    taken: float


# Colour can be levelled more than light before a face loses its relief.
_LIGHT: Final = _Band(0.045**2, 0.15, 0.8)
_COLOUR: Final = _Band(0.06**2, 0.09, 0.95)
# Lengths in widths of the face.
_TEXTURE: Final = 0.007  # finer than this is texture
_WINDOW: Final = 0.05  # half the window in which shape is found
_BLOT: Final = 0.08  # a median over so much leaves out blots of half the width
_BLOT_TAKEN: Final = 0.7
_TEXTURE_TAKEN: Final = 0.1
_PORE: Final = 0.015  # texture darker than this is a spot, not a pore
_SPOT_TAKEN: Final = 0.6
_LEAST_WEIGHT: Final = 1e-3


def smooth_skin(
    rgb: NDArray[np.uint8], skin: Skin, plan: FacePlan, strength: float
) -> NDArray[np.uint8]:
    """A copy of ``rgb``, uint8 ``(H, W, 3)`` sRGB, with smoother skin; other pixels are the same.

    ``strength``: 0–1; 0 changes nothing.
    """
    result = rgb.copy()
    if strength <= 0.0 or not skin.mask.any():
        return result
    part = result[skin.rows, skin.columns]
    # grey is 128 in OpenCV's bytes and 0.5 in its floats: convert there and back in the same type
    scaled = part.astype(np.float32) / np.float32(255.0)
    ycc = np.asarray(cv2.cvtColor(scaled, cv2.COLOR_RGB2YCrCb), np.float32)
    full_wh = part.shape[1], part.shape[0]
    half_wh = (full_wh[0] + 1) // 2, (full_wh[1] + 1) // 2
    unit = plan.width_px
    weight = np.float32(strength) * skin.mask[..., None]
    # blots and colour have no fine structure: half the resolution is enough
    small = np.asarray(cv2.resize(ycc, half_wh, interpolation=cv2.INTER_AREA), np.float32)
    mask = np.asarray(cv2.resize(skin.mask, half_wh, interpolation=cv2.INTER_AREA), np.float32)
    blots = _blots(small, unit / 2)
    small -= np.float32(strength) * mask[..., None] * blots
    ycc -= weight * np.asarray(cv2.resize(blots, full_wh), np.float32)
    taken = [_light_to_take(np.ascontiguousarray(ycc[..., 0]), skin.mask, unit)]
    for channel in (1, 2):
        values = np.ascontiguousarray(small[..., channel])
        uneven = values - _shape(values, mask, unit / 2, _COLOUR.variance)
        levelled = _COLOUR.taken * _gate(uneven, _COLOUR.own) * uneven
        taken.append(np.asarray(cv2.resize(levelled, full_wh), np.float32))
    ycc -= weight * cv2.merge(taken)
    done = cv2.cvtColor(ycc, cv2.COLOR_YCrCb2RGB)
    changed = skin.mask > 0.002
    part[changed] = np.clip(done[changed] * 255.0 + 0.5, 0, 255).astype(np.uint8)
    return result


def _blots(ycc: Field, unit: float) -> Field:
    """What full strength takes off for blots: ``(h, w, 3)``, as ``ycc``, which is of 0–1."""
    side = 2 * max(1, round(_BLOT * unit / 2)) + 1
    usual = cv2.medianBlur((ycc * 255.0 + 0.5).astype(np.uint8), side).astype(np.float32)
    apart = ycc - usual / np.float32(255.0)
    # rounded to whole steps, the median itself is no finer: what is within one is no blot
    apart = np.sign(apart) * np.maximum(np.abs(apart) - np.float32(1 / 255), np.float32(0.0))
    kept = [_gate(apart[..., 0], _LIGHT.own)] + 2 * [
        _gate(apart[..., 1:].max(axis=-1), _COLOUR.own)
    ]
    return np.float32(_BLOT_TAKEN) * cv2.merge(kept) * apart  # type: ignore[no-any-return]


def _light_to_take(light: Field, mask: Mask, unit: float) -> Field:
    """What full strength takes off the lightness, ``(h, w)``."""
    soft = np.asarray(cv2.GaussianBlur(light, (0, 0), max(0.4, _TEXTURE * unit)), np.float32)
    shape = _shape(soft, mask, unit, _LIGHT.variance)
    fine = light - soft
    spots = np.minimum(fine + np.float32(_PORE), np.float32(0.0))
    uneven = _LIGHT.taken * (soft - shape) + _TEXTURE_TAKEN * fine + _SPOT_TAKEN * spots
    taken: Field = _gate(light - shape, _LIGHT.own) * uneven
    return taken


def _gate(apart: Field, own: float) -> Field:
    """1 where a pixel belongs to the skin's shape, 0 where it is a feature of its own."""
    square = apart * apart / np.float32(own * own)
    return np.float32(1.0) / (np.float32(1.0) + square * square)


def _shape(values: Field, weight: Mask, unit: float, variance: float) -> Field:
    """The guided filter of ``values`` by itself (He et al., 2013), pixels weighted."""
    radius = max(2, round(_WINDOW * unit))
    side = (2 * radius + 1, 2 * radius + 1)
    weight = np.maximum(weight, np.float32(_LEAST_WEIGHT))
    inverse = np.float32(1.0) / cv2.blur(weight, side)
    weighted = weight * values
    mean = cv2.blur(weighted, side) * inverse
    spread = np.maximum(cv2.blur(weighted * values, side) * inverse - mean * mean, np.float32(0.0))
    slope = spread / (spread + np.float32(variance))
    offset = mean - slope * mean
    slope = cv2.blur(weight * slope, side) * inverse
    offset = cv2.blur(weight * offset, side) * inverse
    return slope * values + offset  # type: ignore[no-any-return]
