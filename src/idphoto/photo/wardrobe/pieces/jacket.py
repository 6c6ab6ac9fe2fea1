"""Tailored jackets: fronts, sleeves, lapels, the collar that meets them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from idphoto.photo.wardrobe.curves import Curve, Point, join, mirror, offset, spline
from idphoto.photo.wardrobe.garment import Cloth, Jacket
from idphoto.photo.wardrobe.piece import Fold, Line, Piece, both
from idphoto.photo.wardrobe.pieces.trunk import FAR, button, inside, on_shoulder

_NAPE: Final[Point] = (0.294, -0.335)
_SNUG: Final[Point] = (0.272, -0.30)
"""Without a shirt's collar the jacket's lies on the neck itself."""
_ARMHOLE: Final[Curve] = spline((0.965, 0.025), (0.90, 0.20), (0.855, 0.50), (0.87, 0.85))
_STITCH: Final = (0.003, 0.0008, 0.86, 0.014)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Curves of the person's left half."""

    roll: Curve
    """Neck to button: where the front turns back into the lapel."""
    cross: float
    """How far each front reaches past the middle."""
    part: Jacket

    @property
    def stance(self) -> float:
        return self.part.stance


def jacket(part: Jacket) -> list[Piece]:
    """The pieces of a jacket: sleeves, then the half that lies below, then the other."""
    cross = 0.20 if part.breasted == "double" else 0.0
    cut = _Cut(_roll(part, cross), cross, part)
    half = [_front(cut), *_LAPELS[part.lapel](cut)]
    pieces = [*both(_sleeve(part))]
    nape = {"none": -0.20, "stand": -0.33}.get(part.lapel, -0.30 if part.snug else -0.325)
    pieces.insert(0, inside(part.cloth, 0.27 if part.snug else 0.292, nape, rise=0.03))
    left_over = part.over == "left"
    under = [p.mirrored() for p in half] if left_over else half
    upper = half if left_over else [p.mirrored() for p in half]
    pieces += [*under, *upper, *_pocket(part)]
    return pieces + _buttons(cut, 1 if left_over else -1)


def _roll(part: Jacket, cross: float) -> Curve:
    stance = part.stance
    if part.snug:
        return spline(
            _SNUG, (0.262, -0.22), (0.228, -0.05), (0.18 - 0.2 * cross, 0.28 * stance),
            (0.09 - 0.6 * cross, 0.70 * stance), (-cross, stance),
        )  # fmt: skip
    if part.lapel == "none":
        return spline((0.315, -0.20), (0.27, -0.06), (0.17, 0.05), (0.06, 0.10), (0.0, 0.105))
    if part.lapel == "stand":
        return spline((0.315, -0.20), (0.22, -0.11), (0.10, -0.065), (0.0, -0.05))
    low = 0.09 - 0.6 * cross
    return spline(
        _NAPE, (0.284, -0.24), (0.245, -0.05), (0.20 - 0.2 * cross, 0.28 * stance),
        (low, 0.70 * stance), (-cross, stance),
    )  # fmt: skip


def _front(cut: _Cut) -> Piece:
    part, cross = cut.part, cut.cross
    rise = 0.012 * (part.padded - 1)
    shoulder = spline((0.40, -0.195), (0.60, -0.105 - rise), (0.85, -0.025 - rise), (0.965, 0.025 - rise))
    over = cross + (0.07 if part.lapel not in ("none", "stand") else 0.075)
    end = cut.roll[-1]
    low = float(end[1])
    edge = join(spline((float(end[0]), low), (-over, low + 0.05), (-over, low + 0.4)), spline((-over, low + 0.5), (-over, FAR)))
    seams = [
        Line(_ARMHOLE, 0.012, 0.006, 0.86),
        Line(spline((0.52, 0.95), (0.54, 1.6), (0.56, 3.0)), 0.006, 0.003, 0.9),
    ]
    if part.piping is not None or part.lapel in ("none", "stand"):
        seams.append(Line(offset(join(cut.roll, edge[1:]), -0.016), *_STITCH))
    nape = _SNUG if part.snug else _NAPE
    top = spline((0.40, -0.195), (0.34, -0.27), nape) if part.lapel not in ("none", "stand") else (
        spline((0.40, -0.195), (0.36, -0.185), (0.315, -0.20))
    )  # fmt: skip
    return Piece(
        join(cut.roll, edge, spline((1.0, FAR), (0.95, 2.4), (0.90, 1.4), (0.87, 0.85)),
             _ARMHOLE[::-1], shoulder[::-1], top),
        part.cloth, 0.03, rim=(0.004, 0.004), drape=1.0, hang="tailored", lines=tuple(seams),
    )  # fmt: skip


