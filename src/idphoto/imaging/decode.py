"""Decode pictures to upright sRGB in two steps: check the header, then decode the pixels.

Checking the header first means that a picture over the limits costs nothing. JPEG, the format of
nearly all photos, can be decoded at a half, a quarter or an eighth of its size in a fraction of the
time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from idphoto.errors import BadImage, BadRequest, IdPhotoError, ImageTooLarge
from idphoto.imaging import readers, sniff
from idphoto.imaging.inputs import SourceLike, check_bytes, file_or_image
from idphoto.imaging.jpeg_end import completed
from idphoto.imaging.normalise import to_upright_srgb

SHRINKS = (1, 2, 4, 8)  # the factors by which a JPEG decoder can shrink a picture


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """The largest picture accepted, checked before any pixel is decoded.

    >>> import idphoto
    >>> strict = idphoto.DecodeLimits(max_bytes=1_000)
    >>> list(idphoto.make_photos([b"x" * 1_001], limits=strict))[0].error.code
    'image_too_large'
    """

    max_bytes: int = 64 * 2**20  # the raw file of a 50-megapixel camera is about 60 MB
    max_side_px: int = 20_000  # longer pictures are panoramas, not portraits
    max_pixels: int = 120_000_000  # for phones' 108-megapixel mode: 360 MB once decoded in full

    def with_side(self, max_side_px: int | None) -> DecodeLimits:
        """These limits with a longest side of at most ``max_side_px``; None leaves it as it is."""
        side = self.max_side_px if max_side_px is None else min(self.max_side_px, max_side_px)
        return replace(self, max_side_px=side)


DEFAULT_LIMITS = DecodeLimits()


@dataclass(frozen=True, slots=True)
class Picture:
    """Decoded pixels. The arrays are read-only.

    ``rgb``: uint8 ``(H, W, 3)``, upright, sRGB, C-contiguous; transparent pixels are on white.
    ``alpha``: uint8 ``(H, W)``, 255 is opaque; None if the source has no transparent pixels.
    ``shrink``: 1, 2, 4 or 8: the picture is 1/``shrink`` of its full size, odd sides rounded up.
    """

    rgb: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None
    shrink: int


@dataclass(frozen=True, slots=True)
class Source:
    """A picture whose header was read and accepted. Immutable; several threads may decode it.

    ``reader``: reads the header and gives access to the pixels.
    ``size_wh``: width and height in pixels at full size, after EXIF orientation.
    ``file``: the file's bytes; None for a PIL image or an array, which is not a file.
    ``format``: of the file; None where there is none.
    ``density_dpi``: the print density that the file states, in dots per inch, horizontally and
    vertically as stored, however implausible; None if it states none.
    ``jpeg_quality``: 1–100, by the file's quantisation tables; None if it is not a JPEG.
    """

    reader: Callable[[], readers.Opened] = field(repr=False)
    size_wh: tuple[int, int]
    file: bytes | None = field(default=None, repr=False)
    format: sniff.Format | None = None
    density_dpi: tuple[float, float] | None = None
    jpeg_quality: float | None = None

    @property
    def shrinkable(self) -> bool:
        """Whether decoding at a reduced size is much cheaper than at full size."""
        return self.format == "jpeg"

    def shrink_for(self, longest_px: float, *, cheaply: bool = True) -> int:
        """The largest shrink that leaves at least ``longest_px`` along the longer side.

        ``cheaply``: 1 where decoding at a reduced size saves nothing.
        """
        if cheaply and not self.shrinkable:
            return 1
        return max(s for s in SHRINKS if s == 1 or max(self.size_wh) / s >= longest_px)

    def decode(self, shrink: int = 1) -> Picture:
        """The picture at 1/``shrink`` of its size; ``shrink`` is 1, 2, 4 or 8.

        JPEGs decode at the reduced size, camera raw files at half size; other formats are decoded
        in full, then averaged. Raises :class:`BadImage` if some pixels cannot be read.
        """
        if shrink not in SHRINKS:
            raise BadRequest("shrink", f"{shrink} is not one of {', '.join(map(str, SHRINKS))}")
        with _reading(f"{_name(self.format)} data is damaged or truncated"):
            opened = self.reader()
            image, done = opened.pixels(shrink)
            rgb, alpha = to_upright_srgb(image, opened.orientation, shrink // done)
        return Picture(rgb, alpha, shrink)


def open_source(
    source: SourceLike, limits: DecodeLimits = DEFAULT_LIMITS, *, field: str = "source"
) -> Source:
    """Read a picture's header and check it against ``limits``.

    ``source``: see :data:`SourceLike`. ``field``: what error messages call it. A JPEG that lacks
    nothing but its end marker gets one; it is the only case in which a file's pixels are decoded
    here.

    Raises:
        BadRequest: ``source`` is not a picture in any of these forms.
        FileUnreadable: there is no file at the path, or the system cannot read it.
        UnsupportedFormat, BadImage: the file cannot be read.
        ImageTooLarge: it exceeds ``limits``.

    >>> source = open_source(bytes.fromhex("424d1e000000000000001a0000000c000000"
    ...                                    "010001000100180000ff0000"))
    >>> source.format, source.size_wh, source.decode().rgb.tolist()
    ('bmp', (1, 1), [[[0, 255, 0]]])
    """
    content = file_or_image(source, limits.max_bytes, field)
    if isinstance(content, bytes):
        return _open_file(content, limits)
    return _open_image(content, limits)


def _open_file(content: bytes, limits: DecodeLimits) -> Source:
    check_bytes(len(content), limits.max_bytes)
    kind = sniff.sniff(content)
    if kind == "webp" and (canvas_wh := sniff.webp_size(content)):
        _check_size(canvas_wh, limits)
    with _reading(f"{_name(kind)} header is damaged, truncated or of an unsupported kind"):
        opened = readers.open_reader(content, kind)
    _check_size(opened.size_wh, limits)
    if kind == "jpeg":
        content = completed(content)
    return Source(
        reader=partial(readers.open_reader, content, kind),
        size_wh=opened.upright_wh,
        file=content,
        format=kind,
        density_dpi=opened.density_dpi,
        jpeg_quality=opened.jpeg_quality,
    )


def _open_image(image: Image.Image, limits: DecodeLimits) -> Source:
    """A picture in memory. Pillow may not have read its pixels yet, and does so only once."""
    _check_size(image.size, limits)
    with _reading(f"{_name(None)} data is damaged or truncated"):
        opened = readers.open_image(image)
    return Source(
        reader=partial(readers.open_image, image),
        size_wh=opened.upright_wh,
        density_dpi=opened.density_dpi,
    )


def _name(kind: sniff.Format | None) -> str:
    return "the image's" if kind is None else f"the {kind}"


def _check_size(size_wh: tuple[int, int], limits: DecodeLimits) -> None:
    width, height = size_wh
    if min(width, height) < 1:
        raise BadImage(f"it has {width} × {height} px")
    _check("longer side in pixels", max(width, height), limits.max_side_px)
    _check("number of pixels", width * height, limits.max_pixels)


def _check(what: str, found: int, limit: int) -> None:
    if found > limit:
        raise ImageTooLarge(what, found, limit)


@contextmanager
def _reading(reason: str) -> Iterator[None]:
    """Turn the imaging libraries' errors into :class:`BadImage`, in this one place.

    On damaged bytes they raise nearly anything (SyntaxError, struct.error, zlib.error,
    KeyError, ...), hence the bare Exception. Their messages name files and internals, so the
    reason is our own.
    """
    try:
        yield
    except IdPhotoError:
        raise
    except MemoryError as error:
        raise BadImage("not enough memory to decode it") from error
    except Exception as error:
        raise BadImage(reason) from error
