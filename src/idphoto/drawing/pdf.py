"""PDF documents. Coordinates are points (1/72 inch), y down. Colours are sRGB."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from idphoto.drawing.outlines import rectangle
from idphoto.drawing.pdf_font import PdfFont, path_of, written
from idphoto.drawing.shaping import Glyph
from idphoto.drawing.text import TextBlock
from idphoto.errors import BadImage
from idphoto.imaging.arrays import Pixels
from idphoto.imaging.colour import Colour
from idphoto.imaging.geometry import Box

_COLOUR_SPACES: Final = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}


class Page:
    """Draws on one page. Belongs to one thread, and to the ``with`` block that opened it."""

    def __init__(self, document: Pdf) -> None:
        self._document = document
        self._operations: list[str] = []
        self._images: dict[str, IndirectObject] = {}

    def rectangle(self, box: Box, colour: Colour) -> None:
        """A filled rectangle."""
        self._operations += [f"{_unit(colour)} rg", path_of(rectangle(box)), "f"]

    def line(
        self, start: tuple[float, float], end: tuple[float, float], width: float, colour: Colour
    ) -> None:
        """A straight stroke, ``width`` across, with square ends."""
        ends = f"{written(*start)} m {written(*end)} l S"
        self._operations += [f"{_unit(colour)} RG {written(width)} w", ends]

    def image(self, rgb: Pixels, box: Box) -> None:
        """``rgb``, uint8 sRGB ``(H, W, 3)``, stretched over ``box``, without loss."""
        height, width = rgb.shape[:2]
        image = _image_object(width, height, "RGB", rgb.tobytes()).flate_encode()
        self._place(self._document.add(image), box)

    def jpeg(self, data: bytes, box: Box) -> None:
        """A JPEG file stretched over ``box``.

        The document holds the file's bytes unchanged, and once, however often it is drawn.

        Raises:
            BadImage: ``data`` is not a JPEG file.
        """
        self._place(self._document.add_jpeg(data), box)

    def text(self, block: TextBlock, x: float, y: float, colour: Colour) -> None:
        """``block`` with the upper left corner of its ink at (x, y)."""
        self._operations += ["BT", f"{_unit(colour)} rg"]
        for glyph, left, baseline in block.glyphs(x, y):
            font, code = self._document.coded(glyph)
            place = written(block.size, 0, 0, -block.size, left, baseline)
            self._operations.append(f"/{font} 1 Tf {place} Tm <{code:02X}> Tj")
        self._operations.append("ET")

    @contextmanager
    def turned(self, angle_deg: float, x: float, y: float) -> Iterator[None]:
        """In the ``with`` block, (0, 0) is (x, y) and everything is turned about it, clockwise."""
        cosine, sine = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
        self._operations.append(f"q {written(cosine, sine, -sine, cosine, x, y)} cm")
        yield
        self._operations.append("Q")

    def content(self, height: float) -> StreamObject:
        """What was drawn, for a page that is ``height`` high."""
        flipped = f"1 0 0 -1 0 {written(height)} cm"
        stream = StreamObject()
        stream.set_data("\n".join([flipped, *self._operations]).encode("ascii"))
        return stream.flate_encode()

    def images(self) -> DictionaryObject:
        """The pictures that were drawn, by name."""
        return DictionaryObject((NameObject(f"/{n}"), image) for n, image in self._images.items())

    def _place(self, image: IndirectObject, box: Box) -> None:
        name = f"I{image.idnum}"
        self._images[name] = image
        # a page's y points down here, a picture's up
        place = written(box.width, 0, 0, -box.height, box.left, box.bottom)
        self._operations.append(f"q {place} cm /{name} Do Q")


class Pdf:
    """A PDF document, written page by page.

    >>> pdf = Pdf("Print sheet")
    >>> with pdf.page((288, 432)) as page:
    ...     page.rectangle(Box(10, 10, 110, 150), (67, 142, 219))
    >>> pdf.finish()[:5]
    b'%PDF-'
    """

    def __init__(self, title: str) -> None:
        self._writer = PdfWriter()
        self._writer.add_metadata({"/Title": title, "/Creator": "idphoto"})
        self._jpegs: dict[bytes, IndirectObject] = {}
        self._fonts: list[PdfFont] = []
        self._font_resources = DictionaryObject()  # one for all pages, complete when finished

    @contextmanager
    def page(self, size_wh: tuple[float, float]) -> Iterator[Page]:
        """The next page, ``size_wh`` in points; left out if the ``with`` block raises."""
        page = Page(self)
        yield page
        made = self._writer.add_blank_page(*size_wh)
        made[NameObject("/Contents")] = self.add(page.content(size_wh[1]))
        made[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/XObject"): page.images(), NameObject("/Font"): self._font_resources}
        )

    def finish(self) -> bytes:
        """The file's bytes, with the pages drawn so far."""
        for number, font in enumerate(self._fonts):
            self._font_resources[NameObject(f"/F{number}")] = font.written(self.add)
        stream = io.BytesIO()
        self._writer.write(stream)
        return stream.getvalue()

    def add(self, made: StreamObject | DictionaryObject) -> IndirectObject:
        """Make an object part of the document."""
        return self._writer._add_object(made)

    def add_jpeg(self, data: bytes) -> IndirectObject:
        """A JPEG file as an object of the document, always the same for the same bytes."""
        if data not in self._jpegs:
            try:
                with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
                    made = _image_object(*image.size, image.mode, data)
            except OSError as error:
                raise BadImage("it is not a JPEG file") from error
            made[NameObject("/Filter")] = NameObject("/DCTDecode")
            self._jpegs[data] = self.add(made)
        return self._jpegs[data]

    def coded(self, glyph: Glyph) -> tuple[str, int]:
        """The name of the font that has ``glyph``, and its code there."""
        for number, font in enumerate(self._fonts):
            if (code := font.code_of(glyph)) is not None:
                return f"F{number}", code
        self._fonts.append(PdfFont())
        return self.coded(glyph)


def _unit(colour: Colour) -> str:
    return written(*(code / 255 for code in colour))


def _image_object(width: int, height: int, mode: str, data: bytes) -> StreamObject:
    made = StreamObject()
    made.set_data(data)
    made.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(width),
            NameObject("/Height"): NumberObject(height),
            NameObject("/ColorSpace"): NameObject(_COLOUR_SPACES[mode]),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    return made
