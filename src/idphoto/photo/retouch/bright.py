"""Light that suits the face: exposure, white balance, and less of a dark side.

All is judged by the person and the wall behind, not by one ideal skin: what is dark because it is
dark stays so. The photo is lifted by stops, as a longer exposure would, along a curve that ends
at white, so nothing is clipped and the order of tones is kept.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Field, Mask
from idphoto.imaging.colour import LUMINANCE, linear_to_srgb, to_linear, to_srgb8
from idphoto.photo.retouch.regions import FacePlan
from idphoto.photo.retouch.skin import Skin

# In stops, at strength 1. Every face is lifted a little, and more if even its brightest parts
# (highlights, teeth, whites of the eyes) are dim.
_LIFT_EV: Final = 0.45
_DIM_SHARE: Final = 0.6
_MAX_DIM_EV: Final = 1.2
_FACE_WHITE: Final = 0.75  # linear light of a well exposed face's brightest parts
_BRIGHTEST: Final = 98  # percentile
_BRIGHT_SKIN: Final = (0.45, 0.75)  # linear: skin so bright is lifted less; not at all
# The share of the difference between both sides that is removed at strength 1: some is the light
# that models the face, which is not a flaw.
_SIDE_SHARE: Final = 0.85
_SIDE_KEPT_EV: Final = 0.1
_MAX_SIDE_EV: Final = 0.9
# Hue of skin in CIE Lab under daylight, degrees: from Caucasian to African 45–70 (Xiao et al.,
# 2017, 960 people), with room for make-up and blushing.
_SKIN_HUE_DEG: Final = (38.0, 74.0)
_COLOURED: Final = (3.0, 8.0)  # chroma: a photo in black and white has no hue that could be wrong
_MAX_WHITE_EV: Final = 0.35
_NEUTRAL: Final = 0.3  # a wall with less saturation is taken for grey
_EVEN_WALL: Final = 0.08  # ... where its colour varies less than this
_LEAST_WALL: Final = 0.08  # share of the photo
_MODEL_PX: Final = 64  # the face's width on the grid on which light is measured


@dataclass(frozen=True, slots=True)
class Flaws:
    """The flaws of the light on a face.

    ``lift_ev``: stops it should be brighter. ``side_ev``: stops from the face's middle to the
    brighter edge, positive where the photo's right is brighter. ``white``: gains of linear red,
    green and blue that make grey grey, their luminance 1.
    """

    lift_ev: float
    side_ev: float
    white: tuple[float, float, float]


def measure_light(
    rgb: NDArray[np.uint8], alpha: NDArray[np.float32], skin: Skin, plan: FacePlan
) -> Flaws:
    """What to correct, at full strength.

    ``rgb``: uint8 ``(H, W, 3)`` sRGB, with the background that it was taken before; ``alpha``:
    float32 ``(H, W)``, 0–1, the person.
    """
    part = rgb[skin.rows, skin.columns]
    shrink = min(1.0, _MODEL_PX / plan.width_px)
    size = max(2, round(part.shape[1] * shrink)), max(2, round(part.shape[0] * shrink))
    small = to_linear(np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8))
    chosen = cv2.resize(skin.mask, size, interpolation=cv2.INTER_AREA) > 0.6
    if chosen.sum() < 32:
        return Flaws(0.0, 0.0, (1.0, 1.0, 1.0))
    wall = _wall(rgb, alpha)
    return Flaws(
        _lift_ev(small, chosen),
        _side_ev(small @ LUMINANCE, chosen, skin, plan, shrink),
        _white(np.median(small[chosen], axis=0), wall),
    )


def brighten(
    rgb: NDArray[np.uint8],
    alpha: NDArray[np.float32],
    flaws: Flaws,
    plan: FacePlan,
    strength: float,
) -> NDArray[np.uint8]:
    """A copy of ``rgb``, uint8 ``(H, W, 3)`` sRGB, with the person in better light.

    Where ``alpha`` is 0 nothing changes. ``strength``: 0–1 of what ``flaws`` asks for.
    """
    result = rgb.copy()
    left, top, width, height = cv2.boundingRect((alpha > 0.0).astype(np.uint8))
    if strength <= 0.0 or not width:
        return result
    rows, columns = slice(top, top + height), slice(left, left + width)
    white = np.exp2(strength * np.log2(flaws.white))
    # no channel is raised here, so none exceeds 1; the curve below restores the lightness
    tint = (white / white.max()).astype(np.float32)
    # plane by plane: three times as fast as triples of pixels
    planes = [np.asarray(plane, np.uint8) for plane in cv2.split(rgb[rows, columns])]
    light = [to_linear(plane) * share for plane, share in zip(planes, tint, strict=True)]
    side_ev = math.copysign(max(0.0, abs(flaws.side_ev) - _SIDE_KEPT_EV), flaws.side_ev)
    field = _sideways(plan, (left, top), (width, height))
    ev = -_SIDE_SHARE * side_ev * field + np.float32(flaws.lift_ev)
    gain = np.exp2(np.float32(strength) * ev) * np.float32(white.max())
    # x → g·x / (1 + (g − 1)·x): slope g in the dark, black and white stay where they are. By the
    # brightest channel, so that hues stay, too
    brightest = cv2.max(cv2.max(light[0], light[1]), light[2])
    gain /= np.float32(1.0) + (gain - np.float32(1.0)) * brightest
    part = np.asarray(cv2.merge([to_srgb8(plane * gain) for plane in light]), np.uint8)
    cover = alpha[rows, columns]
    if cover.min() < 1.0:  # the background behind the person's edge keeps its light
        part = _over(part, rgb[rows, columns], cover)
    result[rows, columns] = part
    return result


def _over(front: NDArray[np.uint8], back: NDArray[np.uint8], cover: Mask) -> NDArray[np.uint8]:
    return cv2.blendLinear(front, back, cover, np.float32(1.0) - cover)  # type: ignore[return-value]


def _lift_ev(small: Field, chosen: NDArray[np.bool_]) -> float:
    bright = float(np.percentile(small.max(axis=-1)[_filled(chosen)], _BRIGHTEST))
    dim = min(_MAX_DIM_EV, max(0.0, math.log2(_FACE_WHITE / max(bright, 1e-3))))
    skin = float(np.median((small @ LUMINANCE)[chosen]))
    low, high = _BRIGHT_SKIN
    room = min(1.0, max(0.0, (high - skin) / (high - low)))
    return room * (_LIFT_EV + _DIM_SHARE * dim)


def _filled(chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The face with its eyes and mouth: the hull of its skin."""
    points = cv2.findNonZero(chosen.astype(np.uint8))
    hull = np.zeros(chosen.shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(points), 1)
    return hull.astype(bool)


