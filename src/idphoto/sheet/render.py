"""Draw a sheet as pixels."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from idphoto.drawing.paint import draw_text
from idphoto.imaging.arrays import Pixels
from idphoto.imaging.colour import Colour
from idphoto.sheet.design import Design
from idphoto.sheet.marks import Mark
from idphoto.sheet.slots import Slot


def draw_sheet(design: Design, photos: Sequence[Pixels]) -> Pixels:
    """The sheet, uint8 sRGB ``(H, W, 3)``.

    ``photos``: upright, uint8 ``(H, W, 3)``, already at their planned sizes.
    """
    plan = design.plan
    width, height = plan.size_wh
    sheet = np.empty((height, width, 3), np.uint8)
    # row by row is a memory copy; pixel by pixel takes ten times as long
    sheet.reshape(height, 3 * width)[:] = np.tile(np.array(design.ground, np.uint8), width)
    turned = [np.rot90(photo, -1) for photo in photos]
    for slot in plan.photos:
        _window(sheet, slot)[:] = (turned if slot.turned else photos)[slot.item]
    for mark in plan.marks:
        _stroke(sheet, mark, design.stroke_px, design.ink)
    if plan.qr is not None and design.code is not None:
        _window(sheet, plan.qr)[:] = design.code.picture()[..., None]
    if plan.label is not None and design.label is not None:
        draw_text(sheet, design.label, *design.label_at, design.ink)
    return sheet


def fitted(pixels: Pixels, size_wh: tuple[int, int], ground: Colour) -> Pixels:
    """A photo, uint8 ``(H, W, 3 | 4)``, as RGB on ``ground``; resampled only if necessary."""
    if pixels.shape[2] == 4:
        alpha = pixels[..., 3:].astype(np.float32) / np.float32(255.0)
        colour = np.array(ground, np.float32)
        pixels = np.rint(colour + alpha * (pixels[..., :3] - colour)).astype(np.uint8)
    if (pixels.shape[1], pixels.shape[0]) == size_wh:
        return pixels
    way = cv2.INTER_AREA if pixels.shape[1] > size_wh[0] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size_wh, interpolation=way), np.uint8)


def _window(sheet: Pixels, slot: Slot) -> Pixels:
    return sheet[slot.y : slot.bottom, slot.x : slot.right]


def _stroke(sheet: Pixels, mark: Mark, width: int, ink: Colour) -> None:
    start = max(0, mark.at - width // 2)
    if mark.upright:
        sheet[mark.start : mark.end, start : start + width] = ink
    else:
        sheet[start : start + width, mark.start : mark.end] = ink
