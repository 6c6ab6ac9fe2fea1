"""Font files: what a font is called, which characters it has, and the outlines of its glyphs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from idphoto.drawing.library import harfbuzz
from idphoto.drawing.outlines import CONIC, CUBIC, EMPTY, ON, Shape

_REGULAR: Final = 400  # OpenType's weight class, also of what fonts call Book or Roman


@dataclass(frozen=True, slots=True)
class FontFace:
    """One font of a file. Safe to share between threads.

    ``family``, ``style``: its English names. ``font``: HarfBuzz's, in units of which an em has
    ``units``.
    """

    path: Path
    index: int
    family: str = field(compare=False)
    style: str = field(compare=False)
    units: int = field(compare=False)
    font: Any = field(compare=False, repr=False)
    characters: Any = field(compare=False, repr=False)

    @property
    def is_regular(self) -> bool:
        """Whether it is upright, and neither bold nor light, narrow nor wide."""
        tags = harfbuzz().StyleTag
        asked = (tags.WEIGHT, _REGULAR), (tags.ITALIC, 0), (tags.WIDTH, 100)
        return all(self.font.get_style_value(tag) == value for tag, value in asked)


@cache
def faces_in(path: Path) -> tuple[FontFace, ...]:
    """The fonts of a TrueType or OpenType file or collection; empty if it holds no outlines."""
    hb = harfbuzz()
    try:
        blob = hb.Blob.from_file_path(path)
        count = hb.Face(blob).count
        return tuple(_face(path, index, hb.Face(blob, index)) for index in range(count))
    except (OSError, hb.HarfBuzzError):
        return ()


def _face(path: Path, index: int, face: Any) -> FontFace:
    hb = harfbuzz()
    drawn = {"glyf", "CFF ", "CFF2"} & set(face.table_tags)
    family, style = (
        face.get_name(one) or face.get_name(two) or ""
        for one, two in (
            (hb.OTNameIdPredefined.TYPOGRAPHIC_FAMILY, hb.OTNameIdPredefined.FONT_FAMILY),
            (hb.OTNameIdPredefined.TYPOGRAPHIC_SUBFAMILY, hb.OTNameIdPredefined.FONT_SUBFAMILY),
        )
    )
    characters = face.unicodes if drawn else hb.Set()
    return FontFace(path, index, family, style, face.upem, hb.Font(face), characters)


@lru_cache(maxsize=8192)
def glyph_outline(face: FontFace, glyph: int) -> Shape:
    """The outline of one glyph, in ems from its origin on the baseline."""
    pen = _Pen()
    face.font.draw_glyph(glyph, _draw_funcs(), pen)
    return pen.outline().scaled(1 / face.units, -1 / face.units)


class _Pen:
    """Collects what HarfBuzz draws."""

    def __init__(self) -> None:
        self.points: list[tuple[float, float]] = []
        self.tags: list[int] = []
        self.ends: list[int] = []

    def add(self, tags: tuple[int, ...], *numbers: float) -> None:
        self.tags += tags
        self.points += zip(numbers[::2], numbers[1::2], strict=True)

    def outline(self) -> Shape:
        if not self.points:
            return EMPTY
        return Shape(
            np.array(self.points, np.float64), np.array(self.tags, np.uint8), np.array(self.ends)
        )


@cache
def _draw_funcs() -> Any:
    funcs = harfbuzz().DrawFuncs()
    funcs.set_move_to_func(lambda *a: a[-1].add((ON,), *a[:2]))
    funcs.set_line_to_func(lambda *a: a[-1].add((ON,), *a[:2]))
    funcs.set_quadratic_to_func(lambda *a: a[-1].add((CONIC, ON), *a[:4]))
    funcs.set_cubic_to_func(lambda *a: a[-1].add((CUBIC, CUBIC, ON), *a[:6]))
    funcs.set_close_path_func(lambda pen: pen.ends.append(len(pen.points)))
    return funcs
