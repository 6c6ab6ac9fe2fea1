"""Pictures taken badly: out of focus, shaken, too dark, too bright."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import cv2
import numpy as np
from tools.cards.chance import Span, chance
from tools.cards.photograph import Light, LightSettings, Optics, ShotSettings

BlurKind = Literal["defocus", "motion", "both"]


@dataclass(frozen=True, slots=True)
class BlurSettings:
    """In mm of the card, whose characters are 3 mm high with strokes of a tenth of that.

    ``radius_mm``: of the disc that a point becomes. ``path_mm``: that it is smeared over.
    """

    kinds: tuple[BlurKind, ...] = ("defocus", "defocus", "motion", "both")
    radius_mm: Span = (0.55, 1.3)
    path_mm: Span = (1.3, 4.0)


def blur(seed: int, settings: BlurSettings = BlurSettings()) -> tuple[Optics, BlurKind]:
    """What a lens out of focus or a shaking hand does to light; and which of them."""
    rng = chance(seed, "blur")
    kind = rng.choose(settings.kinds)
    radius, path = rng.scaled(settings.radius_mm), rng.scaled(settings.path_mm)
    if kind == "both":
        radius, path = 0.75 * radius, 0.75 * path
    angle, bend = rng.between((0, np.pi)), rng.about(0.3)

    def spread(light: Light, px_per_mm: float) -> Light:
        if kind != "motion":
            light = np.asarray(cv2.filter2D(light, -1, _disc(radius * px_per_mm)), np.float32)
        if kind != "defocus":
            trail = _trail(path * px_per_mm, angle, bend)
            light = np.asarray(cv2.filter2D(light, -1, trail), np.float32)
        return light

    return spread, kind


# So little light that noise is most of the picture, or so much that paper and ink are white.
DARK: Final = LightSettings(level=(0.015, 0.05))
BRIGHT: Final = LightSettings(level=(3.5, 7.0))


def badly_lit(shot: ShotSettings, seed: int) -> tuple[ShotSettings, Literal["dark", "bright"]]:
    """The same settings in far too little light or far too much; and which."""
    rng = chance(seed, "exposure")
    if rng.happens(0.5):
        noisy = replace(shot.lens, noise=(4.0, 12.0))
        return replace(shot, light=DARK, lens=noisy), "dark"
    return replace(shot, light=BRIGHT), "bright"


def _disc(radius: float) -> Light:
    half = int(np.ceil(radius)) + 1
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    return np.asarray(disc / disc.sum(), np.float32)


def _trail(length: float, angle: float, bend: float) -> Light:
    half = int(np.ceil(length / 2)) + 2
    along = np.linspace(-length / 2, length / 2, max(8, round(4 * length)))
    aside = bend * along**2 / max(length, 1)
    x = half + along * np.cos(angle) - aside * np.sin(angle)
    y = half + along * np.sin(angle) + aside * np.cos(angle)
    trail = np.zeros((2 * half + 1, 2 * half + 1))
    np.add.at(
        trail,
        (np.round(y).astype(int).clip(0, 2 * half), np.round(x).astype(int).clip(0, 2 * half)),
        1.0,
    )
    soft = cv2.GaussianBlur(trail, (0, 0), 0.6)
    return np.asarray(soft / soft.sum(), np.float32)
