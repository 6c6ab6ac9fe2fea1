"""Fields made illegible on purpose: bars, mosaic, blur, strokes of a marker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.chance import Chance, Span, chance
from tools.cards.draw import PX_PER_MM, DrawnCard
from tools.cards.photograph import Photograph

from idphoto.imaging.colour import Colour
from idphoto.imaging.geometry import Box

InkKind = Literal["black", "white", "colour", "mosaic", "blur", "marker"]
_KINDS: Final[tuple[InkKind, ...]] = (
    "black", "black", "white", "colour", "mosaic", "mosaic", "blur", "marker", "marker",
)  # fmt: skip
_LEAST_MM: Final = 3.2  # of a row that is hidden: more than a character


@dataclass(frozen=True, slots=True)
class InkSettings:
    """``fields``: what is hidden, with how often. ``whole``: how often all of it.

    ``cell_mm``: of the mosaic, ``blur_mm``: standard deviation; nothing of a character is left.
    """

    fields: tuple[tuple[str, ...], ...] = (
        ("number",), ("number",), ("number",), ("number",), ("name",), ("number", "name"),
        ("number", "address"), ("address",),
    )  # fmt: skip
    whole: float = 0.4
    cell_mm: Span = (1.3, 2.4)
    blur_mm: Span = (0.9, 1.6)


def inked(
    card: DrawnCard,
    seed: int,
    shoot: Callable[[DrawnCard], Photograph],
    settings: InkSettings = InkSettings(),
) -> tuple[Photograph, InkKind, frozenset[str]]:
    """A photograph of ``card`` with fields hidden, in which way, and which.

    ``shoot``: takes the photograph. A marker is drawn on the card itself, all else in the picture.
    """
    rng = chance(seed, "inked")
    kind = rng.choose(_KINDS)
    names = rng.choose(settings.fields)
    boxes = [box for name in names for box in _hidden(rng, card, name, settings)]
    if kind == "marker":
        rgb = card.rgb.copy()
        pen = rng.choose(((18, 18, 22), (18, 18, 22), (25, 30, 90), (170, 25, 30)))
        for box in boxes:
            _stroke(rng, rgb, box, pen)
        return shoot(replace(card, rgb=rgb)), kind, frozenset(names)
    shot = shoot(card)
    tone: Colour = (rng.whole(0, 20),) * 3 if kind == "black" else (rng.whole(240, 255),) * 3
    if kind == "colour":
        tone = rng.choose(((200, 30, 40), (128, 128, 128), (60, 120, 220), (250, 210, 60)))
    for box in boxes:
        shot = replace(shot, rgb=_covered(rng, shot, box, kind, tone, settings))
    return shot, kind, frozenset(names)


def _hidden(rng: Chance, card: DrawnCard, name: str, settings: InkSettings) -> list[Box]:
    """All lines of a field, or a part of one of them."""
    rows = card.boxes(name)
    if not rng.happens(settings.whole):
        row = rng.choose(rows)
        if name == "number":  # from one digit to another: the birth, or the last ones
            first, count = rng.choose(((6, 8), (14, 4), (10, 8), (4, 10), (12, 6)))
            step = row.width / 18
            rows = [Box(row.left + first * step, row.top,
                        row.left + (first + count) * step, row.bottom)]  # fmt: skip
        else:
            wide = max(_LEAST_MM, row.width * rng.between((0.4, 0.8)))
            rows = [Box(max(row.left, row.right - wide), row.top, row.right, row.bottom)]
    room = rng.between((0.2, 0.8))
    return [row.grown(0.5 * room, room, 0.5 * room, room) for row in rows]


def _covered(
    rng: Chance,
    shot: Photograph,
    box: Box,
    kind: InkKind,
    tone: Colour,
    settings: InkSettings,
) -> NDArray[np.uint8]:
    """The picture with one place of the card hidden."""
    height, width = shot.rgb.shape[:2]
    corners = np.array([(box.left, box.top), (box.right, box.top),
                        (box.right, box.bottom), (box.left, box.bottom)])  # fmt: skip
    points = shot.view.apply(corners)
    low = np.clip(np.floor(points.min(axis=0)), 0, (width - 1, height - 1)).astype(int)
    high = np.clip(np.ceil(points.max(axis=0)), low + 1, (width, height)).astype(int)
    per_mm = float(np.sqrt(cv2.contourArea(points.astype(np.float32)) / box.area))
    rgb = shot.rgb.copy()
    part = rgb[low[1] : high[1], low[0] : high[0]]
    if kind == "mosaic":
        cell = max(2, round(per_mm * rng.between(settings.cell_mm)))
        size = max(1, part.shape[1] // cell), max(1, part.shape[0] // cell)
        small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
        new = cv2.resize(small, part.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    elif kind == "blur":
        new = cv2.GaussianBlur(part, (0, 0), per_mm * rng.between(settings.blur_mm))
    else:
        new = np.empty_like(part)
        new[:] = tone
    mask = np.full(part.shape[:2], 255, np.uint8)
    if rng.happens(0.4):  # along the row; a phone's tools draw upright boxes
        mask[:] = 0
        cv2.fillConvexPoly(mask, np.round(points - low).astype(np.int32), 255, cv2.LINE_AA)
    cover = mask.astype(np.float32) / np.float32(255)
    part[:] = cv2.blendLinear(np.asarray(new, np.uint8), part.copy(), cover, 1 - cover)
    return rgb


def _stroke(rng: Chance, rgb: NDArray[np.uint8], box: Box, tone: Colour) -> None:
    """Back and forth over the row, so that nothing shows."""
    wide = max(1.2, 0.6 * box.height) * PX_PER_MM
    passes = max(2, round(2.2 * box.height * PX_PER_MM / wide))
    points = []
    for number in range(passes + 1):
        y = box.top + box.height * (0.2 + 0.6 * number / passes)
        xs = np.linspace(box.left, box.right, 9)[:: 1 if number % 2 == 0 else -1]
        points += [(x + rng.about(0.2), y + rng.about(0.25)) for x in xs]
    layer = np.zeros(rgb.shape[:2], np.uint8)
    path = np.round(np.array(points) * PX_PER_MM).astype(np.int32)
    cv2.polylines(layer, [path], False, 255, round(wide), cv2.LINE_AA)
    cover = cv2.GaussianBlur(layer, (0, 0), 1.5).astype(np.float32) / np.float32(255)
    ink = np.empty_like(rgb)
    ink[:] = tone
    rgb[:] = cv2.blendLinear(ink, rgb, 0.97 * cover, 1 - 0.97 * cover)
