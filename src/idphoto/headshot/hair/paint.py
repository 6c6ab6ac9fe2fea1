"""Strands to pixels: the marks are drawn over each other, then all are lit at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.headshot.hair.cut import LEVELS, MEET_V, Crown, Side
from idphoto.headshot.hair.place import Place
from idphoto.headshot.hair.strands import Strands
from idphoto.imaging.arrays import Field
from idphoto.photo.wardrobe.body import Light

_SUBPIXEL: Final = 4
# Strands are drawn at this many times the photo's resolution.
_FINE: Final = 2
# Marks under the strands (dark, dull), and beside them, where single hairs mix with the rest.
_UNDER: Final = (38, 40, 128)
_BESIDE: Final = (110, 90, 128)
# How much a single hair covers, of 255.
_ALONE: Final = 120


@dataclass(frozen=True, slots=True)
class HairLayer:
    """``rgb``: float32 ``(H, W, 3)``, 0–1 sRGB; ``alpha``: float32 ``(H, W)``, 0–1, straight."""

    rgb: Field
    alpha: Field


@dataclass(frozen=True, slots=True)
class Dye:
    """The person's hair colours. ``guide``: float32 ``(H, W, 3)``, that of the nearest hair;
    ``palette``: float32 ``(3, 3)``, dark, middle and light of all hair."""

    guide: Field
    palette: NDArray[np.float32]


def paint(
    strands: Strands,
    region: Field,
    sides: tuple[Side, Side],
    place: Place,
    dye: Dye,
    light: Light,
    crown: Crown | None = None,
) -> HairLayer:
    """The strands as a layer, at least as opaque as ``region``, float32 ``(H, W)``, 0–1."""
    rows, columns = window = _bounds(strands, region, place)
    here = place.moved(columns.start, rows.start)
    size = _FINE * (columns.stop - columns.start), _FINE * (rows.stop - rows.start)
    inside = cv2.resize(region[window], size, interpolation=cv2.INTER_LINEAR)[..., None]
    marks = (np.array(_BESIDE) + inside * (np.array(_UNDER) - np.array(_BESIDE))).astype(np.uint8)
    cover = np.zeros((size[1], size[0]), np.uint8)
    lines = fixed(_FINE * here.px(strands.paths))
    values = (np.stack([strands.tone, strands.gloss, strands.shift], axis=1) * 255).astype(int)
    # a coarse strand has a fine tip
    short = (3 * lines.shape[1]) // 4
    for line, value, wide in zip(lines, values.tolist(), strands.wide.tolist(), strict=True):
        if wide:
            cv2.polylines(marks, [line[:short]], False, value, 2, cv2.LINE_AA, _SUBPIXEL)
        cv2.polylines(marks, [line], False, value, 1, cv2.LINE_AA, _SUBPIXEL)
    cv2.polylines(cover, list(lines), False, _ALONE, 1, cv2.LINE_AA, _SUBPIXEL)
    # many together are opaque
    cover = cv2.addWeighted(cover, 1.0, cv2.blur(cover, (3, 3)), 1.4, 0.0)
    small = size[0] // _FINE, size[1] // _FINE
    marks = cv2.resize(marks, small, interpolation=cv2.INTER_AREA)
    hairs = cv2.resize(cover, small, interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    lit = _lit(marks.astype(np.float32) / 255.0, sides, here, _part(dye, window), light, crown)
    colour = np.zeros((*region.shape, 3), np.float32)
    colour[window] = _as_photographed(lit, light)
    alpha = np.zeros(region.shape, np.float32)
    alpha[window] = np.maximum(region[window], hairs)
    return HairLayer(colour, alpha)


def fixed(points: NDArray[np.floating]) -> NDArray[np.int32]:
    """Points as OpenCV draws them: whole numbers at pixel centres, in fixed point."""
    return np.round((points - 0.5) * (1 << _SUBPIXEL)).astype(np.int32)


def filled(ring: NDArray[np.floating], place: Place, shape: tuple[int, ...], soft: float) -> Field:
    """1 inside ``ring``, ``(N, 2)`` in head heights, with a soft edge: float32 ``(H, W)``."""
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [fixed(place.px(ring))], 255, cv2.LINE_AA, _SUBPIXEL)
    return blurred(mask.astype(np.float32) / 255.0, soft, place)


def blurred(field: Field, reach: float, place: Place) -> Field:
    """A Gaussian blur by ``reach`` head heights, on a coarser grid if it is wide."""
    sigma = reach * place.unit
    shrink = max(1, int(sigma / 2))
    height, width = field.shape
    size = max(1, width // shrink), max(1, height // shrink)
    small = cv2.resize(field, size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink)
    return np.asarray(cv2.resize(small, (width, height)), np.float32)


def _part(dye: Dye, window: tuple[slice, slice]) -> Dye:
    return Dye(dye.guide[window], dye.palette)


def _bounds(strands: Strands, region: Field, place: Place) -> tuple[slice, slice]:
    """The rows and columns that strands and region cover."""
    x, y, width, height = cv2.boundingRect((region > 0).astype(np.uint8))
    corners = np.array([[x, y], [x + width, y + height]], np.float32)
    points = np.vstack([place.px(strands.paths.reshape(-1, 2)), corners])
    shape = region.shape
    left, top = np.maximum(np.floor(points.min(axis=0)).astype(int) - 3, 0)
    right, bottom = np.ceil(points.max(axis=0)).astype(int) + 3
    return (
        slice(int(min(top, shape[0] - 2)), int(min(max(bottom, top + 2), shape[0]))),
        slice(int(min(left, shape[1] - 2)), int(min(max(right, left + 2), shape[1]))),
    )


def _lit(
    marks: Field,
    sides: tuple[Side, Side],
    place: Place,
    dye: Dye,
    light: Light,
    crown: Crown | None,
) -> Field:
    """Each pixel's colour: its strand's colour in the light at its place."""
    tone, gloss, shift = np.moveaxis(marks, -1, 0)
    u, v = place.grid(*tone.shape)
    left, right = (
        [np.interp(v, LEVELS, each).astype(np.float32) for each in (side.inner, side.outer)]
        for side in sides
    )
    # 0 at the face, 1 at the outline
    out = np.where(
        u < 0, (u - left[0]) / (left[1] - left[0]), (u - right[0]) / (right[1] - right[0])
    )
    out = np.clip(out, 0.0, 1.0)
    lx = light.direction[0]
    # curved from face to outline and from crown to tips; the side at the face is in shadow
    shade = 1.0 + 0.10 * lx * np.sign(u)
    shade = shade * (1.0 - 0.30 * np.exp(-out / 0.10) * _rise(v, -0.75, -0.45))
    shade = shade * (1.0 - 0.24 * np.clip((out - 0.62) / 0.38, 0, 1) ** 2)
    shade = shade * (1.0 + 0.10 * np.exp(-(((v + 0.38) / 0.14) ** 2)))
    shade = shade * (1.0 - 0.22 * _rise(v, -0.22, 0.03) * (1.0 - 0.4 * out))
    dark, middle, fair = dye.palette
    # light and dark hair have tints of their own; in an even palette they still differ a little
    level = dye.guide.mean(axis=-1, keepdims=True) / (middle.mean() + 0.01)
    low = dark * np.clip(0.75, 0.25, 0.80 * middle.mean() / (dark.mean() + 1e-3))
    high = fair * np.clip(1.0, 1.15 * middle.mean() / (fair.mean() + 1e-3), None)
    ramp = np.clip(2.3 * tone - 0.1, 0.0, 2.0)[..., None]
    below, above = np.minimum(ramp, 1.0), np.maximum(ramp - 1.0, 0.0)
    colour = dye.guide * (below - above) + level * (low * (1.0 - below) + high * above)
    colour = colour * shade[..., None]
    # the sheen: a broken band where the curve faces the lamp
    bow = v + 0.40 - 0.10 * out + 0.22 * (shift - 0.5)
    sheen = np.exp(-((bow / 0.060) ** 2)) + 0.5 * np.exp(-(((bow - 0.20) / 0.05) ** 2))
    sheen = sheen * gloss * gloss * (0.6 + 0.4 * lx * np.sign(u)) * np.sin(np.pi * out**0.8)
    if crown is not None:
        band, roots = _over_crown(crown, out, u, v, shift)
        sheen = sheen + band * gloss
        colour = colour * roots[..., None]
    tint = 1.0 * (fair - 0.5 * middle) + 0.05 * np.array(light.colour, np.float32)
    return np.clip(colour + sheen[..., None] * tint, 0.0, 1.0)  # type: ignore[no-any-return]


def _over_crown(crown: Crown, out: Field, u: Field, v: Field, shift: Field) -> tuple[Field, Field]:
    """The ring of light round a crown, and how dark its roots are, of 1."""
    height = np.clip((v - MEET_V) / (crown.top_v - MEET_V), 0.0, None)
    # 0 at the parting, 1 where hair falls
    turn = np.arctan2(out, height) * np.float32(2 / np.pi)
    band = 0.8 * np.exp(-(((turn - 0.42 - 0.30 * (shift - 0.5)) / 0.13) ** 2))
    roots = 1.0 - 0.38 * np.exp(-np.abs(u - crown.parting_u) / 0.022) * (v < crown.front_v + 0.03)
    return band.astype(np.float32), (roots * (1.0 - 0.15 * (height > 0) * (1.0 - turn))).astype(
        np.float32
    )


def _rise(v: Field, start: float, end: float) -> Field:
    share = np.clip((v - start) / (end - start), 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)  # type: ignore[no-any-return]


def _as_photographed(colour: Field, light: Light) -> Field:
    """The photo's own blur and grain."""
    if light.sharpness > 0.4:
        colour = cv2.GaussianBlur(colour, (0, 0), 0.7 * light.sharpness)  # type: ignore[assignment]
    if light.grain > 0:
        noise = np.random.default_rng(5).standard_normal(colour.shape[:2], np.float32)
        colour = colour + np.float32(light.grain) * noise[..., None]
    return np.clip(colour, 0.0, 1.0)
