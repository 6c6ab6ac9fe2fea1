"""One piece of cloth as the renderer takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from idphoto.photo.wardrobe.curves import Curve, mirror
from idphoto.photo.wardrobe.folds import Hang
from idphoto.photo.wardrobe.garment import Cloth, ClothColour

PieceForm = Literal["torso", "neck", "collar", "sleeve", "flat"]
"""The solid that a piece lies on."""
Layer = Literal["front", "back"]


@dataclass(frozen=True, slots=True)
class Line:
    """A seam, a stitch, a crease: a stroke on a piece. Lengths in head heights."""

    path: Curve
    width: float
    depth: float = 0.0
    """How far it is pressed in; negative stands out."""
    tone: float = 1.0
    """Factor on the cloth's colour under the stroke."""
    dash: float = 0.0
    """Length of a stitch; 0 is a continuous line."""
    ink: ClothColour | None = None
    """A stripe of this colour instead."""

    def mirrored(self) -> Line:
        return replace(self, path=mirror(self.path))


@dataclass(frozen=True, slots=True)
class Fold:
    """A rounded fold along an edge, as of a lapel's roll. Lengths in head heights."""

    path: Curve
    radius: float
    height: float

    def mirrored(self) -> Fold:
        return replace(self, path=mirror(self.path))


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of cloth. Lengths in head heights; pieces are painted in their order.

    ``lift``: how far it lies above the body, for what shades what. ``rim``: radius and depth of
    its rounded edge. ``pillow``: radius and height of its bulge as a whole. ``drape``: the share
    of the folds of ``hang`` that show on it. ``grain_deg``: how its pattern is turned.
    ``tone``: factor on its colour (the inside of things is darker). ``ribbed``: its ribs hang down
    or run round the neck.
    """

    outline: Curve
    cloth: Cloth
    lift: float
    form: PieceForm = "torso"
    rim: tuple[float, float] = (0.006, 0.004)
    pillow: tuple[float, float] = (0.0, 0.0)
    roll: Fold | None = None
    lines: tuple[Line, ...] = ()
    drape: float = 0.0
    hang: Hang = "shirt"
    grain_deg: float = 0.0
    tone: float = 1.0
    ribbed: Literal["no", "down", "round"] = "no"
    layer: Layer = "front"

    def mirrored(self) -> Piece:
        return replace(
            self,
            outline=mirror(self.outline),
            roll=self.roll.mirrored() if self.roll else None,
            lines=tuple(line.mirrored() for line in self.lines),
            grain_deg=-self.grain_deg,
        )


def both(piece: Piece) -> tuple[Piece, Piece]:
    """The piece on the person's left, as given, and its mirror image, right first."""
    return piece.mirrored(), piece