def _sleeve(part: Jacket) -> Piece:
    puff = 0.02 * (part.padded - 1)
    crown = spline((0.93, 0.01), (0.975, 0.022 - puff), (1.03 + puff, 0.11), (1.10, 0.4), (1.17, 1.0), (1.30, 2.4), (1.6, FAR))
    inner = spline((1.0, FAR), (0.94, 2.4), (0.86, 1.4), (0.80, 0.9), (0.79, 0.5), (0.84, 0.2), (0.93, 0.01))
    return Piece(
        join(crown, inner), part.cloth, 0.0, form="sleeve", rim=(0.02, 0.012), drape=1.0,
        hang="tailored",
    )  # fmt: skip


def _lapel(cut: _Cut, tip: Point, root: Point, belly: float) -> list[Piece]:
    """Lapel and collar with the seam between them. ``root``: the innermost point of the notch."""
    part = cut.part
    stance, cross, cloth = cut.stance, cut.cross, part.facing or part.cloth
    inner = (0.240 if part.snug else 0.258, -0.025)
    seam = spline(inner, root)
    end = (-cross, stance)
    w = part.width
    edge = spline(
        tip, (tip[0] - 0.02 + belly, 0.22 * stance), (0.155 - 0.5 * cross + 0.27 * w + belly, 0.47 * stance),
        (0.075 - 0.8 * cross + 0.175 * w, 0.77 * stance), (0.02 - cross + 0.05 * w, 0.965 * stance), end,
    )  # fmt: skip
    upper = spline(root, ((root[0] + tip[0]) / 2, (root[1] + tip[1]) / 2 - 0.006), tip)
    roll = cut.roll[10:]
    lapel = Piece(
        join(roll[::-1], spline((float(roll[0, 0]), float(roll[0, 1])), inner), seam, upper, edge),
        cloth, 0.046, rim=(0.004, 0.006), pillow=(0.03, 0.006), roll=Fold(roll, 0.030, 0.034),
        grain_deg=14, drape=0.2, hang="tailored",
        lines=(
            Line(seam, 0.007, 0.005, 0.62),
            Line(offset(join(upper[2:], edge[2:-4]), 0.013), *_STITCH),
        ),
    )  # fmt: skip
    point = (root[0] + 0.082, root[1] - 0.056)
    pieces = [lapel, _collar(cut, seam, root, point)]
    if part.piping is not None:
        cord = Cloth("silk", part.piping)
        pieces.insert(1, Piece(
            join(join(upper, edge), offset(join(upper, edge), 0.014)[::-1]), cord, 0.05, rim=(0.004, 0.004),
        ))  # fmt: skip
    return pieces


