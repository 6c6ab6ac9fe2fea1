"""Papers by name, and any other size in millimetres."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from idphoto.errors import BadRequest

Orientation = Literal["auto", "landscape", "portrait"]

SIDE_RANGE_MM: Final = (40.0, 1300.0)  # a visiting card is 54 mm wide, A0 1189 mm long


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper, in portrait orientation. ``aliases``: other names for it.

    >>> import idphoto
    >>> sheet = idphoto.make_sheet("me.jpg", "10x15")
    >>> sheet.paper.name, sheet.paper.size_mm(landscape=True)
    ('6inch', (152.0, 102.0))
    """

    name: str
    width_mm: float
    height_mm: float
    aliases: tuple[str, ...] = ()

    def size_mm(self, landscape: bool) -> tuple[float, float]:
        """Width and height in this orientation."""
        upright = self.width_mm, self.height_mm
        return upright[::-1] if landscape else upright


# Photographic papers: ISO 1008, whose millimetres stand for inches (3½ × 5, 4 × 6, 5 × 7). The
# letters are American (nR) and Japanese (L, 2L, KG); labs in China name the longer side in inches;
# shops in Europe use centimetres. "4x6" is true inches, as home printers use. A: ISO 216. Letter:
# ANSI/ASME Y14.1, 8½ × 11 in.
PAPERS: Final = (
    Paper("5inch", 89.0, 127.0, ("3R", "L", "9x13", "5寸")),
    Paper("6inch", 102.0, 152.0, ("4R", "KG", "10x15", "6寸")),
    Paper("4x6", 101.6, 152.4, ("4x6in",)),
    Paper("5x7", 127.0, 178.0, ("5R", "2L", "7inch", "13x18", "7寸")),
    Paper("A4", 210.0, 297.0),
    Paper("A5", 148.0, 210.0),
    Paper("A6", 105.0, 148.0),
    Paper("Letter", 215.9, 279.4),
)
_CUSTOM: Final = re.compile(r"(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)(?:mm)?")


@cache
def find_paper(text: str) -> Paper:
    """The paper with this name, or of this size in millimetres, such as ``100x150``.

    Raises:
        BadRequest: there is no such paper, or a side is outside 40–1300 mm.

    >>> find_paper("10x15").name, find_paper("100x150").size_mm(landscape=True)
    ('6inch', (150.0, 100.0))
    """
    word = "".join(text.lower().replace("×", "x").split())
    if paper := _by_name().get(word):
        return paper
    if not (match := _CUSTOM.fullmatch(word)):
        names = ", ".join(paper.name for paper in PAPERS)
        reason = f"{text!r} is not one of {names}, or a size in millimetres such as 100x150"
        raise BadRequest("paper", reason)
    short, long = sorted(map(float, match.groups()))
    low, high = SIDE_RANGE_MM
    for side in (short, long):
        if not low <= side <= high:
            raise BadRequest("paper", f"{side:g} mm is outside {low:g}–{high:g} mm")
    return Paper(f"{short:g}x{long:g}", short, long)


@cache
def _by_name() -> dict[str, Paper]:
    return {word.lower(): paper for paper in PAPERS for word in (paper.name, *paper.aliases)}