def _side_ev(
    luma: Mask, chosen: NDArray[np.bool_], skin: Skin, plan: FacePlan, shrink: float
) -> float:
    """How the skin's light changes across the face, without the fall-off from its middle."""
    rows, columns = np.nonzero(chosen)
    points = np.column_stack([columns, rows]).astype(np.float64)
    points = (points + 0.5) / shrink + (skin.box.left, skin.box.top)
    across, down = _coordinates(points, plan)
    basis = np.column_stack([np.ones_like(across), across, down, across**2, down**2])
    levels = np.log2(np.maximum(luma[rows, columns], 1e-3))
    slope = np.linalg.lstsq(basis, levels, rcond=None)[0][1]
    return float(np.clip(slope, -_MAX_SIDE_EV, _MAX_SIDE_EV))


def _sideways(plan: FacePlan, offset: tuple[int, int], size_wh: tuple[int, int]) -> Mask:
    """−1…1 across the face, level beyond it, fading out above and below: float32 ``(h, w)``."""
    width, height = size_wh
    # smooth: a grid of this many steps is exact enough
    columns = np.linspace(0, width, 33)
    rows = np.linspace(0, height, 33)
    points = np.stack(np.meshgrid(columns, rows), axis=-1) + offset
    across, down = _coordinates(points, plan)
    field = np.tanh(across) * np.exp(-(np.clip(np.abs(down) - 1.0, 0.0, None) ** 2) / 0.5)
    return np.asarray(cv2.resize(field.astype(np.float32), size_wh), np.float32)


