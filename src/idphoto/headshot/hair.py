"""A bob, drawn strand by strand over the person's own hairline in the person's own colour.

The face's oval stays, and so does a fringe on the forehead. All other hair goes: what the drawn one
does not cover is background or neck again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.errors import CannotStyleHair
from idphoto.face.landmarks import CHIN, LEFT_CHEEK, RIGHT_CHEEK
from idphoto.headshot.strands import (
    CROWN_V,
    VOLUME,
    Side,
    Strands,
    grow,
    grow_behind,
    resampled,
    silhouette,
)
from idphoto.photo.wardrobe.body import Light
from idphoto.photo.wardrobe.parts import Parts

Field = NDArray[np.float32]

# The face's outline from the forehead's middle to the jaw's corner, on the picture's left (the
# person's right) and right.
_LEFT_OUTLINE: Final = (10, 109, 67, 103, 54, 21, 162, 127, 234, 93, 132, 58, 172)
_RIGHT_OUTLINE: Final = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397)
_TO_TEMPLE: Final = 7  # of these, so many lie below the hairline
# The hairline is looked for so far above the oval; where none is seen it is taken to be here.
_HIGHEST_HAIRLINE: Final = 0.17
_USUAL_HAIRLINE: Final = 0.07
# Hair over this much of a head squared, above the brows, is enough to take a colour from.
_LEAST_HAIR: Final = 0.02
# More of the throat than this hidden by what counts as hair: a scarf, not hair.
_COVERED: Final = 0.55
_PARTING: Final = 0.055
_SUBPIXEL: Final = 4
# Strands are drawn so many times finer than the photo.
_FINE: Final = 2
# What lies under the strands: dark, dull.
_UNDER: Final = (25, 40, 128)
_BESIDE: Final = (115, 110, 128)
# Where a fringe goes over into drawn hair, and how wide a parting shows the scalp.
_FRINGE_BLEND: Final = 0.035
_SCALP: Final = 0.006


@dataclass(frozen=True, slots=True)
class Layer:
    """``rgb``: float32 ``(H, W, 3)``, 0–1 sRGB; ``alpha``: float32 ``(H, W)``, 0–1, straight."""

    rgb: Field
    alpha: Field


@dataclass(frozen=True, slots=True)
class Bob:
    """A drawn bob on the photo's grid: what hangs before the person and what behind."""

    front: Layer
    back: Layer
    shadow: Field
    """float32 ``(H, W)``, 0–1: factor on what lies under the hair."""
    kept: Field
    """float32 ``(H, W)``, 0–1: where the person's own hair stays, on the forehead."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Head heights to pixels."""

    x: float
    y: float
    unit: float

    def px(self, points: NDArray[np.floating]) -> NDArray[np.float32]:
        return np.asarray(points * self.unit + (self.x, self.y), np.float32)

    def heads(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        return (np.asarray(points, np.float64) - (self.x, self.y)) / self.unit


def draw_bob(
    rgb: NDArray[np.uint8],
    alpha: Field,
    parts: Parts,
    mesh: NDArray[np.float64],
    head_height_px: float,
    light: Light,
) -> Bob:
    """The bob of this person.

    ``rgb``: uint8 ``(H, W, 3)``, the photo; ``alpha``: float32 ``(H, W)``, the person's matte, on
    the same grid, as are ``parts``; ``mesh``: float64 ``(468, 3)`` in its pixels.

    Raises:
        CannotStyleHair: the head is bald, or a scarf covers it.
    """
    middle = float(mesh[RIGHT_CHEEK, 0] + mesh[LEFT_CHEEK, 0]) / 2
    place = _Place(middle, float(mesh[CHIN, 1]), head_height_px)
    _refuse(parts, mesh, place)
    palette = _palette(rgb, parts, mesh, place)
    sides = _sides(parts, mesh, place)
    draw = np.random.default_rng(11)
    shape = alpha.shape
    front = _painted(grow(sides, draw), _region(sides, place, shape), place, palette, light, 1.0)
    back = _painted(
        grow_behind(sides, draw), _back_region(sides, place, shape), place, palette, light, 0.5
    )
    kept = _forehead(sides, place, shape)
    front = _joined(front, kept * parts.hair, place)
    front = _parted(front, sides, place, _skin(rgb, mesh))
    soft = cv2.GaussianBlur(front.alpha, (0, 0), 0.03 * place.unit)
    contact = cv2.GaussianBlur(front.alpha, (0, 0), 0.010 * place.unit)
    shadow = 0.30 * np.clip(soft, 0.0, 1.0) + 0.22 * np.clip(contact, 0.0, 1.0)
    shadow = 1.0 - shadow * (1.0 - kept * parts.hair)
    return Bob(front, back, shadow.astype(np.float32), kept)


def without_hair(parts: Parts, bob: Bob) -> Parts:
    """The parts with the hair that goes counted as cloth: dressing takes it off."""
    hair = parts.hair * bob.kept
    return Parts(hair, parts.skin, parts.cloth + parts.hair - hair)


def lay_bob(
    rgb: NDArray[np.uint8], alpha: Field, oval: Field, bob: Bob
) -> tuple[NDArray[np.uint8], Field]:
    """The bob behind and before a dressed person: uint8 ``(H, W, 3)`` and the matte of both.

    ``rgb``, ``alpha``: the person; ``oval``: 1 where nothing may change.
    """
    own = rgb.astype(np.float32) / 255.0
    free = (1.0 - oval)[..., None]
    shaded = own * (1.0 - free * (1.0 - bob.shadow[..., None]))
    below = bob.back.alpha * (1.0 - alpha)
    share = alpha + below
    out = shaded + (below / np.maximum(share, 1e-4))[..., None] * (bob.back.rgb - shaded)
    top = bob.front.alpha * (1.0 - oval)
    left = share * (1.0 - top)
    total = top + left
    out = out + (top / np.maximum(total, 1e-4))[..., None] * (bob.front.rgb - out)
    pixels = (np.clip(out, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
    face = oval > 0.999
    pixels[face] = rgb[face]
    return pixels, np.clip(total, 0.0, 1.0)


# --- the person ---------------------------------------------------------------------------------


def _refuse(parts: Parts, mesh: NDArray[np.float64], place: _Place) -> None:
    """Raises ``CannotStyleHair`` for heads without hair, and covered ones."""
    brow = int(max(0.0, mesh[[105, 334], 1].mean()))
    above = float(parts.hair[:brow].sum()) / place.unit**2
    if above < _LEAST_HAIR:
        raise CannotStyleHair("the photo shows no hair whose colour a bob could take")
    top, bottom = (int(place.y + share * place.unit) for share in (0.05, 0.22))
    left, right = (int(place.x + share * place.unit) for share in (-0.12, 0.12))
    throat = parts.hair[max(0, top) : bottom, max(0, left) : right]
    if throat.size and float(throat.mean()) > _COVERED:
        raise CannotStyleHair("what covers the head covers the throat too, as a scarf does")


def _palette(
    rgb: NDArray[np.uint8], parts: Parts, mesh: NDArray[np.float64], place: _Place
) -> NDArray[np.float32]:
    """Dark, middle and light of the person's hair, sRGB 0–1: ``(3, 3)``."""
    rows = slice(max(0, int(place.y - 1.25 * place.unit)), max(1, int(place.y + 0.3 * place.unit)))
    sure = parts.hair[rows] > 0.85
    pixels = rgb[rows][sure].astype(np.float32) / 255.0
    if len(pixels) < 50:
        pixels = rgb[rows][parts.hair[rows] > 0.3].astype(np.float32) / 255.0
    level = pixels.mean(axis=1)
    marks = np.percentile(level, (10, 42, 78))
    found = []
    for mark in marks:
        near = (
            np.abs(level - mark)
            <= np.partition(np.abs(level - mark), len(level) // 8)[len(level) // 8]
        )
        found.append(np.median(pixels[near], axis=0))
    return _without_sky(np.array(found, np.float32))


def _without_sky(palette: NDArray[np.float32]) -> NDArray[np.float32]:
    """Hair mirrors the sky, and is never a dull blue itself: what dyes it is far more colourful."""
    level = palette.mean(axis=1, keepdims=True)
    bluish = np.clip(palette[:, 2:] - palette[:, :1], 0.0, None) / level
    own = np.clip((bluish - 0.5) / 0.3, 0.0, 1.0)
    usual = level * np.array([1.09, 0.98, 0.93], np.float32)
    share = np.where(bluish > 0, 1.0 - own, 0.0)
    return (palette + share * (usual - palette)).astype(np.float32)  # type: ignore[no-any-return]


def _sides(parts: Parts, mesh: NDArray[np.float64], place: _Place) -> tuple[Side, Side]:
    half = float(mesh[LEFT_CHEEK, 0] - mesh[RIGHT_CHEEK, 0]) / 2 / place.unit
    sides = []
    for sign, outline in ((-1, _LEFT_OUTLINE), (1, _RIGHT_OUTLINE)):
        oval = place.heads(mesh[list(outline), :2])
        line = _hairline(parts, oval, place)
        jaw = oval[-1]
        # past the jaw's corner the hair falls straight, then turns in under the chin's line
        ends = np.array(
            [
                jaw + np.array([-sign * 0.004, 0.02]),
                (jaw[0] - sign * 0.030, -0.04),
                (jaw[0] - sign * 0.060, 0.06),
            ]
        )
        below = oval[_TO_TEMPLE + 1 :] + np.array([sign * 0.004, 0.0])
        parting = np.array([[_PARTING, float(line[0, 1])]])
        # from the parting the hair rises a little before it falls
        lift = np.array([[_PARTING + sign * 0.05, float(line[0, 1]) - 0.030]])
        inner = resampled(np.vstack([parting, lift, line[2:] - (0.0, 0.012), below, ends]))
        outer = silhouette(sign, half + VOLUME, 0.8 * _PARTING, CROWN_V)
        sides.append(Side(inner, outer))
    return sides[0], sides[1]


def _hairline(parts: Parts, oval: NDArray[np.float64], place: _Place) -> NDArray[np.float64]:
    """From the forehead's middle to the temple: ``(8, 2)``, head heights."""
    rises = []
    centre = np.array([0.0, -0.5])
    for point in oval[: _TO_TEMPLE + 1]:
        outwards = (point - centre) / np.hypot(*(point - centre))
        steps = np.arange(0.0, _HIGHEST_HAIRLINE, 0.008)
        walk = place.px(point + steps[:, None] * outwards)
        x = np.clip(walk[:, 0].astype(int), 0, parts.hair.shape[1] - 1)
        y = np.clip(walk[:, 1].astype(int), 0, parts.hair.shape[0] - 1)
        found = np.flatnonzero(parts.hair[y, x] > 0.5)
        rises.append(float(steps[found[0]]) if found.size else np.nan)
    rise = np.array(rises)
    known = np.isfinite(rise)
    rise[~known] = float(np.median(rise[known])) if known.any() else _USUAL_HAIRLINE
    # a smooth line; at the temples it meets the oval
    rise = np.convolve(np.pad(rise, 1, "edge"), (0.25, 0.5, 0.25), "valid")
    rise *= np.array([1, 1, 1, 1, 1, 0.8, 0.5, 0.2])
    outwards = oval[: _TO_TEMPLE + 1] - centre
    outwards /= np.hypot(*outwards.T)[:, None]
    return oval[: _TO_TEMPLE + 1] + rise[:, None] * outwards  # type: ignore[no-any-return]


# --- painting -----------------------------------------------------------------------------------


def _region(sides: tuple[Side, Side], place: _Place, shape: tuple[int, ...]) -> Field:
    """What the hair covers surely: each side between its curves, short of the tips."""
    mask = np.zeros(shape, np.uint8)
    for side in sides:
        keep = int(0.93 * len(side.inner))
        outer = side.outer + 0.02 * (side.inner - side.outer)
        ring = np.vstack([side.inner[:keep], outer[:keep][::-1]])
        cv2.fillPoly(mask, [_fixed(place.px(ring))], 255, cv2.LINE_AA, _SUBPIXEL)
    return cv2.GaussianBlur(mask.astype(np.float32) / 255.0, (0, 0), 0.004 * place.unit)  # type: ignore[return-value]


def _back_region(sides: tuple[Side, Side], place: _Place, shape: tuple[int, ...]) -> Field:
    """Within the whole silhouette, down to the neck: no hole shows the wall."""
    left, right = (side.outer[: int(0.93 * len(side.outer))] for side in sides)
    mask = np.zeros(shape, np.uint8)
    ring = np.vstack([left * (0.98, 1.0), right[::-1] * (0.98, 1.0)])
    cv2.fillPoly(mask, [_fixed(place.px(ring))], 255, cv2.LINE_AA, _SUBPIXEL)
    return cv2.GaussianBlur(mask.astype(np.float32) / 255.0, (0, 0), 0.004 * place.unit)  # type: ignore[return-value]


def _forehead(sides: tuple[Side, Side], place: _Place, shape: tuple[int, ...]) -> Field:
    """Below the drawn hair's edge, above the brows: there a fringe stays."""
    curves = [side.inner[side.inner[:, 1] < -0.55] for side in sides]
    ring = np.vstack([curves[0][::-1], curves[1]]) + np.array([0.0, -0.02], np.float32)
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [_fixed(place.px(ring))], 255, cv2.LINE_AA, _SUBPIXEL)
    return cv2.GaussianBlur(mask.astype(np.float32) / 255.0, (0, 0), 0.008 * place.unit)  # type: ignore[return-value]


def _fixed(points: NDArray[np.floating]) -> NDArray[np.int32]:
    """For OpenCV: pixel centres are whole numbers, fractions in fixed point."""
    return np.round((points - 0.5) * (1 << _SUBPIXEL)).astype(np.int32)


def _painted(
    strands: Strands,
    region: Field,
    place: _Place,
    palette: NDArray[np.float32],
    light: Light,
    brightness: float,
) -> Layer:
    """Strands drawn one over the other, then lit all at once.

    Each strand writes its tone, its gloss and where it shines; light depends on the place alone.
    """
    window = _bounds(strands, region, place)
    rows, columns = window
    corner = np.array([columns.start, rows.start])
    size = _FINE * (columns.stop - columns.start), _FINE * (rows.stop - rows.start)
    # thin hairs outside mix with what they are drawn on: that is as light as they are
    under, beside = np.array([*_UNDER, 0]), np.array([*_BESIDE, 0])
    start = (beside + region[window][..., None] * (under - beside)).astype(np.uint8)
    marks = cv2.resize(start, size, interpolation=cv2.INTER_NEAREST)
    lines = _fixed(_FINE * (place.px(strands.paths) - corner))
    values = np.stack([strands.tone, strands.gloss, strands.shift, np.ones_like(strands.tone)], 1)
    for line, value in zip(lines, (255 * values).astype(int).tolist(), strict=True):
        cv2.polylines(marks, [line], False, value, 1, cv2.LINE_AA, _SUBPIXEL)
    marks = cv2.resize(marks, start.shape[1::-1], interpolation=cv2.INTER_AREA)
    tone, gloss, shift, hairs = np.moveaxis(marks.astype(np.float32) / 255.0, -1, 0)
    lit = _lit(
        tone,
        gloss,
        shift,
        replace(place, x=place.x - corner[0], y=place.y - corner[1]),
        palette,
        light,
    )
    colour = np.zeros((*region.shape, 3), np.float32)
    colour[window] = _as_photographed(lit * np.float32(brightness), light)
    alpha = np.zeros(region.shape, np.float32)
    alpha[window] = np.maximum(region[window], hairs)
    return Layer(colour, alpha)


def _joined(front: Layer, fringe: Field, place: _Place) -> Layer:
    """The drawn hair, thinner where the person's own fringe comes out from under it."""
    near = cv2.GaussianBlur(fringe, (0, 0), _FRINGE_BLEND * place.unit)
    return Layer(front.rgb, front.alpha * (1.0 - np.clip(1.9 * near, 0.0, 0.92)))


def _parted(front: Layer, sides: tuple[Side, Side], place: _Place, skin: Field) -> Layer:
    """The drawn hair with some scalp in its parting, less towards the crown."""
    start = (sides[0].inner[0] + sides[1].inner[0]) / 2
    end = (sides[0].outer[0] + sides[1].outer[0]) / 2
    steps = np.linspace(0.0, 0.8, 24)[:, None]
    bend = np.column_stack([0.010 * np.sin(3.0 * steps[:, 0]), np.zeros(24)])
    line = start + steps * (end - start) + bend
    mask = np.zeros(front.alpha.shape, np.float32)
    wide = max(1, round(_SCALP * place.unit))
    for number, (one, other) in enumerate(pairwise(line)):
        ends = _fixed(place.px(np.stack([one, other])))
        fade = 0.5 * (1.0 - number / 24)
        cv2.line(mask, ends[0].tolist(), ends[1].tolist(), fade, wide, cv2.LINE_AA, _SUBPIXEL)
    mask = cv2.GaussianBlur(mask, (0, 0), max(0.7, 0.5 * _SCALP * place.unit))  # type: ignore[assignment]
    return Layer(front.rgb + mask[..., None] * (0.72 * skin - front.rgb), front.alpha)


def _skin(rgb: NDArray[np.uint8], mesh: NDArray[np.float64]) -> Field:
    """The forehead's colour, sRGB 0–1: ``(3,)``."""
    x, y = (int(each) for each in mesh[151, :2])
    reach = max(2, round(0.05 * float(mesh[LEFT_CHEEK, 0] - mesh[RIGHT_CHEEK, 0])))
    part = rgb[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach].reshape(-1, 3)
    return np.median(part, axis=0).astype(np.float32) / np.float32(255.0)  # type: ignore[no-any-return]


def _bounds(strands: Strands, region: Field, place: _Place) -> tuple[slice, slice]:
    """Rows and columns that the strands and what lies under them touch."""
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
    tone: Field,
    gloss: Field,
    shift: Field,
    place: _Place,
    palette: NDArray[np.float32],
    light: Light,
) -> Field:
    """Each pixel's colour: its strand's, in the light at its place."""
    height, width = tone.shape
    u = ((np.arange(width, dtype=np.float32) + 0.5 - place.x) / place.unit)[None]
    v = ((np.arange(height, dtype=np.float32) + 0.5 - place.y) / place.unit)[:, None]
    # a head-shaped solid: what turns away is darker
    x = u / 0.52
    y = np.clip((v + 0.55) / 0.62, -1.0, None)
    up = np.where(y < 0, y, 0.25 * y)
    facing = np.sqrt(np.clip(1.0 - x * x - 0.75 * up * up, 0.22, 1.0))
    lx, ly, lz = light.direction
    shade = np.clip(lx * x + ly * up * 0.7 + lz * facing, 0.0, 1.0)
    shade = light.ambient * 0.75 + (1.0 - 0.75 * light.ambient) * shade
    # below the ears the hair lies in its own shadow, at the tips it thins out into the light
    shade = shade * (1.0 - 0.16 * np.exp(-(((v + 0.05) / 0.16) ** 2)))
    ramp = np.clip(tone * 1.15 - 0.05, 0.0, 1.0)[..., None]
    dark, middle, fair = palette
    low = dark * 0.62
    colour = np.where(
        ramp < 0.5, low + 2 * ramp * (middle - low), middle + (2 * ramp - 1) * (fair - middle)
    )
    colour = colour * (0.40 + 0.62 * shade)[..., None]
    # the sheen: a ring round the head where hair mirrors the lamp, and a weaker one lower down
    jitter = 0.20 * (shift - 0.5)
    ring = v + 0.80 - 0.55 * u * u - 0.10 * lx * np.sign(u) + jitter
    low_ring = v + 0.27 - 0.25 * u * u + jitter
    sheen = np.exp(-((ring / 0.085) ** 2)) + 0.35 * np.exp(-((low_ring / 0.10) ** 2))
    sheen = (
        sheen * (0.35 + 0.65 * np.clip(shade, 0, 1)) * gloss * gloss * (0.35 + 0.65 * fair.mean())
    )
    tint = 0.55 * fair + 0.45 * np.array(light.colour, np.float32)
    return np.clip(colour + (0.42 * sheen)[..., None] * tint, 0.0, 1.0)  # type: ignore[no-any-return]


def _as_photographed(colour: Field, light: Light) -> Field:
    """The photo's own blur and grain."""
    if light.sharpness > 0.4:
        colour = cv2.GaussianBlur(colour, (0, 0), 0.7 * light.sharpness)  # type: ignore[assignment]
    if light.grain > 0:
        noise = np.random.default_rng(5).standard_normal(colour.shape[:2], np.float32)
        colour = colour + np.float32(light.grain) * noise[..., None]
    return np.clip(colour, 0.0, 1.0)
