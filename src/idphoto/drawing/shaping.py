"""A line of text as outlines: each part in its own font and direction."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from idphoto.drawing.bidi import in_visual_order, levels_of
from idphoto.drawing.faces import FontFace, glyph_outline
from idphoto.drawing.fonts import runs
from idphoto.drawing.library import harfbuzz
from idphoto.drawing.outlines import Shape, joined
from idphoto.drawing.scripts import language_of, word_of


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of ``face``, with its origin at (x, y) in ems: y is down, 0 on the baseline.

    ``advance``: from its origin to that of the next, in ems. ``text``: the characters that it
    stands for; of several glyphs for the same ones, the first has them.
    """

    face: FontFace
    number: int
    x: float
    y: float
    advance: float
    text: str


@lru_cache(maxsize=256)
def outline_of(line: str) -> Shape:
    """The outline of a line, in ems from its origin on the baseline; y is down.

    Raises:
        MissingGlyph: no font has some of the characters.
    """
    return outline_of_glyphs(glyphs_of(line))


def outline_of_glyphs(glyphs: Sequence[Glyph]) -> Shape:
    """The outlines of glyphs in their places."""
    return joined([glyph_outline(each.face, each.number).moved(each.x, each.y) for each in glyphs])


@lru_cache(maxsize=256)
def glyphs_of(line: str) -> tuple[Glyph, ...]:
    """The glyphs of a line, from left to right.

    Raises:
        MissingGlyph: no font has some of the characters.
    """
    return shape(line, runs(line))


def shape(line: str, parts: Sequence[tuple[str, FontFace]]) -> tuple[Glyph, ...]:
    """The glyphs of a line whose ``parts`` have the fonts named, from left to right."""
    levels = levels_of(line)
    faces = [face for part, face in parts for _ in part]
    cuts = [0, *_cuts(line, faces, levels), len(line)]
    spans = [(start, end) for start, end in pairwise(cuts) if start < end]
    order = in_visual_order(spans, [levels[start] for start, _ in spans])
    language = language_of(line)
    glyphs: list[Glyph] = []
    x = 0.0
    for start, end in order:
        shaped, x = _shape_span(line, start, end, faces[start], levels[start] % 2 == 1, language, x)
        glyphs += shaped
    return tuple(glyphs)


def _cuts(line: str, faces: Sequence[FontFace], levels: Sequence[int]) -> list[int]:
    """Where the font, the direction or the script changes."""
    scripts: list[str] = []
    for character in line:
        # digits, marks and the like take the script of what they follow
        own = unicodedata.category(character) in ("Lu", "Ll", "Lt", "Lo")
        scripts.append(word_of(character) if own else scripts[-1] if scripts else "")
    return [
        at
        for at in range(1, len(line))
        if faces[at] is not faces[at - 1]
        or levels[at] != levels[at - 1]
        or (scripts[at] != scripts[at - 1] and scripts[at - 1])
    ]


def _shape_span(
    line: str, start: int, end: int, face: FontFace, leftward: bool, language: str, x: float
) -> tuple[list[Glyph], float]:
    """The glyphs of ``line[start:end]`` from ``x`` on, and where the next begin.

    HarfBuzz sees the whole line, so that letters join across a change of fonts.
    """
    hb = harfbuzz()
    buffer = hb.Buffer()
    buffer.add_str(line, start, end - start)
    buffer.direction = "rtl" if leftward else "ltr"
    buffer.guess_segment_properties()
    buffer.language = language
    hb.shape(face.font, buffer)
    clusters = sorted({info.cluster for info in buffer.glyph_infos})
    texts = {at: line[at:after] for at, after in pairwise([*clusters, end])}
    glyphs = []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        at = x + place.x_offset / face.units, -place.y_offset / face.units
        advance = place.x_advance / face.units
        glyphs.append(Glyph(face, info.codepoint, *at, advance, texts.pop(info.cluster, "")))
        x += advance
    return glyphs, x
