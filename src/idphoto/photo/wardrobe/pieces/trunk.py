"""What all garments share: the trunk with its shoulders, buttons, the inside of a neck."""

from __future__ import annotations

from typing import Final

import numpy as np

from idphoto.imaging.arrays import Point
from idphoto.photo.wardrobe.curves import Curve, circle, join, mirror, spline
from idphoto.photo.wardrobe.folds import Hang
from idphoto.photo.wardrobe.garment import Cloth, ClothColour
from idphoto.photo.wardrobe.piece import Line, Piece, both

FAR: Final = 8.0
"""Below every frame, in head heights."""
# Natural shoulders in cloth, from the neck outwards, and down the arm.
_SHOULDER: Final[tuple[Point, ...]] = (
    (0.26, -0.185),
    (0.36, -0.158),
    (0.43, -0.134),
    (0.60, -0.083),
    (0.84, -0.003),
    (0.97, 0.085),
    (1.06, 0.24),
)
_ARM_POINTS: Final[tuple[Point, ...]] = (
    (1.06, 0.24),
    (1.13, 0.6),
    (1.20, 1.2),
    (1.32, 2.4),
    (1.6, FAR),
)
_ARM: Final[Curve] = spline(*_ARM_POINTS)
ARMHOLE: Final[tuple[Point, ...]] = ((0.92, 0.035), (0.88, 0.22), (0.84, 0.50), (0.86, 0.85))
SIDE: Final[Curve] = join(spline(*_SHOULDER[1:]), _ARM)
"""From the neck over the shoulder and down the arm, on the person's left."""
STITCH: Final = (0.003, 0.0008, 0.86, 0.014)
"""A line of topstitching: width, depth, tone and length of a stitch, as ``Line`` takes them."""


def on_shoulder(curve: Curve) -> Curve:
    """The curve kept from rising above the shoulders: a band lies over them."""
    line = np.array(_SHOULDER)
    floor = np.interp(np.abs(curve[:, 0]), line[:, 0], line[:, 1]) - 0.010
    kept = curve.copy()
    kept[:, 1] = np.where(
        np.abs(curve[:, 0]) > line[0, 0], np.maximum(curve[:, 1], floor), curve[:, 1]
    )
    return kept


def trunk(
    cloth: Cloth, neckline: Curve, *, hang: Hang, lift: float = 0.0, lines: tuple[Line, ...] = ()
) -> list[Piece]:
    """The body of a garment below ``neckline``, a curve from the person's right to their left,
    and its sleeves."""
    start = float(neckline[-1, 0]) + 0.03
    side = join(spline(*[p for p in _SHOULDER if p[0] > start]), _ARM)
    body = Piece(
        join(neckline, side, mirror(side)[::-1]),
        cloth,
        lift,
        rim=(0.008, 0.006),
        drape=1.0,
        hang=hang,
        lines=lines,
    )
    return [body, *sleeves(cloth, hang, lift)]


def sleeves(cloth: Cloth, hang: Hang, lift: float) -> tuple[Piece, Piece]:
    """Both sleeves, set in at the armholes."""
    outer = spline(ARMHOLE[0], (0.97, 0.085), *_ARM_POINTS)
    inner = spline((1.02, FAR), (0.96, 2.4), (0.88, 1.4), *ARMHOLE[::-1])
    return both(
        Piece(
            join(outer, inner),
            cloth,
            lift + 0.004,
            form="sleeve",
            rim=(0.016, 0.010),
            drape=1.0,
            hang=hang,
            grain_deg=7,
            lines=(Line(spline(*ARMHOLE), 0.010, 0.005, 0.9),),
        )
    )


def inside(cloth: Cloth, half: float, top: float, *, rise: float = 0.04) -> Piece:
    """The back of a neck seen from within, in its own shadow."""
    return Piece(
        join(
            spline(
                (-half, top),
                (-0.55 * half, top - rise),
                (0, top - 1.25 * rise),
                (0.55 * half, top - rise),
                (half, top),
            ),
            spline(
                (half, top),
                (half + 0.03, top + 0.16),
                (0.2, -0.04),
                (0, 0.0),
                (-0.2, -0.04),
                (-half - 0.03, top + 0.16),
                (-half, top),
            ),
        ),
        cloth,
        0.0,
        form="flat",
        tone=0.40,
        layer="back",
    )


def button(centre: Point, radius: float, colour: ClothColour, *, metal: bool = False) -> Piece:
    """A button with its dished middle and the thread through it."""
    x, y = centre
    hole = 0.26 * radius
    lines = (
        ()
        if metal
        else tuple(
            Line(
                spline((x + dx * hole, y - hole), (x + dx * hole, y + hole)),
                0.2 * radius,
                0.001,
                0.55,
            )
            for dx in (-1, 1)
        )
    )
    return Piece(
        circle(centre, radius),
        Cloth("metal" if metal else "horn", colour),
        0.045,
        rim=(0.22 * radius, 0.30 * radius),
        pillow=(0.5 * radius, 0.25 * radius if metal else -0.12 * radius),
        lines=lines,
    )


def placket_lines(top: float, half: float) -> tuple[Line, ...]:
    """The edge of a button band, and its stitching."""
    return (
        Line(spline((half, top), (half, FAR)), 0.006, 0.006, 0.86),
        Line(spline((half - 0.014, top), (half - 0.014, FAR)), 0.003, 0.0006, 0.92, 0.012),
        Line(spline((-half + 0.014, top), (-half + 0.014, FAR)), 0.003, 0.0006, 0.92, 0.012),
    )
