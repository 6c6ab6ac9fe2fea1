"""The neck and chest that the old clothes hid, drawn in the person's own skin.

What is seen of the skin is divided by a plain model of its shading: a column lit as the face is,
in the chin's shadow, on a flat chest. What remains is the skin's own colour, which varies slowly:
it is carried on smoothly to where cloth was, and shaded again.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import LEFT_CHEEK, RIGHT_CHEEK
from idphoto.face.outline import face_outline
from idphoto.imaging.arrays import Field, Rgb
from idphoto.imaging.colour import LUMINANCE
from idphoto.photo.wardrobe.body import Body, Light

# The window around the neck, in head heights: to each side of its middle, above the chin, below
# the notch.
_SIDE: Final = 0.75
_ABOVE: Final = 0.3
_BELOW: Final = 1.0
# The jaw's corners in the canonical face model.
_JAW: Final = (172, 397)
# Colour is carried on over a coarse grid: so many pixels from chin to crown.
_GRID_HEAD_PX: Final = 80.0
# Blurs of it, in head heights, near and far: what is close counts, where nothing is, what is far.
_REACHES: Final = (0.04, 0.12, 0.35)
# A neck in the chin's shade has about this share of the cheeks' light (sRGB), where none is seen.
_NECK_TO_CHEEK: Final = 0.92
_NECK_RANGE: Final = (0.7, 1.08)
# Skin darker than this share of the cheeks is a beard, or a gap below a collar.
_DARKEST: Final = 0.42
# So much of a window must be seen skin to be believed, and so far its tint.
_DOUBT: Final = 0.04
_TINT_TRUST: Final = 0.6
_PORES: Final = 0.005
_TILE: Final = 256
# ITU-R BT.709, on sRGB values: a rough lightness.
# Light that comes back out of skin is red: its shadows are warmer than its lights.
_WARM_SHADE: Final = np.array([0.8, 1.05, 1.2], np.float32)
_CHIN_SHADOW: Final = 0.3
_COLLARBONE: Final = 0.03


def window(body: Body, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Rows and columns that neck and chest can be seen in."""
    unit = body.head_height_px
    left, right = body.pit[0] - _SIDE * unit, body.pit[0] + _SIDE * unit
    top, bottom = body.chin[1] - _ABOVE * unit, body.pit[1] + _BELOW * unit
    rows, columns = shape[:2]
    top = min(max(0.0, top), rows - 1.0)
    left = min(max(0.0, left), columns - 1.0)
    return (
        slice(int(top), max(int(top) + 1, min(rows, round(bottom)))),
        slice(int(left), max(int(left) + 1, min(columns, round(right)))),
    )


def neck_shape(body: Body, mesh: NDArray[np.float64], at: tuple[slice, slice]) -> Field:
    """Neck, shoulders and chest without clothes, in a window of the photo: float32, 0–1."""
    unit = body.head_height_px
    right, left = np.array(body.neck_right), np.array(body.neck_left)
    inset = np.array((0.035 * unit, 0.0))
    lowered = np.array((0.0, 0.04))
    # a neck comes out from under the jaw and curves into the shoulders
    outline = [
        mesh[_JAW[0], :2] + inset,
        right + unit * np.array((0.022, -0.1)),
        right + unit * np.array((0.012, -0.04)),
        right + unit * np.array((-0.012, 0.005)),
        right + unit * np.array((-0.07, 0.055)),
        np.array(body.shoulder_right) + unit * lowered,
        np.array((body.shoulder_right[0], body.pit[1] + 3 * unit)),
        np.array((body.shoulder_left[0], body.pit[1] + 3 * unit)),
        np.array(body.shoulder_left) + unit * lowered,
        left + unit * np.array((0.07, 0.055)),
        left + unit * np.array((0.012, 0.005)),
        left + unit * np.array((-0.012, -0.04)),
        left + unit * np.array((-0.022, -0.1)),
        mesh[_JAW[1], :2] - inset,
    ]
    rows, columns = at
    shape = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.float32)
    points = (np.array(outline) - (columns.start, rows.start)) * 16 - 8
    cv2.fillPoly(shape, [np.round(points).astype(np.int32)], 1.0, lineType=cv2.LINE_AA, shift=4)
    return cv2.GaussianBlur(shape, (0, 0), max(0.7, 0.003 * unit))  # type: ignore[return-value]


def bare_skin(
    rgb: Rgb,
    known: Field,
    body: Body,
    light: Light,
    cheek: NDArray[np.float32],
    at: tuple[slice, slice],
) -> Rgb:
    """Skin for every pixel of a window of the photo: float32 ``(h, w, 3)``, sRGB 0–1.

    ``rgb``: float32 ``(H, W, 3)``, 0–1, the whole photo. ``known``: float32 ``(h, w)``, 0–1, where
    in the window ``at`` neck and chest are seen. ``cheek``: as from
    ``cheek_colour``.
    """
    part = rgb[at]
    size = known.shape[1], known.shape[0]
    shrink = max(1.0, body.head_height_px / _GRID_HEAD_PX)
    small = max(1, round(size[0] / shrink)), max(1, round(size[1] / shrink))
    shading = _shading(body, light, at, small)
    coarse = _resized(part, small)
    weight = _resized(known, small) * _likeness(coarse, cheek)
    # in the chin's shade skin keeps the face's colour: only its light is taken from what is seen
    light_of = coarse @ LUMINANCE / max(float(cheek @ LUMINANCE), 0.02) / shading
    unit = body.head_height_px / shrink
    field = np.full(weight.shape, _NECK_TO_CHEEK, np.float32)
    tint = np.broadcast_to(cheek, coarse.shape).astype(np.float32)
    for reach in reversed(_REACHES):
        mass = _blurred(weight, reach * unit)
        share = mass / (mass + _DOUBT)
        field += share * (_blurred(light_of * weight, reach * unit) / (mass + 1e-6) - field)
        own = _blurred(coarse * weight[..., None], reach * unit) / (mass + 1e-6)[..., None]
        own *= (cheek @ LUMINANCE) / np.maximum(own @ LUMINANCE, 1e-3)[..., None]
        tint += (_TINT_TRUST * share)[..., None] * (own - tint)
    field = np.clip(field, *_NECK_RANGE)
    skin = tint * (field * shading)[..., None] ** _WARM_SHADE
    skin = _resized(skin, size)
    return np.clip(skin + _texture(size, light, body)[..., None], 0.0, 1.0)  # type: ignore[no-any-return]


