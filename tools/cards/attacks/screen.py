"""Recaptures: a picture of a card on a display, photographed again.

The display's dots are drawn one by one and sampled on the sensor's own grid, which does not match
them: moiré comes about as it does in the world, and where it does not, none is painted.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.camera import View, ViewSettings, corners_of, draw_view, placed, project
from tools.cards.chance import Chance, Span, chance
from tools.cards.draw import DrawnCard
from tools.cards.photograph import (
    WHOLE,
    Flat,
    Light,
    Photograph,
    ShotSettings,
    bounds,
    expose,
    photograph,
    shifted,
    to_light,
    warp,
)

_DOT: Final = 12  # texels across a dot, four for each of its colours
_TILE: Final = 16  # dots that are drawn; they repeat
_BRIGHT: Final = 48.0  # code of a texel that shines as bright as the dot does on the mean


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """``dots_per_px``: of the display, to a pixel of the sensor.

    ``lens_px``: blur before the sensor. ``gap``: the dark lattice between dots, of their size.
    ``veil``: the room's light in the glass. ``scans``: how often a flat scan is shown, no photo.
    ``bezel_mm``: the frame's width. ``inner``: how the shown photo was taken.
    """

    dots_per_px: Span = (0.28, 1.2)
    lens_px: Span = (0.15, 0.45)
    gap: Span = (0.1, 0.3)
    veil: Span = (0.004, 0.06)
    scans: float = 0.3
    bezel_mm: Span = (2.0, 12.0)
    mosaic: float = 0.6
    inner: ShotSettings = field(
        default_factory=lambda: ShotSettings(ViewSettings((-9.0, 9.0), (0.0, 12.0), (0.6, 0.95)))
    )


@dataclass(frozen=True, slots=True)
class Screen:
    """A display that shows a picture.

    ``shown``: uint8 sRGB ``(H, W, 3)``, a pixel a dot. ``dot_mm``: in the mm of a card that lay
    there. Its mm begin at the upper left dot. ``card_mm``: float64 ``(4, 2)``.
    """

    shown: NDArray[np.uint8]
    dot_mm: float
    card_mm: NDArray[np.float64]
    seed: int
    settings: ScreenSettings

    @property
    def size_wh_mm(self) -> tuple[float, float]:
        return self.shown.shape[1] * self.dot_mm, self.shown.shape[0] * self.dot_mm

    @property
    def corners_mm(self) -> NDArray[np.float64]:
        return self.card_mm

    def lay(self, light: Light, view: View, rng: Chance) -> None:
        """Shine, within a dark frame."""
        own = chance(self.seed, "screen")
        _frame(light, view, self.size_wh_mm, own, self.settings)
        box = bounds(view, self.size_wh_mm, 0)
        if box is None:
            return
        left, top, right, bottom = box
        size = right - left, bottom - top
        dots_per_px = 1 / (view.px_per_mm((85.6, 54.0)) * self.dot_mm)
        over = 2 if dots_per_px < 0.6 else 3
        local = np.diag([over, over, 1.0]) @ shifted(view.to_px, -left, -top)
        fine = size[0] * over, size[1] * over
        picture = to_light(self.shown)
        per_dot = np.diag([self.dot_mm, self.dot_mm, 1.0])
        seen = warp(picture, local @ per_dot, fine, cv2.BORDER_CONSTANT)
        lattice = _lattice(own, self.settings, dots_per_px * _DOT / over)
        per_texel = np.diag([self.dot_mm / _DOT, self.dot_mm / _DOT, 1.0])
        shine = warp(lattice, local @ per_texel, fine, cv2.BORDER_WRAP)
        cv2.multiply(seen, shine, dst=seen, scale=1 / _BRIGHT)
        blurred = cv2.GaussianBlur(seen, (0, 0), over * own.between(self.settings.lens_px))
        sampled = np.asarray(cv2.resize(blurred, size, interpolation=cv2.INTER_AREA), np.float32)
        if own.happens(self.settings.mosaic):
            sampled = _mosaic(sampled)
        sampled += np.float32(own.between(self.settings.veil))
        inside = np.ones(self.shown.shape[:2], np.float32)
        local = shifted(view.to_px, -left, -top) @ per_dot
        cover = warp(inside, local, size, cv2.BORDER_CONSTANT)
        part = light[top:bottom, left:right]
        cv2.blendLinear(sampled, part, cover, 1 - cover, dst=part)


def recapture(
    card: DrawnCard,
    seed: int,
    shot: ShotSettings = WHOLE,
    settings: ScreenSettings = ScreenSettings(),
) -> Photograph:
    """A photograph of a display that shows ``card``."""
    rng = chance(seed, "display")
    size_mm = card.size_wh_mm
    low, high = shot.view.turn_deg
    # the photographer holds the camera along the screen
    level = replace(shot.view, turn_deg=(0.5 * low, 0.5 * high))
    view = draw_view(chance(seed, "view"), level, size_mm)
    picture, corners = _shown(rng, card, settings)
    dot_mm = 1 / (view.px_per_mm(size_mm) * rng.scaled(settings.dots_per_px))
    across = float(np.linalg.norm(corners[1] - corners[0]))
    scale = size_mm[0] / dot_mm / across
    screen = _display(rng, picture, corners, scale, dot_mm, seed, settings)
    middle = screen.card_mm.mean(axis=0)
    place = placed(0.0, 1.0, (float(middle[0]), float(middle[1])), (size_mm[0] / 2, size_mm[1] / 2))
    # light falls on tables, not on what shines itself
    lit = replace(shot.light, shadows=0.0, slope=(0.0, 0.25))
    return expose([(screen, view.moved(place))], seed, replace(shot, light=lit))


def _shown(
    rng: Chance, card: DrawnCard, settings: ScreenSettings
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The picture on the display, and the card's corners in it."""
    flat = Flat(card.rgb, card.px_per_mm, card.corner_mm)
    if not rng.happens(settings.scans):
        inner = photograph(flat, rng.seed(), settings.inner)
        return inner.rgb, inner.corners_px
    margin = rng.whole(0, 60)
    height, width = card.rgb.shape[:2]
    white = rng.whole(225, 255)
    page = np.full((height + 2 * margin, width + 2 * margin, 3), white, np.uint8)
    page[margin : margin + height, margin : margin + width] = card.rgb
    return page, corners_of((width, height)) + margin


