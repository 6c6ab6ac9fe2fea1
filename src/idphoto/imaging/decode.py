"""Bytes to upright sRGB, in two steps: judge the header, then decode the pixels.

Headers are judged first, so that a picture past the limits costs nothing. JPEG, the format nearly
all photos have, can be decoded at a half, a quarter or an eighth of its size for a fraction of the
time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import BadImage, BadRequest, IdPhotoError, ImageTooLarge
from idphoto.imaging import readers, sniff
from idphoto.imaging.normalise import to_upright_srgb

SHRINKS = (1, 2, 4, 8)  # what the DCT of a JPEG can be scaled by


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """What is accepted, judged before pixels are decoded."""

    max_bytes: int = 64 * 2**20  # the raw file of a 50-megapixel camera is about 60 MB
    max_side_px: int = 20_000  # a panorama is no portrait
    max_pixels: int = 120_000_000  # phones' 108-megapixel mode; 360 MB once decoded in full


DEFAULT_LIMITS = DecodeLimits()


@dataclass(frozen=True, slots=True)
class Picture:
    """Decoded pixels; the arrays are read-only.

    ``rgb``: uint8 ``(H, W, 3)``, upright, sRGB, C-contiguous; what is transparent lies on white.
    ``alpha``: uint8 ``(H, W)``, 255 opaque; None unless the source has transparent pixels.
    ``shrink``: the full picture is so many times as large (1, 2, 4 or 8; odd sides rounded up).
    """

    rgb: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None
    shrink: int


@dataclass(frozen=True, slots=True)
class Source:
    """A picture whose header is read and judged. Immutable; may be decoded by many threads.

    ``size_wh``: width and height in pixels at full size, after EXIF orientation.
    ``shrinkable``: whether decoding at a reduced size is much cheaper than at full size.
    ``dpi``: dots per inch of print as the file states them; None where it does not.
    """

    data: bytes
    format: sniff.Format
    size_wh: tuple[int, int]
    shrinkable: bool
    dpi: float | None = None

    def shrink_for(self, longest_px: float, *, cheaply: bool = True) -> int:
        """The largest shrink that leaves at least ``longest_px`` along the longer side.

        ``cheaply``: 1 where decoding at a reduced size saves nothing.
        """
        if cheaply and not self.shrinkable:
            return 1
        return max(s for s in SHRINKS if s == 1 or max(self.size_wh) / s >= longest_px)

    def decode(self, shrink: int = 1) -> Picture:
        """The picture at 1/``shrink`` of its size; ``shrink`` is 1, 2, 4 or 8.

        Formats other than JPEG (and, by half, camera raw) are decoded in full, then averaged.
        Raises :class:`BadImage` where the pixels cannot be read whole.
        """
        if shrink not in SHRINKS:
            raise BadRequest("shrink", f"{shrink} is none of {SHRINKS}")
        with _reading(f"the {self.format} data is damaged or cut short"):
            opened = readers.open_reader(self.data, self.format)
            image, done = opened.pixels(shrink)
            rgb, alpha = to_upright_srgb(image, opened.orientation, shrink // done)
        return Picture(rgb, alpha, shrink)


def open_source(data: bytes | Path, limits: DecodeLimits = DEFAULT_LIMITS) -> Source:
    """Read and judge a picture's header; ``data`` is a whole file or where it lies.

    Raises :class:`UnsupportedFormat`, :class:`ImageTooLarge` or :class:`BadImage`, nothing else.
    """
    content = _content(data, limits.max_bytes)
    _check("file size in bytes", len(content), limits.max_bytes)
    kind = sniff.sniff(content)
    if kind == "webp" and (canvas_wh := sniff.webp_size(content)):
        _check_size(canvas_wh, limits)
    with _reading(f"the {kind} header is damaged, cut short or of a kind that is not supported"):
        opened = readers.open_reader(content, kind)
    _check_size(opened.size_wh, limits)
    width, height = opened.size_wh
    turned = (height, width) if opened.orientation >= 5 else (width, height)
    return Source(content, kind, turned, kind == "jpeg", opened.dpi)


def _content(data: bytes | Path, max_bytes: int) -> bytes:
    if not isinstance(data, Path):
        return bytes(data)
    try:
        with data.open("rb") as file:
            # One byte more than allowed shows that there is more, whatever kind of file this is;
            # the size, where the system knows it, makes a better message.
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
    """The one place where the imaging libraries' errors become ours.

    On damaged bytes they raise nearly anything (SyntaxError, struct.error, zlib.error,
    KeyError, ...), hence the wide net; the reason is ours, since theirs name files and internals.
    """
    try:
        yield
    except IdPhotoError:
        raise
    except MemoryError as error:
        raise BadImage("there is not enough memory to read it") from error
    except Exception as error:
        raise BadImage(reason) from error
