"""Turn photos and a request into a sheet that can be drawn: millimetres become pixels."""

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
from idphoto.sheet.packing.pack import most
from idphoto.sheet.packing.problem import Problem
from idphoto.sheet.qr import make_qr
from idphoto.sheet.request import SheetPhoto, SheetRequest

MAX_PHOTOS: Final = 2000  # A4 holds a thousand of 5 × 7 mm; the time grows with the square
MAX_PIXELS: Final = 120_000_000  # A4 at 1000 dpi has 97 million: 290 MB while it is drawn

# The label's font size, smallest and usual: 6 and 9 pt. The smallest is for sheets that are too
# narrow; on coarse grids, legible letters need a minimum of pixels instead.
_LABEL_MM: Final = (2.1, 3.2)
_LABEL_PX: Final = (8.0, 12.0)
_LABEL_CLEAR_MM: Final = 1.5  # distance to any photo


def design_sheet(photos: Sequence[SheetPhoto], request: SheetRequest) -> tuple[bool, Design]:
    """Whether the paper is landscape, and the design; for "auto", the better of the two.

    Raises:
        SheetFull, SheetTooSmall: not everything fits.
        BadRequest: there is more than can be laid out or drawn, or the label or QR code is not
            possible.
    """
    code = make_qr(request.qr, request.qr_size_px) if request.qr is not None else None
    dpi = request.dpi or finest_dpi([photo.dpi for photo in photos])
    ways = {"landscape": (True,), "portrait": (False,)}.get(request.orientation, (True, False))
    found: list[tuple[bool, Design]] = []
    errors: list[IdPhotoError] = []
    for landscape in ways:
        try:
            sizes = tuple(on_grid(photo, dpi) for photo in photos)
            counts = tuple(photo.count for photo in photos)
            problem, label = sheet_problem(sizes, counts, request, dpi, landscape)
            design = Design(solve(problem), dpi, request.ground, label, code)
            found.append((landscape, design))
        except (BadRequest, SheetFull, SheetTooSmall) as error:
            errors.append(error)
    if not found:
        # report the orientation that holds the most photos
        raise max(errors, key=lambda e: sum(e.fit) if isinstance(e, SheetFull) else -1)
    return max(found, key=lambda way: way[1].plan.merit)


def on_grid(photo: SheetPhoto, dpi: int) -> tuple[int, int]:
    """A photo's size on the sheet's grid; its own size in pixels if it has the sheet's dpi."""
    width, height = (max(1, round(px * dpi / photo.dpi)) for px in photo.size_wh)
    return width, height


def finest_dpi(dpis: Sequence[float]) -> int:
    """The dpi of a sheet of photos with these."""
    low, high = DPI_RANGE
    return min(max(round(max(dpis)), low), high)


def sheet_problem(
    sizes: tuple[tuple[int, int], ...],
    counts: tuple[int | None, ...],
    request: SheetRequest,
    dpi: int,
    landscape: bool,
) -> tuple[Problem, TextBlock | None]:
    """The layout problem, and the label as it is drawn. ``sizes``: on the sheet's grid.

    Raises:
        BadRequest: as ``design_sheet``.
    """
    width, height = (round(mm_to_px(mm, dpi)) for mm in request.sheet.size_mm(landscape))
    if width * height > MAX_PIXELS:
        reason = f"{request.sheet.name} at {dpi} dpi has {width * height:,} pixels"
        raise BadRequest("dpi", f"{reason}; the limit is {MAX_PIXELS:,}")
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
        sizes=sizes,
        counts=counts,
        rotate=request.rotate,
        label_wh=label_wh,
        qr_px=request.qr_size_px if request.qr is not None else None,
        marks=request.crop_marks,
    )
    _check_number(problem)
    return problem, label


def _check_number(problem: Problem) -> None:
    """Raise if there would be more photos than can be laid out in a reasonable time."""
    asked = sum(count or 0 for count in problem.counts)
    filling = [
        most(problem.area.size_wh, size, problem.rotate)
        for size, count in zip(problem.grown_sizes, problem.counts, strict=True)
        if count is None
    ]
    number = asked + max(filling, default=0)
    if number > MAX_PHOTOS:
        reason = f"{number:,} photos are too many for one sheet; the limit is {MAX_PHOTOS:,}"
        raise BadRequest("count", reason)


def _label(lines: Sequence[str], room_wh: tuple[int, int], dpi: int) -> TextBlock:
    least, usual = (max(px, mm_to_px(mm, dpi)) for px, mm in zip(_LABEL_PX, _LABEL_MM, strict=True))
    return fit_text(lines, room_wh, field="label", max_size=usual, min_size=least, align="left")
