"""Write a sheet as a PDF, at its exact size in millimetres, whatever grid it was planned on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from idphoto.drawing.pdf import Page, Pdf
from idphoto.drawing.text import TextBlock
from idphoto.imaging.colour import Colour
from idphoto.imaging.geometry import Box
from idphoto.sheet.design import Design
from idphoto.sheet.marks import Mark
from idphoto.sheet.slots import Slot

POINTS_PER_INCH: Final = 72.0
# Readers blur what they enlarge: a module of this many pixels stays sharp well beyond print.
_MODULE_PX: Final = 16
# Between a photo and its caption, in points: a knife that is a little off leaves no ink on it.
CAPTION_GAP: Final = 3.0


@dataclass(frozen=True, slots=True)
class PdfPhoto:
    """A photo as a JPEG file, and its exact size in print, in points. ``caption``: what stands
    below it, in points as well."""

    jpeg: bytes
    width: float
    height: float
    caption: TextBlock | None = None


def write_pdf(design: Design, page_wh: tuple[float, float], photos: Sequence[PdfPhoto]) -> bytes:
    """The PDF file. It holds each photo once, with the bytes of its file unchanged.

    ``page_wh``: the paper's exact size in points. The plan's grid is centred on the page.
    """
    pdf = Pdf("Print sheet")
    add_page(pdf, design, page_wh, photos)
    return pdf.finish()


def add_page(
    pdf: Pdf, design: Design, page_wh: tuple[float, float], photos: Sequence[PdfPhoto]
) -> None:
    """Draw the document's next page, as ``write_pdf``."""
    plan, scale = design.plan, POINTS_PER_INCH / design.dpi
    dx, dy = ((page - scale * px) / 2 for page, px in zip(page_wh, plan.size_wh, strict=True))

    def place(slot: Slot) -> Box:
        box = Box(slot.x, slot.y, slot.right, slot.bottom)
        return box.scaled(scale).shifted(dx, dy)

    with pdf.page(page_wh) as page:
        page.rectangle(Box(0, 0, *page_wh), design.ground)
        for slot in plan.photos:
            _photo(page, photos[slot.item], place(slot), slot.turned, design.ink)
        for mark in plan.marks:
            start, end = _ends(mark, scale, dx, dy)
            page.line(start, end, scale * design.stroke_px, design.ink)
        if plan.qr is not None and design.code is not None:
            times = -(-_MODULE_PX // design.code.module_px)
            picture = design.code.picture().repeat(times, axis=0).repeat(times, axis=1)
            page.image(np.dstack([picture] * 3), place(plan.qr))
        if design.label is not None:
            x, y = design.label_at
            label = _scaled(design.label, scale)
            page.text(label, dx + scale * x, dy + scale * y, design.ink)


def _photo(page: Page, photo: PdfPhoto, place: Box, turned: bool, ink: Colour) -> None:
    """Draw a photo at its own size, centred in ``place``, whose sides are rounded to the grid, and
    its caption."""
    x, y = place.centre
    box = Box(-photo.width / 2, -photo.height / 2, photo.width / 2, photo.height / 2)
    with page.turned(90.0 if turned else 0.0, x, y):
        page.jpeg(photo.jpeg, box)
        if photo.caption is not None:
            below = photo.height / 2 + CAPTION_GAP
            page.text(photo.caption, -photo.caption.width / 2, below, ink)


def _ends(
    mark: Mark, scale: float, dx: float, dy: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    at, start, end = (scale * value for value in (mark.at, mark.start, mark.end))
    if mark.upright:
        return (dx + at, dy + start), (dx + at, dy + end)
    return (dx + start, dy + at), (dx + end, dy + at)


def _scaled(label: TextBlock, by: float) -> TextBlock:
    return replace(label, size=by * label.size, width=by * label.width, height=by * label.height)
