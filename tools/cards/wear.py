"""What years in a pocket do to print: fading, rubbing, scratches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tools.cards.chance import Chance

from idphoto.drawing.library import skia


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


def fade(canvas: Any, rng: Chance, settings: WearSettings, size_wh_mm: tuple[float, float]) -> None:
    """Take ink off the layer that is being drawn: broad rubbed places, and fine grain."""
    if not rng.happens(settings.worn):
        return
    for _ in range(rng.whole(1, 5)):
        at = rng.between((0, size_wh_mm[0])), rng.between((0, size_wh_mm[1]))
        size = rng.between((4, 18))
        strength = round(255 * rng.between((0.1, settings.fading)))
        shader = skia().GradientShader.MakeRadial(
            skia().Point(*at), size, [skia().Color(0, 0, 0, strength), skia().Color(0, 0, 0, 0)]
        )
        canvas.drawCircle(
            *at, size, skia().Paint(Shader=shader, BlendMode=skia().BlendMode.kDstOut)
        )


def scratch(
    pixels: NDArray[np.uint8], rng: Chance, settings: WearSettings, px_per_mm: float
) -> None:
    """Scratches and specks on the laminate, drawn into ``pixels``, uint8 RGBA ``(H, W, 4)``."""
    if not rng.happens(settings.worn):
        return
    height, width = (side / px_per_mm for side in pixels.shape[:2])
    with skia().Surface(pixels) as canvas:
        canvas.scale(px_per_mm, px_per_mm)
        for _ in range(rng.whole(0, settings.scratches)):
            _scratch(canvas, rng, width, height)
        for corner in range(4):
            if rng.happens(settings.corners):
                _rub(canvas, rng, (corner % 2 * width, corner // 2 * height))


def _rub(canvas: Any, rng: Chance, corner: tuple[float, float]) -> None:
    """White, split laminate at a corner."""
    size = rng.between((3.0, 7.0))
    shader = skia().GradientShader.MakeRadial(
        skia().Point(*corner), size,
        [skia().Color(250, 250, 250, round(255 * rng.between((0.3, 0.9)))),
         skia().Color(250, 250, 250, 0)],
    )  # fmt: skip
    canvas.drawCircle(*corner, size, skia().Paint(Shader=shader, AntiAlias=True))


def _scratch(canvas: Any, rng: Chance, width: float, height: float) -> None:
    start = np.array([rng.between((0, width)), rng.between((0, height))])
    angle, length = rng.between((0, np.pi)), rng.scaled((2, 25))
    end = start + length * np.array([np.cos(angle), np.sin(angle)])
    bow = (start + end) / 2 + rng.rng.normal(0, length / 15, 2)
    path = skia().Path().moveTo(*map(float, start)).quadTo(*map(float, (*bow, *end)))
    tone = 250 if rng.happens(0.7) else 90
    paint = skia().Paint(
        Color=skia().Color(tone, tone, tone), AntiAlias=True, Alphaf=rng.between((0.1, 0.45))
    )
    paint.setStyle(skia().Paint.kStroke_Style)
    paint.setStrokeWidth(rng.between((0.03, 0.1)))
    canvas.drawPath(path, paint)
