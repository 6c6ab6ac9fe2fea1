"""Polo shirts."""

from __future__ import annotations

from typing import Final

from idphoto.imaging.arrays import Point
from idphoto.photo.wardrobe.curves import inset, join, offset, spline
from idphoto.photo.wardrobe.garment import Polo
from idphoto.photo.wardrobe.piece import Fold, Line, Piece, both
from idphoto.photo.wardrobe.pieces.trunk import STITCH, button, inside, trunk

_NAPE: Final[Point] = (0.275, -0.345)
_BAND: Final = 0.06  # half the placket's width


def polo(part: Polo) -> list[Piece]:
    """A polo shirt, its placket fastened or not."""
    # where the fronts meet, and where each leaf of the collar begins and ends
    low, start, tip = (
        (-0.06, (0.04, -0.115), (0.225, 0.115))
        if part.fastened
        else (0.16, (0.125, -0.035), (0.275, 0.12))
    )
    neckline = join(
        spline((-0.36, -0.155), (-0.2, -0.14), (0.0, low)),
        spline((0.0, low), (0.2, -0.14), (0.36, -0.155)),
    )
    first, count = (0.02, 3) if part.fastened else (0.26, 2)
    return [
        inside(part.collar_cloth or part.cloth, 0.275, -0.345),
        *trunk(part.cloth, neckline, hang="knit"),
        _placket(part, low),
        *(button((0.0, first + 0.22 * k), 0.024, part.buttons) for k in range(count)),
        *both(_leaf(part, start, tip)),
    ]


def _placket(part: Polo, low: float) -> Piece:
    top = low - 0.04
    box = join(
        spline((-_BAND, top), (-_BAND, 0.62)),
        spline((_BAND, 0.62), (_BAND, top)),
    )
    return Piece(
        join(box, spline((_BAND, top), (0.0, low), (-_BAND, top))),
        part.cloth,
        0.006,
        rim=(0.006, 0.006),
        lines=(Line(offset(box, -0.012), *STITCH),),
    )


def _leaf(part: Polo, start: Point, tip: Point) -> Piece:
    """Half of the knitted collar, on the person's left."""
    fold = spline(_NAPE, (0.265, -0.285), (0.225, -0.19), start)
    front = spline(start, ((start[0] + tip[0]) / 2 + 0.006, (start[1] + tip[1]) / 2), tip)
    outer = spline(tip, (0.305, 0.0), (0.35, -0.10), (0.345, -0.19), (0.312, -0.29), _NAPE)
    edge = outer[:-6]
    lines = [Line(inset(front, edge, -0.012), 0.010, 0.003, 0.9)]
    if part.tipping:
        stripes = (0.022, 0.050)
        lines += [Line(inset(front, edge, -deep), 0.013, ink=part.tipping) for deep in stripes]
    return Piece(
        join(fold, front, outer),
        part.collar_cloth or part.cloth,
        0.032,
        form="neck",
        rim=(0.008, 0.008),
        pillow=(0.03, 0.008),
        roll=Fold(fold, 0.020, 0.016),
        lines=tuple(lines),
        ribbed="round",
    )
