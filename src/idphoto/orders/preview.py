"""A portrait as every browser can show it."""

from __future__ import annotations

import cv2

from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.imaging.encode import EncodeOptions, encode

_QUALITY = 85  # for looking at on a screen, next to handles that are dragged


def upright_jpeg(data: bytes, limits: DecodeLimits, max_px: int) -> bytes:
    """The portrait as an sRGB JPEG, upright as its file says, its longer side at most ``max_px``.

    A smaller portrait keeps its size. HEIC, TIFF and camera raw files are read as well; transparent
    pixels are on white. Only the file's own orientation counts: a portrait that lies on its side
    stays so, and points on it are those of ``head_on_source``, scaled.

    Raises:
        UnsupportedFormat, BadImage, ImageTooLarge, LibraryMissing: as ``open_source``.
    """
    source = open_source(data, limits)
    rgb = source.decode(source.shrink_for(max_px, cheaply=False)).rgb
    scale = max_px / max(source.size_wh)
    if scale < 1.0:
        width, height = (max(1, round(side * scale)) for side in source.size_wh)
        rgb = cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    return encode(rgb, EncodeOptions("jpeg", quality=_QUALITY)).data
