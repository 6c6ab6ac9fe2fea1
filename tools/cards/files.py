"""A photograph into a file, as phones, messengers and editors write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tools.cards.chance import Chance, chance

# Who made it, what wrote it. Messengers write nothing: half of all photos are like that.
_PHONES: Final = (
    ("HUAWEI", "LYA-AL00", "LYA-AL00 10.1.0.163(C00E160R1P8)"),
    ("Xiaomi", "M2102K1C", ""),
    ("Apple", "iPhone 13", "16.3.1"),
    ("OPPO", "PEEM00", "MediaTek Camera Application"),
    ("vivo", "V2171A", ""),
    ("samsung", "SM-G9910", "G9910ZCU5EWA1"),
)
EDITORS: Final = (
    "Adobe Photoshop 21.2 (Windows)",
    "Adobe Photoshop CC 2019 (Macintosh)",
    "GIMP 2.10.34",
    "Meitu",
    "PicsArt",
    "Snapseed 2.0",
)
_MAKE, _MODEL, _SOFTWARE, _ORIENTATION = 0x010F, 0x0110, 0x0131, 0x0112
_MOST_BYTES: Final = 2_900_000  # forms take no more
_SAMPLING: Final = (
    cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420,
    cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420,
    cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422,
    cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
)


@dataclass(frozen=True, slots=True)
class FileSettings:
    """``quality``: of the JPEG, in the middle, its standard deviation, least and most; a second
    time in ``again`` of the files, as messengers do. ``software``: written in place of the
    phone's, if not None.
    """

    quality: tuple[float, float, float, float] = (76.0, 13.0, 40.0, 99.0)
    again: float = 0.25
    metadata: float = 0.5
    software: str | None = None


PLAIN: Final = FileSettings()


def write_jpeg(rgb: NDArray[np.uint8], seed: int, settings: FileSettings = PLAIN) -> bytes:
    """uint8 sRGB ``(H, W, 3)`` as a JPEG file."""
    rng = chance(seed, "file")
    bgr = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), np.uint8)
    if rng.happens(settings.again):
        earlier = cv2.imdecode(_encoded(bgr, rng, settings), cv2.IMREAD_COLOR)
        assert earlier is not None
        bgr = np.asarray(earlier, np.uint8)
    data = _encoded(bgr, rng, settings)
    make, model, software = rng.choose(_PHONES)
    exif = Image.Exif()
    if rng.happens(settings.metadata):
        exif[_MAKE], exif[_MODEL], exif[_ORIENTATION] = make, model, 1
        if software:
            exif[_SOFTWARE] = software
    if settings.software is not None:
        exif[_SOFTWARE] = settings.software
    return _with_exif(data.tobytes(), exif) if len(exif) else data.tobytes()


def _encoded(bgr: NDArray[np.uint8], rng: Chance, settings: FileSettings) -> NDArray[np.uint8]:
    middle, sd, least, most = settings.quality
    quality = round(float(np.clip(rng.rng.normal(middle, sd), least, most)))
    options = [cv2.IMWRITE_JPEG_QUALITY, quality]
    options += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, rng.choose(_SAMPLING)]
    while True:
        ok, data = cv2.imencode(".jpg", bgr, options)
        assert ok
        if len(data) <= _MOST_BYTES or options[1] <= least:
            return np.asarray(data, np.uint8)
        options[1] -= 8


def _with_exif(jpeg: bytes, exif: Image.Exif) -> bytes:
    """Behind the start of the file, as segment APP1, in place of JFIF's APP0."""
    body = exif.tobytes()
    end = 4 + int.from_bytes(jpeg[4:6], "big") if jpeg[2:4] == b"\xff\xe0" else 2
    return jpeg[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + jpeg[end:]
