"""Neckwear."""
from __future__ import annotations
from idphoto.photo.wardrobe.curves import join, mirror, spline
from idphoto.photo.wardrobe.piece import Fold, Line, Piece


def tie(cloth):
    left = spline((0.040, -0.02), (0.052, 0.12), (0.085, 0.55), (0.12, 1.2), (0.14, 1.6))
    right = mirror(left)[::-1]
    blade = Piece(
        join(left, spline((0.14, 1.6), (0, 1.8), (-0.14, 1.6)), right),
        cloth, 0.026, rim=(0.012, 0.010), pillow=(0.03, 0.006), grain_deg=38,
        lines=(
            Line(spline((0.010, -0.03), (0.004, 0.06), (0.012, 0.17)), 0.018, 0.007, 1.0),
        ),
    )
    kl = spline((0.082, -0.165), (0.075, -0.10), (0.050, -0.022))
    knot = Piece(
        join(spline((-0.074, -0.160), (0.0, -0.172), (0.082, -0.165)), kl,
             spline((0.050, -0.022), (0.0, -0.008), (-0.044, -0.016)),
             spline((-0.044, -0.016), (-0.066, -0.09), (-0.074, -0.160))),
        cloth, 0.04, rim=(0.02, 0.022), pillow=(0.03, 0.014), grain_deg=-32,
        lines=(Line(spline((-0.06, -0.11), (0.0, -0.06), (0.052, -0.035)), 0.01, 0.002, 1.0),),
    )
    return [blade, knot]
