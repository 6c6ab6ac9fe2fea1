"""Decode bytes to upright sRGB in two steps: check the header, then decode the pixels.

Checking the header first means that a picture over the limits costs nothing. JPEG, the format of
nearly all photos, can be decoded at a half, a quarter or an eighth of its size in a fraction of the
time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import BadImage, BadRequest, IdPhotoError, ImageTooLarge
from idphoto.imaging import readers, sniff
from idphoto.imaging.jpeg_end import completed
from idphoto.imaging.normalise import to_upright_srgb

SHRINKS = (1, 2, 4, 8)  # the factors by which a JPEG decoder can shrink a picture


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """The largest picture accepted, checked before any pixel is decoded."""

    max_bytes: int = 64 * 2**20  # the raw file of a 50-megapixel camera is about 60 MB
    max_side_px: int = 20_000  # longer pictures are panoramas, not portraits
    max_pixels: int = 120_000_000  # for phones' 108-megapixel mode: 360 MB once decoded in full

    def with_side(self, max_side_px: int | None) -> DecodeLimits:
        """These limits with a longest side of at most ``max_side_px``; None leaves it as it is."""
        side = self.max_side_px if max_side_px is None else min(self.max_side_px, max_side_px)
        return replace(self, max_side_px=side)


DEFAULT_LIMITS = DecodeLimits()


@dataclass(frozen=True, slots=True)
class Picture:
    """Decoded pixels. The arrays are read-only.

    ``rgb``: uint8 ``(H, W, 3)``, upright, sRGB, C-contiguous; transparent pixels are on white.
    ``alpha``: uint8 ``(H, W)``, 255 is opaque; None if the source has no transparent pixels.
    ``shrink``: 1, 2, 4 or 8: the picture is 1/``shrink`` of its full size, odd sides rounded up.
    """

    rgb: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None
    shrink: int


@dataclass(frozen=True, slots=True)
class Source:
    """A picture whose header was read and accepted. Immutable; several threads may decode it.

    ``size_wh``: width and height in pixels at full size, after EXIF orientation.
    ``shrinkable``: whether decoding at a reduced size is much cheaper than at full size.
    ``density_dpi``: the print density that the file states, in dots per inch, horizontally and
    vertically as stored, however implausible; None if it states none.
    ``jpeg_quality``: 1–100, by the file's quantisation tables; None if it is not a JPEG.
    """

    data: bytes
    format: sniff.Format
    size_wh: tuple[int, int]
    shrinkable: bool
    density_dpi: tuple[float, float] | None = None
    jpeg_quality: float | None = None

    def shrink_for(self, longest_px: float, *, cheaply: bool = True) -> int:
        """The largest shrink that leaves at least ``longest_px`` along the longer side.

        ``cheaply``: 1 where decoding at a reduced size saves nothing.
        """
        if cheaply and not self.shrinkable:
            return 1
        return max(s for s in SHRINKS if s == 1 or max(self.size_wh) / s >= longest_px)

    def decode(self, shrink: int = 1) -> Picture:
        """The picture at 1/``shrink`` of its size; ``shrink`` is 1, 2, 4 or 8.

        JPEGs decode at the reduced size, camera raw files at half size; other formats are decoded
        in full, then averaged. Raises :class:`BadImage` if some pixels cannot be read.
        """
        if shrink not in SHRINKS:
            raise BadRequest("shrink", f"{shrink} is not one of {', '.join(map(str, SHRINKS))}")
        with _reading(f"the {self.format} data is damaged or truncated"):
            opened = readers.open_reader(self.data, self.format)
            image, done = opened.pixels(shrink)
            rgb, alpha = to_upright_srgb(image, opened.orientation, shrink // done)
        return Picture(rgb, alpha, shrink)


def open_source(data: bytes | Path, limits: DecodeLimits = DEFAULT_LIMITS) -> Source:
    """Read a picture's header and check it against ``limits``.

    ``data``: a file's bytes, or its path. A JPEG that lacks nothing but its end marker gets one; it
    is the only case in which pixels are decoded here. Raises only :class:`UnsupportedFormat`,
    :class:`ImageTooLarge` or :class:`BadImage`.

    >>> source = open_source(bytes.fromhex("424d1e000000000000001a0000000c000000"
    ...                                    "010001000100180000ff0000"))
    >>> source.format, source.size_wh, source.decode().rgb.tolist()
    ('bmp', (1, 1), [[[0, 255, 0]]])
    """
    content = _content(data, limits.max_bytes)
    _check("file size in bytes", len(content), limits.max_bytes)
    kind = sniff.sniff(content)
    if kind == "webp" and (canvas_wh := sniff.webp_size(content)):
        _check_size(canvas_wh, limits)
    with _reading(f"the {kind} header is damaged, truncated or of an unsupported kind"):
        opened = readers.open_reader(content, kind)
    _check_size(opened.size_wh, limits)
    if kind == "jpeg":
        content = completed(content)
    width, height = opened.size_wh
    turned = (height, width) if opened.orientation >= 5 else (width, height)
    return Source(content, kind, turned, kind == "jpeg", opened.density_dpi, opened.jpeg_quality)


def _content(data: bytes | Path, max_bytes: int) -> bytes:
    if not isinstance(data, Path):
        return bytes(data)
    try:
        with data.open("rb") as file:
            # Where the system knows the size, it makes the better message. A pipe has none:
            # reading one byte more than the limit shows that there are too many.
            size = data.stat().st_size
            _check("file size in bytes", size, max_bytes)
            return file.read(max_bytes + 1)
    except OSError as error:
        raise BadImage(f"the file cannot be opened ({error.strerror})") from error


def _check_size(size_wh: tuple[int, int], limits: DecodeLimits) -> None:
    width, height = size_wh
    _check("longer side in pixels", max(width, height), limits.max_side_px)
    _check("number of pixels", width * height, limits.max_pixels)


def _check(what: str, found: int, limit: int) -> None:
    if found > limit:
        raise ImageTooLarge(what, found, limit)


@contextmanager
def _reading(reason: str) -> Iterator[None]:
    """Turn the imaging libraries' errors into :class:`BadImage`, in this one place.

    On damaged bytes they raise nearly anything (SyntaxError, struct.error, zlib.error,
    KeyError, ...), hence the bare Exception. Their messages name files and internals, so the
    reason is our own.
    """
    try:
        yield
    except IdPhotoError:
        raise
    except MemoryError as error:
        raise BadImage("not enough memory to decode it") from error
    except Exception as error:
        raise BadImage(reason) from error
