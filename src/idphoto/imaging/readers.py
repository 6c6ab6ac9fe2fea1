"""One reader per codec library: the header first, then the pixels as a Pillow image of any mode."""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageFile
from PIL.TiffImagePlugin import X_RESOLUTION, TiffImageFile

from idphoto.errors import LibraryMissing
from idphoto.imaging.jpeg import quality_of
from idphoto.imaging.sniff import Format
from idphoto.imaging.tiff import orientation_of, resolution_of


@dataclass(frozen=True, slots=True)
class Opened:
    """A header that was read.

    ``size_wh``: as stored, before ``orientation`` (EXIF, 1–8) is applied.
    ``density_dpi``: the print density that the file states, in dots per inch, horizontally and
    vertically, however implausible; None if it states none.
    ``jpeg_quality``: 1–100, by the file's quantisation tables; None if it is not a JPEG.
    ``pixels(shrink)``: decodes, and returns the image and the factor by which the decoder shrank it
    (1 to ``shrink``).
    """

    size_wh: tuple[int, int]
    orientation: int
    density_dpi: tuple[float, float] | None
    pixels: Callable[[int], tuple[Image.Image, int]]
    jpeg_quality: float | None = None

    @property
    def upright_wh(self) -> tuple[int, int]:
        """The size after ``orientation`` is applied."""
        width, height = self.size_wh
        return (height, width) if self.orientation >= 5 else (width, height)


# Pillow's classes are used directly instead of Image.open, which applies global limits of its own,
# reports them as warnings, and treats a phone's MPO (a JPEG with more data after it) as a separate
# format that it cannot decode at a reduced size.
_PILLOW_CLASSES = {
    "avif": ("PIL.AvifImagePlugin", "AvifImageFile"),
    "bmp": ("PIL.BmpImagePlugin", "BmpImageFile"),
    "gif": ("PIL.GifImagePlugin", "GifImageFile"),
    "jpeg": ("PIL.JpegImagePlugin", "JpegImageFile"),
    "png": ("PIL.PngImagePlugin", "PngImageFile"),
    "sgi": ("PIL.SgiImagePlugin", "SgiImageFile"),
    "tiff": ("PIL.TiffImagePlugin", "TiffImageFile"),
    "webp": ("PIL.WebPImagePlugin", "WebPImageFile"),
}


def open_reader(data: bytes, kind: Format) -> Opened:
    """Read the header of ``data``. Raises any error that the codec library raises."""
    if kind == "heif":
        return _open_heif(data)
    if kind == "raw":
        return _open_raw(data)
    return _open_pillow(data, kind)


def open_image(image: Image.Image) -> Opened:
    """A Pillow image that is in memory, or that Pillow reads from its file now.

    Its orientation is that of its EXIF, which copies of it keep. A print density counts only on
    the image as it was opened: resizing copies the number, and changes what it means.
    """
    image.load()
    orientation = orientation_of(image.info.get("exif"))
    return Opened(image.size, orientation, _density_in_memory(image), lambda _: (image, 1))


def _density_in_memory(image: Image.Image) -> tuple[float, float] | None:
    if image.format is None or _is_made_up(image):
        return None
    return _stated_density(image.info, "jpeg" if image.format in ("JPEG", "MPO") else "")


def _open_pillow(data: bytes, kind: str) -> Opened:
    module, name = _PILLOW_CLASSES[kind]
    image: ImageFile.ImageFile = getattr(importlib.import_module(module), name)(io.BytesIO(data))
    if isinstance(image, TiffImageFile):
        if _is_made_up(image):
            image.info.pop("dpi", None)
        orientation = 1  # Pillow applies a TIFF's orientation itself, also to its size
    elif kind == "png":
        orientation = orientation_of(_png_exif(data))
    else:
        orientation = orientation_of(image.info.get("exif"))
    size_wh = image.size

    def pixels(shrink: int) -> tuple[Image.Image, int]:
        done = 1
        if kind == "jpeg" and shrink > 1:
            width, height = size_wh
            drafted = image.draft(None, (max(1, width // shrink), max(1, height // shrink)))
            if drafted:
                done = round(width / drafted[1][2])
        image.load()
        return image, done

    tables = getattr(image, "quantization", None) if kind == "jpeg" else None
    quality = quality_of(tables[min(tables)]) if tables else None
    return Opened(size_wh, orientation, _stated_density(image.info, kind), pixels, quality)


def _is_made_up(image: Image.Image) -> bool:
    """Whether the density is Pillow's own: 1 dpi for a TIFF that states none."""
    return isinstance(image, TiffImageFile) and X_RESOLUTION not in image.tag_v2


def _stated_density(info: dict[Any, Any], kind: str) -> tuple[float, float] | None:
    found = _any_density(info, kind)
    return found if found is not None and min(found) > 0 else None


def _any_density(info: dict[Any, Any], kind: str) -> tuple[float, float] | None:
    if kind == "jpeg":
        # not Pillow's "dpi", which guesses 72 if an EXIF block states no resolution
        per_inch = {1: 1.0, 2: 2.54}.get(info.get("jfif_unit", 0))
        if per_inch is not None:
            x, y = info["jfif_density"]
            return x * per_inch, y * per_inch
    elif "dpi" in info:
        x, y = info["dpi"]
        return float(x), float(y)
    return resolution_of(info.get("exif"))


def _png_exif(data: bytes) -> bytes | None:
    """PNG's EXIF chunk. It may follow the pixels, where Pillow reads it only while decoding."""
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"eXIf":
            return data[at + 8 : at + 8 + length]
        at += 12 + length
    return None


def _open_heif(data: bytes) -> Opened:
    import pi_heif

    # libheif turns the picture by HEIF's own properties (irot, imir). EXIF orientation means
    # nothing in HEIF, though phones write it.
    heif = pi_heif.open_heif(data)
    density_dpi = _stated_density({"exif": heif.info.get("exif")}, "heif")
    return Opened(heif.size, 1, density_dpi, lambda shrink: (heif.to_pillow(), 1))


def _open_raw(data: bytes) -> Opened:
    rawpy = _rawpy()
    with rawpy.imread(io.BytesIO(data)) as raw:
        sizes = raw.sizes
    turned = sizes.flip & 4
    size_wh = (sizes.iheight, sizes.iwidth) if turned else (sizes.iwidth, sizes.iheight)

    def pixels(shrink: int) -> tuple[Image.Image, int]:
        with rawpy.imread(io.BytesIO(data)) as raw:
            rgb = raw.postprocess(
                use_camera_wb=True,
                half_size=shrink > 1,  # one pixel per 2 × 2 sensor cell: no demosaicing
                gamma=(2.4, 12.92),  # sRGB's power and slope near black
            )
        return Image.fromarray(rgb), min(shrink, 2)

    return Opened(size_wh, 1, None, pixels)  # LibRaw applies the orientation itself


def _rawpy() -> Any:
    """The module ``rawpy``, which has no wheel for some systems. Raises ``LibraryMissing``."""
    try:
        return importlib.import_module("rawpy")
    except ImportError as error:
        raise LibraryMissing(
            "rawpy", "rawpy from PyPI", str(error), "read camera raw files"
        ) from error
