"""Lines of print: characters set one by one, at their own pitch, with the ink's own unevenness."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from tools.cards.fonts import face_of

from idphoto.drawing.faces import FontFace, glyph_outline
from idphoto.drawing.outlines import Shape, joined
from idphoto.drawing.raster import ink_box
from idphoto.drawing.scripts import package_for, script_of
from idphoto.errors import MissingGlyph
from idphoto.imaging.geometry import Box

_BASELINE: Final = 0.88  # of ideographs, in ems below the top of the em box
_NARROW: Final = 0.545  # of the pitch: Latin letters and digits between ideographs
_BOLD_EM: Final = 0.05  # what a bold face's strokes have more than an ordinary one's
# Ink is measured to 1/64 of a unit, and a millimetre is a large one.
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
    monospaced: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Characters in their places. ``x_mm``: where each begins; ``box_mm``: of the ink."""

    text: str
    type: Type
    x_mm: tuple[float, ...]
    baseline_mm: float
    box_mm: Box

    @property
    def outline(self) -> Shape:
        """In mm, without the strokes' added weight."""
        face = face_of(self.type.family)
        return joined(
            [
                _outline(face, c, self.type).moved(x, self.baseline_mm)
                for c, x in zip(self.text, self.x_mm, strict=True)
            ]
        )


def bold(family: str, size_mm: float, pitch_mm: float) -> Type:
    """Characters for a heading."""
    return Type(family, size_mm, pitch_mm, stroke_mm=_BOLD_EM * size_mm)


def set_line(text: str, type: Type, left_mm: float, top_mm: float) -> Line:  # noqa: A002
    """``text`` from the left edge and the top of its em box.

    Raises:
        MissingGlyph: the family lacks some characters.
        WeightsUnavailable: it is not here and cannot be fetched.
    """
    face = face_of(type.family)
    if missing := "".join(c for c in text if ord(c) not in face.characters):
        raise MissingGlyph(missing, script_of(missing), package_for(missing))
    steps = [advance_em(c, type) * type.pitch_mm for c in text]
    starts = left_mm + np.concatenate([[0.0], np.cumsum(steps)[:-1]])
    inks = [_ink(face, c, type) for c in text]
    widths = [type.stretch * type.size_mm * _advance(face, c) for c in text]
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


def _outline(face: FontFace, character: str, type: Type) -> Shape:  # noqa: A002
    """In mm, from its origin on the baseline."""
    outline = glyph_outline(face, face.font.get_nominal_glyph(ord(character)))
    return outline.scaled(type.stretch * type.size_mm, type.size_mm)


def _ink(face: FontFace, character: str, type: Type) -> Box:  # noqa: A002
    """What a character covers, in mm, likewise; of no area where it has no ink."""
    outline = _outline(face, character, type)
    box = ink_box(outline.scaled(_MEASURED)).scaled(1 / _MEASURED)
    return box.grown(*[type.stroke_mm / 2] * 4) if box.area else box


def _advance(face: FontFace, character: str) -> float:
    """From its origin to the next character's, in ems."""
    glyph = face.font.get_nominal_glyph(ord(character))
    return float(face.font.get_glyph_h_advance(glyph)) / face.units
