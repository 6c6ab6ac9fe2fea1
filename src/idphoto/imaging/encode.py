"""Encode sRGB pixels to a file: format, DPI, quality, and a window for the size in bytes."""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import BadRequest, CannotFit
from idphoto.imaging.colour import srgb_profile
from idphoto.imaging.saving import save_as
from idphoto.imaging.writers import MAX_SIDE_PX, JpegWriter, PngWriter, WebpWriter, Writer

OutputFormat = Literal["jpeg", "png", "webp"]
# The suffix of a file we name, and the formats of suffixes that others chose.
SUFFIXES: Final[dict[OutputFormat, str]] = {"jpeg": ".jpg", "png": ".png", "webp": ".webp"}
_SPELT: Final[dict[OutputFormat, str]] = {"jpeg": "JPEG", "png": "PNG", "webp": "WebP"}
FORMATS: Final[dict[str, OutputFormat]] = {
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".png": "png",
    ".webp": "webp",
}

DPI_RANGE = (10, 1000)
QUALITY_RANGE = (1, 100)
# No upload site asks for more; a larger minimum would only fill memory with padding.
MAX_MIN_BYTES = 64 * 2**20
# Viewers show untagged pictures as sRGB too, so the ICC profile may take at most 1/32 of the file.
_TAG_SHARE = 32


@dataclass(frozen=True, slots=True)
class EncodeOptions:
    """How to write a picture. Raises :class:`BadRequest`, naming the field, for an invalid value.

    ``quality``: 1–100. None means 92, or whatever the byte window requires. An explicit quality
    overrides the window. PNG ignores it, and WebP at 100 is lossless.
    ``min_bytes``, ``max_bytes``: the smallest and the largest file size accepted.

    >>> import idphoto
    >>> idphoto.EncodeOptions(format="webp", max_bytes=40_000).window
    (0, 40000)
    """

    format: OutputFormat = "jpeg"
    dpi: float = 300
    quality: int | None = None
    min_bytes: int | None = None
    max_bytes: int | None = None

    def __post_init__(self) -> None:
        if self.format not in get_args(OutputFormat):
            raise BadRequest("format", f"{self.format!r} is not one of jpeg, png, webp")
        if not DPI_RANGE[0] <= self.dpi <= DPI_RANGE[1]:
            raise BadRequest("dpi", f"{self.dpi} is outside {DPI_RANGE[0]}–{DPI_RANGE[1]}")
        if self.quality is not None and not QUALITY_RANGE[0] <= self.quality <= QUALITY_RANGE[1]:
            raise BadRequest("quality", f"{self.quality} is outside 1–100")
        if self.min_bytes is not None and not 0 <= self.min_bytes <= MAX_MIN_BYTES:
            raise BadRequest("min_bytes", f"{self.min_bytes:,} is outside 0–{MAX_MIN_BYTES:,}")
        if self.max_bytes is not None and self.max_bytes < 1:
            raise BadRequest("max_bytes", f"{self.max_bytes:,} is less than 1")
        if None not in (self.min_bytes, self.max_bytes) and self.window[0] > self.window[1]:
            raise BadRequest(
                "min_bytes", f"{self.min_bytes:,} is more than max_bytes, {self.max_bytes:,}"
            )

    @property
    def window(self) -> tuple[float, float]:
        """The smallest and the largest accepted file size; 0 and infinity where not set."""
        high = float("inf") if self.max_bytes is None else self.max_bytes
        return self.min_bytes or 0, high


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture's file, as it was written.

    ``quality``: as written; None for PNG. ``subsampling``: 4:4:4 or 4:2:0; None if chroma is not
    coded separately. ``padded_bytes``: how many bytes of ``data`` are filler for ``min_bytes``.

    >>> import idphoto
    >>> photo = idphoto.make_photo("me.jpg", max_bytes=20_000)
    >>> photo.encoded.format, len(photo.encoded.data) <= 20_000, photo.encoded.padded_bytes
    ('jpeg', True, 0)
    """

    data: bytes = field(repr=False)
    format: OutputFormat
    quality: int | None
    subsampling: str | None
    padded_bytes: int

    @property
    def in_words(self) -> str:
        """Format and size: ``JPEG 54,321 bytes``."""
        return f"{_SPELT[self.format]} {len(self.data):,} bytes"

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the file. Its bytes stay as they are: they fit their window and were checked.

        Raises:
            BadRequest: the name's suffix says another format.
            NoSuchFolder: there is no folder to write it to; a ``FileNotFoundError`` as well.
            IoError: the system cannot write it.
        """
        save_as(path, self.data, self.format, 'make the picture in that format (format="…")')


