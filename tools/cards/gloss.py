"""What the laminate shows by chance of the light: a rainbow over its upper left part."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.chance import Chance, Span

_COARSE_PX_PER_MM = 3.0


@dataclass(frozen=True, slots=True)
class RainbowSettings:
    """``share``: of cards that show one, 2 of 26 clearly and more weakly. ``strength``: in codes.

    ``left``, ``top``, ``size``: in mm. It was seen at x 7–17, y 11–24, all chroma: the ink below
    it stays as dark as it is.
    """

    share: float = 0.2
    strength: Span = (6.0, 38.0)
    left: Span = (5.0, 12.0)
    top: Span = (8.0, 16.0)
    size: Span = (8.0, 16.0)


def add_rainbow(
    rgb: NDArray[np.uint8], rng: Chance, px_per_mm: float, settings: RainbowSettings
) -> None:
    """Tint a part of a card, uint8 ``(H, W, 3)`` or with alpha, in place."""
    if not rng.happens(settings.share):
        return
    # mostly where it was measured; the laminate shimmers elsewhere, too
    far = (rng.between((0, 50)), rng.between((0, 20))) if rng.happens(0.3) else (0.0, 0.0)
    left, top = rng.between(settings.left) + far[0], rng.between(settings.top) + far[1]
    wide, high = rng.between(settings.size), rng.between(settings.size)
    shape = round(high * _COARSE_PX_PER_MM), round(wide * _COARSE_PX_PER_MM)
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]
    angle = rng.between((0, 2 * np.pi))
    phase = rng.between((1.5, 5.0)) * (x * np.cos(angle) + y * np.sin(angle)) + rng.between((0, 6))
    hues = np.stack([np.cos(phase + turn) for turn in (0, 2.1, 4.2)], axis=-1)
    if rng.happens(0.5):  # bands of a grating
        hues *= 0.6 + 0.4 * np.sin(rng.between((6, 14)) * y)[..., None]
    weight = np.clip(1.3 * (1 - x**4) * (1 - y**4), 0, 1)[..., None] * rng.between(
        settings.strength
    )
    tint = (hues * weight).astype(np.float32)
    height, width = rgb.shape[:2]
    box = [round(at * px_per_mm) for at in (left, top, left + wide, top + high)]
    box = [min(box[0], width - 2), min(box[1], height - 2), min(box[2], width), min(box[3], height)]
    part = rgb[box[1] : box[3], box[0] : box[2], :3]
    full = cv2.resize(tint, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_LINEAR)
    bright = part.max(axis=2, keepdims=True).astype(np.float32) / 255
    part[:] = np.clip(part + full * bright + 0.5, 0, 255).astype(np.uint8)
