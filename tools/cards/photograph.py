"""A flat thing on a table into a photograph of it: light, lens, sensor, and a phone's processing.

Light is reckoned as the square of sRGB codes: near enough to linear, and quick both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.camera import (
    CropSettings,
    View,
    ViewSettings,
    area_of,
    corners_of,
    draw_view,
    placed,
    project,
)
from tools.cards.chance import Chance, Span, chance
from tools.cards.edges import EdgeSettings, brighten_rims, dark_lines
from tools.cards.surfaces import SIDE_PX, SURFACES, VARIANTS, Surface, draw_surface

Light = NDArray[np.float32]
_COARSE: Final = 12  # fields of light are reckoned at a twelfth of the picture's size
_SOFT: Final = 3  # ... and shadows beside things at a third


@dataclass(frozen=True, slots=True)
class LightSettings:
    """``level``: of a white card, 0–1 in light. ``slope``: its loss from one side to the other.

    ``shadows``: how deep the darkest is, at most, and with which share of the photos. ``warmth``:
    how far red and blue are off. ``glare``: light added where the laminate shines, at most; with
    ``glare_share`` of the photos.
    """

    level: Span = (0.4, 1.1)
    slope: Span = (0.0, 0.4)
    shadows: float = 0.45
    shadow_share: float = 0.4
    warmth: float = 0.19
    glare: float = 0.3
    glare_share: float = 0.4


@dataclass(frozen=True, slots=True)
class LensSettings:
    """``blur_px``: standard deviation; ``blur_mm``: the same on the card, which counts where it is
    more. ``noise``: standard deviation, in codes 0–255.

    ``sharpen``: strength of an unsharp mask; ``halo``: the share of photos in which a phone makes
    it strong and wide. ``smooth``: of those whose noise and fine lines it has wiped away.
    ``grey``: of those stored without colour. ``resized``: of those that were smaller once.
    """

    blur_px: Span = (0.35, 0.85)
    blur_mm: Span = (0.015, 0.075)
    noise: Span = (0.6, 4.5)
    sharpen: Span = (0.0, 0.9)
    halo: float = 0.15
    smooth: float = 0.25
    grey: float = 0.02
    resized: float = 0.2


@dataclass(frozen=True, slots=True)
class ShotSettings:
    """All that makes one photograph differ from another.

    ``surface_tone``: what a surface's own brightness is multiplied by.
    """

    view: ViewSettings = field(default_factory=ViewSettings)
    light: LightSettings = field(default_factory=LightSettings)
    lens: LensSettings = field(default_factory=LensSettings)
    surfaces: tuple[Surface, ...] = SURFACES
    surface_tone: Span = (0.75, 1.1)


# A phone, in the hand of somebody who means well, and cuts the picture down to the card.
PHONE: Final = ShotSettings(ViewSettings(crop=CropSettings()))
# ... and one whose pictures are kept whole.
WHOLE: Final = ShotSettings()


class Thing(Protocol):
    """What can be laid on the table, at its place in a view."""

    @property
    def size_wh_mm(self) -> tuple[float, float]: ...

    @property
    def corners_mm(self) -> NDArray[np.float64]:
        """Where on it the card's printed corners are, clockwise from the upper left: ``(4, 2)``."""

    def lay(self, light: Light, view: View, rng: Chance) -> None:
        """Change ``light``, float32 ``(H, W, 3)``, where it is seen."""


Optics = Callable[[Light, float], Light]  # what becomes of light at so many pixels a millimetre


