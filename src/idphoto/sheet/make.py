"""From photos to a printable file: plan, draw, encode."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from idphoto.drawing.text import TextBlock, fit_text
from idphoto.errors import BadRequest, IdPhotoError, SheetFull, SheetTooSmall
from idphoto.imaging.encode import DPI_RANGE, EncodeOptions, OutputFormat, encode
from idphoto.imaging.geometry import MM_PER_INCH, mm_to_px
from idphoto.sheet.design import Design
from idphoto.sheet.layout import Plan, Problem, solve
from idphoto.sheet.paper import Paper
from idphoto.sheet.pdf import POINTS_PER_INCH, PdfPhoto, write_pdf
from idphoto.sheet.qr import QrCode, make_qr
from idphoto.sheet.render import draw_sheet, fitted
from idphoto.sheet.request import SheetFormat, SheetPhoto, SheetRequest

MAX_PIXELS: Final = 120_000_000  # A4 at 1000 dpi has 97 million: 290 MB while it is drawn

# Sizes of the label's letters (of the font's em): 9 pt, or as little as 6 pt where the sheet is
# too narrow. On coarse grids, letters need pixels first of all.
_LABEL_MM: Final = (2.1, 3.2)
_LABEL_PX: Final = (8.0, 12.0)
_LABEL_CLEAR_MM: Final = 1.5  # from any photo
# Photos that do not come as JPEG files become such for a PDF: nothing to be seen is lost.
_PDF_QUALITY: Final = 95


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished sheet.

    ``size_wh``: of the sheet in pixels (in a PDF, of the grid that it was planned on, at ``dpi``).
    ``paper_mm``: of the paper as it lies. ``photos_mm``: of each photo, upright. ``plan``: where
    all is. ``timings_ms``: by step.
    """

    data: bytes
    format: SheetFormat
    dpi: int
    paper: Paper
    paper_mm: tuple[float, float]
    photos_mm: tuple[tuple[float, float], ...]
    plan: Plan
    qr: QrCode | None
    timings_ms: dict[str, float]

    @property
    def size_wh(self) -> tuple[int, int]:
        return self.plan.size_wh

    @property
    def counts(self) -> tuple[int, ...]:
        """How often each photo is on it."""
        items = [slot.item for slot in self.plan.photos]
        return tuple(items.count(item) for item in range(len(self.photos_mm)))

    @property
    def count(self) -> int:
        """Photos altogether."""
        return len(self.plan.photos)


def make_sheet(
    photos: SheetPhoto | str | Path | bytes | Sequence[SheetPhoto | str | Path | bytes],
    request: SheetRequest | None = None,
) -> Sheet:
    """Photos on paper, as many as were asked for, at their exact size.

    Args:
        photos: one or several finished photos: a path, a file's bytes, or a :class:`SheetPhoto`,
            which also says how often. Without that, as many as there is room for; several photos
            share it.
        request: the sheet; by default a JPEG for paper of 102 × 152 mm.

    Raises:
        IdPhotoError: with a stable ``code``; among others ``SheetFull``, ``SheetTooSmall``,
            ``BadRequest``, ``BadImage``, ``MissingGlyph``.
    """
    request = request or SheetRequest()
    loaded = [
        photo if isinstance(photo, SheetPhoto) else SheetPhoto.load(photo)
        for photo in ([photos] if isinstance(photos, SheetPhoto | str | Path | bytes) else photos)
    ]
    if not loaded:
        raise BadRequest("photos", "there are none")
    started = time.perf_counter()
    dpi = request.dpi or _finest(loaded)
    code = make_qr(request.qr, request.qr_size_px) if request.qr else None
    landscape, design = _designed(loaded, request, dpi, code)
    planned = time.perf_counter()
    paper_mm = request.sheet.size_mm(landscape)
    draw = _as_pdf if request.format == "pdf" else _as_picture
    data, drawn = draw(loaded, request, design, paper_mm)
    times = {"plan": planned - started, "draw": drawn - planned}
    times["encode"] = time.perf_counter() - drawn
    return Sheet(
        data=data,
        format=request.format,
        dpi=dpi,
        paper=request.sheet,
        paper_mm=paper_mm,
        photos_mm=tuple(photo.size_mm for photo in loaded),
        plan=design.plan,
        qr=code,
        timings_ms={step: 1000.0 * seconds for step, seconds in times.items()},
    )


