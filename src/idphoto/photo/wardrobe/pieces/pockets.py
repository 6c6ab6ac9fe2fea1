"""A jacket's breast pocket."""

from __future__ import annotations

from dataclasses import replace

from idphoto.photo.wardrobe.curves import offset, trace
from idphoto.photo.wardrobe.garment import Cloth, Jacket
from idphoto.photo.wardrobe.piece import Line, Piece
from idphoto.photo.wardrobe.pieces.trunk import STITCH


def pockets(part: Jacket) -> list[Piece]:
    """On the chest: a welt or a patch, on the person's left."""
    if part.pocket == "none":
        return []
    if part.pocket == "patch":
        box = trace(
            "0.45,0.52 0.79,0.49 | 0.78,0.8 0.755,0.84 | 0.6,0.86 0.475,0.87 | 0.455,0.84 0.45,0.52"
        )
        return [
            Piece(
                box,
                part.cloth,
                0.042,
                rim=(0.006, 0.008),
                drape=0.6,
                hang="tailored",
                lines=(Line(offset(box, 0.012), *STITCH),),
            )
        ]
    welt = Piece(
        trace("0.52,0.5 0.79,0.455 | 0.795,0.515 | 0.525,0.56 | 0.52,0.5"),
        part.cloth,
        0.042,
        rim=(0.005, 0.007),
        drape=0.5,
        hang="tailored",
    )
    if part.pocket == "welt":
        return [welt]
    silk = Cloth("silk", part.square)
    fold = Piece(
        trace(
            "0.55,0.52 0.575,0.385 0.62,0.44 | 0.67,0.36 0.7,0.43 | 0.745,0.375 "
            "0.77,0.48 | 0.77,0.52 | 0.55,0.54"
        ),
        silk,
        0.045,
        rim=(0.010, 0.012),
        pillow=(0.02, 0.01),
        lines=(
            Line(trace("0.62,0.44 0.63,0.52"), 0.008, 0.004, 0.8),
            Line(trace("0.7,0.43 0.7,0.5"), 0.008, 0.004, 0.8),
        ),
    )
    return [fold, replace(welt, lift=0.05)]
