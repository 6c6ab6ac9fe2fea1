"""Tailored jackets: fronts, sleeves, lapels, the collar that meets them."""

from __future__ import annotations

from typing import Final

from idphoto.imaging.arrays import Point
from idphoto.photo.wardrobe.curves import Curve, join, offset, spline, trace
from idphoto.photo.wardrobe.garment import Jacket
from idphoto.photo.wardrobe.piece import Line, Piece, both
from idphoto.photo.wardrobe.pieces.cut import Cut, roll_line
from idphoto.photo.wardrobe.pieces.lapels import LAPELS
from idphoto.photo.wardrobe.pieces.pockets import pockets
from idphoto.photo.wardrobe.pieces.trunk import FAR, STITCH, button, inside

_ARMHOLE: Final[Curve] = trace("0.965,0.025 0.9,0.2 0.855,0.5 0.87,0.85")
_DART: Final[Curve] = trace("0.52,0.95 0.54,1.6 0.56,3")
_SIDE: Final[Curve] = spline((1.0, FAR), (0.95, 2.4), (0.90, 1.4), (0.87, 0.85))
# Shoulders from the arm to the neck: to a collar that stands off, or to the neck itself.
_PADDED: Final[Curve] = trace("0.965,0.025 0.85,-0.025 0.6,-0.105 0.4,-0.195")
_PLAIN: Final[Curve] = trace("0.965,0.025 0.85,-0.022 0.6,-0.092 0.4,-0.153 0.315,-0.2")


def jacket(part: Jacket) -> list[Piece]:
    """The pieces of a jacket: sleeves, then the half that lies below, then the other."""
    cross = 0.20 if part.breasted == "double" else 0.0
    cut = Cut(roll_line(part, cross), cross, part)
    top = {"none": -0.20, "stand": -0.33}.get(part.lapel, cut.nape[1] + 0.01)
    left = [_front(cut), *LAPELS[part.lapel](cut)]
    right = [piece.mirrored() for piece in left]
    return [
        inside(part.cloth, cut.nape[0] - 0.002, top, rise=0.03),
        *both(_sleeve(part)),
        *((*right, *left) if part.over == "left" else (*left, *right)),
        *pockets(part),
        *_buttons(cut),
    ]


def _front(cut: Cut) -> Piece:
    part, over = cut.part, cut.cross + 0.07
    x, low = float(cut.roll[-1, 0]), float(cut.roll[-1, 1])
    edge = join(
        spline((x, low), (-over, low + 0.05), (-over, low + 0.4)),
        spline((-over, low + 0.5), (-over, FAR)),
    )
    seams = [Line(_ARMHOLE, 0.012, 0.006, 0.86), Line(_DART, 0.006, 0.003, 0.9)]
    if cut.turned:
        shoulder = join(_PADDED, spline((0.40, -0.195), (0.34, -0.27), cut.nape))
    else:
        shoulder = _PLAIN
        seams.append(Line(offset(join(cut.roll, edge[1:]), -0.016), *STITCH))
    return Piece(
        join(cut.roll, edge, _SIDE, _ARMHOLE[::-1], shoulder),
        part.cloth,
        0.03,
        rim=(0.004, 0.004),
        drape=1.0,
        hang="tailored",
        lines=tuple(seams),
    )


def _sleeve(part: Jacket) -> Piece:
    crown = spline(
        (0.93, 0.01),
        (0.975, 0.022),
        (1.03, 0.11),
        (1.10, 0.4),
        (1.17, 1.0),
        (1.30, 2.4),
        (1.6, FAR),
    )
    inner = spline(
        (1.0, FAR), (0.94, 2.4), (0.86, 1.4), (0.80, 0.9), (0.79, 0.5), (0.84, 0.2), (0.93, 0.01)
    )
    return Piece(
        join(crown, inner),
        part.cloth,
        0.0,
        form="sleeve",
        rim=(0.02, 0.012),
        drape=1.0,
        hang="tailored",
    )


def _buttons(cut: Cut) -> list[Piece]:
    """Where the fronts close; a double-breasted jacket has a second row that closes nothing."""
    part, stance, radius = cut.part, cut.stance, 0.043
    places: list[Point]
    if not cut.turned:
        radius, first = 0.036, float(cut.roll[-1, 1]) + 0.11
        places = [(0.0, first + 0.34 * k) for k in range(4)]
    elif part.breasted == "single":
        places = [(0.0, stance + 0.07), (0.0, stance + 0.50)]
    else:
        rows = [(0.22, stance + 0.06), (0.20, stance + 0.50)]
        if part.lapel == "peak":
            rows.append((0.33, stance - 0.38))
        places = [(side * x, y) for x, y in rows for side in (-1, 1)]
    return [button(place, radius, part.buttons, metal=part.metal_buttons) for place in places]