def _finest(photos: Sequence[SheetPhoto]) -> int:
    low, high = DPI_RANGE
    return min(max(round(max(photo.dpi for photo in photos)), low), high)


def _designed(
    photos: Sequence[SheetPhoto], request: SheetRequest, dpi: int, code: QrCode | None
) -> tuple[bool, Design]:
    """Whether the paper lies on its side, and the sheet: the better of two, if "auto"."""
    ways = {"landscape": (True,), "portrait": (False,)}.get(request.orientation, (True, False))
    found: list[tuple[bool, Design]] = []
    errors: list[IdPhotoError] = []
    for landscape in ways:
        try:
            problem, label = _problem(photos, request, dpi, landscape)
            design = Design(solve(problem), dpi, request.ground, label, code)
            found.append((landscape, design))
        except (BadRequest, SheetFull, SheetTooSmall) as error:
            errors.append(error)
    if not found:
        # the one that tells of the most photos
        raise max(errors, key=lambda e: sum(e.fit) if isinstance(e, SheetFull) else -1)
    return max(found, key=lambda way: way[1].plan.merit)


def _problem(
    photos: Sequence[SheetPhoto], request: SheetRequest, dpi: int, landscape: bool
) -> tuple[Problem, TextBlock | None]:
    width, height = (round(mm_to_px(mm, dpi)) for mm in request.sheet.size_mm(landscape))
    if width * height > MAX_PIXELS:
        reason = f"{request.sheet.name} at {dpi} dpi has {width * height:,} pixels"
        raise BadRequest("dpi", f"{reason}; at most {MAX_PIXELS:,} are drawn")
    margin, gutter = (round(mm_to_px(mm, dpi)) for mm in (request.margin_mm, request.gutter_mm))
    clear = max(1, round(mm_to_px(_LABEL_CLEAR_MM, dpi)) - gutter)
    label, label_wh = None, None
    if request.label_lines:
        room = width - 2 * (margin + clear), height - 2 * (margin + clear)
        label = _label(request.label_lines, room, dpi)
        label_wh = math.ceil(label.width) + 2 * clear, math.ceil(label.height) + 2 * clear
    problem = Problem(
        size_wh=(width, height),
        margin=margin,
        gutter=gutter,
        dpi=dpi,
        sizes=tuple(_on_grid(photo, dpi) for photo in photos),
        counts=tuple(photo.count for photo in photos),
        rotate=request.rotate,
        label_wh=label_wh,
        qr_px=request.qr_size_px if request.qr else None,
        marks=request.crop_marks,
    )
    return problem, label


def _label(lines: Sequence[str], room_wh: tuple[int, int], dpi: int) -> TextBlock:
    least, usual = (max(px, mm_to_px(mm, dpi)) for px, mm in zip(_LABEL_PX, _LABEL_MM, strict=True))
    return fit_text(lines, room_wh, field="label", max_size=usual, min_size=least, align="left")


def _on_grid(photo: SheetPhoto, dpi: int) -> tuple[int, int]:
    """A photo's size on the sheet: its own pixels, if it is of the sheet's density."""
    width, height = (max(1, round(px * dpi / photo.dpi)) for px in photo.size_wh)
    return width, height


def _as_picture(
    photos: Sequence[SheetPhoto], request: SheetRequest, design: Design, _: tuple[float, float]
) -> tuple[bytes, float]:
    """The file, and when it was all drawn."""
    pictures = [
        fitted(photo.pixels, _on_grid(photo, design.dpi), design.ground) for photo in photos
    ]
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
    """The file, and when its photos were ready."""
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