def _collar(cut: _Cut, seam: Curve, root: Point, point: Point) -> Piece:
    part = cut.part
    nape = _SNUG if part.snug else _NAPE
    bend = cut.roll[10]
    inner = spline(nape, (float(bend[0]), float(bend[1])), (float(seam[0, 0]), float(seam[0, 1])))
    fall = spline(
        point, (0.4 * point[0] + 0.276, -0.09), (0.437, -0.165), (0.388, -0.225),
        (0.42 * nape[0] + 0.21, nape[1] + 0.035), nape,
    )  # fmt: skip
    return Piece(
        join(inner, seam, spline(root, point), fall),
        part.cloth if part.lapel != "shawl" else part.facing or part.cloth, 0.05, form="collar", rim=(0.004, 0.006),
        pillow=(0.03, 0.005), roll=Fold(inner, 0.026, 0.022), grain_deg=-35,
        lines=(Line(seam, 0.008, 0.003, 0.7), Line(offset(fall, -0.013), *_STITCH)),
    )  # fmt: skip


def _notch(cut: _Cut) -> list[Piece]:
    w = cut.part.width
    return _lapel(cut, (0.40 + 0.150 * w, 0.072), (0.30 + 0.10 * w, 0.055), 0.0)


def _peak(cut: _Cut) -> list[Piece]:
    w = cut.part.width
    return _lapel(cut, (0.42 + 0.15 * w, -0.035), (0.30 + 0.115 * w, 0.068), 0.0)


def _shawl(cut: _Cut) -> list[Piece]:
    """Collar and lapel in one sweep, without a notch."""
    part = cut.part
    cloth, stance, w, cross = part.facing or part.cloth, part.stance, part.width, cut.cross
    outer = spline(
        _SNUG if part.snug else _NAPE, (0.335, -0.275), (0.40, -0.205), (0.38 + 0.08 * w, -0.10), (0.38 + 0.11 * w, 0.10),
        (0.34 + 0.10 * w, 0.42 * stance), (0.22 + 0.05 * w - cross, 0.72 * stance), (0.07 - cross, 0.96 * stance), (-cross, stance),
    )  # fmt: skip
    return [Piece(
        join(cut.roll[::-1], outer), cloth, 0.046, form="collar", rim=(0.005, 0.007), pillow=(0.05, 0.012),
        roll=Fold(cut.roll, 0.032, 0.034), grain_deg=10, drape=0.2, hang="tailored",
        lines=(Line(offset(outer, 0.013), *_STITCH),),
    )]  # fmt: skip


def _none(cut: _Cut) -> list[Piece]:
    """No collar: a braid or a plain edge round the neck and down the front."""
    part = cut.part
    if part.facing is None and part.piping is None:
        return []
    cloth = part.facing or Cloth("silk", part.piping or (1, 1, 1))
    wide = 0.050 if part.facing else 0.016
    low = float(cut.roll[-1, 1])
    neck = Piece(
        join(cut.roll, on_shoulder(offset(cut.roll, -wide))[::-1]), cloth, 0.038, rim=(0.006, 0.006),
        pillow=(0.012, 0.006), ribbed="round",
    )  # fmt: skip
    down = Piece(
        join(spline((-0.075, low), (-0.075, FAR)), spline((-0.075 + wide, FAR), (-0.075 + wide, low))), cloth, 0.038,
        rim=(0.006, 0.006), pillow=(0.012, 0.006),
    )  # fmt: skip
    return [down, neck]


def _stand(cut: _Cut) -> list[Piece]:
    """A low collar that stands, hooked at the throat."""
    part = cut.part
    upper = spline((0.280, -0.345), (0.268, -0.285), (0.21, -0.205), (0.11, -0.155), (0.004, -0.135))
    lower = spline((0.004, -0.03), (0.12, -0.045), (0.25, -0.105), (0.335, -0.185), (0.315, -0.28), (0.280, -0.345))
    pieces = [Piece(
        join(upper, lower), part.facing or part.cloth, 0.05, form="neck", rim=(0.010, 0.010), pillow=(0.03, 0.008),
        lines=(Line(offset(upper, -0.014), *_STITCH), Line(lower, 0.008, 0.004, 0.8)),
    )]  # fmt: skip
    if part.piping is not None:
        cord = Cloth("silk", part.piping)
        pieces.append(Piece(join(upper, offset(upper, -0.016)[::-1]), cord, 0.055, form="neck", rim=(0.004, 0.004)))
    return pieces


