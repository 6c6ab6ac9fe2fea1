"""A request: photos, and the sheet to print them on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, TypedDict, get_args

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import BadRequest
from idphoto.imaging.colour import parse_colour
from idphoto.imaging.decode import DEFAULT_LIMITS, DecodeLimits, open_source
from idphoto.imaging.encode import DPI_RANGE, QUALITY_RANGE
from idphoto.imaging.geometry import mm_to_px, px_to_mm
from idphoto.imaging.inputs import SourceLike
from idphoto.imaging.jpeg import is_plain_jpeg
from idphoto.sheet.density import DEFAULT_DPI, MIN_SIDE_MM, believed_dpi
from idphoto.sheet.paper import Orientation, Paper, find_paper

SheetFormat = Literal["jpeg", "png", "pdf"]

DEFAULT_PAPER: Final = "6inch"
LIGHT_GREY: Final = "DCDCDC"  # makes white photos stand out, and takes little ink

_BORDER_RANGE_MM: Final = (0.0, 50.0)
_MAX_COUNT: Final = 10_000
_MAX_LABEL_CHARACTERS: Final = 2000
_QR_RANGE_PX: Final = (1, 10_000)


@dataclass(frozen=True, slots=True, eq=False)
class SheetPhoto:
    """A finished photo, to be printed ``count`` times; None means as often as there is room for.

    ``pixels``: uint8 sRGB ``(H, W, 3)``, or ``(H, W, 4)`` with straight alpha. ``dpi``: determines
    the size in print. ``jpeg``: the same picture as a JPEG file, which a PDF then holds unchanged.
    ``dpi_assumed``: whether ``dpi`` is the default, because the photo's file states no density.

    Raises:
        BadRequest: a value is invalid; the error names the field.

    >>> import idphoto
    >>> photo = idphoto.SheetPhoto.load("me.jpg", 4, size_mm=(35, 35))
    >>> idphoto.make_sheet(photo).count
    4
    """

    pixels: NDArray[np.uint8]
    dpi: float = DEFAULT_DPI
    count: int | None = None
    jpeg: bytes | None = field(default=None, repr=False)
    dpi_assumed: bool = False

    def __post_init__(self) -> None:
        if self.pixels.dtype != np.uint8 or self.pixels.ndim != 3:
            raise BadRequest(
                "pixels", f"{self.pixels.dtype} {self.pixels.shape} is not a uint8 picture"
            )
        if self.pixels.shape[2] not in (3, 4):
            channels = self.pixels.shape[2]
            raise BadRequest("pixels", f"{channels} channels are neither RGB nor RGBA")
        if self.count is not None and not 1 <= self.count <= _MAX_COUNT:
            raise BadRequest("count", f"{self.count} is outside 1–{_MAX_COUNT:,}")
        if not 0 < self.dpi < float("inf"):
            raise BadRequest("dpi", f"{self.dpi} is not a positive number")
        side = min(self.size_mm)
        if side < MIN_SIDE_MM:
            raise BadRequest(
                "photo",
                f"it would be {side:.1f} mm wide in print at {self.dpi:g} dpi; the minimum is "
                f"{MIN_SIDE_MM:g} mm",
            )

    @classmethod
    def load(
        cls,
        photo: SourceLike,
        count: int | None = None,
        *,
        size_mm: tuple[float, float] | None = None,
        limits: DecodeLimits = DEFAULT_LIMITS,
    ) -> SheetPhoto:
        """A photo in any form that ``make_photo`` reads.

        Args:
            photo: see ``SourceLike``.
            count: how often to print it; None means as often as there is room for.
            size_mm: the size in print; by default from the density that the file states, or 300 dpi
                where it states none.
            limits: the largest picture accepted.

        Raises:
            BadRequest: ``size_mm`` does not have the photo's proportions.
            ImplausibleDensity: the file states a density at which no ID photo is printed, and
                ``size_mm`` is not given.
            BadImage: the file cannot be read.
        """
        source = open_source(photo, limits)
        if size_mm is not None:
            dpi, assumed = _dpi_for(source.size_wh, size_mm), False
        else:
            dpi = believed_dpi(source.density_dpi, source.size_wh)
            assumed = source.density_dpi is None
        picture = source.decode()
        pixels = picture.rgb
        if picture.alpha is not None:
            pixels = _off_white(picture.rgb, picture.alpha)
        jpeg = source.file if source.format == "jpeg" else None
        plain = jpeg is not None and is_plain_jpeg(jpeg)
        return cls(pixels, dpi, count, jpeg if plain else None, assumed)

    @property
    def size_wh(self) -> tuple[int, int]:
        """Width and height in its own pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height in print."""
        width, height = self.size_wh
        return px_to_mm(width, self.dpi), px_to_mm(height, self.dpi)


def _off_white(rgb: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Undo compositing on white: straight colours with alpha ``(H, W, 4)``, from rgb and alpha."""
    share = np.maximum(alpha, 1)[..., None].astype(np.float32) / np.float32(255.0)
    straight = np.rint(255.0 + (rgb - np.float32(255.0)) / share).clip(0, 255).astype(np.uint8)
    return np.dstack([straight, alpha])


