"""Official photos: the order, and how it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.photo import pipeline
from idphoto.photo.report import describe, describe_place
from idphoto.photo.request import PhotoRequest
from idphoto.photo.setup import Setup
from idphoto.sheet.make import make_sheet
from idphoto.sheet.request import SheetPhoto, SheetRequest
from idphoto.steps import Progress, run_steps
from idphoto.tasks.made import IMAGE, REPORT, File, Made

# The name of the print sheet among a task's files.
SHEET: Final = "sheet"


@dataclass(frozen=True, slots=True)
class PhotoOrder:
    """An ID photo, and the sheet that it is laid out on as often as there is room for.

    ``request`` holds everything that the specification asks for: what was accepted is what is
    made, whatever the catalogue says by then. ``max_source_side_px``: the longest side of a source,
    where it is less than the server accepts. ``with_report``: whether a file ``report`` holds
    everything that is known of the photo, each finding of the compliance checks among it.
    """

    request: PhotoRequest
    sheet: SheetRequest | None = None
    max_source_side_px: int | None = None
    with_report: bool = False
    kind: Literal["photo"] = "photo"

    def make(
        self,
        setup: Setup,
        photos: Sequence[bytes],
        limits: DecodeLimits,
        *,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> Made:
        """Make the photo, and its sheet. Raises what ``make_photo`` and ``make_sheet`` raise."""
        (data,) = photos
        source = open_source(data, limits.with_side(self.max_source_side_px))
        photo = pipeline.run(setup, source, self.request, deadline=deadline, progress=progress)
        files = {IMAGE: File(photo.data, photo.encoded.format, photo.size_wh)}
        known = describe(photo)

        def sheet(on: SheetRequest) -> None:
            laid_out = make_sheet(SheetPhoto(photo.pixels, photo.dpi), on)
            files[SHEET] = File(laid_out.data, laid_out.format, laid_out.size_wh)

        if self.sheet is not None:
            known["timings_ms"] |= run_steps((sheet,), self.sheet, deadline, None)
        if self.with_report:
            files[REPORT] = File.of_json(known | describe_place(photo))
        return Made(files, known | {"compliance": photo.compliance.summary()})


def order_photo(request: PhotoRequest, sheet: SheetRequest | None = None) -> PhotoOrder:
    """Order a photo that can be made as far as that is known before the source is seen.

    Raises:
        SheetTooSmall: the photo, or what goes beside it, does not fit on the sheet.
        BadRequest: the sheet's label or QR code cannot be drawn.
        MissingGlyph: no installed font has some of the label's characters.
    """
    if sheet is not None:
        width, height = request.size_wh
        blank = np.broadcast_to(np.uint8(0), (height, width, 3))
        # a PDF holds the photo once: no sheet full of pixels is drawn
        make_sheet(SheetPhoto(blank, request.output.dpi), replace(sheet, format="pdf"))
    return PhotoOrder(request, sheet)
