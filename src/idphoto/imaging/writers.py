"""File writers: pixels to JPEG, PNG or WebP with DPI and sRGB tags and nothing else.

A writer writes one picture at any of its ``levels``, ascending in size (for JPEG and WebP a level
is a quality), and can pad a finished file in the way its container provides for.
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

from idphoto.imaging.color import srgb_profile
from idphoto.imaging.geometry import MM_PER_INCH

# Chroma at half resolution bleeds along the edge to a coloured background: only below this.
FULL_CHROMA_FROM = 90

_JPEG_SEGMENT_MAX = 2 + 0xFFFF  # marker, then a length that counts itself
_PNG_HEAD = 8 + 25  # signature and IHDR, after which colour and resolution are stated

# What each container (or the library behind it) can hold a side.
MAX_SIDE_PX = {"jpeg": 65_500, "png": 65_500, "webp": 16_383}


class Writer(Protocol):
    """One picture, ready to be written at several levels."""

    levels: ClassVar[range]
    default_level: ClassVar[int]

    def write(self, level: int) -> bytes:
        """The whole file at this level."""
        ...

    def pad(self, data: bytes, count: int) -> bytes:
        """``data`` longer by at least ``count`` ≥ 1 bytes, by as few more as the format allows."""
        ...

    def subsampling(self, level: int) -> str | None:
        """Chroma subsampling, as in 4:2:0; None for formats without."""
        ...


class JpegWriter:
    """Baseline (some upload sites refuse progressive), Huffman tables optimised."""

    levels: ClassVar[range] = range(1, 101)
    default_level: ClassVar[int] = 92

    def __init__(self, pixels: NDArray[np.uint8], dpi: float, tag_srgb: bool) -> None:
        # OpenCV and not Pillow: Pillow's buffer for optimised tables is too small for noisy
        # pictures at high quality. Both wrap the same library; the bytes are the same.
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
        return self._head + data[4 + header_size :]  # OpenCV's own JFIF header states no density

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
    """Lossless: level 1 is written fast, level 0 as small as deflate gets it."""

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
    """Lossy with lossless alpha; level 100 is lossless altogether."""

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
        # Lossless, 100 would stand for effort, which costs seconds and gains 2 %.
        self._image.save(
            buffer, "WEBP", quality=75 if lossless else level, lossless=lossless, **self._tags
        )
        return buffer.getvalue()

    def pad(self, data: bytes, count: int) -> bytes:
        # An unknown chunk: readers skip it. Chunks have a head of 8 bytes and even sizes.
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