def _buttons(cut: _Cut, side: int) -> list[Piece]:
    part, stance = cut.part, cut.stance
    radius, x0 = 0.043, 0.0
    if part.breasted == "double":
        rows = [stance + 0.06, stance + 0.50] if part.lapel != "stand" else [0.12, 0.50, 0.88]
        places = [(s * (0.20 + (0.06 if k == 0 and part.lapel == "peak" else 0.0)), y) for k, y in enumerate(rows) for s in (-1, 1)]
        if part.lapel == "peak":
            places += [(s * 0.33, stance - 0.38) for s in (-1, 1)]
    elif part.lapel in ("none", "stand"):
        start = float(cut.roll[-1, 1]) + (0.12 if part.lapel == "none" else 0.10)
        places = [(x0, start + 0.34 * k) for k in range(4)]
        radius = 0.036
    else:
        places = [(x0, stance + 0.07), (x0, stance + 0.50)]
    return [button(place, radius, part.buttons, metal=part.metal_buttons) for place in places]


def _pocket(part: Jacket) -> list[Piece]:
    """On the chest: a welt on the person's left, patches or flaps."""
    if part.pocket == "none":
        return []
    if part.pocket == "flaps":
        flap = Piece(
            join(spline((0.40, 0.52), (0.74, 0.50)), spline((0.74, 0.50), (0.735, 0.60)),
                 spline((0.735, 0.60), (0.57, 0.66), (0.405, 0.62)), spline((0.405, 0.62), (0.40, 0.52))),
            part.cloth, 0.045, rim=(0.006, 0.008), drape=0.5, hang="tailored",
        )  # fmt: skip
        knob = button((0.57, 0.61), 0.03, part.buttons, metal=part.metal_buttons)
        return [*both(flap), *both(knob)]
    if part.pocket == "patch":
        box = join(spline((0.45, 0.52), (0.79, 0.49)), spline((0.79, 0.49), (0.78, 0.80), (0.755, 0.84)),
                   spline((0.755, 0.84), (0.60, 0.86), (0.475, 0.87)), spline((0.475, 0.87), (0.455, 0.84), (0.45, 0.52)))  # fmt: skip
        return [Piece(box, part.cloth, 0.042, rim=(0.006, 0.008), drape=0.6, hang="tailored",
                      lines=(Line(offset(box, 0.012), *_STITCH),))]  # fmt: skip
    welt = Piece(
        join(spline((0.52, 0.50), (0.79, 0.455)), spline((0.79, 0.455), (0.795, 0.515)),
             spline((0.795, 0.515), (0.525, 0.56)), spline((0.525, 0.56), (0.52, 0.50))),
        part.cloth, 0.042, rim=(0.005, 0.007), drape=0.5, hang="tailored",
    )  # fmt: skip
    if part.pocket == "welt":
        return [welt]
    silk = Cloth("silk", part.square)
    fold = Piece(
        join(spline((0.55, 0.52), (0.575, 0.385), (0.62, 0.44)), spline((0.62, 0.44), (0.67, 0.36), (0.70, 0.43)),
             spline((0.70, 0.43), (0.745, 0.375), (0.77, 0.48)), spline((0.77, 0.52), (0.55, 0.54))),
        silk, 0.045, rim=(0.010, 0.012), pillow=(0.02, 0.01),
        lines=(Line(spline((0.62, 0.44), (0.63, 0.52)), 0.008, 0.004, 0.8), Line(spline((0.70, 0.43), (0.70, 0.50)), 0.008, 0.004, 0.8)),
    )  # fmt: skip
    return [fold, replace(welt, lift=0.05)]


_LAPELS: Final[dict[str, Callable[[_Cut], list[Piece]]]] = {
    "notch": _notch,
    "peak": _peak,
    "shawl": _shawl,
    "none": _none,
    "stand": _stand,
}