def as_png(pixels: NDArray[np.uint8]) -> bytes:
    """A PNG file of ``pixels``, as :func:`encode` takes them: for notebooks."""
    return encode(pixels, EncodeOptions(format="png")).data


def encode(pixels: NDArray[np.uint8], options: EncodeOptions) -> Encoded:
    """Write ``pixels``, uint8 sRGB ``(H, W, 3)``, or ``(H, W, 4)`` with straight alpha.

    The file holds exactly these pixels, its DPI, an sRGB tag and no other metadata. Without an
    explicit quality it is written at 92. If that is too large, it is written at the highest quality
    that fits; if too small, at the lowest quality that reaches ``min_bytes``, and padded if even
    the highest does not. In a narrow window the ICC profile (588 bytes) is left out.

    Raises :class:`CannotFit` if no quality fits the window, or if the window is narrower than the
    container's smallest filler (WebP 8 bytes, PNG 20). Raises :class:`BadRequest` for alpha in a
    JPEG and for pictures larger than the format can hold.

    >>> photo = np.zeros((531, 413, 3), np.uint8)
    >>> encoded = encode(photo, EncodeOptions(dpi=300, min_bytes=20_000, max_bytes=50_000))
    >>> encoded.format, encoded.quality, 20_000 <= len(encoded.data) <= 50_000
    ('jpeg', 100, True)
    """
    _check_pixels(pixels, options.format)
    pixels = np.ascontiguousarray(pixels)
    if options.format == "png":
        return _fit(PngWriter(pixels, options.dpi), options)
    kind = JpegWriter if options.format == "jpeg" else WebpWriter
    if options.quality is not None:
        writer = kind(pixels, options.dpi, tag_srgb=True)
        data = writer.write(options.quality)
        subsampling = writer.subsampling(options.quality)
        return Encoded(data, options.format, options.quality, subsampling, 0)
    if len(srgb_profile()) * _TAG_SHARE <= options.window[1]:
        try:
            return _fit(kind(pixels, options.dpi, tag_srgb=True), options)
        except CannotFit:
            pass  # it may fit without the profile
    return _fit(kind(pixels, options.dpi, tag_srgb=False), options)


def _check_pixels(pixels: NDArray[np.uint8], kind: OutputFormat) -> None:
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] not in (3, 4):
        raise BadRequest(
            "pixels", f"{pixels.dtype} {pixels.shape} is not uint8 (H, W, 3) or (H, W, 4)"
        )
    if pixels.shape[2] == 4 and kind == "jpeg":
        raise BadRequest(
            "format",
            "JPEG does not support transparency: use PNG or WebP, or set a background",
        )
    limit = MAX_SIDE_PX[kind]
    height, width = pixels.shape[:2]
    if not (1 <= width <= limit and 1 <= height <= limit):
        raise BadRequest(
            "format", f"{kind} cannot hold {width} × {height} px: a side is 1 to {limit} px"
        )


def _fit(writer: Writer, options: EncodeOptions) -> Encoded:
    """The file at the best level for the window, padded if necessary."""
    low, high = options.window
    write = cache(writer.write)
    level = _choose_level(lambda level: len(write(level)), writer, low, high)
    data = write(level)
    size, padded = len(data), 0
    if size < low:
        data = writer.pad(data, int(low) - size)
        padded = len(data) - size
    if len(data) > high:
        # Nothing fits, or the window lies between this file and its shortest padding.
        smallest = size if padded else len(write(writer.levels[0]))
        largest = len(data) if padded else len(write(writer.levels[-1]))
        raise CannotFit(smallest, largest, options.min_bytes, options.max_bytes)
    quality = None if options.format == "png" else level
    return Encoded(data, options.format, quality, writer.subsampling(level), padded)


def _choose_level(size_of: Callable[[int], int], writer: Writer, low: float, high: float) -> int:
    """The level closest to the default whose size lies within [low, high].

    If there is none, the level with the largest size found below ``low``, to be padded; if no size
    is below ``high``, the lowest level. Sizes need not rise strictly with the level: the size of
    the level returned was measured.
    """
    levels, start = writer.levels, writer.default_level
    size = size_of(start)
    if size > high:
        below = [level for level in levels if level < start]
        first_too_large = bisect_right(below, high, key=size_of)
        return below[first_too_large - 1] if first_too_large else levels[0]
    if size < low:
        above = [start, *(level for level in levels if level > start)]
        first_enough = bisect_left(above, low, key=size_of)
        if first_enough < len(above) and size_of(above[first_enough]) <= high:
            return above[first_enough]
        return above[first_enough - 1]
    return start
