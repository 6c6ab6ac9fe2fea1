"""Official photos: the order, and how it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np

from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.imaging.encode import OutputFormat
from idphoto.photo import pipeline
from idphoto.photo.background import Background, Colour, Gradient, Original, Solid, Transparent
from idphoto.photo.constraints import FrameConstraints
from idphoto.photo.label import Label
from idphoto.photo.matte import Quality
from idphoto.photo.report import describe
from idphoto.photo.request import PhotoRequest, photo_request
from idphoto.photo.retouch.strengths import Retouch
from idphoto.runtime.engine import Engine
from idphoto.sheet.make import make_sheet
from idphoto.sheet.request import SheetPhoto, SheetRequest
from idphoto.specs import load_spec
from idphoto.steps import Progress, run_steps
from idphoto.tasks.made import IMAGE, File, Made

# The name of the print sheet among a task's files.
SHEET: Final = "sheet"

Ground = tuple[Colour] | tuple[Colour, Colour] | Literal["transparent", "original"]


@dataclass(frozen=True, slots=True)
class PhotoOrder:
    """An ID photo, by the arguments of ``photo_request``.

    ``spec``: a name that ``load_spec`` knows. ``background``: one colour, the two of a gradient
    (top, bottom), ``transparent``, ``original`` (the source's own), or None for the
    specification's (white where it names none). ``watermark``: a text laid over the photo.
    ``sheet``: what the finished photo is laid out on as well, as often as there is room for.
    """

    spec: str | None = None
    size_px: tuple[int, int] | None = None
    size_mm: tuple[float, float] | None = None
    dpi: int | None = None
    background: Ground | None = None
    constraints: FrameConstraints | None = None
    format: OutputFormat | None = None
    jpeg_quality: int | None = None
    min_bytes: int | None = None
    max_bytes: int | None = None
    retouch: Retouch = field(default_factory=Retouch)
    clothes: str | None = None
    label: Label | None = None
    watermark: str | None = None
    sheet: SheetRequest | None = None
    quality: Quality = "best"
    kind: Literal["photo"] = "photo"

    def request(self) -> PhotoRequest:
        """The request in full.

        Raises:
            UnknownSpec: the catalogue has no such specification.
            BadRequest: a value is out of range, or two contradict.
            MissingGlyph: no installed font has some characters of a text.
        """
        return photo_request(
            load_spec(self.spec) if self.spec else None,
            size_px=self.size_px,
            size_mm=self.size_mm,
            dpi=self.dpi,
            background=_background(self.background),
            constraints=self.constraints,
            retouch=self.retouch,
            clothes=self.clothes,
            label=self.label,
            format=self.format,
            jpeg_quality=self.jpeg_quality,
            min_bytes=self.min_bytes,
            max_bytes=self.max_bytes,
            quality=self.quality,
            watermark=self.watermark,
        )

    def check_sheet(self) -> None:
        """Find out whether the photo can be laid out.

        Raises:
            SheetTooSmall: the photo, or what is to be beside it, does not fit.
            BadRequest: the sheet's label or QR code cannot be drawn.
            MissingGlyph: no installed font has some of the label's characters.
        """
        if self.sheet is not None:
            request = self.request()
            width, height = request.size_wh
            blank = np.broadcast_to(np.uint8(0), (height, width, 3))
            # as a PDF, which holds the photo once, no sheet full of pixels is drawn
            on = replace(self.sheet, format="pdf")
            make_sheet(SheetPhoto(blank, request.output.dpi), on)

    def make(
        self,
        engine: Engine,
        photos: Sequence[bytes],
        limits: DecodeLimits,
        *,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> Made:
        """The photo, and its sheet. Raises what ``make_photo`` and ``make_sheet`` raise."""
        (data,) = photos
        source = open_source(data, limits)
        photo = pipeline.run(engine, source, self.request(), deadline=deadline, progress=progress)
        files = {IMAGE: File(photo.data, photo.encoded.format, photo.size_wh)}
        report = describe(photo)

        def sheet(on: SheetRequest) -> None:
            laid_out = make_sheet(SheetPhoto(photo.pixels, photo.dpi), on)
            files[SHEET] = File(laid_out.data, laid_out.format, laid_out.size_wh)

        if self.sheet is not None:
            report["timings_ms"] |= run_steps((sheet,), self.sheet, deadline, None)
        return Made(files, report)


def _background(wanted: object) -> Background | None:
    if wanted is None:
        return None
    if wanted == "transparent":
        return Transparent()
    if wanted == "original":
        return Original()
    assert isinstance(wanted, tuple)  # noqa: S101 - the type says so
    return Solid(*wanted) if len(wanted) == 1 else Gradient(*wanted)