def _dpi_for(size_wh: tuple[int, int], size_mm: tuple[float, float]) -> float:
    """The dpi at which the pixels have this size in print, to within a pixel on both sides."""
    if min(size_mm) <= 0:
        reason = f"{size_mm[0]:g} x {size_mm[1]:g} is not a size: both sides must be positive"
        raise BadRequest("size_mm", reason)
    one_mm = mm_to_px(1.0, 1.0)
    dpi = sum(px / (mm * one_mm) for px, mm in zip(size_wh, size_mm, strict=True)) / 2
    off = [abs(mm_to_px(mm, dpi) - px) for px, mm in zip(size_wh, size_mm, strict=True)]
    if max(off) > 1.0:
        width, height = size_wh
        raise BadRequest(
            "size_mm",
            f"{size_mm[0]:g} x {size_mm[1]:g} mm does not have the proportions of the photo, "
            f"{width} x {height} px",
        )
    return dpi


class SheetOptions(TypedDict, total=False):
    """The keywords of ``make_sheet``: the fields of ``SheetRequest`` beside ``paper``.

    >>> import idphoto
    >>> options: idphoto.SheetOptions = {"format": "png", "margin_mm": 5}
    >>> idphoto.make_sheet("me.jpg", "A6", **options).format
    'png'
    """

    orientation: Orientation
    dpi: int | None
    background: str
    margin_mm: float
    gutter_mm: float
    crop_marks: bool
    rotate: bool
    label: str | None
    qr: str | None
    qr_size_px: int
    format: SheetFormat
    quality: int | None


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """A sheet to make. Frozen: for any number of sheets.

    ``paper``: a name such as "A4", or a size in millimetres such as "100x150". ``orientation``:
    "auto" takes the one that holds more photos. ``dpi``: of the sheet; None takes the highest of
    the photos'. ``background``: a colour, as RRGGBB or by name. ``margin_mm``: free space along the
    edges, where most printers cannot print. ``gutter_mm``: space between photos. ``rotate``:
    whether photos may lie on their side. ``label``: a text of one or more lines. ``qr``: the
    content of a QR code. ``qr_size_px``: its side on the sheet, in pixels. ``quality``: of JPEGs,
    1–100; None means 92 (in PDFs 95, for photos that are not JPEG files).

    Raises:
        BadRequest: a value is invalid; the error names the field.

    >>> import idphoto
    >>> request = idphoto.SheetRequest("A6", format="pdf")
    >>> request.sheet.size_mm(landscape=True)
    (148.0, 105.0)
    """

    paper: str = DEFAULT_PAPER
    orientation: Orientation = "auto"
    dpi: int | None = None
    background: str = LIGHT_GREY
    margin_mm: float = 3.0
    gutter_mm: float = 2.0
    crop_marks: bool = True
    rotate: bool = True
    label: str | None = None
    qr: str | None = None
    qr_size_px: int = 290
    format: SheetFormat = "jpeg"
    quality: int | None = None

    def __post_init__(self) -> None:
        find_paper(self.paper)
        parse_colour(self.background, "background")
        for name, choices in (("orientation", Orientation), ("format", SheetFormat)):
            if getattr(self, name) not in get_args(choices):
                words = ", ".join(get_args(choices))
                raise BadRequest(name, f"{getattr(self, name)!r} is not one of {words}")
        ranges: dict[str, tuple[float, float]] = {
            "dpi": DPI_RANGE,
            "margin_mm": _BORDER_RANGE_MM,
            "gutter_mm": _BORDER_RANGE_MM,
            "qr_size_px": _QR_RANGE_PX,
            "quality": QUALITY_RANGE,
        }
        for name, (low, high) in ranges.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise BadRequest(name, f"{value} is outside {low:g}–{high:g}")
        if self.label is not None and not self.label_lines:
            raise BadRequest("label", "must not be blank")
        if self.label is not None and len(self.label) > _MAX_LABEL_CHARACTERS:
            found, limit = len(self.label), _MAX_LABEL_CHARACTERS
            raise BadRequest("label", f"has {found:,} characters; the limit is {limit:,}")

    @property
    def sheet(self) -> Paper:
        """The paper that ``paper`` names."""
        return find_paper(self.paper)

    @property
    def ground(self) -> tuple[int, int, int]:
        """The background as red, green, blue."""
        return parse_colour(self.background, "background")

    @property
    def label_lines(self) -> tuple[str, ...]:
        """The label's lines, without blank ones."""
        return tuple(line for line in (self.label or "").splitlines() if line.strip())
