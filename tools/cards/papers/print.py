"""What all documents are printed with."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.canvas import Canvas, scaling
from tools.cards.chance import Chance
from tools.cards.draw import PX_PER_MM, DrawnCard, Printed
from tools.cards.ink import Line
from tools.cards.plate import PLATES, PlateSettings, draw_plate

from idphoto.drawing.outlines import Shape, circle, joined, polygon

SANS: Final = "Noto Sans CJK SC"
SERIF: Final = "Noto Serif SC"
BLACK: Final = (28, 27, 31)
GREY: Final = (140, 140, 140)


def sheet(rng: Chance, plate: PlateSettings, size_wh_mm: tuple[float, float]) -> NDArray[np.uint8]:
    """An empty document: uint8 sRGB ``(H, W, 3)``."""
    ground = draw_plate(rng.whole(0, PLATES - 1), plate, size_wh_mm)
    size = round(size_wh_mm[0] * PX_PER_MM), round(size_wh_mm[1] * PX_PER_MM)
    return np.asarray(cv2.resize(ground, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def finished(pixels: NDArray[np.uint8], lines: list[Line]) -> DrawnCard:
    """A document that is nobody's identity card."""
    prints = tuple(Printed("mark", "text", line.text, line.box_mm) for line in lines)
    return DrawnCard(pixels, None, prints, None)


def badge(canvas: Canvas, rng: Chance, x: float, y: float, scale: float = 1.0) -> None:
    """A round red badge with rings and rays: nobody's emblem."""
    canvas = canvas.under(scaling(scale, x, y))
    red, gold = (190 + rng.whole(-15, 15), 60, 55), (225, 185, 100)
    for radius, colour in ((8.0, red), (5.6, gold), (5.0, red)):
        canvas.fill(circle(0, 0, radius), colour)
    count = rng.whole(9, 15)
    canvas.stroke(joined([_rays(count, 5.8, 7.6), _rays(count, 1.5, 3.9)]), 0.5, gold)


def stamp(canvas: Canvas, rng: Chance, x: float, y: float, radius: float) -> None:
    """A red ring with a figure in it, as of an office."""
    red = (205 + rng.whole(-20, 20), 40, 45)
    alpha = rng.between((0.55, 0.9))
    rings = joined([circle(x, y, radius), circle(x, y, 0.3 * radius)])
    canvas.stroke(rings, 0.5, red, alpha, closed=True)
    canvas.stroke(_rays(28, 0.7 * radius, 0.88 * radius).moved(x, y), 0.5, red, alpha)


def _rays(count: int, start: float, end: float) -> Shape:
    """Lines from one distance to another, all round the origin."""
    turns = np.linspace(0, 2 * np.pi, count, endpoint=False)
    ways = np.column_stack([np.cos(turns), np.sin(turns)])
    return joined([polygon(np.stack([start * way, end * way])) for way in ways])
