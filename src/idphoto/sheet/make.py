"""Make a printable file from photos: plan, draw, encode."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from idphoto.errors import BadRequest
from idphoto.imaging.encode import EncodeOptions, OutputFormat, encode
from idphoto.imaging.geometry import MM_PER_INCH
from idphoto.sheet.compose import design_sheet, on_grid
from idphoto.sheet.design import Design
from idphoto.sheet.render import draw_sheet, fitted
from idphoto.sheet.request import SheetPhoto, SheetRequest
from idphoto.sheet.result import Sheet

# In a PDF, photos that are not JPEG files are encoded at this quality, without visible loss.
_PDF_QUALITY: Final = 95


def make_sheet(
    photos: SheetPhoto | Sequence[SheetPhoto], request: SheetRequest | None = None
) -> Sheet:
    """Lay out photos on a sheet of paper, each at its exact size; see ``idphoto.make_sheet``.

    Args:
        photos: one or several. By default the sheet is filled, and several photos share it equally.
        request: the sheet; by default a JPEG for paper of 102 × 152 mm.

    Raises:
        IdPhotoError: with a stable ``code``; among others ``SheetFull``, ``SheetTooSmall``,
            ``BadRequest``, ``BadImage``, ``MissingGlyph``.

    >>> import numpy as np
    >>> photo = SheetPhoto(np.full((531, 413, 3), 255, np.uint8), dpi=300)
    >>> sheet = make_sheet(photo, SheetRequest(paper="6inch"))
    >>> sheet.count, sheet.paper_mm, sheet.size_wh
    (8, (152.0, 102.0), (1795, 1205))
    """
    request = request or SheetRequest()
    loaded = [photos] if isinstance(photos, SheetPhoto) else photos
    if not loaded:
        raise BadRequest("photos", "must not be empty")
    started = time.perf_counter()
    landscape, design = design_sheet(loaded, request)
    planned = time.perf_counter()
    paper_mm = request.sheet.size_mm(landscape)
    draw = _as_pdf if request.format == "pdf" else _as_picture
    data, drawn = draw(loaded, request, design, paper_mm)
    times = {"plan": planned - started, "draw": drawn - planned}
    times["encode"] = time.perf_counter() - drawn
    return Sheet(
        data=data,
        format=request.format,
        dpi=design.dpi,
        paper=request.sheet,
        paper_mm=paper_mm,
        photos_mm=tuple(photo.size_mm for photo in loaded),
        plan=design.plan,
        qr=design.code,
        timings_ms={step: 1000.0 * seconds for step, seconds in times.items()},
    )


def _as_picture(
    photos: Sequence[SheetPhoto], request: SheetRequest, design: Design, _: tuple[float, float]
) -> tuple[bytes, float]:
    """The file, and the time at which the drawing was finished."""
    pictures = [fitted(photo.pixels, on_grid(photo, design.dpi), design.ground) for photo in photos]
    pixels = draw_sheet(design, pictures)
    drawn = time.perf_counter()
    kind: OutputFormat = "png" if request.format == "png" else "jpeg"
    options = EncodeOptions(format=kind, dpi=design.dpi, quality=request.quality)
    return encode(pixels, options).data, drawn


def _as_pdf(
    photos: Sequence[SheetPhoto],
    request: SheetRequest,
    design: Design,
    paper_mm: tuple[float, float],
) -> tuple[bytes, float]:
    """The file, and the time at which its photos were ready."""
    # pypdf takes longer to load than a sheet to draw
    from idphoto.sheet.pdf import POINTS_PER_INCH, PdfPhoto, write_pdf

    options = EncodeOptions(dpi=design.dpi, quality=request.quality or _PDF_QUALITY)
    ready = []
    for photo in photos:
        jpeg = photo.jpeg
        if jpeg is None:
            jpeg = encode(fitted(photo.pixels, photo.size_wh, design.ground), options).data
        width, height = (POINTS_PER_INCH * px / photo.dpi for px in photo.size_wh)
        ready.append(PdfPhoto(jpeg, width, height))
    drawn = time.perf_counter()
    width, height = (POINTS_PER_INCH * mm / MM_PER_INCH for mm in paper_mm)
    return write_pdf(design, (width, height), ready), drawn
