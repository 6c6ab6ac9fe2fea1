"""Photocopies: a card on a sheet of paper, in toner, or with hardly any colour left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.camera import corners_of, placed, project
from tools.cards.chance import Chance, Span, chance
from tools.cards.draw import DrawnCard
from tools.cards.photograph import Flat, Light

CopyKind = Literal["laser", "grey", "starved", "colour"]
_LUMA: Final = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, slots=True)
class CopySettings:
    """``kinds``: toner alone, a smooth grey print, one with hardly any colour, one in colour.

    ``margin_mm``: of paper round the card. ``trimmed``: how often it is cut away along the card.
    ``chroma``: what a starved copy keeps of it. ``paper``: its codes.
    """

    kinds: tuple[CopyKind, ...] = ("laser", "laser", "laser", "grey", "grey", "starved")
    margin_mm: Span = (8.0, 45.0)
    trimmed: float = 0.3
    chroma: Span = (0.0, 0.12)
    paper: Span = (228.0, 250.0)


def photocopy(
    card: DrawnCard, seed: int, settings: CopySettings = CopySettings()
) -> tuple[Flat, CopyKind]:
    """A copy of ``card`` on paper, its corners where they lie on the sheet; and its kind."""
    rng = chance(seed, "copy")
    kind = rng.choose(settings.kinds)
    paper = rng.between(settings.paper) + rng.rng.uniform((-2, -2, -9), (1, 1, 1))
    printed = _printed(rng, card.rgb, kind, settings)
    px_per_mm = card.px_per_mm
    trimmed = rng.happens(settings.trimmed)
    margin = rng.rng.uniform(0.2, 1.0, 4) if trimmed else rng.rng.uniform(*settings.margin_mm, 4)
    left, top, right, bottom = (float(side) for side in margin)
    width, height = card.size_wh_mm
    # cards lie askew on the glass
    turn = placed(rng.about(3.0), 1.0, (width / 2, height / 2),
                  (left + width / 2, top + height / 2))  # fmt: skip
    sheet_mm = width + left + right, height + top + bottom
    share = _on_sheet(rng, card, printed, turn, sheet_mm)
    inks = share if share.ndim == 3 else share[..., None]
    rgb = np.clip(inks * paper.astype(np.float32) + 0.5, 0, 255).astype(np.uint8)
    corners = project(turn, corners_of(card.size_wh_mm))
    return Flat(rgb, px_per_mm, corner_mm=0.05, thick=trimmed, card_mm=corners), kind


def _printed(rng: Chance, rgb: NDArray[np.uint8], kind: CopyKind, settings: CopySettings) -> Light:
    """What the copier makes of the card: reflectance 0–1, ``(H, W, 1)`` or ``(H, W, 3)``."""
    grey = np.asarray(cv2.transform(rgb, _LUMA[None]), np.float32) / np.float32(255)
    if kind == "laser":
        return _toner(rng, grey)
    tone = _curve(rng, rgb.astype(np.float32) / np.float32(255), rng.between((0.9, 1.5)))
    if kind == "colour":
        # other inks: a little too strong, a little off
        off = np.eye(3) + rng.rng.normal(0, 0.03, (3, 3))
        return np.asarray(np.clip(cv2.transform(tone, off.astype(np.float32)), 0, 1), np.float32)
    chroma = 0.0 if kind == "grey" else rng.between(settings.chroma)
    flat = _curve(rng, grey, rng.between((0.9, 1.8)))[..., None]
    ink = 1 - rng.rng.uniform(0, 0.05, 3) * (1 - flat)  # greys of three inks are not quite grey
    return np.asarray((flat + chroma * (tone - flat)) * ink, np.float32)


def _toner(rng: Chance, grey: Light) -> Light:
    """Light greys vanish, dark ones close; streaks and specks of the drum."""
    height, width = grey.shape
    soft = cv2.GaussianBlur(grey, (0, 0), rng.between((0.6, 1.8)))
    steep, middle = rng.between((3.0, 9.0)), rng.between((0.35, 0.62))
    tone = 1 / (1 + np.exp(-steep * (soft - middle)))
    low, high = 1 / (1 + np.exp(steep * middle)), 1 / (1 + np.exp(-steep * (1 - middle)))
    tone = (tone - low) / (high - low)
    grain = np.empty((height // 2 + 1, width // 2 + 1), np.float32)
    cv2.setRNGSeed(rng.seed())
    cv2.randn(grain, np.zeros(1), np.full(1, rng.between((0.03, 0.14))))
    fine = cv2.resize(grain, (width, height), interpolation=cv2.INTER_LINEAR)
    if rng.happens(0.6):
        tone = _screened(rng, tone.astype(np.float32))
    streaks = np.ones(width, np.float32)
    for _ in range(rng.whole(0, 4)):
        at = rng.whole(0, width - 1)
        streaks[at : at + rng.whole(2, 12)] -= rng.between((-0.05, 0.15))
    black = rng.between((0.05, 0.2))
    print_ = black + (1 - black) * (tone + fine) * streaks
    return np.asarray(np.clip(print_, 0, 1)[..., None], np.float32)


def _screened(rng: Chance, tone: Light) -> Light:
    """A halftone of dots, fine enough to be grey from afar."""
    height, width = tone.shape
    pitch, angle = rng.between((3.6, 7.0)), np.radians(rng.choose((45.0, 30.0, 60.0, 15.0)))
    y, x = np.mgrid[:height, :width].astype(np.float32)
    u, v = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    dots = np.cos(2 * np.pi / pitch * u) * np.cos(2 * np.pi / pitch * v)
    inked = (tone - 0.5) * 2.2 + 0.5 + rng.between((0.3, 0.6)) * dots
    return np.asarray(np.clip(inked, 0, 1), np.float32)


def _curve(rng: Chance, tone: Light, gain: float) -> Light:
    """Lighter lights, darker darks."""
    white = rng.between((0.86, 1.02))
    steep = (np.clip(tone / white, 0, 1) - 0.5) * gain + 0.5
    return np.asarray(np.clip(steep, 0.06, 1), np.float32)


def _on_sheet(
    rng: Chance,
    card: DrawnCard,
    printed: Light,
    turn: NDArray[np.float64],
    sheet_mm: tuple[float, float],
) -> Light:
    """Reflectance of the sheet: the card's print, the line of its edge, the lid's grey."""
    scale = np.diag([card.px_per_mm, card.px_per_mm, 1.0])
    matrix = scale @ turn @ np.linalg.inv(scale)
    size = round(sheet_mm[0] * card.px_per_mm), round(sheet_mm[1] * card.px_per_mm)
    lid = float(rng.choose((1.0, 1.0, rng.between((0.85, 0.98)))))
    border = (lid, lid, lid, lid)
    share = np.asarray(cv2.warpPerspective(printed, matrix, size, borderValue=border), np.float32)
    # the card's edge is seen where light came from the side
    outline = project(matrix, corners_of((printed.shape[1], printed.shape[0])))
    edge = np.zeros(size[::-1], np.float32)
    points = np.round(outline).astype(np.int32)
    for first in range(4):
        strength = rng.choose((0.0, rng.between((0.1, 0.8)), rng.between((0.1, 0.5))))
        line = [points[first].tolist(), points[(first + 1) % 4].tolist()]
        cv2.line(edge, line[0], line[1], strength, rng.whole(2, 7), cv2.LINE_AA)
    edge = cv2.GaussianBlur(edge, (0, 0), 2.0)
    return np.asarray(share * (1 - edge if share.ndim == 2 else 1 - edge[..., None]), np.float32)
