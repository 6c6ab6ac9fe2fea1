"""From photos and a request to a sheet that can be drawn: millimetres become pixels of one grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from idphoto.drawing.text import TextBlock, fit_text
from idphoto.errors import BadRequest, IdPhotoError, SheetFull, SheetTooSmall
from idphoto.imaging.encode import DPI_RANGE
from idphoto.imaging.geometry import mm_to_px
from idphoto.sheet.design import Design
from idphoto.sheet.layout import solve
from idphoto.sheet.packing import most
from idphoto.sheet.problem import Problem
from idphoto.sheet.qr import make_qr
from idphoto.sheet.request import SheetPhoto, SheetRequest

MAX_PHOTOS: Final = 2000  # a thousand of 5 × 7 mm fit A4; their number goes in squared
MAX_PIXELS: Final = 120_000_000  # A4 at 1000 dpi has 97 million: 290 MB while it is drawn

# Sizes of the label's letters (of the font's em): 9 pt, or as little as 6 pt where the sheet is
# too narrow. On coarse grids, letters need pixels first of all.
_LABEL_MM: Final = (2.1, 3.2)
_LABEL_PX: Final = (8.0, 12.0)
_LABEL_CLEAR_MM: Final = 1.5  # from any photo


def design_sheet(photos: Sequence[SheetPhoto], request: SheetRequest) -> tuple[bool, Design]:
    """Whether the paper lies on its side, and the sheet: the better of two, if "auto".

    Raises:
        SheetFull, SheetTooSmall: not everything fits.
        BadRequest: more than can be laid or drawn; a label or QR code that is not possible.
    """
    code = make_qr(request.qr, request.qr_size_px) if request.qr is not None else None
    dpi = request.dpi or _finest(photos)
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


def on_grid(photo: SheetPhoto, dpi: int) -> tuple[int, int]:
    """A photo's size on a sheet: its own pixels, if it is of the sheet's density."""
    width, height = (max(1, round(px * dpi / photo.dpi)) for px in photo.size_wh)
    return width, height


def _finest(photos: Sequence[SheetPhoto]) -> int:
    low, high = DPI_RANGE
    return min(max(round(max(photo.dpi for photo in photos)), low), high)


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
        sizes=tuple(on_grid(photo, dpi) for photo in photos),
        counts=tuple(photo.count for photo in photos),
        rotate=request.rotate,
        label_wh=label_wh,
        qr_px=request.qr_size_px if request.qr is not None else None,
        marks=request.crop_marks,
    )
    _check_number(problem)
    return problem, label


def _check_number(problem: Problem) -> None:
    """Raise where there would be more photos than can be laid in a reasonable time."""
    asked = sum(count or 0 for count in problem.counts)
    filling = [
        most(problem.area.size_wh, size, problem.rotate)
        for size, count in zip(problem.grown_sizes, problem.counts, strict=True)
        if count is None
    ]
    number = asked + max(filling, default=0)
    if number > MAX_PHOTOS:
        reason = f"{number:,} photos of this size would be on the sheet"
        raise BadRequest("count", f"{reason}; at most {MAX_PHOTOS:,} are")


def _label(lines: Sequence[str], room_wh: tuple[int, int], dpi: int) -> TextBlock:
    least, usual = (max(px, mm_to_px(mm, dpi)) for px, mm in zip(_LABEL_PX, _LABEL_MM, strict=True))
    return fit_text(lines, room_wh, field="label", max_size=usual, min_size=least, align="left")
