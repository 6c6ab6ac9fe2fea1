"""What lies on a card: fingers, notes, pens, slips of paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.camera import View, draw_view, placed
from tools.cards.chance import Chance, Span, chance
from tools.cards.photograph import (
    PHONE,
    Flat,
    Photograph,
    ShotSettings,
    Thing,
    expose,
    mask_of,
    warp,
)

CoverKind = Literal["finger", "fingers", "note", "slip", "pen"]
_PX_PER_MM: Final = 12.0
Placed = tuple[Flat, NDArray[np.float64]]  # and from its own mm to the card's
SKINS: Final = ((226, 184, 156), (205, 158, 128), (180, 132, 102), (238, 200, 175), (140, 98, 74))
_NOTES: Final = (
    (252, 236, 120),
    (250, 180, 200),
    (170, 215, 245),
    (190, 235, 160),
    (250, 200, 120),
)


@dataclass(frozen=True, slots=True)
class CoverSettings:
    """``reach_mm``: how far in from the border a finger comes. ``least_mm2``: what things hide.

    A card has 4620 mm²; a finger's tip hides 100.
    """

    kinds: tuple[CoverKind, ...] = ("finger", "finger", "fingers", "fingers", "note", "slip", "pen")
    reach_mm: Span = (7.0, 20.0)
    least_mm2: float = 80.0


def covered(
    thing: Flat,
    seed: int,
    shot: ShotSettings = PHONE,
    settings: CoverSettings = CoverSettings(),
) -> tuple[Photograph, CoverKind, tuple[Placed, ...]]:
    """A photograph of ``thing`` with something over its border, a corner or a field.

    Returns what it is, too, and the things in their places.
    """
    rng = chance(seed, "cover")
    kind = rng.choose(settings.kinds)
    view = draw_view(chance(seed, "view"), shot.view, thing.size_wh_mm)
    skin = np.array(rng.choose(SKINS)) * rng.between((0.85, 1.1))
    things = _hand(rng, thing, skin, 1, settings) if kind in ("finger", "fingers") else []
    if kind == "fingers":
        things += _hand(rng, thing, skin, rng.whole(1, 2), settings)
    while not things or hidden_mm2(things, thing.size_wh_mm) < settings.least_mm2:
        over = _object(rng, kind)
        things = [(over, _over_border(rng, over, thing.size_wh_mm))]
    layers: list[tuple[Thing, View]] = [(thing, view)]
    layers += ((over, view.moved(place)) for over, place in things)
    return expose(layers, seed, shot), kind, tuple(things)


def hidden_mm2(things: list[Placed], card_wh: tuple[float, float]) -> float:
    """How much of a card lies under ``things``."""
    size = round(card_wh[0]), round(card_wh[1])
    seen = np.zeros((size[1], size[0]), np.float32)
    for over, place in things:
        mask = mask_of(over)
        matrix = place @ np.diag([1 / over.px_per_mm, 1 / over.px_per_mm, 1.0])
        seen = np.maximum(seen, warp(mask, matrix, size, cv2.BORDER_CONSTANT))
    return float(seen.sum())


def _hand(
    rng: Chance, thing: Flat, skin: NDArray[np.float64], count: int, settings: CoverSettings
) -> list[Placed]:
    """Fingers side by side from one side of the card."""
    side, along = rng.whole(0, 3), rng.between((0.15, 0.85))
    things = []
    for number in range(count):
        over = finger(rng, skin)
        at = along + number * 19 / thing.size_wh_mm[side % 2]
        things.append((over, _from_outside(rng, over, thing.size_wh_mm, side, at, settings)))
    return things


def _object(rng: Chance, kind: CoverKind) -> Flat:
    if kind == "pen":
        return _pen(rng)
    return _note(rng) if kind == "note" else _slip(rng)


def finger(rng: Chance, skin: NDArray[np.float64]) -> Flat:
    """A finger that points upwards, its tip at the upper edge, its hand at the lower."""
    wide, length = rng.between((14.0, 20.0)), 110.0
    width, height = round(1.6 * wide * _PX_PER_MM), round(length * _PX_PER_MM)
    y, x = np.mgrid[:height, :width].astype(np.float32) / np.float32(_PX_PER_MM)
    across = (x - 0.8 * wide) / (wide / 2)
    # round at the tip, a little narrower there and at the joint, broad where the hand begins
    girth = 1.0 - 0.14 * np.exp(-y / 6) - 0.05 * np.exp(-(((y - 26) / 5) ** 2))
    girth += 0.55 / (1 + np.exp(-(y - 75) / 9))
    tip = np.sqrt(np.clip(1 - ((wide / 2 - y) / (wide / 2)) ** 2, 0, 1))
    girth = girth * np.where(y < wide / 2, tip, 1.0)
    inside = girth - np.abs(across)
    cover = np.clip(inside * wide / 2 * _PX_PER_MM / 2, 0, 1)
    bulge = np.sqrt(np.clip(1 - (across / np.maximum(girth, 1e-3)) ** 2, 0, 1))
    shade = 0.62 + 0.38 * bulge + 0.05 * across * rng.about(1.5)
    for crease in (26.0, 28.0, 52.0):
        shade *= 1 - 0.09 * np.exp(-(((y - crease - 0.6 * across**2) / 0.5) ** 2))
    # prints and pores: noise drawn out across the finger
    grain = rng.rng.normal(0, 0.02, (height, width // 6 + 1)).astype(np.float32)
    shade = shade * (1 + cv2.resize(grain, (width, height)))
    rgb = skin.astype(np.float32) * shade[..., None]
    flush = np.exp(-((y / 14) ** 2))[..., None]
    rgb = rgb * (1 - flush * np.array((-0.02, 0.03, 0.02), np.float32))
    if rng.happens(0.75):
        rgb = _nail(rng, rgb, across, y, wide)
    return _flat(rgb, cover)


def _nail(
    rng: Chance,
    rgb: NDArray[np.float32],
    across: NDArray[np.float32],
    y: NDArray[np.float32],
    wide: float,
) -> NDArray[np.float32]:
    length = rng.between((9.0, 13.0))
    middle = 1.8 + length / 2
    shape = (np.abs(across) / 0.66) ** 3 + np.abs((y - middle) / (length / 2)) ** 3
    inside = np.clip((1 - shape) * 6, 0, 1)[..., None]
    rim = np.exp(-(((shape - 1) / 0.12) ** 2))[..., None]
    gloss = np.exp(-(((across + 0.2) / 0.18) ** 2))[..., None] * 0.18
    tone = rgb * (1.03, 0.99, 0.99) * (1 + gloss) + rng.rng.uniform((2, 4, 4), (14, 16, 16))
    white = (y < 1.8 + 0.14 * length)[..., None] * 0.35
    tone = tone + (240 - tone) * white
    return np.asarray((rgb * (1 - inside) + tone * inside) * (1 - 0.12 * rim), np.float32)


def _note(rng: Chance) -> Flat:
    """A sticky note, written on or not."""
    side = rng.between((22.0, 50.0))
    pixels = round(side * _PX_PER_MM)
    tone = np.array(rng.choose(_NOTES), np.float32) * rng.between((0.9, 1.0))
    y = np.linspace(0, 1, pixels, dtype=np.float32)[:, None, None]
    rgb = np.asarray(np.tile(tone * (1.02 - 0.12 * y**3), (1, pixels, 1)), np.float32)
    rgb += rng.rng.normal(0, 1.5, (pixels, pixels, 1)).astype(np.float32)
    if rng.happens(0.6):
        for line in range(rng.whole(1, 4)):
            points = np.cumsum(rng.rng.normal((9, 0), (5, 9), (rng.whole(10, 40), 2)), axis=0)
            points += (30, (0.2 + 0.18 * line) * pixels)
            cv2.polylines(rgb, [points.astype(np.int32)], False, (40, 40, 70), 4, cv2.LINE_AA)
    return _flat(rgb, np.ones((pixels, pixels), np.float32))


def _slip(rng: Chance) -> Flat:
    """A strip of white paper."""
    width, height = (
        round(rng.between((25, 70)) * _PX_PER_MM),
        round(rng.between((6, 22)) * _PX_PER_MM),
    )
    tone = rng.between((205, 248))
    rgb = np.full((height, width, 3), tone, np.float32) + rng.rng.normal(0, 1.5, (height, width, 1))
    return _flat(rgb.astype(np.float32), np.ones((height, width), np.float32))


def _pen(rng: Chance) -> Flat:
    wide, length = rng.between((8.0, 11.0)), 140.0
    width, height = round(wide * _PX_PER_MM), round(length * _PX_PER_MM)
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :, None]
    tone = rng.rng.uniform(15, 220, 3).astype(np.float32)
    body = tone * (0.35 + 0.65 * np.sqrt(1 - 0.95 * x**2)) + 60 * np.exp(-(((x + 0.4) / 0.12) ** 2))
    rgb = np.tile(body, (height, 1, 1))
    rgb[: round(0.12 * height)] = (185 * (0.3 + 0.7 * np.sqrt(1 - 0.95 * x**2)))[0]
    y = np.linspace(0, length, height, dtype=np.float32)[:, None]
    taper = np.clip(0.25 + y / 14, 0, 1)
    return _flat(
        np.asarray(rgb, np.float32), np.clip((taper - np.abs(x[..., 0])) * width / 2, 0, 1)
    )


def _from_outside(
    rng: Chance,
    over: Flat,
    card_wh: tuple[float, float],
    side: int,
    along: float,
    settings: CoverSettings,
) -> NDArray[np.float64]:
    """The finger's tip a way in from one side of the card, its hand beyond that side."""
    reach = rng.between(settings.reach_mm)
    width, height = card_wh
    tips = {
        0: (along * width, reach),
        1: (width - reach, along * height),
        2: (along * width, height - reach),
        3: (reach, along * height),
    }
    angle = (180, 270, 0, 90)[side] + rng.about(25)
    return placed(angle, 1.0, (over.size_wh_mm[0] / 2, 1.0), tips[side])


def _over_border(rng: Chance, over: Flat, card_wh: tuple[float, float]) -> NDArray[np.float64]:
    """Across the card's border, or anywhere on it."""
    width, height = card_wh
    t = rng.between((0.1, 0.9))
    sides = ((t * width, 0.0), (t * width, height), (0.0, t * height), (width, t * height))
    anywhere = (t * width, rng.between((0.2, 0.9)) * height)
    at = rng.choose(sides) if rng.happens(0.7) else anywhere
    over_wh = over.size_wh_mm
    return placed(rng.between((0, 360)), 1.0, (over_wh[0] / 2, over_wh[1] / 2), at)


def _flat(rgb: NDArray[np.float32], cover: NDArray[np.float32]) -> Flat:
    codes = np.clip(rgb + 0.5, 0, 255).astype(np.uint8)
    return Flat(codes, _PX_PER_MM, cover=(255 * np.clip(cover, 0, 1)).astype(np.uint8))
