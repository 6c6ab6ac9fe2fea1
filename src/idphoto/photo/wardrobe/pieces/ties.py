"""Long ties."""

from __future__ import annotations

import numpy as np

from idphoto.photo.wardrobe.curves import Curve, join, mirror, spline, trace
from idphoto.photo.wardrobe.garment import Cloth
from idphoto.photo.wardrobe.piece import Line, Piece


def tie(cloth: Cloth, slim: float = 1.0) -> list[Piece]:
    """A long tie in a four-in-hand knot; ``slim``: its width as a share of a usual one."""
    edge = [
        (0.040, -0.02),
        (0.054 * slim, 0.12),
        (0.088 * slim, 0.55),
        (0.125 * slim, 1.2),
        (0.14 * slim, 1.6),
    ]
    left = spline(*edge)
    # nobody's tie hangs like a plumb line
    lean = trace("0,-0.02 0.004,0.4 0.012,1 0.016,1.6")
    blade = Piece(
        join(left + _follow(left, lean), mirror(left)[::-1] + _follow(left, lean)[::-1]),
        cloth,
        0.026,
        rim=(0.012, 0.010),
        pillow=(0.03, 0.008),
        grain_deg=38,
        drape=0.25,
        hang="soft",
        lines=(
            Line(trace("0.012,-0.03 0.004,0.06 0.014,0.19"), 0.016, 0.009, 0.92),
            Line(trace("-0.03,-0.02 -0.033,0.05 -0.045,0.14"), 0.012, -0.004, 1.0),
        ),
    )
    knot = Piece(
        join(
            spline((-0.074 * slim, -0.160), (0.0, -0.172), (0.082 * slim, -0.165)),
            spline((0.082 * slim, -0.165), (0.077 * slim, -0.10), (0.050, -0.022)),
            trace("0.05,-0.022 0,-0.006 -0.044,-0.016"),
            spline((-0.044, -0.016), (-0.068 * slim, -0.09), (-0.074 * slim, -0.160)),
        ),
        cloth,
        0.05,
        rim=(0.02, 0.022),
        pillow=(0.03, 0.014),
        grain_deg=-32,
        lines=(Line(trace("-0.062,-0.11 0,-0.06 0.054,-0.04"), 0.010, 0.003, 0.95),),
    )
    return [blade, knot]


def _follow(curve: Curve, lean: Curve) -> Curve:
    """How far each point of ``curve`` moves sideways with a line that leans."""
    shift = np.interp(curve[:, 1], lean[:, 1], lean[:, 0])
    return np.stack([shift, np.zeros_like(shift)], axis=1).astype(np.float32)


def slim_tie(cloth: Cloth) -> list[Piece]:
    """A narrow tie."""
    return tie(cloth, 0.68)
