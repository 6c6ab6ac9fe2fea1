"""Lines of text in any script, at the largest size that fits a box."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, Final, Literal

import numpy as np

from idphoto.drawing.fonts import runs
from idphoto.drawing.library import skia
from idphoto.drawing.scripts import base_is_rtl
from idphoto.errors import BadRequest
from idphoto.imaging.colour import Colour
from idphoto.imaging.geometry import Box

Align = Literal["left", "centre", "right"]

MAX_CHARACTERS: Final = 100  # per line
_MEASURED_PX: Final = 128  # the font size at which ink is measured, to a hundredth of an em
_MEASURED_WIDTH_PX: Final = 16384  # longer lines are measured smaller: some letters are 10 ems wide
_LINE_STEP: Final = 1.3  # baseline to baseline, in ems; more if letters would touch
_LINE_GAP: Final = 0.15  # minimum distance between the ink of two lines, in ems
# Unicode categories that are not drawn: control and format characters, lone surrogates, private and
# unassigned code points, line ends. The format characters in _FORMAT are accepted: they change
# nothing visible, or only the shapes of their neighbours. The others would move letters about, or
# show as boxes in any font, since skia takes all of them for invisible.
_REFUSED: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_FORMAT: Final = frozenset(
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
    + "".join(map(chr, range(0xE0020, 0xE0080)))  # used to spell out flags
)
_SHIFT: Final = {"left": 0.0, "centre": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines of text at one font size, not yet placed or coloured.

    ``size``: the font size. ``width``, ``height``: of the ink of all lines together. Drawn at
    (x, y), the text fills the box (x, y, x + width, y + height) to within a pixel's rounding. All
    are in the canvas's unit, pixels or points.
    """

    lines: tuple[str, ...]
    size: float
    width: float
    height: float
    align: Align

    def paint(
        self, canvas: Any, x: float, y: float, colour: Colour, stroke: float | None = None
    ) -> None:
        """Draw on a skia canvas, with the ink's upper left corner at (x, y).

        ``stroke``: the width of the pen that outlines the letters; None fills them.
        """
        inks = [_ink(line) for line in self.lines]
        for line, ink, baseline in zip(self.lines, inks, _baselines(inks), strict=True):
            spare = self.width - self.size * ink.width
            left = x + _SHIFT[self.align] * spare - self.size * ink.left
            paragraph = _paragraph(line, self.size, colour, stroke)
            top = y + self.size * baseline - paragraph.AlphabeticBaseline
            paragraph.paint(canvas, left, top)


def fit_text(
    lines: Sequence[str],
    box_wh: tuple[float, float],
    *,
    field: str,
    max_size: float,
    min_size: float,
    align: Align = "centre",
) -> TextBlock:
    """``lines`` at the largest font size from ``min_size`` to ``max_size`` that fits the box.

    Lines may mix scripts; each is shaped and laid out in its own direction. ``field``: the name
    that errors use.

    Raises:
        BadRequest: there are no lines, one is blank or has characters that cannot be drawn, or the
            text does not fit.
        MissingGlyph: no installed font has some of the characters.
        LibraryMissing: the drawing library cannot be loaded.
    """
    clean = tuple(_checked(line, field) for line in lines)
    if not clean:
        raise BadRequest(field, "must not be empty")
    inks = [_ink(line) for line in clean]
    if any(ink.area == 0 for ink in inks):
        raise BadRequest(field, "must not be blank")
    width = max(ink.width for ink in inks)
    height = _baselines(inks)[-1] + inks[-1].bottom
    size = min(max_size, box_wh[0] / width, box_wh[1] / height)
    if size < min_size:
        raise BadRequest(field, _no_fit(clean, (width * min_size, height * min_size), box_wh))
    return TextBlock(clean, size, size * width, size * height, align)


def _checked(line: str, field: str) -> str:
    if len(line) > MAX_CHARACTERS:
        raise BadRequest(field, f"has {len(line):,} characters; the limit is {MAX_CHARACTERS}")
    for character in line:
        if unicodedata.category(character) in _REFUSED and character not in _FORMAT:
            code_point = f"U+{ord(character):04X}"
            raise BadRequest(field, f"contains {code_point}, a character that cannot be drawn")
    # composed form: more fonts have é than have e and a combining accent
    line = unicodedata.normalize("NFC", line).strip()
    if not line:
        raise BadRequest(field, "must not be blank")
    return line


def _no_fit(
    lines: tuple[str, ...], need_wh: tuple[float, float], box_wh: tuple[float, float]
) -> str:
    longest = max(map(len, lines))
    return (
        f"{longest} characters need at least {need_wh[0]:.0f} × {need_wh[1]:.0f} to be legible; "
        f"only {box_wh[0]:.0f} × {box_wh[1]:.0f} is available: shorten the text"
    )


def _baselines(inks: Sequence[Box]) -> list[float]:
    """The baseline of each line, in ems below the top of the first line's ink."""
    baselines = [-inks[0].top]
    for above, below in pairwise(inks):
        apart = above.bottom + _LINE_GAP - below.top
        baselines.append(baselines[-1] + max(_LINE_STEP, apart))
    return baselines


@lru_cache(maxsize=256)
def _ink(line: str) -> Box:
    """The box that a line's ink covers, in ems from its origin on the baseline."""
    size = float(_MEASURED_PX)
    paragraph = _paragraph(line, size)
    if paragraph.LongestLine > _MEASURED_WIDTH_PX:
        size *= _MEASURED_WIDTH_PX / paragraph.LongestLine
        paragraph = _paragraph(line, size)
    room = math.ceil(size)  # some ink lies outside the paragraph's box
    width, height = (math.ceil(side) for side in (paragraph.LongestLine, paragraph.Height))
    coverage = np.zeros((height + 2 * room, width + 2 * room), np.uint8)
    with skia().Surface(coverage, skia().kAlpha_8_ColorType) as canvas:
        paragraph.paint(canvas, room, room)
    rows, columns = (np.flatnonzero(coverage.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return Box(0, 0, 0, 0)
    box = Box(*map(float, (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)))
    return box.shifted(-room, -room - paragraph.AlphabeticBaseline).scaled(1 / size)


def _paragraph(
    line: str, size: float, colour: Colour = (0, 0, 0), stroke: float | None = None
) -> Any:
    """A laid-out paragraph of one line, each part in its own typeface."""
    layout = skia().textlayout
    faces = layout.TypefaceFontProvider()
    fonts = layout.FontCollection()
    fonts.setDefaultFontManager(faces)
    builder = layout.ParagraphBuilder.make(layout.ParagraphStyle(), fonts, _unicode())
    for number, (text, face) in enumerate(runs(line)):
        faces.registerTypeface(face, f"{number}")
        style = layout.TextStyle()
        style.setFontFamilies([f"{number}"])
        style.setFontSize(size)
        style.setForegroundPaint(_pen(colour, stroke))
        builder.pushStyle(style)
        # A paragraph's direction cannot be set, but its text can embed itself in one.
        builder.addText(f"\u202b{text}" if number == 0 and base_is_rtl(line) else text)
        builder.pop()
    paragraph = builder.Build()
    paragraph.layout(math.inf)
    return paragraph


def _pen(colour: Colour, stroke: float | None) -> Any:
    paint = skia().Paint(Color=skia().Color(*colour), AntiAlias=True)
    if stroke is not None:
        paint.setStyle(skia().Paint.kStroke_Style)
        paint.setStrokeJoin(skia().Paint.kRound_Join)
        paint.setStrokeWidth(stroke)
    return paint


@cache
def _unicode() -> Any:
    return skia().Unicodes.ICU.Make()
