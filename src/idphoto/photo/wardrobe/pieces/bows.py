"""Bows: of ties, of ribbons, of blouses."""

from __future__ import annotations

from idphoto.imaging.arrays import Point
from idphoto.photo.wardrobe.curves import spline, trace
from idphoto.photo.wardrobe.garment import Cloth
from idphoto.photo.wardrobe.piece import Line, Piece, both


def bow_tie(cloth: Cloth) -> list[Piece]:
    """A bow tie, over the collar."""
    wing = Piece(
        trace(
            "0.015,-0.135 0.08,-0.155 0.19,-0.195 0.215,-0.175 | 0.205,-0.11 "
            "0.22,-0.04 | 0.19,-0.022 0.08,-0.07 0.015,-0.075"
        ),
        cloth,
        0.055,
        rim=(0.009, 0.010),
        pillow=(0.035, 0.008),
        grain_deg=8,
        lines=pinch((0.02, -0.107)),
    )
    tail = Piece(
        trace("0.02,-0.15 0.2,-0.205 0.235,-0.13 | 0.2,-0.03 0.02,-0.07"),
        cloth,
        0.045,
        rim=(0.01, 0.01),
        tone=0.8,
    )
    knot = Piece(
        trace("-0.034,-0.14 0,-0.146 0.036,-0.138 0.034,-0.07 0,-0.064 -0.032,-0.072 -0.034,-0.14"),
        cloth,
        0.065,
        rim=(0.014, 0.018),
        pillow=(0.02, 0.01),
        grain_deg=90,
        lines=(Line(trace("0.008,-0.14 0.003,-0.07"), 0.007, 0.004, 0.9),),
    )
    return [*both(tail), *both(wing), knot]


def pinch(at: Point, scale: float = 1.0) -> tuple[Line, ...]:
    """Creases that fan out from a knot into a loop on the person's left."""
    x, y = at
    fan = ((0.10, -0.045, 0.009, 0.010), (0.15, -0.006, 0.012, 0.014), (0.11, 0.032, 0.008, 0.009))
    valleys = tuple(
        Line(
            spline((x, y), (x + 0.5 * dx * scale, y + 0.35 * dy), (x + dx * scale, y + dy * scale)),
            wide,
            deep,
            0.86,
        )
        for dx, dy, wide, deep in fan
    )
    ridge = Line(
        spline((x + 0.01, y), (x + 0.09 * scale, y - 0.02), (x + 0.17 * scale, y - 0.035)),
        0.012,
        -0.008,
    )
    return (*valleys, ridge)


def ribbon(cloth: Cloth) -> list[Piece]:
    """A school ribbon: a flat bow with tails, below the collar."""
    loop = Piece(
        trace("0.02,0.005 0.1,-0.045 0.205,-0.05 0.235,0.02 | 0.2,0.095 0.1,0.085 0.02,0.05"),
        cloth,
        0.05,
        rim=(0.008, 0.008),
        pillow=(0.03, 0.007),
        grain_deg=10,
        lines=pinch((0.02, 0.028)),
    )
    tail = Piece(
        trace("0,0.03 0.07,0.13 0.1,0.33 | 0.15,0.27 | 0.2,0.29 | 0.13,0.1 0.04,0.03"),
        cloth,
        0.04,
        rim=(0.006, 0.005),
        pillow=(0.02, 0.004),
        grain_deg=-20,
        drape=0.3,
        hang="soft",
    )
    knot = Piece(
        trace("-0.036,-0.012 0,-0.018 0.038,-0.01 0.036,0.065 0,0.072 -0.034,0.062 -0.036,-0.012"),
        cloth,
        0.06,
        rim=(0.014, 0.018),
        pillow=(0.02, 0.01),
    )
    return [*both(tail), *both(loop), knot]


def pussy_bow(cloth: Cloth) -> list[Piece]:
    """A blouse's own collar, tied in a soft bow."""
    band = Piece(
        trace(
            "0.276,-0.335 0.262,-0.275 0.2,-0.18 0.09,-0.115 -0.02,-0.1 | "
            "-0.02,0.02 | 0.12,-0.01 0.26,-0.1 0.335,-0.19 0.315,-0.28 "
            "0.276,-0.335"
        ),
        cloth,
        0.04,
        form="neck",
        rim=(0.014, 0.014),
        pillow=(0.04, 0.014),
        lines=(
            Line(trace("0.28,-0.28 0.19,-0.14 0.03,-0.06"), 0.018, 0.008, 0.92),
            Line(trace("0.31,-0.22 0.22,-0.1 0.04,-0.03"), 0.014, -0.006, 1.0),
        ),
    )
    loop = Piece(
        trace("0.02,-0.05 0.11,-0.14 0.235,-0.1 0.3,0.02 | 0.27,0.105 0.14,0.07 0.02,0.01"),
        cloth,
        0.065,
        rim=(0.022, 0.024),
        pillow=(0.04, 0.02),
        grain_deg=25,
        drape=0.5,
        hang="soft",
        lines=(
            Line(trace("0.03,-0.03 0.12,-0.05 0.21,-0.01"), 0.016, 0.012, 0.82),
            Line(trace("0.04,-0.01 0.13,0 0.22,0.05"), 0.014, -0.008, 1.0),
        ),
    )
    tail = Piece(
        trace("0,0 0.03,0.2 0.045,0.66 | 0.19,0.72 | 0.155,0.3 0.05,0"),
        cloth,
        0.05,
        rim=(0.014, 0.014),
        pillow=(0.03, 0.012),
        grain_deg=-8,
        drape=0.6,
        hang="soft",
        lines=(Line(trace("0.03,0.03 0.085,0.25 0.11,0.6"), 0.02, 0.010, 0.9),),
    )
    knot = Piece(
        trace("-0.042,-0.07 0,-0.078 0.046,-0.066 0.042,0.03 0,0.038 -0.04,0.026 -0.042,-0.07"),
        cloth,
        0.08,
        rim=(0.018, 0.022),
        pillow=(0.025, 0.012),
        lines=(Line(trace("0.01,-0.07 0,0.03"), 0.008, 0.005, 0.9),),
    )
    other = tail.mirrored()
    return [*both(band), other, tail, *both(loop), knot]
