"""Lines of print: characters set one by one, at their own pitch, with the ink's own unevenness."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np

from idphoto.drawing.library import skia
from idphoto.errors import MissingGlyph
from idphoto.imaging.geometry import Box

Colour = tuple[int, int, int]
_BASELINE: Final = 0.88  # of ideographs, in ems below the top of the em box
_NARROW: Final = 0.545  # of the pitch: Latin letters and digits between ideographs
# Skia measures in whole units, and a millimetre is a large one.
_MEASURED: Final = 200.0


@dataclass(frozen=True, slots=True)
class Type:
    """How characters look.

    ``size_mm``: of the em, which an ideograph fills. ``pitch_mm``: from one ideograph to the next;
    narrow characters take their share of it, or all where ``monospaced``. ``stretch``: their
    width, 1 as designed. ``stroke_mm``: added to the strokes' weight.
    """

    family: str
    size_mm: float
    pitch_mm: float
    stretch: float = 1.0
    stroke_mm: float = 0.0
    bold: bool = False
    monospaced: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Characters in their places. ``x_mm``: where each begins; ``box_mm``: of the ink."""

    text: str
    type: Type
    x_mm: tuple[float, ...]
    baseline_mm: float
    box_mm: Box

    def paint(self, canvas: Any, paint: Any) -> None:
        """Draw onto a skia canvas whose unit is the millimetre."""
        if self.type.stroke_mm > 0:
            paint.setStyle(skia().Paint.kStrokeAndFill_Style)
            paint.setStrokeWidth(self.type.stroke_mm)
        font = _font(self.type)
        blob = skia().TextBlob.MakeFromPosTextH(self.text, list(self.x_mm), self.baseline_mm, font)
        canvas.drawTextBlob(blob, 0, 0, paint)


def set_line(text: str, type: Type, left_mm: float, top_mm: float) -> Line:  # noqa: A002
    """``text`` from the left edge and the top of its em box.

    Raises:
        MissingGlyph: the family is not installed, or lacks some characters.
    """
    font = _font(type, _MEASURED)
    glyphs = font.textToGlyphs(text)
    if missing := "".join(c for c, glyph in zip(text, glyphs, strict=True) if glyph == 0):
        raise MissingGlyph(missing, type.family, "fonts-noto-cjk, fonts-dejavu-core")
    steps = [advance_em(c, type) * type.pitch_mm for c in text]
    starts = left_mm + np.concatenate([[0.0], np.cumsum(steps)[:-1]])
    inks = [_scaled(ink, 1 / _MEASURED) for ink in font.getBounds(glyphs)]
    widths = [width / _MEASURED for width in font.getWidths(glyphs)]
    # narrow characters stand in the middle of their share
    spare = [
        (step - width) / 2 if advance_em(c, type) < 1 or type.monospaced else 0.0
        for c, step, width in zip(text, steps, widths, strict=True)
    ]
    places = tuple(float(start + half) for start, half in zip(starts, spare, strict=True))
    baseline = top_mm + _BASELINE * type.size_mm
    boxes = [ink.shifted(x, baseline) for ink, x in zip(inks, places, strict=True) if ink.area]
    box = Box(
        min(each.left for each in boxes),
        min(each.top for each in boxes),
        max(each.right for each in boxes),
        max(each.bottom for each in boxes),
    )
    return Line(text, type, places, baseline, box)


def set_ink(
    text: str,
    type: Type,  # noqa: A002
    left_mm: float,
    top_mm: float,
    typical: tuple[str, ...],
) -> Line:
    """``text`` where the ink of ``typical`` texts would have that left edge and top on the mean.

    What is measured on cards is ink, and every character has room of its own round it.
    """
    left, top = _inset(type, typical)
    return set_line(text, type, left_mm - left, top_mm - top)


def set_middles(text: str, type: Type, xs_mm: tuple[float, ...], y_mm: float) -> Line:  # noqa: A002
    """Each character's ink round one of ``xs_mm``, that of all of them round ``y_mm``."""
    alone = [set_line(each, type, 0.0, 0.0) for each in text]
    places = tuple(
        x - line.box_mm.centre[0] + line.x_mm[0] for line, x in zip(alone, xs_mm, strict=True)
    )
    top = min(line.box_mm.top for line in alone)
    bottom = max(line.box_mm.bottom for line in alone)
    down = y_mm - (top + bottom) / 2
    box = Box(
        min(x - line.box_mm.width / 2 for line, x in zip(alone, xs_mm, strict=True)),
        top + down,
        max(x + line.box_mm.width / 2 for line, x in zip(alone, xs_mm, strict=True)),
        bottom + down,
    )
    return Line(text, type, places, alone[0].baseline_mm + down, box)


def moved(line: Line, x_mm: float, y_mm: float) -> Line:
    """``line`` so much further to the right and down."""
    places = tuple(x + x_mm for x in line.x_mm)
    return replace(line, x_mm=places, baseline_mm=line.baseline_mm + y_mm,
                   box_mm=line.box_mm.shifted(x_mm, y_mm))  # fmt: skip


@lru_cache(maxsize=256)
def _inset(type: Type, typical: tuple[str, ...]) -> tuple[float, float]:  # noqa: A002
    boxes = [set_line(text, type, 0.0, 0.0).box_mm for text in typical]
    return (
        sum(box.left for box in boxes) / len(boxes),
        sum(box.top for box in boxes) / len(boxes),
    )


def advance_em(character: str, type: Type) -> float:  # noqa: A002
    """The share of the pitch that a character takes."""
    if type.monospaced or unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return 1.0 if character == "·" else _NARROW


def wrap(text: str, type: Type, width_em: float) -> list[str]:  # noqa: A002
    """``text`` in lines of at most ``width_em`` times the pitch."""
    lines, room = [""], width_em
    for character in text:
        step = advance_em(character, type)
        if step > room + 1e-6:
            lines.append("")
            room = width_em
        lines[-1] += character
        room -= step
    return lines


def is_installed(family: str) -> bool:
    """Whether characters of ``family`` can be drawn here."""
    return _face(family, False) is not None


@cache
def _face(family: str, bold: bool) -> Any:
    style = skia().FontStyle.Bold() if bold else skia().FontStyle.Normal()
    return skia().FontMgr().matchFamilyStyle(family, style)


def _scaled(rect: Any, factor: float) -> Box:
    return Box(rect.left(), rect.top(), rect.right(), rect.bottom()).scaled(factor)


def _font(type: Type, factor: float = 1.0) -> Any:  # noqa: A002
    face = _face(type.family, type.bold)
    if face is None:
        raise MissingGlyph("", type.family, "fonts-noto-cjk, fonts-dejavu-core")
    font = skia().Font(face, type.size_mm * factor)
    font.setScaleX(type.stretch)
    font.setSubpixel(True)
    font.setLinearMetrics(True)
    font.setHinting(skia().FontHinting.kNone)
    return font
