"""What is asked for: photos, and the sheet that they go on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import BadRequest
from idphoto.imaging.color import parse_color
from idphoto.imaging.decode import DEFAULT_LIMITS, DecodeLimits, open_source
from idphoto.imaging.encode import DPI_RANGE, QUALITY_RANGE
from idphoto.imaging.geometry import mm_to_px, px_to_mm
from idphoto.imaging.jpeg import is_plain_jpeg
from idphoto.sheet.paper import Orientation, Paper, find_paper

SheetFormat = Literal["jpeg", "png", "pdf"]

DEFAULT_DPI: Final = 300.0  # where a file does not say
LIGHT_GREY: Final = "DCDCDC"  # a white photo shows on it, and it takes little ink

_BORDER_RANGE_MM: Final = (0.0, 50.0)
_MAX_COUNT: Final = 10_000
_LEAST_SIDE_MM: Final = 5.0  # photos in use are four times as wide; specks take long to pack
_MAX_LABEL: Final = 2000
_QR_RANGE_PX: Final = (1, 10_000)


@dataclass(frozen=True, slots=True, eq=False)
class SheetPhoto:
    """A finished photo, to be printed ``count`` times; None: as often as there is room for.

    ``pixels``: uint8 sRGB ``(H, W, 3)``, or ``(H, W, 4)`` with straight alpha. ``dpi``: its size
    in print is pixels over dpi. ``jpeg``: the same picture as a JPEG file, which a PDF then holds
    as it is.

    Raises:
        BadRequest: a value cannot be; the field is named.
    """

    pixels: NDArray[np.uint8]
    dpi: float = DEFAULT_DPI
    count: int | None = None
    jpeg: bytes | None = None

    def __post_init__(self) -> None:
        if self.pixels.dtype != np.uint8 or self.pixels.ndim != 3:
            raise BadRequest("pixels", f"{self.pixels.dtype} {self.pixels.shape} is no picture")
        if self.pixels.shape[2] not in (3, 4):
            raise BadRequest("pixels", f"{self.pixels.shape[2]} channels are neither RGB nor RGBA")
        if self.count is not None and not 1 <= self.count <= _MAX_COUNT:
            raise BadRequest("count", f"{self.count} is outside 1–{_MAX_COUNT:,}")
        if not 0 < self.dpi < float("inf"):
            raise BadRequest("dpi", f"{self.dpi} is no density")
        side = min(self.size_mm)
        if side < _LEAST_SIDE_MM:
            raise BadRequest(
                "photo",
                f"it would be printed {side:.1f} mm wide, at {self.dpi:g} dpi; at least "
                f"{_LEAST_SIDE_MM:g} mm are",
            )

    @classmethod
    def load(
        cls,
        photo: str | Path | bytes,
        count: int | None = None,
        *,
        size_mm: tuple[float, float] | None = None,
        limits: DecodeLimits = DEFAULT_LIMITS,
    ) -> SheetPhoto:
        """From a file, or its bytes, of any supported format.

        Args:
            photo: what to read.
            count: how often to print it.
            size_mm: the size of the print; by default the file's DPI say, or else 300 dpi.
            limits: what is accepted.

        Raises:
            BadRequest: ``size_mm`` is not of the photo's shape.
            BadImage: the file cannot be read.
        """
        source = open_source(photo if isinstance(photo, bytes) else Path(photo), limits)
        picture = source.decode()
        pixels = picture.rgb
        if picture.alpha is not None:
            pixels = _off_white(picture.rgb, picture.alpha)
        dpi = source.dpi or DEFAULT_DPI
        if size_mm is not None:
            dpi = _dpi_for(source.size_wh, size_mm)
        plain = source.format == "jpeg" and is_plain_jpeg(source.data)
        return cls(pixels, dpi, count, source.data if plain else None)

    @property
    def size_wh(self) -> tuple[int, int]:
        """In its own pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]

    @property
    def size_mm(self) -> tuple[float, float]:
        """In print."""
        width, height = self.size_wh
        return px_to_mm(width, self.dpi), px_to_mm(height, self.dpi)


def _off_white(rgb: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Straight colours with alpha ``(H, W, 4)``, of ``rgb`` ``(H, W, 3)`` that lies on white."""
    share = np.maximum(alpha, 1)[..., None].astype(np.float32) / np.float32(255.0)
    straight = np.rint(255.0 + (rgb - np.float32(255.0)) / share).clip(0, 255).astype(np.uint8)
    return np.dstack([straight, alpha])


def _dpi_for(size_wh: tuple[int, int], size_mm: tuple[float, float]) -> float:
    """The density at which pixels are millimetres: to within a pixel on both sides."""
    if min(size_mm) <= 0:
        raise BadRequest("size_mm", f"{size_mm[0]:g} x {size_mm[1]:g} is no size")
    one_mm = mm_to_px(1.0, 1.0)
    dpi = sum(px / (mm * one_mm) for px, mm in zip(size_wh, size_mm, strict=True)) / 2
    off = [abs(mm_to_px(mm, dpi) - px) for px, mm in zip(size_wh, size_mm, strict=True)]
    if max(off) > 1.0:
        width, height = size_wh
        raise BadRequest(
            "size_mm",
            f"{size_mm[0]:g} x {size_mm[1]:g} mm is not of the shape of {width} x {height} px",
        )
    return dpi


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """One sheet to make.

    ``paper``: see ``paper.py``; with "auto", it lies as more photos fit. ``dpi``: of the sheet;
    None takes the photos', the finest of several. ``background``: a colour, as RRGGBB or by name.
    ``margin_mm``: free along the edges, where most printers do not print. ``gutter_mm``: between
    photos. ``rotate``: whether photos may lie on their side. ``label``: a text of one or more
    lines. ``qr``: what a QR code says, ``qr_size_px``: its side on the sheet, in pixels.
    ``quality``: of JPEGs, 1–100; None takes 92 (in PDFs 95, for photos that are no JPEG files).

    Raises:
        BadRequest: a value cannot be; the field is named.
    """

    paper: str = "6inch"
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
        parse_color(self.background, "background")
        for name, choices in (("orientation", Orientation), ("format", SheetFormat)):
            if getattr(self, name) not in get_args(choices):
                words = ", ".join(get_args(choices))
                raise BadRequest(name, f"{getattr(self, name)!r} is none of {words}")
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
            raise BadRequest("label", "is blank")
        if self.label is not None and len(self.label) > _MAX_LABEL:
            found = len(self.label)
            raise BadRequest("label", f"has {found:,} characters; at most {_MAX_LABEL:,} are")

    @property
    def sheet(self) -> Paper:
        """The paper itself."""
        return find_paper(self.paper)

    @property
    def ground(self) -> tuple[int, int, int]:
        """The background as red, green, blue."""
        return parse_color(self.background, "background")

    @property
    def label_lines(self) -> tuple[str, ...]:
        """The label's lines, without blank ones."""
        return tuple(line for line in (self.label or "").splitlines() if line.strip())