def _likeness(coarse: Rgb, cheek: NDArray[np.float32]) -> Field:
    """1 where a colour is the cheek's in more or less light, 0 where it is another."""
    light, usual = coarse @ LUMINANCE, float(cheek @ LUMINANCE)
    tint = coarse / (light + 0.02)[..., None] - cheek / (usual + 0.02)
    near = 1.0 - np.clip((np.abs(tint).max(axis=-1) - 0.2) / 0.2, 0.0, 1.0)
    lit = (light > _DARKEST * usual) & (light < 1.25 * usual)
    return (near * lit).astype(np.float32)  # type: ignore[no-any-return]


def _resized(image: NDArray[np.float32], size_wh: tuple[int, int]) -> NDArray[np.float32]:
    how = cv2.INTER_AREA if size_wh[0] < image.shape[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, size_wh, interpolation=how), np.float32)


def _blurred(field: Field, sigma: float) -> Field:
    return cv2.GaussianBlur(field, (0, 0), sigma, borderType=cv2.BORDER_CONSTANT)  # type: ignore[return-value]


def cheek_colour(rgb: Rgb, mesh: NDArray[np.float64]) -> NDArray[np.float32]:
    """The face's usual colour: the median over its lower half, without the darkest."""
    outline = face_outline(mesh)
    low = (mesh[RIGHT_CHEEK, 1] + mesh[LEFT_CHEEK, 1]) / 2
    left, right = outline[:, 0].min(), outline[:, 0].max()
    bottom = outline[:, 1].max()
    rows, columns = rgb.shape[:2]
    inset = 0.2 * (right - left)
    box = rgb[
        max(0, int(low)) : min(rows, int(bottom - 0.1 * (bottom - low))),
        max(0, int(left + inset)) : min(columns, int(right - inset)),
    ].reshape(-1, 3)
    if not len(box):
        return np.full(3, 0.6, np.float32)
    green = box[:, 1]
    return np.median(box[green >= np.percentile(green, 40)], axis=0).astype(np.float32)


def _shading(body: Body, light: Light, at: tuple[slice, slice], small: tuple[int, int]) -> Field:
    """How light skin is in the window, in sRGB, relative to skin that faces the camera."""
    rows, columns = at
    unit = body.head_height_px
    wide, high = columns.stop - columns.start, rows.stop - rows.start
    x = columns.start + (np.arange(small[0], dtype=np.float32) + 0.5) * (wide / small[0])
    y = rows.start + (np.arange(small[1], dtype=np.float32)[:, None] + 0.5) * (high / small[1])
    middle = (body.neck_right[0] + body.neck_left[0]) / 2
    half = (body.neck_left[0] - body.neck_right[0]) / 2
    base = (body.neck_right[1] + body.neck_left[1]) / 2
    # the column turns flat towards the chest
    flat = np.clip((y - base) / max(1.0, body.pit[1] - base + 0.15 * unit), 0.0, 1.0)
    across = np.clip((x - middle) / (half * (1.0 + 1.6 * flat)), -0.85, 0.85)
    facing = np.sqrt(1.0 - across**2)
    direction = light.direction
    lit = np.maximum(across * direction[0] + facing * max(0.3, direction[2]), 0.0)
    lit = lit / max(0.3, direction[2])
    shade = light.ambient * (0.35 + 0.65 * facing) + (1.0 - light.ambient) * lit
    below = np.maximum(y - body.chin[1], 0.0) / (0.2 * unit)
    shadow = 1.0 - _CHIN_SHADOW * np.exp(-(below**2)) * (np.abs(x - middle) < 2 * half)
    # a hint of the notch between the collar bones
    notch = 1.0 - _COLLARBONE * np.exp(
        -(((x - body.pit[0]) / (0.06 * unit)) ** 2) - ((y - body.pit[1]) / (0.05 * unit)) ** 2
    )
    return np.maximum(shade * shadow * notch, 0.05).astype(np.float32) ** np.float32(0.6)  # type: ignore[no-any-return]


def _texture(size: tuple[int, int], light: Light, body: Body) -> Field:
    """Grain as the photo's, and the unevenness of skin."""
    unit = 0.02 * body.head_height_px
    small = max(2, round(size[0] / unit)), max(2, round(size[1] / unit))
    pores = cv2.resize(_noise(small), size, interpolation=cv2.INTER_CUBIC)
    return light.grain * _noise(size) + np.float32(_PORES) * pores


def _noise(size_wh: tuple[int, int]) -> Field:
    """Of variance 1, always the same: float32 ``(h, w)``."""
    across, down = -(-size_wh[0] // _TILE), -(-size_wh[1] // _TILE)
    return np.tile(_tile(), (down, across))[: size_wh[1], : size_wh[0]]


@cache
def _tile() -> Field:
    return np.random.default_rng(0).standard_normal((_TILE, _TILE), dtype=np.float32)
