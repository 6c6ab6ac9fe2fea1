"""What is printed on a card before anybody's data: pale colours, fine waves, a faint motif.

All of it invented. It is as busy and as pale as the real thing, and copies nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.canvas import Canvas, scaling
from tools.cards.chance import Chance, Span, chance

from idphoto.drawing.outlines import Shape, circle, joined, polygon
from idphoto.imaging.colour import Colour

CARD_WH_MM: Final = (85.6, 54.0)  # ISO/IEC 7810 ID-1
CORNER_RADIUS_MM: Final = 3.18
# Plates are drawn once each, at so many pixels a millimetre: nothing on them is finer.
PLATES: Final = 12
_PX_PER_MM: Final = 16.0


@dataclass(frozen=True, slots=True)
class PlateSettings:
    """``stops``: the ground's colours from left to right, sRGB 0–255. ``lines``: of the waves.

    ``tint``: how far a card's colours are off these, in codes. ``contrast``: of the waves, 0–1.
    ``clouds``: how far the colours mix into one another, 0–1.
    """

    stops: tuple[Colour, ...]
    lines: tuple[Colour, ...]
    tint: float = 7.0
    contrast: Span = (0.25, 0.6)
    clouds: float = 0.06


# Blue, pink, blue: measured in CIELAB on 26 photographed cards, with the light taken out.
RESIDENT: Final = PlateSettings(
    ((200, 224, 223), (210, 222, 221), (236, 221, 217), (238, 222, 219), (212, 224, 223),
     (204, 224, 223)),
    ((130, 175, 210), (225, 150, 175), (120, 170, 190)),
    contrast=(0.3, 0.65),
)  # fmt: skip
TEMPORARY: Final = PlateSettings(
    ((222, 240, 222), (232, 243, 226)), ((130, 190, 140), (170, 205, 150), (140, 180, 165))
)
# Not identity cards at all: what lies in the same wallets.
LIBRARY: Final = PlateSettings(
    ((245, 238, 220), (236, 226, 205)), ((205, 180, 130), (190, 170, 150)), 18.0, (0.1, 0.5), 0.3
)
PASSPORT: Final = PlateSettings(
    ((226, 232, 222), (240, 230, 214)),
    ((150, 175, 150), (205, 175, 150), (160, 160, 190)),
    9.0,
    clouds=0.3,
)


@lru_cache(maxsize=2 * PLATES)
def draw_plate(
    number: int, settings: PlateSettings = RESIDENT, size_wh_mm: tuple[float, float] = CARD_WH_MM
) -> NDArray[np.uint8]:
    """A sheet's ground: uint8 sRGB ``(H, W, 3)``.

    Cards of one series share a plate, as real ones do: ``number`` is one below ``PLATES``.
    """
    rng = chance(number, "plate")
    width, height = (round(side * _PX_PER_MM) for side in size_wh_mm)
    pixels = _ground(rng, settings, (width, height))
    contrast = rng.between(settings.contrast)
    canvas = Canvas(pixels, scaling(_PX_PER_MM))
    for colour in settings.lines:
        _waves(canvas, rng, colour, contrast, size_wh_mm)
    _rosettes(canvas, rng, settings.lines, contrast, size_wh_mm)
    _hills(canvas, rng, settings.lines[0], contrast, size_wh_mm)
    pixels.setflags(write=False)
    return pixels


def _ground(rng: Chance, settings: PlateSettings, size_wh: tuple[int, int]) -> NDArray[np.uint8]:
    tint = rng.rng.uniform(-settings.tint, settings.tint, 3) / 2 + rng.about(settings.tint / 2)
    stops = np.array(settings.stops, np.float64) + tint
    # a few soft clouds between the colours
    clouds = rng.rng.uniform(-settings.clouds, settings.clouds, (4, 7))
    mix = np.clip(np.linspace(0, 1, 7)[None] + clouds, 0, 1) * (len(stops) - 1)
    channels = [np.interp(mix, np.arange(len(stops)), stops[:, c]) for c in range(3)]
    coarse = np.stack(channels, axis=-1) + rng.rng.uniform(-2, 2, (4, 7, 1))
    smooth = cv2.resize(coarse.astype(np.float32), size_wh, interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(smooth + 0.5, 0, 255), np.uint8)


def _waves(
    canvas: Canvas, rng: Chance, colour: Colour, contrast: float, size_wh_mm: tuple[float, float]
) -> None:
    """A family of lines that swell together, every so often of a millimetre."""
    width, height = size_wh_mm
    step = rng.between((0.38, 0.7))
    x = np.linspace(-2, width + 2, 150)
    bends = [
        (rng.between((0.4, 1.5)), rng.between((15, 45)), rng.between((0, 6.3))) for _ in range(3)
    ]
    swell = sum(a * np.sin(2 * np.pi * x / length + phase) for a, length, phase in bends)
    squeeze = rng.between((0.15, 0.45)) * np.sin(x / rng.between((9, 25)) + rng.between((0, 6.3)))
    slope = rng.between((-0.25, 0.25))
    lines = [
        _path(x, y + slope * (x - width / 2) + swell + squeeze * np.sin(number / 3.1))
        for number, y in enumerate(np.arange(-12, height + 12, step))
    ]
    canvas.stroke(joined(lines), rng.between((0.06, 0.11)), colour, 0.75 * contrast)


def _rosettes(
    canvas: Canvas,
    rng: Chance,
    colours: tuple[Colour, ...],
    contrast: float,
    size_wh_mm: tuple[float, float],
) -> None:
    """Flowers of one curve that winds round and round, as guilloche machines draw them."""
    width, height = size_wh_mm
    for _ in range(rng.whole(1, 3)):
        petals = rng.whole(7, 19)
        turn = np.linspace(0, 2 * np.pi, 30 * petals)
        size = rng.between((5, 15))
        depth = rng.between((0.1, 0.45))
        centre = rng.between((0.2, 0.75)) * width, rng.between((0.25, 0.75)) * height
        colour = rng.choose(colours)
        for ring in np.linspace(1.0, 0.3, rng.whole(6, 12)):
            radius = size * ring * (1 + depth * np.cos(petals * turn + 4 * ring)) / (1 + depth)
            x = centre[0] + radius * np.cos(turn)
            y = centre[1] + radius * np.sin(turn)
            canvas.stroke(_path(x, y), 0.08, colour, 0.8 * contrast)


def _hills(
    canvas: Canvas, rng: Chance, colour: Colour, contrast: float, size_wh_mm: tuple[float, float]
) -> None:
    """The motif: a range of hills in flat, faint tones, under a sun."""
    width, height = size_wh_mm
    x = np.linspace(-1, width + 1, 80)
    for depth in range(3):
        parts = [
            (rng.between((1, 4)), rng.between((12, 45)), rng.between((0, 6.3))) for _ in range(3)
        ]
        ridge = sum(a * np.abs(np.sin(np.pi * x / length + phase)) for a, length, phase in parts)
        top = height * (0.62 + 0.13 * depth) - ridge
        hill = _path(np.r_[x, width + 1, -1], np.r_[top, height + 1, height + 1])
        canvas.fill(hill, colour, 0.09 * contrast)
    place = rng.between((0.3, 0.6)) * width, rng.between((0.2, 0.45)) * height
    sun = circle(*place, rng.between((4, 8)))
    canvas.fill(sun, (235, 150, 150), 0.12 * contrast)


def _path(x: NDArray[np.float64], y: NDArray[np.float64]) -> Shape:
    return polygon(np.column_stack([x, y]))