@dataclass(frozen=True, slots=True)
class Flat:
    """A flat thing that can be laid on a table.

    ``rgb``: uint8 sRGB ``(H, W, 3)``. ``corner_mm``: the radius of its corners. ``thick``: whether
    it throws a shadow of its own. ``card_mm``: float64 ``(4, 2)``, where on it the card's printed
    corners are, clockwise from the upper left; the thing's own where it is the card. ``edges``:
    what is seen along its sides, for a card.
    """

    rgb: NDArray[np.uint8]
    px_per_mm: float
    corner_mm: float = 3.18
    thick: bool = True
    cover: NDArray[np.uint8] | None = None
    card_mm: NDArray[np.float64] | None = None
    edges: EdgeSettings | None = None

    @property
    def size_wh_mm(self) -> tuple[float, float]:
        height, width = self.rgb.shape[:2]
        return width / self.px_per_mm, height / self.px_per_mm

    @property
    def corners_mm(self) -> NDArray[np.float64]:
        return corners_of(self.size_wh_mm) if self.card_mm is None else self.card_mm

    def lay(self, light: Light, view: View, rng: Chance) -> None:
        """Put it into the picture, with the shadow it throws next to itself."""
        box = bounds(view, self.size_wh_mm, margin=0.12)
        if box is None:
            return
        left, top, right, bottom = box
        local = shifted(view.to_px, -left, -top)
        size = right - left, bottom - top
        part = light[top:bottom, left:right]
        per_mm = max(view.px_per_mm(self.size_wh_mm), 1.0)
        rgb, from_px = _shrunk(to_light(self.rgb), self.px_per_mm, per_mm)
        mask, from_mask_px = _shrunk(mask_of(self), self.px_per_mm, per_mm)
        if self.thick:
            _shade(part, mask, local @ from_mask_px, rng, per_mm)
        if self.edges is not None:
            rgb = rgb.copy()
            brighten_rims(rgb, 1 / float(from_px[0, 0]), rng, self.edges)
            if (lines := dark_lines(self.size_wh_mm, rng, self.edges)) is not None:
                lost = warp(lines[0], local @ lines[1], size, cv2.BORDER_CONSTANT)
                cv2.blendLinear(part, np.zeros_like(part), 1 - lost, lost, dst=part)
        seen = warp(rgb, local @ from_px, size, cv2.BORDER_REPLICATE)
        cover = warp(mask, local @ from_mask_px, size, cv2.BORDER_CONSTANT)
        cv2.blendLinear(seen, part, cover, 1 - cover, dst=part)


@dataclass(frozen=True, slots=True)
class Photograph:
    """``rgb``: uint8 sRGB ``(H, W, 3)``. ``corners_px``: float64 ``(4, 2)``, the card's corners,
    not rounded off, clockwise from the printed upper left. ``view``: of the thing's mm."""

    rgb: NDArray[np.uint8]
    corners_px: NDArray[np.float64]
    view: View


def photograph(
    thing: Thing,
    seed: int,
    settings: ShotSettings = PHONE,
    optics: Optics | None = None,
) -> Photograph:
    """``thing`` on a surface."""
    view = draw_view(chance(seed, "view"), settings.view, thing.size_wh_mm)
    return expose([(thing, view)], seed, settings, optics)


def expose(
    things: Sequence[tuple[Thing, View]],
    seed: int,
    settings: ShotSettings = PHONE,
    optics: Optics | None = None,
) -> Photograph:
    """Things in their places, the first at the bottom; the truth is that of the first.

    ``optics``: what else happens to the light before the sensor.
    """
    first, view = things[0]
    light = scene(chance(seed, "surface"), view, settings.surfaces, settings.surface_tone)
    rng = chance(seed, "things")
    for thing, seen in things:
        thing.lay(light, seen, rng)
    illuminate(light, chance(seed, "light"), settings.light, first.size_wh_mm, view)
    if optics is not None:
        light = optics(light, view.px_per_mm(first.size_wh_mm))
    rgb = develop(light, chance(seed, "lens"), settings.lens, view.px_per_mm(first.size_wh_mm))
    return Photograph(rgb, view.apply(first.corners_mm), view)


