"""A planned sheet as pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.drawing.canvas import canvas_over
from idphoto.drawing.text import TextBlock
from idphoto.imaging.color import srgb_to_linear
from idphoto.sheet.layout import Plan
from idphoto.sheet.marks import Mark
from idphoto.sheet.qr import QrCode
from idphoto.sheet.slots import Slot

Pixels = NDArray[np.uint8]
Colour = tuple[int, int, int]

_LUMINANCE: Final = (0.2126, 0.7152, 0.0722)  # of linear sRGB primaries: IEC 61966-2-1
# Black and white contrast alike with this luminance: (L + 0.05)² = 0.05 · 1.05, as in WCAG 2.
_MIDDLE: Final = 0.179


def draw_sheet(
    plan: Plan,
    photos: Sequence[Pixels],
    ground: Colour,
    stroke: int,
    label: TextBlock | None,
    code: QrCode | None,
) -> Pixels:
    """The sheet, uint8 sRGB ``(H, W, 3)``.

    Args:
        plan: where everything goes.
        photos: upright, uint8 ``(H, W, 3)``, already of the sizes that were planned.
        ground: the colour of what is free.
        stroke: the width of crop marks in pixels.
        label: what stands in ``plan.label``.
        code: what stands in ``plan.qr``.
    """
    width, height = plan.size_wh
    sheet = np.empty((height, width, 3), np.uint8)
    # row by row, which is a copy of memory; pixel by pixel takes ten times as long
    sheet.reshape(height, 3 * width)[:] = np.tile(np.array(ground, np.uint8), width)
    turned = [np.rot90(photo, -1) for photo in photos]
    for slot in plan.photos:
        _window(sheet, slot)[:] = (turned if slot.turned else photos)[slot.item]
    ink = ink_on(ground)
    for mark in plan.marks:
        _stroke(sheet, mark, stroke, ink)
    if plan.qr is not None and code is not None:
        _window(sheet, plan.qr)[:] = code.picture()[..., None]
    if plan.label is not None and label is not None:
        x, y = label_corner(plan.label, label)
        with canvas_over(_window(sheet, plan.label)) as canvas:
            canvas.text(label, x - plan.label.x, y - plan.label.y, ink)
    return sheet


def fitted(pixels: Pixels, size_wh: tuple[int, int], ground: Colour) -> Pixels:
    """A photo, uint8 ``(H, W, 3 | 4)``, as RGB on ``ground``, resampled only if it has to be."""
    if pixels.shape[2] == 4:
        alpha = pixels[..., 3:].astype(np.float32) / np.float32(255.0)
        colour = np.array(ground, np.float32)
        pixels = np.rint(colour + alpha * (pixels[..., :3] - colour)).astype(np.uint8)
    if (pixels.shape[1], pixels.shape[0]) == size_wh:
        return pixels
    shrinks = pixels.shape[1] > size_wh[0]
    way = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size_wh, interpolation=way), np.uint8)


def ink_on(ground: Colour) -> Colour:
    """Black or white, whichever is seen better."""
    luminance = float(srgb_to_linear(np.array(ground) / 255.0) @ np.array(_LUMINANCE))
    return (0, 0, 0) if luminance > _MIDDLE else (255, 255, 255)


def label_corner(slot: Slot, label: TextBlock) -> tuple[float, float]:
    """Where the label's ink begins: in the middle of its place."""
    return slot.x + (slot.width - label.width) / 2, slot.y + (slot.height - label.height) / 2


def _window(sheet: Pixels, slot: Slot) -> Pixels:
    return sheet[slot.y : slot.bottom, slot.x : slot.right]


def _stroke(sheet: Pixels, mark: Mark, width: int, ink: Colour) -> None:
    start = max(0, mark.at - width // 2)
    if mark.upright:
        sheet[mark.start : mark.end, start : start + width] = ink
    else:
        sheet[start : start + width, mark.start : mark.end] = ink
