"""Read the few TIFF tags needed here: EXIF orientation, resolution, and signs of a camera raw file.

EXIF blocks and most cameras' raw files are TIFF structures. Reading the tags here, and not through
an imaging library, keeps a photo with a damaged EXIF block readable and free of warnings.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_PHOTOMETRIC = 0x0106
_ORIENTATION = 0x0112
_X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT = 0x011A, 0x011B, 0x0128
_SUB_DIRECTORIES = 0x014A
_DNG_VERSION = 0xC612
_SENSOR_PHOTOMETRICS = {32803, 34892}  # colour filter array, linear raw: TIFF/EP, DNG 1.7

# A fraction (type 5) is two integers.
_BYTES_OF_TYPE = {1: ("B", 1), 3: ("H", 2), 4: ("I", 4), 5: ("2I", 8), 13: ("I", 4)}
# Real raw files have fewer than ten; the limit stops malicious ones.
_MAX_DIRECTORIES = 32
_MAX_VALUES = 16

Directory = dict[int, tuple[int, ...]]


def orientation_of(exif: bytes | None) -> int:
    """The EXIF orientation, 1–8, in an EXIF block (with or without its prefix); 1 if none."""
    if not exif:
        return 1
    first = next(directories(exif.removeprefix(b"Exif\0\0")), {})
    value = first.get(_ORIENTATION, (1,))[0]
    return value if 1 <= value <= 8 else 1


def resolution_of(exif: bytes | None) -> tuple[float, float] | None:
    """Dots per inch, horizontal and vertical, in an EXIF block; None if it states none."""
    first = next(directories(exif.removeprefix(b"Exif\0\0")), {}) if exif else {}
    per_inch = {2: 1.0, 3: 2.54}.get(first.get(_RESOLUTION_UNIT, (2,))[0])
    fractions = [first.get(tag, (0, 0)) for tag in (_X_RESOLUTION, _Y_RESOLUTION)]
    if per_inch is None or any(len(pair) != 2 or not pair[1] for pair in fractions):
        return None
    (x, x_parts), (y, y_parts) = fractions
    return per_inch * x / x_parts, per_inch * y / y_parts


def is_camera_raw(data: bytes) -> bool:
    """Whether a TIFF file holds a camera's sensor data (DNG, CR2, NEF, ARW, PEF, ...)."""
    if data[8:10] == b"CR":  # Canon CR2
        return True
    return any(
        _DNG_VERSION in tags or not _SENSOR_PHOTOMETRICS.isdisjoint(tags.get(_PHOTOMETRIC, ()))
        for tags in directories(data)
    )


def directories(data: bytes) -> Iterator[Directory]:
    """Each directory's integer tags, in file order, then those of its sub-directories.

    Damage never raises an error: unreadable tags are left out.
    """
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:
        return
    pending = list(struct.unpack_from(order + "I", data, 4))
    seen: set[int] = set()
    while pending and len(seen) < _MAX_DIRECTORIES:
        at = pending.pop(0)
        if at in seen or not 8 <= at <= len(data) - 2:
            continue
        seen.add(at)
        tags, following = _directory(data, order, at)
        pending += [*following, *tags.get(_SUB_DIRECTORIES, ())]
        yield tags


def _directory(data: bytes, order: str, at: int) -> tuple[Directory, list[int]]:
    """The tags of the directory at byte ``at``, and the offsets of the next directories."""
    tags: Directory = {}
    (count,) = struct.unpack_from(order + "H", data, at)
    end = at + 2 + 12 * count
    for entry in range(at + 2, min(end, len(data) - 11), 12):
        tag, kind, length = struct.unpack_from(order + "HHI", data, entry)
        if kind not in _BYTES_OF_TYPE or not 0 < length <= _MAX_VALUES:
            continue
        code, size = _BYTES_OF_TYPE[kind]
        start = entry + 8
        if length * size > 4:
            (start,) = struct.unpack_from(order + "I", data, start)
        if start + length * size <= len(data):
            tags[tag] = struct.unpack_from(order + length * code, data, start)
    following = list(struct.unpack_from(order + "I", data, end)) if end + 4 <= len(data) else []
    return tags, following
