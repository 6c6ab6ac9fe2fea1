"""Scarves tied round the neck."""

from __future__ import annotations

from idphoto.photo.wardrobe.curves import circle, join, spline, trace
from idphoto.photo.wardrobe.garment import Cloth
from idphoto.photo.wardrobe.piece import Fold, Line, Piece, both
from idphoto.photo.wardrobe.pieces.bows import pinch


def neckerchief(cloth: Cloth) -> list[Piece]:
    """A silk square rolled round the neck and knotted at the side, as cabin crews wear."""
    band = Piece(
        trace(
            "-0.285,-0.32 -0.262,-0.25 -0.17,-0.165 0,-0.115 0.17,-0.155 "
            "0.262,-0.24 0.285,-0.32 | 0.335,-0.2 | 0.27,-0.075 0.12,0.01 "
            "0,0.035 -0.15,0 -0.28,-0.085 -0.335,-0.2 -0.285,-0.32"
        ),
        cloth,
        0.05,
        form="neck",
        rim=(0.022, 0.022),
        pillow=(0.05, 0.022),
        grain_deg=20,
        lines=(
            Line(trace("-0.29,-0.25 -0.15,-0.09 0.05,-0.035 0.2,-0.07"), 0.022, 0.022, 0.85),
            Line(trace("-0.31,-0.18 -0.12,-0.03 0.12,-0.02"), 0.018, 0.016, 0.88),
            Line(trace("-0.27,-0.28 -0.1,-0.125 0.1,-0.09 0.25,-0.18"), 0.022, -0.018, 1.0),
        ),
    )
    knot_at = (0.155, -0.045)
    x, y = knot_at
    first = Piece(
        join(
            spline((x - 0.01, y), (x + 0.05, y + 0.10), (x + 0.02, y + 0.33)),
            spline((x + 0.02, y + 0.33), (x + 0.17, y + 0.24)),
            spline((x + 0.17, y + 0.24), (x + 0.13, y + 0.08), (x + 0.03, y)),
        ),
        cloth,
        0.055,
        rim=(0.014, 0.014),
        pillow=(0.03, 0.014),
        grain_deg=-30,
        lines=(
            Line(
                spline((x + 0.02, y + 0.03), (x + 0.07, y + 0.14), (x + 0.08, y + 0.26)),
                0.016,
                0.010,
                0.88,
            ),
        ),
    )
    second = Piece(
        join(
            spline((x, y), (x + 0.12, y + 0.01), (x + 0.29, y + 0.09)),
            spline((x + 0.29, y + 0.09), (x + 0.25, y - 0.09)),
            spline((x + 0.25, y - 0.09), (x + 0.12, y - 0.06), (x, y - 0.03)),
        ),
        cloth,
        0.06,
        rim=(0.014, 0.014),
        pillow=(0.03, 0.014),
        grain_deg=50,
        lines=(
            Line(
                spline((x + 0.03, y - 0.01), (x + 0.13, y - 0.01), (x + 0.24, y + 0.02)),
                0.016,
                0.010,
                0.88,
            ),
        ),
    )
    knot = Piece(
        circle((x, y - 0.005), 0.05),
        cloth,
        0.08,
        rim=(0.02, 0.024),
        pillow=(0.03, 0.014),
        grain_deg=60,
        lines=(Line(spline((x - 0.03, y - 0.03), (x + 0.02, y + 0.03)), 0.010, 0.006, 0.9),),
    )
    return [band, first, second, knot]


def red_scarf(cloth: Cloth) -> list[Piece]:
    """A triangle of cotton with its ends tied on the chest."""
    roll = Piece(
        trace(
            "0.3,-0.25 0.262,-0.12 0.16,0.03 0.02,0.16 | 0,0.22 | 0.2,0.11 "
            "0.36,-0.06 0.4,-0.17 | 0.36,-0.22 0.3,-0.25"
        ),
        cloth,
        0.045,
        form="collar",
        rim=(0.016, 0.016),
        pillow=(0.04, 0.014),
        roll=Fold(trace("0.3,-0.25 0.262,-0.12 0.16,0.03 0.02,0.16"), 0.02, 0.016),
        lines=(
            Line(trace("0.34,-0.2 0.27,-0.04 0.1,0.13"), 0.018, 0.008, 0.9),
            Line(trace("0.37,-0.16 0.3,0 0.14,0.12"), 0.014, -0.006, 1.0),
        ),
    )
    tail = Piece(
        trace("0,0.2 0.03,0.36 0.06,0.62 | 0.2,0.5 | 0.13,0.3 0.03,0.19"),
        cloth,
        0.045,
        rim=(0.012, 0.012),
        pillow=(0.03, 0.010),
        drape=0.6,
        hang="soft",
        lines=(Line(trace("0.02,0.22 0.08,0.36 0.11,0.52"), 0.016, 0.010, 0.9),),
    )
    knot = Piece(
        trace("-0.05,0.13 0,0.115 0.055,0.135 0.045,0.225 0,0.235 -0.042,0.22 -0.05,0.13"),
        cloth,
        0.07,
        rim=(0.02, 0.024),
        pillow=(0.03, 0.012),
        lines=(Line(trace("-0.04,0.2 0.03,0.14"), 0.010, 0.006, 0.9),),
    )
    return [*both(roll), *both(tail), knot]


def sailor_knot(cloth: Cloth) -> list[Piece]:
    """The scarf of a sailor blouse, passed through a loop where the collar ends."""
    y = 0.44
    tail = Piece(
        join(
            spline((0.005, y - 0.02), (0.05, y + 0.10), (0.07, y + 0.42)),
            spline((0.07, y + 0.42), (0.21, y + 0.34)),
            spline((0.21, y + 0.34), (0.15, y + 0.10), (0.045, y - 0.02)),
        ),
        cloth,
        0.045,
        rim=(0.012, 0.012),
        pillow=(0.03, 0.010),
        drape=0.6,
        hang="soft",
        lines=(Line(spline((0.03, y), (0.09, y + 0.15), (0.12, y + 0.34)), 0.016, 0.010, 0.9),),
    )
    loop = Piece(
        join(
            spline((0.02, y), (0.10, y - 0.08), (0.20, y - 0.07), (0.24, y)),
            spline((0.24, y), (0.17, y + 0.07), (0.02, y + 0.04)),
        ),
        cloth,
        0.05,
        rim=(0.010, 0.010),
        pillow=(0.03, 0.008),
        lines=pinch((0.02, y + 0.005)),
    )
    knot = Piece(
        circle((0.0, y + 0.005), 0.048), cloth, 0.07, rim=(0.018, 0.022), pillow=(0.025, 0.012)
    )
    return [*both(tail), *both(loop), knot]