def _display(
    rng: Chance,
    picture: NDArray[np.uint8],
    corners: NDArray[np.float64],
    scale: float,
    dot_mm: float,
    seed: int,
    settings: ScreenSettings,
) -> Screen:
    height, width = picture.shape[:2]
    size = round(width * scale), round(height * scale)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    shown = cv2.resize(picture, size, interpolation=method)
    beside = [round(rng.between((0.0, 0.4)) * size[n % 2]) for n in range(4)]
    # what viewers show beside a picture
    tone = rng.choose((0, 0, 20, 245))
    framed = cv2.copyMakeBorder(
        shown, beside[1], beside[3], beside[0], beside[2], cv2.BORDER_CONSTANT, value=(tone,) * 3
    )
    on_dots = corners * (np.array(size) / (width, height)) + (beside[0], beside[1])
    return Screen(np.asarray(framed, np.uint8), dot_mm, on_dots * dot_mm, seed, settings)


def _lattice(rng: Chance, settings: ScreenSettings, texels_per_sample: float) -> Light:
    """Dots in their three colours and the dark between them, as soft as a sample is wide."""
    gap = rng.between(settings.gap)
    cell = np.zeros((_DOT, _DOT, 3), np.float32)
    third = _DOT // 3
    for place, channel in enumerate((0, 1, 2) if rng.happens(0.7) else (2, 1, 0)):
        cell[:, place * third : (place + 1) * third - 1, channel] = 1
    rows = round(gap * _DOT)
    cell[:rows] = 0
    if rng.happens(0.4):  # a display that stands upright
        cell = np.ascontiguousarray(cell.transpose(1, 0, 2))
    cell *= _BRIGHT / cell.mean(axis=(0, 1))
    tile = np.tile(cell, (_TILE, _TILE, 1))
    room = 2 * _DOT
    wide = cv2.copyMakeBorder(tile, room, room, room, room, cv2.BORDER_WRAP)
    soft = cv2.GaussianBlur(wide, (0, 0), max(0.3, 0.4 * texels_per_sample))
    return np.ascontiguousarray(soft[room:-room, room:-room], np.float32)


def _mosaic(light: Light) -> Light:
    """As a sensor sees it that has one colour at each pixel, and guesses the others."""
    codes = np.clip(light * 16384, 0, 65535).astype(np.uint16)
    raw = codes[..., 1].copy()
    raw[::2, ::2] = codes[::2, ::2, 0]
    raw[1::2, 1::2] = codes[1::2, 1::2, 2]
    # OpenCV names patterns after their second row
    guessed = cv2.cvtColor(raw, cv2.COLOR_BayerBG2RGB)
    return np.asarray(guessed, np.float32) / np.float32(16384)


def _frame(
    light: Light,
    view: View,
    size_wh_mm: tuple[float, float],
    rng: Chance,
    settings: ScreenSettings,
) -> None:
    """The bezel round the display; what is left of the room is beyond."""
    wide = rng.between(settings.bezel_mm)
    grown = corners_of((size_wh_mm[0] + 2 * wide, size_wh_mm[1] + 3 * wide)) - wide
    points = np.round(project(view.to_px, grown)).clip(-30000, 30000).astype(np.int32)
    tone = rng.between((0.002, 0.03))
    cv2.fillConvexPoly(light, points, (tone, tone, tone), cv2.LINE_AA)
