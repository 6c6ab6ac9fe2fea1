"""Marks against misuse: what the card's copy is for, written over it by its holder.

Holders type them with an application, or stamp and write them on the card's copy. They are meant
to be legible, and to leave the card legible.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.camera import View
from tools.cards.canvas import turning
from tools.cards.chance import Chance, Span, chance
from tools.cards.draw import CARD_WH_PX, PX_PER_MM, DrawnCard
from tools.cards.fonts import set_text
from tools.cards.photograph import Photograph, warp

from idphoto.drawing.outlines import Shape
from idphoto.drawing.raster import fill, window_of

MarkKind = Literal["tiled", "line", "lines", "wide"]
_FAMILY: Final = "Noto Sans CJK SC"
_RASTER_PX_PER_MM: Final = 8.0
_TOUCHED: Final = 0.012  # of a field's box: a stroke through a character
_PURPOSES: Final = (
    "办理租房合同", "申请信用卡", "办理居住证", "入职登记", "办理社保", "酒店住宿登记", "银行开户",
    "报名考试", "办理宽带", "公积金提取", "签证申请", "工商注册", "车辆过户", "学籍注册",
)  # fmt: skip
_COMPANIES: Final = (
    "某某科技有限公司", "虚构房产中介", "示例人力资源公司", "样本银行某支行", "某市示例中学",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MarkSettings:
    """``printed``: the share of marks that are on the card when it is photographed; the others are
    inserted into the picture. ``size_mm``: of the em. ``slant_deg``: where it is not level."""

    printed: float = 0.25
    size_mm: Span = (2.4, 7.0)
    slant_deg: Span = (10.0, 45.0)
    level: float = 0.3
    # With each colour, how much it covers: from hardly seen to as strong as leaves print legible.
    inks: tuple[tuple[tuple[int, int, int], Span], ...] = (
        ((128, 128, 128), (0.15, 0.6)),
        ((128, 128, 128), (0.15, 0.6)),
        ((210, 30, 40), (0.15, 0.8)),
        ((210, 30, 40), (0.15, 0.8)),
        ((250, 250, 250), (0.25, 0.75)),
        ((30, 70, 190), (0.15, 0.7)),
        ((15, 15, 15), (0.12, 0.4)),
    )


@dataclass(frozen=True, slots=True)
class _Mark:
    lines: tuple[str, ...]
    kind: MarkKind
    size_mm: float
    angle_deg: float
    ink: tuple[int, int, int]
    cover: float
    at_mm: tuple[float, float]
    gap_mm: tuple[float, float]
    stroke_mm: float


def marked(
    card: DrawnCard,
    seed: int,
    shoot: Callable[[DrawnCard], Photograph],
    settings: MarkSettings = MarkSettings(),
) -> tuple[Photograph, MarkKind, frozenset[str]]:
    """A photograph of ``card`` with a mark over it, its kind, and the fields that it crosses.

    ``shoot``: takes the photograph. Of the portrait, which may be crossed, the name is
    ``portrait``.
    """
    rng = chance(seed, "mark")
    mark = _draw(rng, settings)
    if rng.happens(settings.printed):
        layer = _layer(mark, CARD_WH_PX, np.diag([PX_PER_MM, PX_PER_MM, 1.0]))
        shot = shoot(replace(card, rgb=_over(card.rgb, layer, mark)))
        scale = _RASTER_PX_PER_MM / PX_PER_MM
        on_card = cv2.resize(layer, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        on_card = on_card.astype(np.float32) / np.float32(255)
    else:
        shot = shoot(card)
        height, width = shot.rgb.shape[:2]
        # an application knows the picture, not the card: level is along the picture's sides
        scale = shot.view.px_per_mm(card.size_wh_mm)
        corner = shot.corners_px.min(axis=0)
        to_px = np.array([[scale, 0, corner[0]], [0, scale, corner[1]], [0, 0, 1]])
        layer = _layer(mark, (width, height), to_px)
        shot = replace(shot, rgb=_over(shot.rgb, layer, mark))
        on_card = _on_card(layer, shot.view, card.size_wh_mm)
    return shot, mark.kind, _crossed(card, on_card)


def _draw(rng: Chance, settings: MarkSettings) -> _Mark:
    kind: MarkKind = rng.choose(("tiled", "tiled", "line", "lines", "wide"))
    size = rng.scaled(settings.size_mm)
    text = _text(rng)
    lines: tuple[str, ...] = (text,)
    if kind == "lines":
        size = min(size, 5.0)
        lines = (text, rng.choose(("他用无效", "再次复印无效", "有效期三个月")), _date(rng))
    elif kind == "wide":
        size = 76.0 / max(8, len(text))
    elif kind == "tiled":
        size = min(size, 4.0)
    ink, cover = rng.choose(settings.inks)
    angle = 0.0 if rng.happens(settings.level) else rng.between(settings.slant_deg)
    if rng.happens(0.75):
        angle = -angle  # most rise to the right
    return _Mark(
        lines, kind, size, angle, ink, rng.between(cover),
        (rng.between((4.0, 40.0)), rng.between((8.0, 46.0))),
        (rng.between((4.0, 18.0)), rng.between((5.0, 16.0))),
        rng.choose((0.0, 0.0, 0.06 * size)),
    )  # fmt: skip


def _text(rng: Chance) -> str:
    purpose = rng.choose(_PURPOSES)
    plain = purpose.removeprefix("办理")
    return rng.choose(
        (
            f"仅供{purpose}使用",
            f"仅供办理{plain}使用，他用无效",
            f"仅限{purpose} 他用无效",
            f"此证件仅供{rng.choose(_COMPANIES)}{plain}使用",
            f"仅供{rng.choose(_COMPANIES)}使用 {_date(rng)}",
            f"{_date(rng)} {rng.choose(_COMPANIES)}",
            f"仅用于{purpose} 复印无效",
        )
    )


def _date(rng: Chance) -> str:
    year, month, day = rng.whole(2018, 2026), rng.whole(1, 12), rng.whole(1, 28)
    return rng.choose((f"{year}年{month}月{day}日", f"{year}-{month:02d}-{day:02d}"))


def _layer(mark: _Mark, size_wh: tuple[int, int], to_px: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Where the mark is, 0–255: uint8 ``(H, W)``."""
    layer = np.zeros(size_wh[::-1], np.uint8)
    pen = mark.stroke_mm * float(to_px[0, 0])
    for outline in _outlines(mark):
        placed = outline.mapped(to_px[:2])
        rows, columns = window_of(placed, size_wh, 2 * pen)
        part = layer[rows, columns]
        seen = fill(placed.moved(-columns.start, -rows.start), part.shape[1::-1], pen=pen)
        np.maximum(part, seen, out=part)
    return layer


