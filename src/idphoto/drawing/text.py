"""Lines of text in any script, at the largest size that fits a box."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from idphoto.drawing.outlines import Shape
from idphoto.drawing.raster import ink_box
from idphoto.drawing.shaping import Glyph, glyphs_of, outline_of
from idphoto.errors import BadRequest
from idphoto.imaging.geometry import Box

Align = Literal["left", "centre", "right"]

MAX_CHARACTERS: Final = 100  # per line
_MEASURED: Final = 64  # the font size at which ink is measured, to 1/4096 of an em
_LINE_STEP: Final = 1.3  # baseline to baseline, in ems; more if letters would touch
_LINE_GAP: Final = 0.15  # minimum distance between the ink of two lines, in ems
# Unicode categories that are not drawn: control and format characters, lone surrogates, private and
# unassigned code points, line ends. The format characters in _FORMAT are accepted: they change
# nothing visible, or only the shapes of their neighbours. The others would move letters about, or
# show as boxes in any font, since shaping takes all of them for invisible.
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
    are in the same unit, pixels or points.
    """

    lines: tuple[str, ...]
    size: float
    width: float
    height: float
    align: Align

    def outlines(self, x: float, y: float) -> Iterator[Shape]:
        """The outline of each line, with the upper left corner of all ink at (x, y)."""
        for line, left, baseline in self._origins(x, y):
            yield outline_of(line).scaled(self.size).moved(left, baseline)

    def glyphs(self, x: float, y: float) -> Iterator[tuple[Glyph, float, float]]:
        """The letters' glyphs, each with the place of its origin, likewise."""
        for line, left, baseline in self._origins(x, y):
            for glyph in glyphs_of(line):
                yield glyph, left + self.size * glyph.x, baseline + self.size * glyph.y

    def _origins(self, x: float, y: float) -> Iterator[tuple[str, float, float]]:
        """Each line and the place of its origin, if the ink's upper left corner is at (x, y)."""
        inks = [_ink(line) for line in self.lines]
        for line, ink, baseline in zip(self.lines, inks, _baselines(inks), strict=True):
            spare = self.width - self.size * ink.width
            left = x + _SHIFT[self.align] * spare - self.size * ink.left
            yield line, left, y + self.size * baseline


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
    return ink_box(outline_of(line).scaled(_MEASURED)).scaled(1 / _MEASURED)
