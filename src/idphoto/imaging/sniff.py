"""Recognise a picture's format by its content, never by its file name."""

from __future__ import annotations

import struct
from typing import Literal

from idphoto.errors import BadImage, UnsupportedFormat
from idphoto.imaging.tiff import is_camera_raw

Format = Literal["jpeg", "png", "bmp", "gif", "tiff", "webp", "sgi", "avif", "heif", "raw"]

# Cameras whose raw files are not TIFF: Canon CRW, Fujifilm RAF, Minolta MRW, Olympus ORF,
# Panasonic RW2, Sigma X3F. (Canon CR3 is recognised by its brand, below.)
_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"BM", "bmp"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\x01\xda", "sgi"),
    (b"II\x1a\0\0\0HEAPCCDR", "raw"),
    (b"FUJIFILMCCD-RAW", "raw"),
    (b"\0MRM", "raw"),
    (b"IIRO", "raw"),
    (b"IIRS", "raw"),
    (b"MMOR", "raw"),
    (b"IIU\0", "raw"),
    (b"FOVb", "raw"),
)
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")  # the last two are BigTIFF

_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}

# Other files that people send: naming them helps more than "unknown".
_KNOWN_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"8BPS", "a Photoshop document"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\0\0\x01\0", "a Windows icon"),
    (b"%!PS", "a PostScript document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
)
_WANTED = "send JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP, GIF or a camera raw file"


def sniff(data: bytes) -> Format:
    """The format of a whole file's bytes.

    Raises :class:`BadImage` if there are no bytes, :class:`UnsupportedFormat` if their format is
    not supported.
    """
    if not data:
        raise BadImage("the file is empty")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and (known := _by_brand(data)):
        return known
    if data.startswith(_TIFF):
        return "raw" if is_camera_raw(data) else "tiff"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    raise UnsupportedFormat(f"this is {_describe(data)}; {_WANTED}")


def webp_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a WebP's canvas, if its first chunk states them.

    libwebp allocates the canvas as soon as it opens a file, so the size must be checked before.
    """
    kind, head = data[12:16], data[:30].ljust(30, b"\0")
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", head, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", head, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return None


def _by_brand(data: bytes) -> Format | None:
    """The format of an ISO media file, which lists its major brand, then compatible brands."""
    end = min(int.from_bytes(data[:4], "big"), len(data))
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, end, 4))]
    if brands[0] == b"crx ":
        return "raw"
    # AVIF first: AVIF files list the HEIF base brand mif1 as well.
    if not _AVIF_BRANDS.isdisjoint(brands):
        return "avif"
    return "heif" if not _HEIF_BRANDS.isdisjoint(brands) else None


def _describe(data: bytes) -> str:
    for magic, name in _KNOWN_OTHERS:
        if data.startswith(magic):
            return name
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml")) and b"<svg" in head:
        return "an SVG drawing"
    if head.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    return "an unknown format"
