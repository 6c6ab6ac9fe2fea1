"""Shirts: body, placket, the classic collar."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from idphoto.photo.wardrobe.curves import circle, join, mirror, offset, spline
from idphoto.photo.wardrobe.garment import Cloth
from idphoto.photo.wardrobe.piece import Fold, Line, Piece, both

_FAR = 8.0


def shirt_body(cloth: Cloth, neckline, lift=0.0, drape=1.0, shoulder=0.0, lines=()):
    """The torso below a neckline (a curve from the person's right to their left)."""
    outline = join(
        neckline,
        spline((0.36, -0.155), (0.60, -0.085), (0.84, -0.005 + shoulder), (0.97, 0.085), (1.06, 0.24)),
        spline((1.06, 0.24), (1.13, 0.6), (1.20, 1.2), (1.32, 2.4), (1.6, _FAR)),
        mirror(spline((1.6, _FAR), (1.32, 2.4), (1.20, 1.2), (1.13, 0.6), (1.06, 0.24))),
        mirror(spline((1.06, 0.24), (0.97, 0.085), (0.84, -0.005 + shoulder), (0.60, -0.085), (0.36, -0.155))),
    )
    return Piece(outline, cloth, lift, drape=drape, lines=tuple(lines))


def classic_collar(cloth: Cloth, *, open=0.0):
    """Stand and fall, closed at the throat."""
    fold = spline((0.272, -0.375), (0.262, -0.31), (0.205, -0.235), (0.10, -0.172), (0.008, -0.148))
    front = spline((0.008, -0.148), (0.10, -0.03), (0.185, 0.085))
    outer = spline((0.185, 0.085), (0.27, -0.01), (0.335, -0.13), (0.345, -0.24), (0.315, -0.33), (0.272, -0.375))
    leaf = Piece(
        join(fold, front, outer), cloth, 0.035, form="neck", rim=(0.005, 0.005),
        roll=Fold(fold, 0.016, 0.010),
        lines=(
            Line(offset(join(front[1:], outer[:24]), 0.022), 0.004, 0.0006, 0.93, 0.012),
        ),
        grain_deg=35,
    )
    return leaf


def collar_back(cloth: Cloth, top=-0.375, half=0.272):
    outline = join(
        spline((-half, top), (-0.15, top - 0.035), (0, top - 0.045), (0.15, top - 0.035), (half, top)),
        spline((half, top), (half + 0.03, -0.2), (0.2, -0.1), (0, -0.06), (-0.2, -0.1), (-half - 0.03, -0.2), (-half, top)),
    )
    return Piece(outline, cloth, 0.0, form="flat", tone=0.42, layer="back", rim=(0.006, 0.004))
