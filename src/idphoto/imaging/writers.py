"""Write pixels as JPEG, PNG or WebP, with DPI and sRGB tags and no other metadata.

A writer writes one picture at any of its ``levels``, in ascending order of size (for JPEG and WebP
a level is a quality). It can also pad a finished file in a way its format allows.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import ClassVar, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from idphoto.imaging.colour import srgb_profile
from idphoto.imaging.geometry import MM_PER_INCH

# Half-resolution chroma bleeds along the edge to a coloured background: used only below this.
FULL_CHROMA_FROM = 90

_JPEG_SEGMENT_MAX = 2 + 0xFFFF  # the marker, then a length that includes itself
_PNG_HEAD = 8 + 25  # signature and IHDR; the tags for colour and resolution follow

# The longest side that each format (or the library behind it) supports.
MAX_SIDE_PX = {"jpeg": 65_500, "png": 65_500, "webp": 16_383}


class Writer(Protocol):
    """Writes one picture at several levels."""

    levels: ClassVar[range]
    default_level: ClassVar[int]

    def write(self, level: int) -> bytes:
        """The whole file at this level."""
        ...

    def pad(self, data: bytes, count: int) -> bytes:
        """``data`` longer by ``count`` ≥ 1 bytes, or by the few more that the format requires."""
        ...

    def subsampling(self, level: int) -> str | None:
        """Chroma subsampling, such as 4:2:0; None if the format has none."""
        ...


class JpegWriter:
    """Baseline JPEG (some upload sites refuse progressive) with optimised Huffman tables."""

    levels: ClassVar[range] = range(1, 101)
    default_level: ClassVar[int] = 92

    def __init__(self, pixels: NDArray[np.uint8], dpi: float, tag_srgb: bool) -> None:
        # OpenCV, not Pillow: Pillow's buffer for optimised tables is too small for noisy pictures
        # at high quality. Both wrap the same library and give the same bytes.
        self._bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
        density = round(dpi)
        self._head = b"\xff\xd8" + _segment(
            0xE0, struct.pack(">5s2sBHHBB", b"JFIF\0", b"\1\1", 1, density, density, 0, 0)
        )
        if tag_srgb:
            self._head += _segment(0xE2, b"ICC_PROFILE\0\1\1" + srgb_profile())

    def write(self, level: int) -> bytes:
        factors = (
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444
            if level >= FULL_CHROMA_FROM
            else cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420
        )
        _, encoded = cv2.imencode(
            ".jpg",
            self._bgr,
            [
                *(cv2.IMWRITE_JPEG_QUALITY, level),
                *(cv2.IMWRITE_JPEG_SAMPLING_FACTOR, factors),
                *(cv2.IMWRITE_JPEG_OPTIMIZE, 1),
            ],
        )
        data = encoded.tobytes()
        (header_size,) = struct.unpack_from(">H", data, 4)
        return self._head + data[4 + header_size :]  # OpenCV's own JFIF header states no DPI

    def pad(self, data: bytes, count: int) -> bytes:
        at = len(self._head)
        if count < 4:  # too few for a segment: fill bytes may precede any marker (T.81, B.1.1.2)
            return data[:at] + b"\xff" * count + data[at:]
        segments = -(-count // _JPEG_SEGMENT_MAX)
        sizes = [count // segments + (i < count % segments) for i in range(segments)]
        comments = b"".join(_segment(0xFE, b" " * (size - 4)) for size in sizes)
        return data[:at] + comments + data[at:]

    def subsampling(self, level: int) -> str | None:
        return "4:4:4" if level >= FULL_CHROMA_FROM else "4:2:0"


class PngWriter:
    """Lossless PNG: level 1 is fast to write, level 0 is as small as deflate can make it."""

    levels: ClassVar[range] = range(2)
    default_level: ClassVar[int] = 1

    def __init__(self, pixels: NDArray[np.uint8], dpi: float) -> None:
        self._image = Image.fromarray(pixels)
        per_metre = round(dpi / MM_PER_INCH * 1000)
        self._tags = _chunk(b"sRGB", b"\0") + _chunk(
            b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)
        )

    def write(self, level: int) -> bytes:
        buffer = io.BytesIO()
        self._image.save(buffer, "PNG", optimize=level == 0)
        data = buffer.getvalue()
        return data[:_PNG_HEAD] + self._tags + data[_PNG_HEAD:]

    def pad(self, data: bytes, count: int) -> bytes:
        filler = _chunk(b"tEXt", b"Comment\0".ljust(max(8, count - 12), b" "))
        at = _PNG_HEAD + len(self._tags)
        return data[:at] + filler + data[at:]

    def subsampling(self, level: int) -> str | None:
        return None


class WebpWriter:
    """Lossy WebP with lossless alpha; level 100 is fully lossless."""

    levels: ClassVar[range] = range(1, 101)
    default_level: ClassVar[int] = 92

    def __init__(self, pixels: NDArray[np.uint8], dpi: float, tag_srgb: bool) -> None:
        self._image = Image.fromarray(pixels)
        exif = Image.Exif()
        exif[0x011A] = exif[0x011B] = float(dpi)  # x and y resolution
        exif[0x0128] = 2  # per inch
        self._tags = {"exif": exif.tobytes(), "icc_profile": srgb_profile() if tag_srgb else b""}

    def write(self, level: int) -> bytes:
        buffer = io.BytesIO()
        lossless = level == self.levels[-1]
        # In lossless mode quality means effort: 100 costs seconds and saves 2 %.
        self._image.save(
            buffer, "WEBP", quality=75 if lossless else level, lossless=lossless, **self._tags
        )
        return buffer.getvalue()

    def pad(self, data: bytes, count: int) -> bytes:
        # Readers skip unknown chunks. A chunk has an 8-byte header and an even size.
        payload = max(0, count - 8 + count % 2)
        grown = data + b"PADD" + struct.pack("<I", payload) + bytes(payload)
        return grown[:4] + struct.pack("<I", len(grown) - 8) + grown[8:]

    def subsampling(self, level: int) -> str | None:
        return None if level == self.levels[-1] else "4:2:0"


def _segment(marker: int, content: bytes) -> bytes:
    """A JPEG marker segment."""
    return struct.pack(">BBH", 0xFF, marker, 2 + len(content)) + content


def _chunk(kind: bytes, content: bytes) -> bytes:
    """A PNG chunk."""
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
