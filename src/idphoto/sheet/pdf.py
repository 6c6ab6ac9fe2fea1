"""A planned sheet as a PDF: true millimetres, whatever the grid it was planned on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from idphoto.drawing.canvas import Canvas, Pdf
from idphoto.drawing.text import TextBlock
from idphoto.imaging.geometry import Box
from idphoto.sheet.layout import Plan
from idphoto.sheet.qr import QrCode
from idphoto.sheet.render import ink_on, label_corner
from idphoto.sheet.slots import Slot

Colour = tuple[int, int, int]

POINTS_PER_INCH: Final = 72.0
# Readers blur what they enlarge: a module of so many pixels stays sharp far beyond print.
_MODULE_PX: Final = 16


@dataclass(frozen=True, slots=True)
class PdfPhoto:
    """A photo as a JPEG file, and its exact size in print, in points."""

    jpeg: bytes
    width: float
    height: float


def write_pdf(
    plan: Plan,
    page_wh: tuple[float, float],
    dpi: float,
    photos: Sequence[PdfPhoto],
    ground: Colour,
    stroke: int,
    label: TextBlock | None,
    code: QrCode | None,
) -> bytes:
    """The file. Each photo is in it once, its bytes as they are.

    Args:
        plan: where everything goes.
        page_wh: the paper's exact size in points.
        dpi: of the grid of the plan. Its middle is the page's.
        photos: what stands in ``plan.photos``.
        ground: the colour of what is free.
        stroke: the width of crop marks in pixels of the grid.
        label: what stands in ``plan.label``, in pixels of the grid.
        code: what stands in ``plan.qr``.
    """
    scale = POINTS_PER_INCH / dpi
    dx, dy = ((page - scale * px) / 2 for page, px in zip(page_wh, plan.size_wh, strict=True))
    ink = ink_on(ground)
    pdf = Pdf("Print sheet")
    with pdf.page(page_wh) as canvas:
        canvas.rectangle(Box(0, 0, *page_wh), ground)
        for slot in plan.photos:
            _photo(canvas, _box(slot, scale, dx, dy), photos[slot.item], slot.turned)
        for mark in plan.marks:
            at, start, end = (scale * value for value in (mark.at, mark.start, mark.end))
            if mark.upright:
                line = (dx + at, dy + start), (dx + at, dy + end)
            else:
                line = (dx + start, dy + at), (dx + end, dy + at)
            canvas.line(*line, scale * stroke, ink)
        if plan.qr is not None and code is not None:
            times = -(-_MODULE_PX // code.module_px)
            picture = code.picture().repeat(times, axis=0).repeat(times, axis=1)
            canvas.image(np.dstack([picture] * 3), _box(plan.qr, scale, dx, dy))
        if plan.label is not None and label is not None:
            x, y = label_corner(plan.label, label)
            canvas.text(_scaled(label, scale), dx + scale * x, dy + scale * y, ink)
    return pdf.finish()


def _photo(canvas: Canvas, place: Box, photo: PdfPhoto, turned: bool) -> None:
    """At its own size in the middle of ``place``, whose sides the grid has rounded."""
    x, y = place.centre
    box = Box(-photo.width / 2, -photo.height / 2, photo.width / 2, photo.height / 2)
    if turned:
        with canvas.turned(90.0, x, y):
            canvas.jpeg(photo.jpeg, box)
    else:
        canvas.jpeg(photo.jpeg, box.shifted(x, y))


def _box(slot: Slot, scale: float, dx: float, dy: float) -> Box:
    return Box(slot.x, slot.y, slot.right, slot.bottom).scaled(scale).shifted(dx, dy)


def _scaled(label: TextBlock, scale: float) -> TextBlock:
    return replace(
        label, size=scale * label.size, width=scale * label.width, height=scale * label.height
    )