def _coordinates(
    points: NDArray[np.float64], plan: FacePlan
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Across and down, 0 in the face's middle, ±1 at its borders."""
    apart = points - plan.centre
    return apart @ plan.across / (plan.width_px / 2), apart @ plan.down / (plan.height_px / 2)


def _wall(rgb: NDArray[np.uint8], alpha: NDArray[np.float32]) -> Field | None:
    """The colour of an even, greyish background in linear light; None for other backgrounds."""
    step = max(1, max(alpha.shape) // 128)
    back = rgb[::step, ::step][alpha[::step, ::step] < 0.01]
    if back.size < 3 * _LEAST_WALL * (alpha.size / step**2):
        return None
    light = to_linear(back)
    light = light[light.max(axis=-1) < 0.95]  # burnt out tells nothing
    if light.size < 0.5 * back.size:
        return None
    middle: Field = np.median(light, axis=0)
    shares = light / np.maximum(light.sum(axis=-1, keepdims=True), 1e-6)
    varies = np.median(np.abs(shares - np.median(shares, axis=0)), axis=0).max()
    grey = 1.0 - float(middle.min() / max(float(middle.max()), 1e-6)) < _NEUTRAL
    bright = float(middle @ LUMINANCE) > 0.05
    return middle if grey and bright and varies < _EVEN_WALL / 3 else None


def _white(skin: Field, wall: Field | None) -> tuple[float, float, float]:
    """Gains that make the wall grey, as far as the skin keeps a possible colour."""
    gains = np.ones(3)
    if wall is not None:
        wanted = np.log2(float(wall @ LUMINANCE) / np.maximum(wall, 1e-4))
        wanted = np.clip(wanted, -_MAX_WHITE_EV, _MAX_WHITE_EV)
        for share in (1.0, 0.75, 0.5, 0.25):
            tried = np.exp2(share * wanted)
            if _hue_error(skin * tried) <= _hue_error(skin):
                gains = tried
                break
    if _hue_error(skin * gains) > 0.0:
        # warmer or colder, by as little as restores the hue
        steps = sorted(np.linspace(-_MAX_WHITE_EV, _MAX_WHITE_EV, 29), key=abs)
        warmth = min(steps, key=lambda ev: (_hue_error(skin * gains * _warmer(ev)), abs(ev)))
        gains = gains * _warmer(warmth)
    gains = gains * float(skin @ LUMINANCE) / float((skin * gains) @ LUMINANCE)
    return float(gains[0]), float(gains[1]), float(gains[2])


def _warmer(ev: float) -> NDArray[np.float64]:
    return np.exp2(np.array([ev / 2, 0.0, -ev / 2]))  # type: ignore[no-any-return]


def _hue_error(skin: NDArray[np.floating]) -> float:
    """Degrees by which a colour's hue lies outside that of skin; linear light in."""
    srgb = linear_to_srgb(np.clip(skin, 0.0, 1.0)).astype(np.float32)
    _, a, b = cv2.cvtColor(srgb.reshape(1, 1, 3), cv2.COLOR_RGB2LAB)[0, 0]
    hue = math.degrees(math.atan2(b, a))
    low, high = _SKIN_HUE_DEG
    faint, plain = _COLOURED
    colour = min(1.0, max(0.0, (math.hypot(a, b) - faint) / (plain - faint)))
    return colour * max(0.0, low - hue, hue - high)
