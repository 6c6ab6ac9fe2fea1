"""What is drawn on: an array of pixels, or the pages of a PDF.

Coordinates are continuous, as in ``imaging.geometry``: pixels in an array, points (1/72 inch) on a
page. y points down in both. Colours are sRGB and are written unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.drawing.library import skia
from idphoto.drawing.text import TextBlock
from idphoto.errors import BadImage
from idphoto.imaging.colour import Colour
from idphoto.imaging.geometry import Box

_LOSSLESS = 101  # above 100, skia's PDF writer does not compress arrays as JPEGs
_PAGE_DPI = 7200  # page sizes round to whole dots of this; 72 would round to a third of a mm


@dataclass(frozen=True, slots=True)
class Canvas:
    """Draws. Belongs to one thread, and to the ``with`` block that opened it."""

    _canvas: Any
    _files: dict[bytes, Any] = field(default_factory=dict)

    def rectangle(self, box: Box, colour: Colour) -> None:
        """A filled rectangle; edges that fall between pixels are blended."""
        self._canvas.drawRect(_rect(box), _paint(colour))

    def line(
        self, start: tuple[float, float], end: tuple[float, float], width: float, colour: Colour
    ) -> None:
        """A straight stroke, ``width`` across, with square ends."""
        paint = _paint(colour)
        paint.setStrokeWidth(width)
        self._canvas.drawLine(*start, *end, paint)

    def image(self, rgb: NDArray[np.uint8], box: Box) -> None:
        """``rgb``, uint8 sRGB ``(H, W, 3)``, stretched over ``box``; lossless in a PDF.

        Copied pixel for pixel if the box has the array's size and starts on a whole pixel.
        """
        rgba = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2RGBA)
        kinds = skia().kRGBA_8888_ColorType, skia().kOpaque_AlphaType
        self._draw(skia().Image.fromarray(rgba, *kinds), box)

    def jpeg(self, data: bytes, box: Box) -> None:
        """A JPEG file stretched over ``box``.

        A PDF holds the file's bytes unchanged, and once, however often it is drawn.

        Raises:
            BadImage: ``data`` is not a JPEG file.
        """
        image = self._files.get(data)
        if image is None:
            image = skia().Image.MakeFromEncoded(skia().Data.MakeWithCopy(data))
            if image is None or not data.startswith(b"\xff\xd8"):
                raise BadImage("it is not a JPEG file")
            self._files[data] = image
        self._draw(image, box)

    def text(
        self,
        block: TextBlock,
        x: float,
        y: float,
        colour: Colour,
        *,
        stroke: float | None = None,
    ) -> None:
        """``block`` with the upper left corner of its ink at (x, y).

        ``stroke``: the width of the pen that outlines the letters; None fills them.
        """
        block.paint(self._canvas, x, y, colour, stroke)

    @contextmanager
    def turned(self, angle_deg: float, x: float, y: float) -> Iterator[None]:
        """In the ``with`` block, (0, 0) is (x, y) and everything is turned about it, clockwise."""
        self._canvas.save()
        self._canvas.translate(x, y)
        self._canvas.rotate(angle_deg)
        yield
        self._canvas.restore()

    def _draw(self, image: Any, box: Box) -> None:
        smooth = skia().SamplingOptions(skia().FilterMode.kLinear, skia().MipmapMode.kLinear)
        self._canvas.drawImageRect(image, _rect(box), smooth)


@contextmanager
def canvas_over(pixels: NDArray[np.uint8]) -> Iterator[Canvas]:
    """A canvas that draws into ``pixels``; the drawing is complete when the ``with`` block ends.

    ``pixels``: uint8 sRGB ``(H, W, 3)``, or ``(H, W, 4)`` with straight alpha; or ``(H, W)``, which
    receives only the coverage of what is drawn, 0–255. Must be C-contiguous unless it is RGB.
    """
    if pixels.ndim == 3 and pixels.shape[2] == 3:
        rgba = np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2RGBA), np.uint8)
        with canvas_over(rgba) as canvas:
            yield canvas
        pixels[...] = cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB)
        return
    kind = skia().kAlpha_8_ColorType if pixels.ndim == 2 else skia().kRGBA_8888_ColorType
    with skia().Surface(pixels, kind, skia().kUnpremul_AlphaType) as canvas:
        yield Canvas(canvas)


class Pdf:
    """A PDF document, written page by page.

    >>> pdf = Pdf("Print sheet")
    >>> with pdf.page((288, 432)) as canvas:
    ...     canvas.rectangle(Box(10, 10, 110, 150), (67, 142, 219))
    >>> pdf.finish()[:5]
    b'%PDF-'
    """

    def __init__(self, title: str) -> None:
        self._title = title
        # Recorded first: abandoning one of skia's documents half-way kills the process.
        self._pages: list[tuple[tuple[float, float], Any]] = []
        self._files: dict[bytes, Any] = {}

    @contextmanager
    def page(self, size_wh: tuple[float, float]) -> Iterator[Canvas]:
        """The next page, ``size_wh`` in points; its coordinates are in points too."""
        recorder = skia().PictureRecorder()
        canvas = recorder.beginRecording(skia().Rect.MakeWH(*size_wh))
        yield Canvas(canvas, self._files)
        self._pages.append((size_wh, recorder.finishRecordingAsPicture()))

    def finish(self) -> bytes:
        """The file's bytes, with the pages drawn so far."""
        metadata = skia().PDF.Metadata()
        metadata.fTitle = self._title
        metadata.fCreator = "idphoto"
        metadata.fEncodingQuality = _LOSSLESS
        metadata.fRasterDPI = _PAGE_DPI
        stream = skia().DynamicMemoryWStream()
        document = skia().PDF.MakeDocument(stream, metadata)
        for size_wh, picture in self._pages:
            document.beginPage(*size_wh).drawPicture(picture)
            document.endPage()
        document.close()
        return bytes(stream.detachAsData())


def _rect(box: Box) -> Any:
    return skia().Rect.MakeLTRB(box.left, box.top, box.right, box.bottom)


def _paint(colour: Colour) -> Any:
    return skia().Paint(Color=skia().Color(*colour), AntiAlias=True)