def _outlines(mark: _Mark) -> list[Shape]:
    """Of each line, in mm."""
    lines = [set_text(line, _FAMILY)[0].scaled(mark.size_mm) for line in mark.lines]
    if mark.kind == "tiled":
        wide = len(mark.lines[0]) * mark.size_mm + mark.gap_mm[0]
        step = mark.size_mm + mark.gap_mm[1]
        turn = turning(mark.angle_deg, 43, 27)
        return [
            lines[0].moved((column + 0.4 * (row % 2)) * wide, row * step).mapped(turn)
            for row in range(-9, 10)
            for column in range(-3, 4)
        ]
    place = mark.at_mm if mark.kind != "wide" else (5.0, 30.0)
    turn = turning(mark.angle_deg / (3 if mark.kind == "wide" else 2), *place)
    return [line.moved(0, 1.4 * row * mark.size_mm).mapped(turn) for row, line in enumerate(lines)]


def _over(rgb: NDArray[np.uint8], layer: NDArray[np.uint8], mark: _Mark) -> NDArray[np.uint8]:
    cover = layer.astype(np.float32) * np.float32(mark.cover / 255)
    ink = np.empty_like(rgb)
    ink[:] = mark.ink
    return np.asarray(cv2.blendLinear(ink, rgb, cover, 1 - cover), np.uint8)


def _on_card(
    layer: NDArray[np.uint8], view: View, size_wh_mm: tuple[float, float]
) -> NDArray[np.float32]:
    size = round(size_wh_mm[0] * _RASTER_PX_PER_MM), round(size_wh_mm[1] * _RASTER_PX_PER_MM)
    scale = np.diag([_RASTER_PX_PER_MM, _RASTER_PX_PER_MM, 1.0])
    light = layer.astype(np.float32) / np.float32(255)
    return warp(light, np.asarray(scale @ np.linalg.inv(view.to_px)), size, cv2.BORDER_CONSTANT)


def _crossed(card: DrawnCard, on_card: NDArray[np.float32]) -> frozenset[str]:
    boxes = [(p.name, p.box_mm) for p in card.prints if p.kind == "value"]
    if card.portrait_mm is not None:
        boxes.append(("portrait", card.portrait_mm))
    found = set()
    for name, box in boxes:
        at = box.scaled(_RASTER_PX_PER_MM)
        part = on_card[int(at.top) : int(at.bottom) + 1, int(at.left) : int(at.right) + 1]
        if part.size and part.mean() > _TOUCHED:
            found.add("birth" if name in ("year", "month", "day") else name)
    return frozenset(found)