def scene(rng: Chance, view: View, surfaces: tuple[Surface, ...], tone: Span) -> Light:
    """The empty surface, ``tone`` times as bright: float32 light ``(H, W, 3)``."""
    texture = to_light(draw_surface(rng.choose(surfaces), rng.whole(0, VARIANTS - 1)))
    texture *= (rng.between(tone) * (1 + rng.rng.uniform(-0.08, 0.08, 3))).astype(np.float32)
    back = np.linalg.inv(view.to_px)
    middle = np.array(view.size_wh) / 2
    near = project(np.asarray(back, np.float64), middle + corners_of((1.0, 1.0)))
    # about as fine as the picture, wherever the camera is: surfaces have no size of their own
    step = float(np.sqrt(area_of(near))) * rng.between((1.0, 1.6))
    half = SIDE_PX * rng.between((0.3, 0.7)), SIDE_PX * rng.between((0.3, 0.7))
    to_mm = placed(rng.between((0, 360)), step, half, (float(near[0, 0]), float(near[0, 1])))
    return warp(texture, view.to_px @ to_mm, view.size_wh, cv2.BORDER_REFLECT)


def to_light(rgb: NDArray[np.uint8]) -> Light:
    """sRGB codes to light 0–1, the same shape."""
    return np.asarray(cv2.multiply(rgb, rgb, scale=1 / 255**2, dtype=cv2.CV_32F), np.float32)


def illuminate(
    light: Light,
    rng: Chance,
    settings: LightSettings,
    size_wh_mm: tuple[float, float],
    view: View,
) -> None:
    """Uneven light, shadows, and what shines on the laminate."""
    height, width = light.shape[:2]
    shape = max(8, height // _COARSE), max(8, width // _COARSE)
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]
    angle = rng.between((0, 2 * np.pi))
    along = (x * np.cos(angle) + y * np.sin(angle)) / 1.4
    level = 1 - rng.between(settings.slope) * (0.5 + 0.5 * along)
    level *= 1 - rng.between((0, 0.18)) * (x**2 + y**2) / 2
    for _ in range(rng.whole(1, 2) if rng.happens(settings.shadow_share) else 0):
        level *= _shadow(rng, x, y, settings.shadows)
    warm = rng.about(settings.warmth)
    # two lamps of different colour: the light's colour changes across the picture
    drift = rng.about(0.04) * along
    colour = np.stack([1 + warm + drift, np.ones(shape) + rng.about(0.03), 1 - warm - drift], -1)
    field_ = (level[..., None] * colour * rng.between(settings.level) / 0.8).astype(np.float32)
    _multiply(light, field_)
    if rng.happens(settings.glare_share):
        _glare(light, rng, settings.glare, size_wh_mm, view)


