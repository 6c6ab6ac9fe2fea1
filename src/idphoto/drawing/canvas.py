"""Where it is drawn: over an array of pixels, or on the pages of a PDF.

Coordinates are continuous, as in ``imaging.geometry``: of pixels in an array, of points (1/72 inch)
on a page; y points down in both. Colours are sRGB, and no number of them is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from idphoto.drawing.library import skia
from idphoto.drawing.text import Colour, TextBlock
from idphoto.errors import BadImage
from idphoto.imaging.geometry import Box

_LOSSLESS = 101  # to skia's PDF writer: arrays are not to become JPEGs


@dataclass(frozen=True, slots=True)
class Canvas:
    """Draws. Belongs to one thread, and to the ``with`` block that gave it."""

    _canvas: Any
    _files: dict[bytes, Any] = field(default_factory=dict)

    def rectangle(self, box: Box, colour: Colour) -> None:
        """Filled; edges between two pixels are blended."""
        self._canvas.drawRect(_rect(box), _paint(colour))

    def line(
        self, start: tuple[float, float], end: tuple[float, float], width: float, colour: Colour
    ) -> None:
        """A straight stroke, ``width`` across, that ends square at its ends."""
        paint = _paint(colour)
        paint.setStrokeWidth(width)
        self._canvas.drawLine(*start, *end, paint)

    def image(self, rgb: NDArray[np.uint8], box: Box) -> None:
        """``rgb``, uint8 sRGB ``(H, W, 3)``, stretched over ``box``; in a PDF without loss.

        Where the box has the array's size and begins on a pixel, pixel for pixel.
        """
        rgba = np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])
        self._draw(skia().Image.fromarray(rgba, skia().kRGBA_8888_ColorType), box)

    def jpeg(self, data: bytes, box: Box) -> None:
        """A JPEG file stretched over ``box``.

        A PDF holds its bytes as they are, and once, however often the file is drawn.

        Raises:
            BadImage: ``data`` is no JPEG file.
        """
        image = self._files.get(data)
        if image is None:
            image = skia().Image.MakeFromEncoded(skia().Data.MakeWithCopy(data))
            if image is None or not data.startswith(b"\xff\xd8"):
                raise BadImage("it is no JPEG file")
            self._files[data] = image
        self._draw(image, box)

    def text(self, block: TextBlock, x: float, y: float, colour: Colour) -> None:
        """``block`` with the upper left corner of its ink at (x, y)."""
        block.paint(self._canvas, x, y, colour)

    def _draw(self, image: Any, box: Box) -> None:
        smooth = skia().SamplingOptions(skia().FilterMode.kLinear, skia().MipmapMode.kLinear)
        self._canvas.drawImageRect(image, _rect(box), smooth)


@contextmanager
def canvas_over(pixels: NDArray[np.uint8]) -> Iterator[Canvas]:
    """A canvas that draws into ``pixels``, which the ``with`` block's end finishes.

    ``pixels``: uint8 sRGB ``(H, W, 3)``, or ``(H, W, 4)`` with straight alpha; or ``(H, W)``,
    which takes the coverage alone of whatever is drawn, 0–255.
    """
    if pixels.ndim == 3 and pixels.shape[2] == 3:
        rgbx = np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
        with canvas_over(rgbx) as canvas:
            yield canvas
        pixels[...] = rgbx[..., :3]
        return
    kind = skia().kAlpha_8_ColorType if pixels.ndim == 2 else skia().kRGBA_8888_ColorType
    with skia().Surface(pixels, kind, skia().kUnpremul_AlphaType) as canvas:
        yield Canvas(canvas)


class Pdf:
    """A PDF document, written page by page.

    >>> pdf = Pdf("Print sheet")
    >>> with pdf.page((288, 432)) as canvas:
    ...     canvas.jpeg(data, Box(10, 10, 110, 150))
    >>> pdf.finish()
    """

    def __init__(self, title: str) -> None:
        metadata = skia().PDF.Metadata()
        metadata.fTitle = title
        metadata.fCreator = "idphoto"
        metadata.fEncodingQuality = _LOSSLESS
        self._stream = skia().DynamicMemoryWStream()
        self._document = skia().PDF.MakeDocument(self._stream, metadata)
        self._files: dict[bytes, Any] = {}

    @contextmanager
    def page(self, size_wh: tuple[float, float]) -> Iterator[Canvas]:
        """The next page, ``size_wh`` in points; its unit is the point."""
        with self._document.page(*size_wh) as canvas:
            yield Canvas(canvas, self._files)

    def finish(self) -> bytes:
        """The file's bytes. Nothing can be drawn any more."""
        self._document.close()
        return bytes(self._stream.detachAsData())


def _rect(box: Box) -> Any:
    return skia().Rect.MakeLTRB(box.left, box.top, box.right, box.bottom)


def _paint(colour: Colour) -> Any:
    return skia().Paint(Color=skia().Color(*colour), AntiAlias=True)
