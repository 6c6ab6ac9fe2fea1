"""Print sheets of finished photos: the order, and how it is made."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import BadRequest
from idphoto.imaging.decode import DecodeLimits
from idphoto.imaging.geometry import mm_to_px
from idphoto.photo.setup import Setup
from idphoto.sheet.compose import design_sheet
from idphoto.sheet.density import DEFAULT_DPI, MIN_SIDE_MM
from idphoto.sheet.make import make_sheet
from idphoto.sheet.request import SheetPhoto, SheetRequest
from idphoto.sheet.result import Sheet
from idphoto.steps import Progress, run_steps
from idphoto.tasks.made import IMAGE, File, Made

# Much more than any paper: a photo that is to be printed larger is a mistake.
_MAX_SIDE_MM: Final = 2000.0


@dataclass(frozen=True, slots=True)
class OrderedCopies:
    """One of the photos of a sheet. ``count``: how often; None is as often as there is room for.
    ``size_mm``: in print; None is what its file says."""

    count: int | None = None
    size_mm: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class SheetOrder:
    """A sheet of finished photos. ``copies``: for each source, in their order.

    ``max_source_side_px``: as for ``PhotoOrder``.
    """

    request: SheetRequest
    copies: tuple[OrderedCopies, ...]
    max_source_side_px: int | None = None
    kind: Literal["sheet"] = "sheet"

    def make(
        self,
        setup: Setup,
        photos: Sequence[bytes],
        limits: DecodeLimits,
        *,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> Made:
        """The sheet. Raises what ``SheetPhoto.load`` and ``make_sheet`` raise, and
        ``DeadlineExceeded``."""
        draft = _Draft(self, photos, limits.with_side(self.max_source_side_px))
        timings = run_steps((read_photos, lay_out), draft, deadline, progress)
        sheet = draft.sheet
        report = {
            "px": list(sheet.size_wh),
            "bytes": len(sheet.data),
            "format": sheet.format,
            "paper": sheet.paper.name,
            "paper_mm": list(sheet.paper_mm),
            "dpi": sheet.dpi,
            "count": sheet.count,
            "counts": list(sheet.counts),
            "timings_ms": {step: round(ms, 1) for step, ms in timings.items()},
        }
        return Made({IMAGE: File(sheet.data, sheet.format, sheet.size_wh)}, report)


@dataclass(slots=True)
class _Draft:
    order: SheetOrder
    files: Sequence[bytes]
    limits: DecodeLimits
    photos: list[SheetPhoto] = field(init=False)
    sheet: Sheet = field(init=False)


def read_photos(draft: _Draft) -> None:
    """Decode the photos."""
    draft.photos = [
        SheetPhoto.load(file, each.count, size_mm=each.size_mm, limits=draft.limits)
        for file, each in zip(draft.files, draft.order.copies, strict=True)
    ]


def lay_out(draft: _Draft) -> None:
    """Plan the sheet, and draw it."""
    draft.sheet = make_sheet(draft.photos, draft.order.request)


def order_sheet(request: SheetRequest, copies: Sequence[OrderedCopies]) -> SheetOrder:
    """Order a sheet that can be laid out as far as that is known before the photos are seen.

    A photo whose size in print is not given counts once, at the least size that a photo has.

    Raises:
        BadRequest: a size or a count is out of range, or the label cannot be drawn.
        SheetTooSmall, SheetFull: the photos do not fit on the sheet.
        MissingGlyph: no installed font has some of the label's characters.
    """
    if not copies:
        raise BadRequest("photos", "must not be empty")
    dpi = DEFAULT_DPI if request.dpi is None else request.dpi
    design_sheet([_blank(each, dpi) for each in copies], request)
    return SheetOrder(request, tuple(copies))


def _blank(copies: OrderedCopies, dpi: float) -> SheetPhoto:
    """A blank of the photo's size in print, or less by a pixel at most."""
    if copies.size_mm is None:
        least = _of_mm((MIN_SIDE_MM, MIN_SIDE_MM), dpi, math.ceil)
        asked = SheetPhoto(least, dpi, copies.count)  # refuses a count that is out of range
        return replace(asked, count=1)
    for side in copies.size_mm:
        if not MIN_SIDE_MM <= side <= _MAX_SIDE_MM:
            reason = f"{side:g} mm is outside {MIN_SIDE_MM:g}–{_MAX_SIDE_MM:,.0f} mm"
            raise BadRequest("size_mm", reason)
    return SheetPhoto(_of_mm(copies.size_mm, dpi, math.floor), dpi, copies.count)


def _of_mm(
    size_mm: tuple[float, float], dpi: float, rounded: Callable[[float], int]
) -> NDArray[np.uint8]:
    """Pixels of that size in print, which take no memory."""
    width, height = (rounded(mm_to_px(side, dpi)) for side in size_mm)
    return np.broadcast_to(np.uint8(0), (height, width, 3))