def develop(
    light: Light, rng: Chance, settings: LensSettings, px_per_mm: float
) -> NDArray[np.uint8]:
    """Through the lens onto the sensor, and out of the phone: uint8 sRGB."""
    sigma = max(rng.between(settings.blur_px), px_per_mm * rng.scaled(settings.blur_mm))
    blurred = cv2.GaussianBlur(light, (0, 0), sigma)
    codes = np.asarray(cv2.sqrt(np.maximum(blurred, 0, out=blurred)), np.float32)
    codes = _grained(codes, rng, rng.scaled(settings.noise) / 255)
    if rng.happens(settings.smooth):
        codes = _smoothed(codes, rng)
    amount, width = rng.between(settings.sharpen), rng.between((0.8, 1.6))
    if rng.happens(settings.halo):
        amount, width = rng.between((0.8, 1.8)), rng.between((1.2, 2.8))
    if amount > 0.1:
        soft = cv2.GaussianBlur(codes, (0, 0), width)
        codes = np.asarray(cv2.addWeighted(codes, 1 + amount, soft, -amount, 0), np.float32)
    # beyond black and white it is cut off
    clipped = np.clip(codes, 0, 1, out=codes)
    rgb = np.asarray(cv2.convertScaleAbs(clipped, alpha=255.0), np.uint8)
    if rng.happens(settings.resized):
        rgb = _resized(rgb, rng.between((0.6, 0.95)))
    if rng.happens(settings.grey):
        rgb = np.asarray(
            cv2.cvtColor(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8
        )
    return rgb


def _grained(codes: Light, rng: Chance, noise: float) -> Light:
    height, width = codes.shape[:2]
    cv2.setRNGSeed(rng.seed())
    # in square roots of light the noise of photons is the same everywhere
    grain = np.empty((height, width, 3), np.float32)
    cv2.randn(grain, np.zeros(3), np.full(3, noise))
    if rng.happens(0.5):  # what is left of it after a phone's smoothing
        grain = np.asarray(cv2.GaussianBlur(grain, (0, 0), 0.6) * np.float32(1.6), np.float32)
    grain += codes
    blotches = np.empty((height // 3 + 1, width // 3 + 1, 3), np.float32)
    cv2.randn(blotches, np.zeros(3), np.full(3, 0.6 * noise))
    grain += cv2.resize(blotches, (width, height))
    return grain


def _smoothed(codes: Light, rng: Chance) -> Light:
    """As phones do: flat parts become flatter, edges stay."""
    eight = cv2.convertScaleAbs(np.clip(codes, 0, 1), alpha=255.0)
    flat = cv2.bilateralFilter(eight, 5, rng.between((8, 28)), 2.0)
    return np.asarray(flat, np.float32) / np.float32(255)


def _resized(rgb: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    """Smaller once, and enlarged again."""
    height, width = rgb.shape[:2]
    small = cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def _shadow(
    rng: Chance, x: NDArray[np.float64], y: NDArray[np.float64], most: float
) -> NDArray[np.float64]:
    """Somebody's arm or a phone between lamp and table: dark on one side of a soft edge."""
    depth = most * rng.between((0.3, 1.0))
    angle, bend = rng.between((0, 2 * np.pi)), rng.about(0.6)
    u = x * np.cos(angle) + y * np.sin(angle)
    v = -x * np.sin(angle) + y * np.cos(angle)
    inside = (u - rng.between((-0.8, 0.8)) + bend * v**2) / rng.scaled((0.04, 0.5))
    if rng.happens(0.4):  # ... or of a finger: dark between two edges
        inside = inside * (rng.between((0.2, 0.6)) - u)
    return np.asarray(1 - depth / (1 + np.exp(-np.clip(4 * inside, -40, 40))))


def _glare(
    light: Light, rng: Chance, most: float, size_wh_mm: tuple[float, float], view: View
) -> None:
    """Soft spots where a lamp is mirrored, on the thing alone."""
    width, height = size_wh_mm
    shape = round(height), round(width)
    y, x = np.mgrid[: shape[0], : shape[1]] + 0.5
    shine = np.zeros(shape)
    for _ in range(rng.whole(1, 3)):
        at = rng.between((0, width)), rng.between((0, height))
        size, angle = rng.rng.uniform(3, 16, 2), rng.between((0, np.pi))
        u = (x - at[0]) * np.cos(angle) + (y - at[1]) * np.sin(angle)
        v = (y - at[1]) * np.cos(angle) - (x - at[0]) * np.sin(angle)
        power = rng.choose((1.0, 1.0, 3.0))  # lamps have soft edges, windows harder ones
        spot = np.exp(-(((u / size[0]) ** 2 + (v / size[1]) ** 2) ** power))
        shine += most * rng.between((0.3, 1)) * spot
    if (box := bounds(view, size_wh_mm, 0)) is None:
        return
    left, top, right, bottom = box
    local = shifted(view.to_px, -left, -top) @ np.diag([width / shape[1], height / shape[0], 1])
    matrix = at_centres(local)
    seen = cv2.warpPerspective(shine.astype(np.float32), matrix, (right - left, bottom - top))
    part = light[top:bottom, left:right]
    part += seen[..., None]


def _shade(
    part: Light, mask: Light, matrix: NDArray[np.float64], rng: Chance, per_mm: float
) -> None:
    """The thing's edge lifts it off the table by a little: a dark, soft rim on one side."""
    size = part.shape[1], part.shape[0]
    coarse = size[0] // _SOFT + 1, size[1] // _SOFT + 1
    shift = per_mm * rng.rng.uniform(-0.9, 0.9, 2)
    shrink = np.diag([1 / _SOFT, 1 / _SOFT, 1.0])
    moved = warp(mask, shrink @ shifted(matrix, *shift), coarse, cv2.BORDER_CONSTANT)
    soft = cv2.GaussianBlur(moved, (0, 0), per_mm * rng.between((0.3, 1.4)) / _SOFT)
    dark = cv2.resize(rng.between((0.25, 0.65)) * soft, size, interpolation=cv2.INTER_LINEAR)
    cv2.blendLinear(part, np.zeros_like(part), 1 - dark, dark, dst=part)


def mask_of(thing: Flat) -> Light:
    """What of the thing's rectangle is there: float32 ``(H, W)``, 0–1."""
    if thing.cover is not None:
        return thing.cover.astype(np.float32) / np.float32(255)
    height, width = thing.rgb.shape[:2]
    radius = max(1, round(thing.corner_mm * thing.px_per_mm))
    mask = np.zeros((height, width), np.float32)
    mask[radius:-radius] = 1
    mask[:, radius:-radius] = 1
    y, x = np.mgrid[:radius, :radius] + 0.5
    corner = np.clip(radius + 0.5 - np.hypot(radius - x, radius - y), 0, 1)
    mask[:radius, :radius], mask[:radius, -radius:] = corner, corner[:, ::-1]
    mask[-radius:, :radius], mask[-radius:, -radius:] = corner[::-1], corner[::-1, ::-1]
    return mask


def _shrunk(image: Light, px_per_mm: float, wanted: float) -> tuple[Light, NDArray[np.float64]]:
    """Down to a little finer than it will be seen, and its pixels' matrix to mm, ``(3, 3)``."""
    height, width = image.shape[:2]
    factor = min(1.0, 1.25 * wanted / px_per_mm)
    size = round(width * factor), round(height * factor)
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA) if factor < 1 else image
    steps = width / size[0] / px_per_mm, height / size[1] / px_per_mm
    return np.asarray(small, np.float32), np.diag([*steps, 1.0])


def warp(image: Light, matrix: NDArray[np.float64], size_wh: tuple[int, int], border: int) -> Light:
    seen = cv2.warpPerspective(
        image, at_centres(matrix), size_wh, flags=cv2.INTER_LINEAR, borderMode=border
    )
    return np.asarray(seen, np.float32)


def _multiply(light: Light, coarse: Light) -> None:
    height, width = light.shape[:2]
    full = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    cv2.multiply(light, full, dst=light)


def bounds(
    view: View, size_wh_mm: tuple[float, float], margin: float
) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of what shows a thing, and ``margin`` times its extent more.

    None where it is outside of the picture.
    """
    corners = view.apply(corners_of(size_wh_mm))
    room = margin * np.ptp(corners, axis=0).max() + 2
    low = np.maximum(np.floor(corners.min(axis=0) - room), 0).astype(int)
    high = np.minimum(np.ceil(corners.max(axis=0) + room), view.size_wh).astype(int)
    if (low >= high).any():
        return None
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def shifted(matrix: NDArray[np.float64], x: float, y: float) -> NDArray[np.float64]:
    shift = np.eye(3)
    shift[:2, 2] = x, y
    return np.asarray(shift @ matrix)


def at_centres(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """OpenCV counts from the middle of the first pixel, on both sides."""
    return shifted(matrix, -0.5, -0.5) @ shifted(np.eye(3), 0.5, 0.5)
