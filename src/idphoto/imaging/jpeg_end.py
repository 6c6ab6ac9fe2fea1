"""Repair JPEG files that hold every pixel and lack only the end: the marker EOI.

Programs that copy pictures out of other files, and cameras whose card was pulled, leave such files.
Nothing in the header shows whether the data before the missing marker is whole, and Pillow does not
pass on libjpeg's warnings. So the file is decoded with several continuations: if the pixels are the
same each time, they do not depend on what is missing.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass, field
from hashlib import sha512
from typing import Final

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

_SOI, _EOI, _SOS, _SOF_PROGRESSIVE = 0xD8, 0xD9, 0xDA, 0xC2
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
# What may follow a scan, beside EOI: tables, another scan, a restart interval, notes.
_SEGMENTS: Final = frozenset({0xC4, 0xDA, 0xDB, 0xDC, 0xDD, 0xFE, *range(0xE0, 0xF0)})
# Within a scan, FF 00 is the byte FF and FF D0–D7 are restart markers; FF FF is filler.
_MARKER: Final = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")
_END: Final = b"\xff\xd9"
_COEFFICIENTS: Final = 64

# Continuations, longer than the data of a block usually is. Whichever bit is needed first, two of
# them give it different values. They are random: periodic ones may decode to a steady state.
_RANDOM: Final = tuple(sha512(text).digest() for text in (b"first", b"second"))
_COMPLEMENT: Final = bytes(255 - byte for byte in _RANDOM[0])
_CONTINUATIONS: Final = tuple(
    bits.translate(None, b"\xff") for bits in (_RANDOM[0], _COMPLEMENT, _RANDOM[1])
)
# As many equal bytes at the end are filler: space that was reserved for the rest of a download.
_FILLER_BYTES: Final = 16
# The picture's own data may end in a few bytes that are equal to the filler.
_EQUAL_TO_FILLER: Final = 4
_BAND_PX: Final = 256


def completed(data: bytes) -> bytes:
    """A JPEG file with its EOI, if that is all it lacks; otherwise ``data`` itself, as it is.

    Bytes after the picture's data are dropped where EOI is missing before them. A file whose data
    ends early gets none, so that decoding it fails.
    """
    if data.endswith(_END):
        return data
    scans = _read_scans(data)
    if scans is None or not scans.cover_everything:
        return data
    body = data[: scans.end].rstrip(b"\xff")
    if not _is_whole(body):
        return data
    unfilled = body.rstrip(body[-1:])
    filler = len(body) - len(unfilled)
    if filler < _FILLER_BYTES:
        return body + _END
    for kept in (0, _EQUAL_TO_FILLER):
        if _is_whole(shorter := body[: len(unfilled) + kept]):
            return shorter + _END
    # Pixels come from a run of equal bytes. It is picture data, of a plain area, only if the last
    # of them is needed: a reserved space hardly ever ends just there. Without the run, decoding
    # fails; with it, Pillow would return a picture with a grey end.
    return unfilled if _is_whole(body[:-1]) else body + _END


@dataclass(slots=True)
class _Scans:
    """The scans of a file without EOI.

    ``missing_bits``: by component, how many low bits each of its 64 coefficients still lacks.
    ``end``: where the last scan's data or the last sound segment stops.
    """

    progressive: bool
    missing_bits: dict[int, list[int]]
    end: int = field(default=0)

    @property
    def cover_everything(self) -> bool:
        return bool(self.missing_bits) and not any(map(any, self.missing_bits.values()))

    def add(self, header: bytes) -> None:
        """Note what a scan holds. ``header``: the content of its SOS segment."""
        count = header[0]
        first, last, low_bits = header[1 + 2 * count], header[2 + 2 * count], header[3 + 2 * count]
        if not self.progressive:
            first, last, low_bits = 0, _COEFFICIENTS - 1, 0
        for component in header[1 : 1 + 2 * count : 2]:
            found = self.missing_bits[component]
            found[first : last + 1] = [low_bits & 0x0F] * len(found[first : last + 1])


def _read_scans(data: bytes) -> _Scans | None:
    """The scans of a file that has no EOI; None if it has one, or no scan that can be read."""
    at, scans, in_scan = 2, None, False
    while found := _MARKER.search(data, at):
        marker, start = found[1][0], found.end()
        if not in_scan and data[at : found.start()].strip(b"\xff"):
            found = None  # not where a segment ended: no marker, but bytes that look like one
            break
        if marker == _EOI:
            return None
        length = int.from_bytes(data[start : start + 2], "big")
        content = data[start + 2 : start + length]
        known = marker in _FRAMES if scans is None else False
        if length < 2 or start + length > len(data) or not (known or marker in _SEGMENTS):
            break
        try:
            if known:
                components = content[6 : 6 + 3 * content[5] : 3]
                full = {each: [8] * _COEFFICIENTS for each in components}
                scans = _Scans(marker == _SOF_PROGRESSIVE, full)
            elif marker == _SOS and scans is not None:
                scans.add(content)
        except (IndexError, KeyError):
            return None
        at, in_scan = start + length, marker == _SOS
    if scans is not None:
        scans.end = found.start() if found else len(data) if in_scan else at
    return scans


def _is_whole(body: bytes) -> bool:
    """Whether the pixels are the same whatever follows ``body``."""
    found = _pixels_crc(body + _CONTINUATIONS[0] + _END)
    return found is not None and all(
        _pixels_crc(body + more + _END) == found for more in _CONTINUATIONS[1:]
    )


def _pixels_crc(data: bytes) -> int | None:
    """A checksum of the decoded pixels; None if they cannot be decoded."""
    try:
        image: Image.Image = JpegImageFile(io.BytesIO(data))
        image.load()
    except Exception:  # as for any damaged file: the caller decodes it again, and reports it
        return None
    width, height = image.size
    crc = 0
    for top in range(0, height, _BAND_PX):  # a copy of all pixels would take as much memory again
        band = image.crop((0, top, width, min(top + _BAND_PX, height)))
        crc = zlib.crc32(band.tobytes(), crc)
    return crc
