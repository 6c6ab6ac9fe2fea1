"""Traditional coats and dresses: collars that stand, closures of cord."""

from __future__ import annotations

from idphoto.photo.wardrobe.curves import Curve, Point, circle, join, mirror, offset, spline
from idphoto.photo.wardrobe.garment import Cloth, StandCoat
from idphoto.photo.wardrobe.piece import Fold, Line, Piece, both
from idphoto.photo.wardrobe.pieces.trunk import FAR, button, inside, trunk

_NECK = spline((-0.30, -0.178), (-0.2, -0.12), (0, -0.055), (0.2, -0.12), (0.30, -0.178))


def stand_coat(part: StandCoat) -> list[Piece]:
    """The pieces of a coat with a stand collar."""
    lines: tuple[Line, ...] = ()
    if part.closure == "centre" or part.closure == "frogs":
        lines = (Line(spline((0.035 if part.closure == "centre" else 0.0, -0.06), (0.03 if part.closure == "centre" else 0.0, FAR)), 0.007, 0.007, 0.78),)
    pieces = [
        inside(part.cloth, 0.275, -0.355 if part.collar != "zhongshan" else -0.365),
        *trunk(part.cloth, _NECK, hang=part.hang, lines=lines),
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
    upper = spline((0.275, -0.365), (0.264, -0.30), (0.20, -0.218), (0.09, -0.168), (gap + 0.028, -0.158))
    front = spline((gap + 0.028, -0.158), (gap + 0.006, -0.14), (gap, -0.10), (0.004, -0.048))
    lower = spline((0.004, -0.048), (0.12, -0.065), (0.24, -0.12), (0.33, -0.185), (0.31, -0.29), (0.275, -0.365))
    leaf = Piece(
        join(upper, front, lower), part.cloth, 0.02, form="neck", rim=(0.010, 0.010), pillow=(0.03, 0.008),
        lines=(Line(lower, 0.008, 0.004, 0.8),),
    )  # fmt: skip
    pieces = [*both(leaf)]
    if part.trim is not None:
        edge = join(upper, front)
        cord = Piece(join(edge, offset(edge, -0.018)[::-1]), part.trim, 0.03, form="neck", rim=(0.006, 0.008))
        pieces += both(cord)
    if part.closure == "diagonal":
        pieces += _frog((0.0, -0.075), part.trim or part.cloth, scale=0.7)
    return pieces


def _zhongshan(part: StandCoat) -> list[Piece]:
    """Stand and fall, closed by a hook, with blunt points."""
    fold = spline((0.272, -0.365), (0.262, -0.30), (0.205, -0.225), (0.10, -0.170), (0.004, -0.152))
    front = spline((0.004, -0.152), (0.006, -0.10), (0.035, -0.035))
    point = spline((0.035, -0.035), (0.075, 0.035), (0.12, 0.04))
    outer = spline((0.12, 0.04), (0.245, -0.02), (0.345, -0.12), (0.355, -0.215), (0.32, -0.31), (0.272, -0.365))
    edge = join(front, point, outer[:-12])
    leaf = Piece(
        join(fold, front, point, outer), part.cloth, 0.035, form="neck", rim=(0.008, 0.010), pillow=(0.03, 0.008),
        roll=Fold(fold, 0.02, 0.016), grain_deg=30,
        lines=(Line(offset(edge, -0.014), 0.003, 0.0008, 0.86, 0.014),),
    )  # fmt: skip
    return [*both(leaf)]


def _diagonal(part: StandCoat) -> list[Piece]:
    """The overlap that runs from the throat to the person's right arm, with frogs."""
    edge = spline((0.0, -0.06), (-0.10, 0.04), (-0.30, 0.16), (-0.52, 0.32), (-0.72, 0.56), (-0.84, 0.86))
    flap = Piece(
        join(edge, spline((-0.6, 1.2), (0.3, 0.9), (0.2, -0.06), (0.0, -0.06))), part.cloth, 0.006,
        rim=(0.006, 0.003), drape=1.0, hang=part.hang,
    )  # fmt: skip
    cloth = part.trim or part.cloth
    cord = Piece(join(edge, offset(edge, -0.020)[::-1]), cloth, 0.014, rim=(0.006, 0.008))
    del flap
    pieces = [cord]
    for at, turn in (((-0.22, 0.12), 0.6), ((-0.55, 0.36), 0.9)):
        pieces += _frog(at, cloth, scale=0.75, turn=turn)
    return pieces


def _frog(at: Point, cloth: Cloth, *, scale: float = 1.0, turn: float = 0.0) -> list[Piece]:
    """A knot of cord and its loop, with a coil on either side."""
    import numpy as np

    cos, sin = float(np.cos(turn)), float(np.sin(turn))

    def put(curve: Curve) -> Curve:
        turned = curve @ np.array([[cos, sin], [-sin, cos]], np.float32)
        return (turned * np.float32(scale) + np.array(at, np.float32)).astype(np.float32)

    bar = Piece(
        put(join(spline((-0.115, -0.014), (0.115, -0.014)), spline((0.115, 0.014), (-0.115, 0.014)))),
        cloth, 0.02, rim=(0.008 * scale, 0.012 * scale), pillow=(0.008, 0.004),
        lines=(Line(put(spline((-0.11, 0.0), (0.11, 0.0))), 0.004, 0.003, 0.8),),
    )  # fmt: skip
    pieces = [bar]
    for x in (-0.125, 0.125):
        pieces.append(Piece(
            put(circle((x, 0.0), 0.030)), cloth, 0.024, rim=(0.010 * scale, 0.014 * scale), pillow=(0.01, 0.004),
            lines=(Line(put(circle((x, 0.0), 0.013)), 0.004, 0.003, 0.75),),
        ))  # fmt: skip
    pieces.append(Piece(put(circle((0.0, 0.0), 0.027)), cloth, 0.035, rim=(0.010 * scale, 0.016 * scale), pillow=(0.014 * scale, 0.01)))
    return pieces


def _pockets(part: StandCoat) -> list[Piece]:
    """Two on the chest, with flaps that button."""
    box = join(spline((0.36, 0.48), (0.74, 0.48)), spline((0.74, 0.48), (0.74, 0.86), (0.71, 0.90)),
               spline((0.71, 0.90), (0.39, 0.90)), spline((0.39, 0.90), (0.36, 0.86), (0.36, 0.48)))  # fmt: skip
    patch = Piece(box, part.cloth, 0.008, rim=(0.008, 0.010), drape=0.7, hang=part.hang,
                  lines=(Line(offset(box, 0.014), 0.003, 0.0008, 0.86, 0.014),))  # fmt: skip
    flap = Piece(
        join(spline((0.35, 0.47), (0.75, 0.47)), spline((0.75, 0.47), (0.75, 0.56), (0.65, 0.60), (0.55, 0.655)),
             spline((0.55, 0.655), (0.45, 0.60), (0.35, 0.56), (0.35, 0.47))),
        part.cloth, 0.016, rim=(0.007, 0.009), drape=0.5, hang=part.hang,
    )  # fmt: skip
    knob = button((0.55, 0.60), 0.03, part.buttons)
    pieces = []
    for one in (patch, flap, knob):
        pieces += both(one)
    return pieces
