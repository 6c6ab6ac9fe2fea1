"""School wear: pinafores, sailor collars."""

from __future__ import annotations

from idphoto.photo.wardrobe.curves import join, mirror, offset, spline, trace
from idphoto.photo.wardrobe.garment import Pinafore, SailorCollar
from idphoto.photo.wardrobe.piece import Fold, Line, Piece, both
from idphoto.photo.wardrobe.pieces.trunk import FAR, STITCH, button


def pinafore(part: Pinafore) -> list[Piece]:
    """A bib with straps over the shoulders."""
    bib = part.bib
    inner = spline((0.41, -0.135), (0.375, 0.05), (0.335, bib - 0.04))
    corner = spline((0.335, bib - 0.04), (0.31, bib), (0.28, bib))
    outer = join(
        trace("0.585,-0.088 0.565,0.1 0.55,0.35 0.62,0.7 0.8,0.95"),
        spline((0.80, 0.95), (0.87, 1.4), (0.94, 2.4), (1.0, FAR)),
    )
    half = join(corner[::-1], inner[::-1], outer)
    body = Piece(
        join(half, mirror(half)[::-1]),
        part.cloth,
        0.03,
        rim=(0.008, 0.010),
        drape=0.8,
        hang="tailored",
        lines=(
            Line(offset(join(mirror(half)[::-1][-40:], half[:30]), 0.02), *STITCH),
            *(
                Line(
                    spline((s * 0.22, bib + 0.1), (s * 0.2, 1.0), (s * 0.24, 3.0)),
                    0.008,
                    0.005,
                    0.88,
                )
                for s in (-1, 1)
            ),
        ),
    )
    knob = button((0.45, bib - 0.06), 0.04, part.buttons, metal=True)
    return [body, *both(knob)]


def sailor_collar(part: SailorCollar) -> list[Piece]:
    """A collar that lies over the shoulders and runs to a point at the chest."""
    depth = part.depth
    inner = spline((0.295, -0.215), (0.27, -0.10), (0.15, 0.45 * depth), (0.012, depth))
    outer = spline(
        (0.012, depth + 0.05), (0.22, 0.66 * depth), (0.46, 0.16), (0.60, 0.0), (0.635, -0.085)
    )
    back = trace("0.635,-0.085 0.48,-0.145 0.36,-0.19 0.295,-0.215")
    leaf = Piece(
        join(inner, outer, back),
        part.cloth,
        0.024,
        form="torso",
        rim=(0.008, 0.010),
        pillow=(0.04, 0.008),
        roll=Fold(inner, 0.016, 0.014),
        drape=0.3,
        lines=tuple(
            Line(offset(outer, -inset), 0.014, ink=part.stripes) for inset in (0.036, 0.068)
        ),
    )
    return list(both(leaf))
