"""What is seen along a card's sides: its bright rim, and the dark line of its edge or shadow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.chance import Chance, Span

Light = NDArray[np.float32]
Sides = tuple[float, float, float, float]  # top, right, bottom, left
_ROOM_MM: Final = 2.0
_PX_PER_MM: Final = 10.0


@dataclass(frozen=True, slots=True)
class EdgeSettings:
    """``rims``, ``lines``: the share of cards that have one, side by side.

    Counted on 26 photographed cards: most lamps hang above, and their light comes from the upper
    left. ``rim_mm``, ``line_mm``: how wide. ``bright``, ``dark``: how much light is added, 0–1 of
    a white card's, and how much is lost.
    """

    rims: Sides = (0.27, 0.08, 0.19, 0.23)
    lines: Sides = (0.08, 0.27, 0.46, 0.19)
    rim_mm: Span = (0.12, 0.5)
    line_mm: Span = (0.15, 0.7)
    bright: Span = (0.08, 0.4)
    dark: Span = (0.3, 0.85)


EDGES: Final = EdgeSettings()


def brighten_rims(light: Light, px_per_mm: float, rng: Chance, settings: EdgeSettings) -> None:
    """Add bright rims to a card's own light, float32 ``(H, W, 3)``, from border to border."""
    height, width = light.shape[:2]
    for side, share in enumerate(settings.rims):
        if not rng.happens(share):
            continue
        wide = rng.between(settings.rim_mm) * px_per_mm
        away = np.arange(round(2.5 * wide) + 1, dtype=np.float32)
        shine = rng.between(settings.bright) * np.clip(1.5 - away / wide, 0, 1)
        along = np.linspace(rng.between((0.3, 1)), rng.between((0.3, 1)), (width, height)[side % 2])
        band = (shine[:, None] * along[None]).astype(np.float32)[..., None]
        depth = min(len(away), height, width)
        if side == 0:
            light[:depth] += band[:depth]
        elif side == 2:
            light[-depth:] += band[:depth][::-1]
        elif side == 3:
            light[:, :depth] += band[:depth].transpose(1, 0, 2)
        else:
            light[:, -depth:] += band[:depth][::-1].transpose(1, 0, 2)


def dark_lines(
    size_wh_mm: tuple[float, float], rng: Chance, settings: EdgeSettings
) -> tuple[Light, NDArray[np.float64]] | None:
    """How much light is lost outside of the sides: float32 ``(H, W)``, 0–1, and its matrix to mm.

    None where no side has a line.
    """
    drawn = [rng.happens(share) for share in settings.lines]
    if not any(drawn):
        return None
    width, height = size_wh_mm
    shape = [round((side + 2 * _ROOM_MM) * _PX_PER_MM) for side in (height, width)]
    loss = np.zeros(shape, np.float32)
    for side in np.flatnonzero(drawn):
        wide, depth = rng.between(settings.line_mm), rng.between(settings.dark)
        corner = 2.5  # the line ends where the side bends
        box = {
            0: (corner, -wide, width - corner, 0.8),
            1: (width - 0.8, corner, width + wide, height - corner),
            2: (corner, height - 0.8, width - corner, height + wide),
            3: (-wide, corner, 0.8, height - corner),
        }[int(side)]
        left, top, right, bottom = (round((at + _ROOM_MM) * _PX_PER_MM) for at in box)
        loss[top:bottom, left:right] = depth
    soft = cv2.GaussianBlur(loss, (0, 0), rng.between((0.06, 0.25)) * _PX_PER_MM)
    to_mm = np.array([[1 / _PX_PER_MM, 0, -_ROOM_MM], [0, 1 / _PX_PER_MM, -_ROOM_MM], [0, 0, 1]])
    return np.asarray(soft, np.float32), to_mm
