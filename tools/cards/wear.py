"""What years in a pocket do to print: fading, rubbing, scratches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tools.cards.canvas import Canvas, Spot
from tools.cards.chance import Chance

from idphoto.drawing.outlines import quadratic


@dataclass(frozen=True, slots=True)
class WearSettings:
    """``worn``: the share of cards that show their age, 0–1. ``fading``: of their ink, at most.

    ``scratches``: on a worn card, at most. ``corners``: the share of a worn card's corners whose
    laminate is split and white.
    """

    worn: float = 0.5
    fading: float = 0.45
    scratches: int = 14
    corners: float = 0.12


def rubbed(rng: Chance, settings: WearSettings, size_wh_mm: tuple[float, float]) -> list[Spot]:
    """Broad places where ink has gone."""
    if not rng.happens(settings.worn):
        return []
    spots = []
    for _ in range(rng.whole(1, 5)):
        at = rng.between((0, size_wh_mm[0])), rng.between((0, size_wh_mm[1]))
        size = rng.between((4, 18))
        spots.append(Spot(*at, size, rng.between((0.1, settings.fading))))
    return spots


def scratch(
    canvas: Canvas, rng: Chance, settings: WearSettings, size_wh_mm: tuple[float, float]
) -> None:
    """Scratches on the laminate, and corners where it is split and white."""
    if not rng.happens(settings.worn):
        return
    width, height = size_wh_mm
    for _ in range(rng.whole(0, settings.scratches)):
        _scratch(canvas, rng, width, height)
    for corner in range(4):
        if rng.happens(settings.corners):
            size = rng.between((3.0, 7.0))
            spot = Spot(corner % 2 * width, corner // 2 * height, size, rng.between((0.3, 0.9)))
            canvas.glow(spot, (250, 250, 250))


def _scratch(canvas: Canvas, rng: Chance, width: float, height: float) -> None:
    start = np.array([rng.between((0, width)), rng.between((0, height))])
    angle, length = rng.between((0, np.pi)), rng.scaled((2, 25))
    end = start + length * np.array([np.cos(angle), np.sin(angle)])
    bow = (start + end) / 2 + rng.rng.normal(0, length / 15, 2)
    tone = 250 if rng.happens(0.7) else 90
    alpha = rng.between((0.1, 0.45))
    width_mm = rng.between((0.03, 0.1))
    curve = quadratic(np.stack([start, bow, end]))
    canvas.stroke(curve, width_mm, (tone,) * 3, alpha)
