"""Traditional coats and dresses: collars that stand, closures of cord."""

from __future__ import annotations

import numpy as np

from idphoto.imaging.arrays import Point
from idphoto.photo.wardrobe.curves import Curve, circle, join, offset, spline, trace
from idphoto.photo.wardrobe.garment import Cloth, StandCoat
from idphoto.photo.wardrobe.piece import Fold, Line, Piece, both
from idphoto.photo.wardrobe.pieces.trunk import FAR, STITCH, button, inside, trunk

_NECK = trace("-0.335,-0.188 -0.2,-0.12 0,-0.055 0.2,-0.12 0.335,-0.188")


def stand_coat(part: StandCoat) -> list[Piece]:
    """The pieces of a coat with a stand collar."""
    # frogs meet in the middle, buttons sit on an overlap
    meet = {"centre": 0.033, "frogs": 0.0}.get(part.closure)
    seam = () if meet is None else (Line(spline((meet, -0.06), (meet, FAR)), 0.007, 0.007, 0.78),)
    pieces = [
        inside(part.cloth, 0.275, -0.355 if part.collar != "zhongshan" else -0.365),
        *trunk(part.cloth, _NECK, hang=part.hang, lines=seam),
    ]
    if part.closure == "diagonal":
        pieces += _diagonal(part)
    pieces += _collar(part)
    if part.closure == "frogs":
        cord = part.trim or part.cloth
        for k in range(5):
            pieces += _frog((0.0, 0.02 + 0.24 * k), cord)
    if part.closure == "centre":
        pieces += [button((0.0, 0.06 + 0.32 * k), 0.036, part.buttons) for k in range(5)]
    if part.pockets:
        pieces += _pockets(part)
    return pieces


def _collar(part: StandCoat) -> list[Piece]:
    if part.collar == "zhongshan":
        return _zhongshan(part)
    gap = 0.010 if part.collar == "tang" else 0.016
    upper = spline(
        (0.275, -0.365), (0.264, -0.30), (0.20, -0.218), (0.09, -0.168), (gap + 0.028, -0.158)
    )
    front = spline((gap + 0.028, -0.158), (gap + 0.006, -0.14), (gap, -0.10), (0.004, -0.048))
    lower = trace("0.004,-0.048 0.12,-0.065 0.24,-0.12 0.33,-0.185 0.31,-0.29 0.275,-0.365")
    leaf = Piece(
        join(upper, front, lower),
        part.cloth,
        0.02,
        form="neck",
        rim=(0.010, 0.010),
        pillow=(0.03, 0.008),
        lines=(Line(lower, 0.008, 0.004, 0.8),),
    )
    pieces = [*both(leaf)]
    if part.trim is not None:
        edge = join(upper, front)
        cord = Piece(
            join(edge, offset(edge, -0.018)[::-1]), part.trim, 0.03, form="neck", rim=(0.006, 0.008)
        )
        pieces += both(cord)
    if part.closure == "diagonal":
        pieces += _frog((0.0, -0.075), part.trim or part.cloth, scale=0.7)
    return pieces


def _zhongshan(part: StandCoat) -> list[Piece]:
    """Stand and fall, closed by a hook, with blunt points."""
    fold = trace("0.272,-0.365 0.262,-0.3 0.205,-0.225 0.1,-0.17 0.004,-0.152")
    front = trace("0.004,-0.152 0.006,-0.1 0.035,-0.035")
    point = trace("0.035,-0.035 0.075,0.035 0.12,0.04")
    outer = trace("0.12,0.04 0.245,-0.02 0.345,-0.12 0.355,-0.215 0.32,-0.31 0.272,-0.365")
    edge = join(front, point, outer[:-12])
    leaf = Piece(
        join(fold, front, point, outer),
        part.cloth,
        0.035,
        form="neck",
        rim=(0.008, 0.010),
        pillow=(0.03, 0.008),
        roll=Fold(fold, 0.02, 0.016),
        grain_deg=30,
        lines=(Line(offset(edge, -0.014), *STITCH),),
    )
    return [*both(leaf)]


def _diagonal(part: StandCoat) -> list[Piece]:
    """The overlap that runs from the throat to the person's right arm, with frogs."""
    edge = trace("0,-0.06 -0.1,0.04 -0.3,0.16 -0.52,0.32 -0.72,0.56 -0.84,0.86")
    cloth = part.trim or part.cloth
    cord = Piece(join(edge, offset(edge, -0.020)[::-1]), cloth, 0.014, rim=(0.006, 0.008))
    pieces = [cord]
    for at, turn in (((-0.22, 0.12), 0.6), ((-0.55, 0.36), 0.9)):
        pieces += _frog(at, cloth, scale=0.75, turn=turn)
    return pieces


def _frog(at: Point, cloth: Cloth, *, scale: float = 1.0, turn: float = 0.0) -> list[Piece]:
    """A knot of cord and its loop, with a coil on either side."""
    cos, sin = float(np.cos(turn)), float(np.sin(turn))

    def put(curve: Curve) -> Curve:
        turned = curve @ np.array([[cos, sin], [-sin, cos]], np.float32)
        return (turned * np.float32(scale) + np.array(at, np.float32)).astype(np.float32)

    bar = Piece(
        put(trace("-0.115,-0.014 0.115,-0.014 | 0.115,0.014 | -0.115,0.014")),
        cloth,
        0.02,
        rim=(0.008 * scale, 0.012 * scale),
        pillow=(0.008, 0.004),
        lines=(Line(put(trace("-0.11,0 0.11,0")), 0.004, 0.003, 0.8),),
    )
    pieces = [bar]
    for x in (-0.125, 0.125):
        pieces.append(
            Piece(
                put(circle((x, 0.0), 0.030)),
                cloth,
                0.024,
                rim=(0.010 * scale, 0.014 * scale),
                pillow=(0.01, 0.004),
                lines=(Line(put(circle((x, 0.0), 0.013)), 0.004, 0.003, 0.75),),
            )
        )
    pieces.append(
        Piece(
            put(circle((0.0, 0.0), 0.027)),
            cloth,
            0.035,
            rim=(0.010 * scale, 0.016 * scale),
            pillow=(0.014 * scale, 0.01),
        )
    )
    return pieces


def _pockets(part: StandCoat) -> list[Piece]:
    """Two on the chest, with flaps that button."""
    box = trace("0.36,0.48 0.74,0.48 | 0.74,0.86 0.71,0.9 | 0.39,0.9 | 0.36,0.86 0.36,0.48")
    patch = Piece(
        box,
        part.cloth,
        0.008,
        rim=(0.008, 0.010),
        drape=0.7,
        hang=part.hang,
        lines=(Line(offset(box, 0.014), *STITCH),),
    )
    flap = Piece(
        trace("0.35,0.47 0.75,0.47 | 0.75,0.56 0.65,0.6 0.55,0.655 | 0.45,0.6 0.35,0.56 0.35,0.47"),
        part.cloth,
        0.016,
        rim=(0.007, 0.009),
        drape=0.5,
        hang=part.hang,
    )
    knob = button((0.55, 0.60), 0.03, part.buttons)
    pieces: list[Piece] = []
    for one in (patch, flap, knob):
        pieces += both(one)
    return pieces
