"""What all documents are printed with."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.chance import Chance
from tools.cards.draw import PX_PER_MM, DrawnCard, Printed
from tools.cards.ink import Line
from tools.cards.plate import PLATES, PlateSettings, draw_plate

from idphoto.drawing.library import skia

SANS: Final = "Noto Sans CJK SC"
SERIF: Final = "Noto Serif CJK SC"
BLACK: Final = (28, 27, 31)
GREY: Final = (140, 140, 140)


def sheet(rng: Chance, plate: PlateSettings, size_wh_mm: tuple[float, float]) -> NDArray[np.uint8]:
    """An empty document: uint8 ``(H, W, 4)``, opaque."""
    ground = draw_plate(rng.whole(0, PLATES - 1), plate, size_wh_mm)
    size = round(size_wh_mm[0] * PX_PER_MM), round(size_wh_mm[1] * PX_PER_MM)
    return np.asarray(cv2.resize(ground, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def finished(pixels: NDArray[np.uint8], lines: list[Line]) -> DrawnCard:
    """A document that is nobody's identity card."""
    prints = tuple(Printed("mark", "text", line.text, line.box_mm) for line in lines)
    rgb = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB), np.uint8)
    return DrawnCard(rgb, None, prints, None)


def badge(canvas: Any, rng: Chance, x: float, y: float, scale: float = 1.0) -> None:
    """A round red badge with rings and rays: nobody's emblem."""
    canvas.save()
    canvas.translate(x, y)
    canvas.scale(scale, scale)
    red = skia().Color(190 + rng.whole(-15, 15), 60, 55)
    disc = skia().Paint(Color=red, AntiAlias=True)
    gold = skia().Paint(Color=skia().Color(225, 185, 100), AntiAlias=True)
    canvas.drawCircle(0, 0, 8.0, disc)
    canvas.drawCircle(0, 0, 5.6, gold)
    canvas.drawCircle(0, 0, 5.0, disc)
    gold.setStyle(skia().Paint.kStroke_Style)
    gold.setStrokeWidth(0.5)
    rays = rng.whole(9, 15)
    for turn in np.linspace(0, 2 * np.pi, rays, endpoint=False):
        dx, dy = float(np.cos(turn)), float(np.sin(turn))
        canvas.drawLine(5.8 * dx, 5.8 * dy, 7.6 * dx, 7.6 * dy, gold)
        canvas.drawLine(1.5 * dx, 1.5 * dy, 3.9 * dx, 3.9 * dy, gold)
    canvas.restore()


def stamp(canvas: Any, rng: Chance, x: float, y: float, radius: float) -> None:
    """A red ring with a figure in it, as of an office."""
    red = skia().Color(205 + rng.whole(-20, 20), 40, 45)
    pen = skia().Paint(Color=red, AntiAlias=True, Alphaf=rng.between((0.55, 0.9)))
    pen.setStyle(skia().Paint.kStroke_Style)
    pen.setStrokeWidth(0.5)
    canvas.drawCircle(x, y, radius, pen)
    for turn in np.linspace(0, 2 * np.pi, 28, endpoint=False):
        dx, dy = float(np.cos(turn)), float(np.sin(turn))
        canvas.drawLine(x + 0.7 * radius * dx, y + 0.7 * radius * dy,
                        x + 0.88 * radius * dx, y + 0.88 * radius * dy, pen)  # fmt: skip
    canvas.drawCircle(x, y, 0.3 * radius, pen)
