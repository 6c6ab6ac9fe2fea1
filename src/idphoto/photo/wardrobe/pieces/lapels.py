"""Lapels, and the collars that meet them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from idphoto.imaging.arrays import Point
from idphoto.photo.wardrobe.curves import Curve, join, offset, spline, trace
from idphoto.photo.wardrobe.garment import Cloth
from idphoto.photo.wardrobe.piece import Fold, Line, Piece
from idphoto.photo.wardrobe.pieces.cut import Cut
from idphoto.photo.wardrobe.pieces.trunk import FAR, STITCH, on_shoulder


def _lapel(cut: Cut, tip: Point, root: Point) -> list[Piece]:
    """Lapel and collar with the seam between them. ``root``: the innermost point of the notch."""
    part = cut.part
    stance, cross, cloth = cut.stance, cut.cross, part.facing or part.cloth
    inner = (0.240 if part.snug else 0.258, -0.025)
    seam = spline(inner, root)
    end = (-cross, stance)
    w = part.width
    edge = spline(
        tip,
        (tip[0] - 0.02, 0.22 * stance),
        (0.155 - 0.5 * cross + 0.27 * w, 0.47 * stance),
        (0.075 - 0.8 * cross + 0.175 * w, 0.77 * stance),
        (0.02 - cross + 0.05 * w, 0.965 * stance),
        end,
    )
    upper = spline(root, ((root[0] + tip[0]) / 2, (root[1] + tip[1]) / 2 - 0.006), tip)
    roll = cut.roll[10:]
    lapel = Piece(
        join(roll[::-1], spline((float(roll[0, 0]), float(roll[0, 1])), inner), seam, upper, edge),
        cloth,
        0.046,
        rim=(0.004, 0.006),
        pillow=(0.03, 0.006),
        roll=Fold(roll, 0.030, 0.034),
        grain_deg=14,
        drape=0.2,
        hang="tailored",
        lines=(
            Line(seam, 0.007, 0.005, 0.62),
            Line(offset(join(upper[2:], edge[2:-4]), 0.013), *STITCH),
        ),
    )
    point = (root[0] + 0.082, root[1] - 0.056)
    pieces = [lapel, _collar(cut, seam, root, point)]
    if part.piping is not None:
        cord = Cloth("silk", part.piping)
        pieces.insert(
            1,
            Piece(
                join(join(upper, edge), offset(join(upper, edge), 0.014)[::-1]),
                cord,
                0.05,
                rim=(0.004, 0.004),
            ),
        )
    return pieces


def _collar(cut: Cut, seam: Curve, root: Point, point: Point) -> Piece:
    part = cut.part
    nape = cut.nape
    bend = cut.roll[10]
    inner = spline(nape, (float(bend[0]), float(bend[1])), (float(seam[0, 0]), float(seam[0, 1])))
    fall = spline(
        point,
        (0.4 * point[0] + 0.276, -0.09),
        (0.437, -0.165),
        (0.388, -0.225),
        (0.42 * nape[0] + 0.21, nape[1] + 0.035),
        nape,
    )
    return Piece(
        join(inner, seam, spline(root, point), fall),
        part.cloth if part.lapel != "shawl" else part.facing or part.cloth,
        0.05,
        form="collar",
        rim=(0.004, 0.006),
        pillow=(0.03, 0.005),
        roll=Fold(inner, 0.026, 0.022),
        grain_deg=-35,
        lines=(Line(seam, 0.008, 0.003, 0.7), Line(offset(fall, -0.013), *STITCH)),
    )


def _notch(cut: Cut) -> list[Piece]:
    w = cut.part.width
    return _lapel(cut, (0.40 + 0.150 * w, 0.072), (0.30 + 0.10 * w, 0.055))


def _peak(cut: Cut) -> list[Piece]:
    w = cut.part.width
    return _lapel(cut, (0.42 + 0.15 * w, -0.035), (0.30 + 0.115 * w, 0.068))


def _shawl(cut: Cut) -> list[Piece]:
    """Collar and lapel in one sweep, without a notch."""
    part = cut.part
    cloth, stance, w, cross = part.facing or part.cloth, part.stance, part.width, cut.cross
    outer = spline(
        cut.nape,
        (0.335, -0.275),
        (0.40, -0.205),
        (0.38 + 0.08 * w, -0.10),
        (0.38 + 0.11 * w, 0.10),
        (0.34 + 0.10 * w, 0.42 * stance),
        (0.22 + 0.05 * w - cross, 0.72 * stance),
        (0.07 - cross, 0.96 * stance),
        (-cross, stance),
    )
    return [
        Piece(
            join(cut.roll[::-1], outer),
            cloth,
            0.046,
            form="collar",
            rim=(0.005, 0.007),
            pillow=(0.05, 0.012),
            roll=Fold(cut.roll, 0.032, 0.034),
            grain_deg=10,
            drape=0.2,
            hang="tailored",
            lines=(Line(offset(outer, 0.013), *STITCH),),
        )
    ]


def _none(cut: Cut) -> list[Piece]:
    """No collar: a braid or a plain edge round the neck and down the front."""
    part = cut.part
    if part.facing is None and part.piping is None:
        return []
    cloth = part.facing or Cloth("silk", part.piping or (1, 1, 1))
    wide = 0.050 if part.facing else 0.016
    low = float(cut.roll[-1, 1])
    neck = Piece(
        join(cut.roll, on_shoulder(offset(cut.roll, -wide))[::-1]),
        cloth,
        0.038,
        rim=(0.006, 0.006),
        pillow=(0.012, 0.006),
        ribbed="round",
    )
    down = Piece(
        join(
            spline((-0.075, low), (-0.075, FAR)), spline((-0.075 + wide, FAR), (-0.075 + wide, low))
        ),
        cloth,
        0.038,
        rim=(0.006, 0.006),
        pillow=(0.012, 0.006),
    )
    return [down, neck]


def _stand(cut: Cut) -> list[Piece]:
    """A low collar that stands, hooked at the throat."""
    part = cut.part
    upper = trace("0.28,-0.345 0.268,-0.285 0.21,-0.205 0.11,-0.155 0.004,-0.135")
    lower = trace("0.004,-0.03 0.12,-0.045 0.25,-0.105 0.335,-0.185 0.315,-0.28 0.28,-0.345")
    pieces = [
        Piece(
            join(upper, lower),
            part.facing or part.cloth,
            0.05,
            form="neck",
            rim=(0.010, 0.010),
            pillow=(0.03, 0.008),
            lines=(Line(offset(upper, -0.014), *STITCH), Line(lower, 0.008, 0.004, 0.8)),
        )
    ]
    if part.piping is not None:
        cord = Cloth("silk", part.piping)
        pieces.append(
            Piece(
                join(upper, offset(upper, -0.016)[::-1]),
                cord,
                0.055,
                form="neck",
                rim=(0.004, 0.004),
            )
        )
    return pieces


LAPELS: Final[dict[str, Callable[[Cut], list[Piece]]]] = {
    "notch": _notch,
    "peak": _peak,
    "shawl": _shawl,
    "none": _none,
    "stand": _stand,
}
