"""What a task is to make: kept with the task as JSON, made when its turn comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Annotated, Any, Final, Literal

import numpy as np
from pydantic import Field, TypeAdapter

from idphoto.api import make_headshots
from idphoto.errors import (
    BadImage,
    CannotDress,
    CannotStyleHair,
    FaceCutOff,
    FaceTooSmall,
    IdPhotoError,
    ImageTooLarge,
    NoFace,
    SeveralFaces,
)
from idphoto.headshot.result import Headshot
from idphoto.headshot.template import TemplateId
from idphoto.headshot.templates import TEMPLATES
from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.imaging.encode import EncodeOptions, OutputFormat, encode
from idphoto.photo import pipeline, whole
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

# The photo that a task was to make; all other files have names of their own.
IMAGE: Final = "image"
SHEET: Final = "sheet"

# What is wrong with one photo, where another may do.
_UNUSABLE: Final = (
    BadImage,
    ImageTooLarge,
    NoFace,
    SeveralFaces,
    FaceTooSmall,
    FaceCutOff,
    CannotDress,
    CannotStyleHair,
)


@dataclass(frozen=True, slots=True)
class File:
    """A finished file. ``size_wh``: its pixels."""

    data: bytes
    format: OutputFormat | Literal["pdf"]
    size_wh: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Made:
    """What a task ends with. ``files``: by name, in their order; names are lower-case letters and
    digits. ``report``: what was measured, as ``describe`` tells it.
    """

    files: Mapping[str, File]
    report: dict[str, Any]


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


@dataclass(frozen=True, slots=True)
class CutoutOrder:
    """The person at the source's own size, on ``background`` or on nothing. A face is required."""

    output: EncodeOptions
    background: Colour | None = None
    quality: Quality = "best"
    kind: Literal["cutout"] = "cutout"

    def make(
        self,
        engine: Engine,
        photos: Sequence[bytes],
        limits: DecodeLimits,
        *,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> Made:
        """The picture. Raises what ``idphoto.cut_out`` raises, ``NoFace`` and
        ``DeadlineExceeded``."""
        (data,) = photos
        source = open_source(data, limits)
        cutout = whole.cut_out(
            engine, source, self.quality, need_face=True, deadline=deadline, progress=progress
        )
        pixels = cutout.rgba if self.background is None else cutout.on(self.background)
        encoded = encode(pixels, self.output)
        height, width = pixels.shape[:2]
        report = {
            "px": [width, height],
            "bytes": len(encoded.data),
            "format": encoded.format,
            "timings_ms": {step: round(ms, 1) for step, ms in cutout.timings_ms.items()},
        }
        return Made({IMAGE: File(encoded.data, encoded.format, (width, height))}, report)


@dataclass(frozen=True, slots=True)
class HeadshotOrder:
    """The two headshots of a template, as PNG files named ``1`` and ``2``."""

    template: TemplateId
    kind: Literal["headshot"] = "headshot"

    def make(
        self,
        engine: Engine,
        photos: Sequence[bytes],
        limits: DecodeLimits,
        *,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> Made:
        """Both pictures. A couple comes from one photo or two; of one person, the first photo that
        can be used is taken. Raises what ``idphoto.make_headshots`` raises; where no photo can be
        used, what is wrong with the first."""
        alone = TEMPLATES[self.template].people == 1
        refusals: list[IdPhotoError] = []
        for chosen in [[photo] for photo in photos] if alone else [photos]:
            try:
                pair = make_headshots(
                    chosen,
                    self.template,
                    output=EncodeOptions("png"),
                    engine=engine,
                    limits=limits,
                    deadline=deadline,
                    progress=progress,
                )
            except _UNUSABLE as error:
                refusals.append(error)
            else:
                return _both(pair)
        raise refusals[0]


def _both(pair: tuple[Headshot, Headshot]) -> Made:
    timings: Counter[str] = Counter()
    for headshot in pair:
        timings.update(headshot.timings_ms)
    report = {
        "headshots": [
            {
                "px": list(headshot.size_wh),
                "bytes": len(headshot.data),
                "notices": [notice.code for notice in headshot.notices],
            }
            for headshot in pair
        ],
        "timings_ms": {step: round(ms, 1) for step, ms in timings.items()},
    }
    files = {
        str(headshot.variant): File(headshot.data, headshot.encoded.format, headshot.size_wh)
        for headshot in pair
    }
    return Made(files, report)


AnyOrder = PhotoOrder | CutoutOrder | HeadshotOrder
_Stored = Annotated[AnyOrder, Field(discriminator="kind")]
_ADAPTER: Final[TypeAdapter[AnyOrder]] = TypeAdapter(_Stored)


def to_json(order: AnyOrder) -> dict[str, Any]:
    """The order as JSON's types."""
    return asdict(order)


def from_json(stored: dict[str, Any]) -> AnyOrder:
    """The order that was stored.

    Raises:
        ValidationError: it was written by a version whose orders this one does not know.
    """
    return _ADAPTER.validate_python(stored)


def _background(wanted: object) -> Background | None:
    if wanted is None:
        return None
    if wanted == "transparent":
        return Transparent()
    if wanted == "original":
        return Original()
    assert isinstance(wanted, tuple)  # noqa: S101 - the type says so
    return Solid(*wanted) if len(wanted) == 1 else Gradient(*wanted)
