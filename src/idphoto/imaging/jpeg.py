"""Inspect JPEG files without decoding them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from idphoto.imaging.colour import srgb_profile

_JFIF, _PROFILE, _COMMENT, _SCAN = 0xE0, 0xE2, 0xFE, 0xDA
# Markers needed to decode pixels: tables, restart interval, frame headers (baseline, progressive).
_CODING: Final = frozenset({0xDB, 0xC4, 0xDD, 0xC0, 0xC1, 0xC2})
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
_END: Final = b"\xff\xd9"
# The luminance table that quality 50 stands for (ITU-T T.81, table K.1), row by row.
_TABLE_50: Final = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip


def quality_of(table: Sequence[int]) -> float:
    """The quality, 1–100, on the Independent JPEG Group's scale, that a luminance table stands for.

    ``table``: its 64 numbers, row by row. Other encoders have tables of other shapes; theirs is the
    quality with the same sum.

    >>> quality_of([1] * 64)
    100.0
    """
    percent = 100.0 * sum(table) / sum(_TABLE_50)
    if max(table) <= 1:
        return 100.0
    return max(1.0, (200.0 - percent) / 2.0 if percent <= 100.0 else 5000.0 / percent)


def is_plain_jpeg(data: bytes) -> bool:
    """Whether a file holds sRGB pixels and nothing else, so that it may be passed on unchanged.

    False for other colour codings (CMYK, Adobe's marker, a foreign profile), an orientation,
    anything that may reveal people or places (EXIF, XMP, comments), and any data after the picture.
    """
    at, is_jfif = 2, False  # JFIF fixes, among other things, how colours are coded
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data):
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        content = data[at + 4 : at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")]
        if marker == _SCAN:
            # this sequence never occurs within a scan
            return is_jfif and data.find(_END, at) == len(data) - len(_END)
        plain = {
            _JFIF: content.startswith(b"JFIF\0") and content[12:14] == b"\0\0",  # no thumbnail
            _PROFILE: content == b"ICC_PROFILE\0\1\1" + srgb_profile(),
            _COMMENT: not content.strip(),
        }.get(marker, marker in _CODING)
        if not plain or (marker in _FRAMES and content[5:6] not in (b"\1", b"\3")):
            return False
        is_jfif |= marker == _JFIF
        at += 4 + len(content)
    return False
