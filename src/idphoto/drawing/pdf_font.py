"""Text in a PDF: glyphs as outlines, with the letters that they stand for.

A Type 3 font (ISO 32000-1, 9.6.5) has any glyph, whatever font file it is from, and its text can be
searched and copied.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from idphoto.drawing.faces import FontFace, glyph_outline
from idphoto.drawing.outlines import Shape
from idphoto.drawing.raster import ink_box
from idphoto.drawing.shaping import Glyph

_CODES: Final = 256
_UNITS: Final = 1000  # in an em
_OPERATORS: Final = {"move": "m", "line": "l", "curve": "c", "close": "h"}
_CMAP: Final = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CMapType 2 def
/CMapName /Letters def
1 begincodespacerange
<00> <FF>
endcodespacerange
{entries}
endcmap
end
end"""


class PdfFont:
    """A font of up to 256 glyphs, collected while they are drawn."""

    def __init__(self) -> None:
        self._codes: dict[tuple[FontFace, int, str], int] = {}
        self._glyphs: list[Glyph] = []

    def code_of(self, glyph: Glyph) -> int | None:
        """The glyph's code; None if the font is full."""
        key = glyph.face, glyph.number, glyph.text
        if key not in self._codes:
            if len(self._codes) == _CODES:
                return None
            self._codes[key] = len(self._codes)
            self._glyphs.append(glyph)
        return self._codes[key]

    def written(self, add: Callable[[StreamObject], IndirectObject]) -> DictionaryObject:
        """The font as a dictionary. ``add`` makes a stream part of the document."""
        names = [NameObject(f"/g{code}") for code in range(len(self._glyphs))]
        shapes = [add(_stream(_shape(glyph))) for glyph in self._glyphs]
        last = len(self._glyphs) - 1
        return DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type3"),
                NameObject("/FontBBox"): ArrayObject([NumberObject(0)] * 4),  # of any size
                NameObject("/FontMatrix"): _numbers(1 / _UNITS, 0, 0, 1 / _UNITS, 0, 0),
                NameObject("/CharProcs"): DictionaryObject(zip(names, shapes, strict=True)),
                NameObject("/Encoding"): DictionaryObject(
                    {
                        NameObject("/Type"): NameObject("/Encoding"),
                        NameObject("/Differences"): ArrayObject([NumberObject(0), *names]),
                    }
                ),
                NameObject("/FirstChar"): NumberObject(0),
                NameObject("/LastChar"): NumberObject(last),
                NameObject("/Widths"): _numbers(*(_UNITS * each.advance for each in self._glyphs)),
                NameObject("/Resources"): DictionaryObject(),
                NameObject("/ToUnicode"): add(_stream(self._letters())),
            }
        )

    def _letters(self) -> str:
        """The table from codes to letters."""
        entries = [
            f"<{code:02X}> <{glyph.text.encode('utf-16-be').hex().upper()}>"
            for code, glyph in enumerate(self._glyphs)
        ]
        # a section of the table has at most a hundred entries
        sections = [entries[at : at + 100] for at in range(0, len(entries), 100)]
        parts = [
            f"{len(each)} beginbfchar\n" + "\n".join(each) + "\nendbfchar" for each in sections
        ]
        return _CMAP.format(entries="\n".join(parts))


def path_of(outline: Shape) -> str:
    """The operators that draw an outline's path."""
    parts = outline.segments()
    return " ".join(f"{written(*numbers)} {_OPERATORS[kind]}".lstrip() for kind, numbers in parts)


def written(*numbers: float) -> str:
    """Numbers as a PDF has them, to a ten-thousandth: of a point, 35 nm."""
    return " ".join(f"{number:.4f}".rstrip("0").rstrip(".") for number in numbers)


def _shape(glyph: Glyph) -> str:
    """A glyph's description: its advance, its box and its path, in the colour of the text."""
    outline = glyph_outline(glyph.face, glyph.number).scaled(_UNITS, -_UNITS)
    ink = ink_box(outline)
    box = written(_UNITS * glyph.advance, 0, ink.left, ink.top, ink.right, ink.bottom)
    return f"{box} d1 {path_of(outline)} f" if len(outline.points) else f"{box} d1"


def _stream(text: str) -> StreamObject:
    stream = StreamObject()
    stream.set_data(text.encode("ascii"))
    return stream.flate_encode()


def _numbers(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(round(value, 6)) for value in values)
