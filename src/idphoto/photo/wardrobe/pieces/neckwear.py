"""Ties, bows and scarves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from idphoto.photo.wardrobe.curves import circle, join, mirror, spline
from idphoto.photo.wardrobe.garment import Cloth, Neckwear
from idphoto.photo.wardrobe.piece import Fold, Line, Piece, both


def neckwear(part: Neckwear) -> list[Piece]:
    """The pieces of what is tied round the neck."""
    return _STYLES[part.style](part.cloth)


def under_collar(part: Neckwear) -> bool:
    """Whether a shirt's collar lies over it."""
    return part.style in ("tie", "slim_tie")


def _tie(cloth: Cloth, slim: float = 1.0) -> list[Piece]:
    edge = [(0.040, -0.02), (0.054 * slim, 0.12), (0.088 * slim, 0.55), (0.125 * slim, 1.2), (0.14 * slim, 1.6)]
    left = spline(*edge)
    # nobody's tie hangs like a plumb line
    lean = spline((0.0, -0.02), (0.004, 0.4), (0.012, 1.0), (0.016, 1.6))
    blade = Piece(
        join(left + _follow(left, lean), mirror(left)[::-1] + _follow(left, lean)[::-1]),
        cloth, 0.026, rim=(0.012, 0.010), pillow=(0.03, 0.008), grain_deg=38, drape=0.25, hang="soft",
        lines=(
            Line(spline((0.012, -0.03), (0.004, 0.06), (0.014, 0.19)), 0.016, 0.009, 0.92),
            Line(spline((-0.030, -0.02), (-0.033, 0.05), (-0.045, 0.14)), 0.012, -0.004, 1.0),
        ),
    )  # fmt: skip
    knot = Piece(
        join(spline((-0.074 * slim, -0.160), (0.0, -0.172), (0.082 * slim, -0.165)),
             spline((0.082 * slim, -0.165), (0.077 * slim, -0.10), (0.050, -0.022)),
             spline((0.050, -0.022), (0.0, -0.006), (-0.044, -0.016)),
             spline((-0.044, -0.016), (-0.068 * slim, -0.09), (-0.074 * slim, -0.160))),
        cloth, 0.05, rim=(0.02, 0.022), pillow=(0.03, 0.014), grain_deg=-32,
        lines=(Line(spline((-0.062, -0.11), (0.0, -0.06), (0.054, -0.04)), 0.010, 0.003, 0.95),),
    )  # fmt: skip
    return [blade, knot]


def _follow(curve, lean):  # noqa: ANN001, ANN202
    import numpy as np

    shift = np.interp(curve[:, 1], lean[:, 1], lean[:, 0])
    return np.stack([shift, 0 * shift], axis=1).astype(np.float32)


def _slim_tie(cloth: Cloth) -> list[Piece]:
    return _tie(cloth, 0.68)


def _bow_tie(cloth: Cloth) -> list[Piece]:
    wing = Piece(
        join(spline((0.015, -0.135), (0.08, -0.155), (0.19, -0.195), (0.215, -0.175)),
             spline((0.215, -0.175), (0.205, -0.11), (0.22, -0.04)),
             spline((0.22, -0.04), (0.19, -0.022), (0.08, -0.07), (0.015, -0.075))),
        cloth, 0.055, rim=(0.009, 0.010), pillow=(0.035, 0.008), grain_deg=8,
        lines=_pinch((0.02, -0.107)),
    )  # fmt: skip
    tail = Piece(
        join(spline((0.02, -0.15), (0.20, -0.205), (0.235, -0.13)), spline((0.235, -0.13), (0.20, -0.03), (0.02, -0.07))),
        cloth, 0.045, rim=(0.01, 0.01), tone=0.8,
    )  # fmt: skip
    knot = Piece(
        spline((-0.034, -0.140), (0.0, -0.146), (0.036, -0.138), (0.034, -0.07), (0.0, -0.064), (-0.032, -0.072), (-0.034, -0.140)),
        cloth, 0.065, rim=(0.014, 0.018), pillow=(0.02, 0.01), grain_deg=90,
        lines=(Line(spline((0.008, -0.14), (0.003, -0.07)), 0.007, 0.004, 0.9),),
    )  # fmt: skip
    return [*both(tail), *both(wing), knot]


def _pinch(at: tuple[float, float], scale: float = 1.0) -> tuple[Line, ...]:
    """Creases that fan out from a knot into a loop on the person's left."""
    x, y = at
    fan = ((0.10, -0.045, 0.009, 0.010), (0.15, -0.006, 0.012, 0.014), (0.11, 0.032, 0.008, 0.009))
    valleys = tuple(
        Line(spline((x, y), (x + 0.5 * dx * scale, y + 0.35 * dy), (x + dx * scale, y + dy * scale)), wide, deep, 0.86)
        for dx, dy, wide, deep in fan
    )
    ridge = Line(spline((x + 0.01, y), (x + 0.09 * scale, y - 0.02), (x + 0.17 * scale, y - 0.035)), 0.012, -0.008)
    return (*valleys, ridge)


def _ribbon(cloth: Cloth) -> list[Piece]:
    """A school ribbon: a flat bow with tails, below the collar."""
    loop = Piece(
        join(spline((0.02, 0.005), (0.10, -0.045), (0.205, -0.05), (0.235, 0.02)),
             spline((0.235, 0.02), (0.20, 0.095), (0.10, 0.085), (0.02, 0.05))),
        cloth, 0.05, rim=(0.008, 0.008), pillow=(0.03, 0.007), grain_deg=10,
        lines=_pinch((0.02, 0.028)),
    )  # fmt: skip
    tail = Piece(
        join(spline((0.0, 0.03), (0.07, 0.13), (0.10, 0.33)), spline((0.10, 0.33), (0.15, 0.27)),
             spline((0.15, 0.27), (0.20, 0.29)), spline((0.20, 0.29), (0.13, 0.10), (0.04, 0.03))),
        cloth, 0.04, rim=(0.006, 0.005), pillow=(0.02, 0.004), grain_deg=-20, drape=0.3, hang="soft",
    )  # fmt: skip
    knot = Piece(
        spline((-0.036, -0.012), (0.0, -0.018), (0.038, -0.010), (0.036, 0.065), (0.0, 0.072), (-0.034, 0.062), (-0.036, -0.012)),
        cloth, 0.06, rim=(0.014, 0.018), pillow=(0.02, 0.01),
    )  # fmt: skip
    return [*both(tail), *both(loop), knot]


def _pussy_bow(cloth: Cloth) -> list[Piece]:
    """A blouse's own collar, tied in a soft bow."""
    band = Piece(
        join(spline((0.276, -0.335), (0.262, -0.275), (0.20, -0.18), (0.09, -0.115), (-0.02, -0.10)),
             spline((-0.02, -0.10), (-0.02, 0.02)),
             spline((-0.02, 0.02), (0.12, -0.01), (0.26, -0.10), (0.335, -0.19), (0.315, -0.28), (0.276, -0.335))),
        cloth, 0.04, form="neck", rim=(0.014, 0.014), pillow=(0.04, 0.014),
        lines=(
            Line(spline((0.28, -0.28), (0.19, -0.14), (0.03, -0.06)), 0.018, 0.008, 0.92),
            Line(spline((0.31, -0.22), (0.22, -0.10), (0.04, -0.03)), 0.014, -0.006, 1.0),
        ),
    )  # fmt: skip
    loop = Piece(
        join(spline((0.02, -0.05), (0.11, -0.14), (0.235, -0.10), (0.30, 0.02)),
             spline((0.30, 0.02), (0.27, 0.105), (0.14, 0.07), (0.02, 0.01))),
        cloth, 0.065, rim=(0.022, 0.024), pillow=(0.04, 0.02), grain_deg=25, drape=0.5, hang="soft",
        lines=(
            Line(spline((0.03, -0.03), (0.12, -0.05), (0.21, -0.01)), 0.016, 0.012, 0.82),
            Line(spline((0.04, -0.01), (0.13, 0.0), (0.22, 0.05)), 0.014, -0.008, 1.0),
        ),
    )  # fmt: skip
    tail = Piece(
        join(spline((0.0, 0.0), (0.03, 0.20), (0.045, 0.66)), spline((0.045, 0.66), (0.19, 0.72)),
             spline((0.19, 0.72), (0.155, 0.30), (0.05, 0.0))),
        cloth, 0.05, rim=(0.014, 0.014), pillow=(0.03, 0.012), grain_deg=-8, drape=0.6, hang="soft",
        lines=(Line(spline((0.03, 0.03), (0.085, 0.25), (0.11, 0.6)), 0.02, 0.010, 0.9),),
    )  # fmt: skip
    knot = Piece(
        spline((-0.042, -0.07), (0.0, -0.078), (0.046, -0.066), (0.042, 0.03), (0.0, 0.038), (-0.04, 0.026), (-0.042, -0.07)),
        cloth, 0.08, rim=(0.018, 0.022), pillow=(0.025, 0.012),
        lines=(Line(spline((0.01, -0.07), (0.0, 0.03)), 0.008, 0.005, 0.9),),
    )  # fmt: skip
    other = tail.mirrored()
    return [*both(band), other, tail, *both(loop), knot]


def _cravat(cloth: Cloth) -> list[Piece]:
    """Silk folded into an open collar."""
    fill = Piece(
        join(spline((-0.235, -0.25), (-0.12, -0.185), (0.0, -0.165), (0.12, -0.185), (0.235, -0.25)),
             spline((0.235, -0.25), (0.17, -0.03), (0.0, 0.32)), spline((0.0, 0.32), (-0.17, -0.03), (-0.235, -0.25))),
        cloth, 0.008, form="collar", rim=(0.02, 0.012), pillow=(0.05, 0.02), grain_deg=20,
        lines=(
            Line(spline((-0.16, -0.19), (-0.04, -0.04), (0.02, 0.22)), 0.018, 0.012, 0.88),
            Line(spline((0.15, -0.19), (0.07, -0.05), (0.03, 0.18)), 0.018, 0.012, 0.88),
            Line(spline((0.0, -0.15), (-0.01, -0.02), (0.01, 0.2)), 0.02, -0.010, 1.0),
        ),
    )  # fmt: skip
    return [fill]


def _neckerchief(cloth: Cloth) -> list[Piece]:
    """A silk square rolled round the neck and knotted at the side, as cabin crews wear."""
    band = Piece(
        join(spline((-0.285, -0.32), (-0.262, -0.25), (-0.17, -0.165), (0.0, -0.115), (0.17, -0.155), (0.262, -0.24), (0.285, -0.32)),
             spline((0.335, -0.20), (0.27, -0.075), (0.12, 0.01), (0.0, 0.035), (-0.15, 0.0), (-0.28, -0.085), (-0.335, -0.20), (-0.285, -0.32))),
        cloth, 0.05, form="neck", rim=(0.022, 0.022), pillow=(0.05, 0.022), grain_deg=20,
        lines=(
            Line(spline((-0.29, -0.25), (-0.15, -0.09), (0.05, -0.035), (0.2, -0.07)), 0.022, 0.022, 0.85),
            Line(spline((-0.31, -0.18), (-0.12, -0.03), (0.12, -0.02)), 0.018, 0.016, 0.88),
            Line(spline((-0.27, -0.28), (-0.1, -0.125), (0.1, -0.09), (0.25, -0.18)), 0.022, -0.018, 1.0),
        ),
    )  # fmt: skip
    knot_at = (0.155, -0.045)
    x, y = knot_at
    first = Piece(
        join(spline((x - 0.01, y), (x + 0.05, y + 0.10), (x + 0.02, y + 0.33)), spline((x + 0.02, y + 0.33), (x + 0.17, y + 0.24)),
             spline((x + 0.17, y + 0.24), (x + 0.13, y + 0.08), (x + 0.03, y))),
        cloth, 0.055, rim=(0.014, 0.014), pillow=(0.03, 0.014), grain_deg=-30,
        lines=(Line(spline((x + 0.02, y + 0.03), (x + 0.07, y + 0.14), (x + 0.08, y + 0.26)), 0.016, 0.010, 0.88),),
    )  # fmt: skip
    second = Piece(
        join(spline((x, y), (x + 0.12, y + 0.01), (x + 0.29, y + 0.09)), spline((x + 0.29, y + 0.09), (x + 0.25, y - 0.09)),
             spline((x + 0.25, y - 0.09), (x + 0.12, y - 0.06), (x, y - 0.03))),
        cloth, 0.06, rim=(0.014, 0.014), pillow=(0.03, 0.014), grain_deg=50,
        lines=(Line(spline((x + 0.03, y - 0.01), (x + 0.13, y - 0.01), (x + 0.24, y + 0.02)), 0.016, 0.010, 0.88),),
    )  # fmt: skip
    knot = Piece(circle((x, y - 0.005), 0.05), cloth, 0.08, rim=(0.02, 0.024), pillow=(0.03, 0.014), grain_deg=60,
                 lines=(Line(spline((x - 0.03, y - 0.03), (x + 0.02, y + 0.03)), 0.010, 0.006, 0.9),))  # fmt: skip
    return [band, first, second, knot]


def _red_scarf(cloth: Cloth) -> list[Piece]:
    """A triangle of cotton with its ends tied on the chest."""
    roll = Piece(
        join(spline((0.30, -0.25), (0.262, -0.12), (0.16, 0.03), (0.02, 0.16)), spline((0.02, 0.16), (0.0, 0.22)),
             spline((0.0, 0.22), (0.20, 0.11), (0.36, -0.06), (0.40, -0.17)), spline((0.40, -0.17), (0.36, -0.22), (0.30, -0.25))),
        cloth, 0.045, form="collar", rim=(0.016, 0.016), pillow=(0.04, 0.014),
        roll=Fold(spline((0.30, -0.25), (0.262, -0.12), (0.16, 0.03), (0.02, 0.16)), 0.02, 0.016),
        lines=(
            Line(spline((0.34, -0.20), (0.27, -0.04), (0.10, 0.13)), 0.018, 0.008, 0.9),
            Line(spline((0.37, -0.16), (0.30, 0.0), (0.14, 0.12)), 0.014, -0.006, 1.0),
        ),
    )  # fmt: skip
    tail = Piece(
        join(spline((0.0, 0.20), (0.03, 0.36), (0.06, 0.62)), spline((0.06, 0.62), (0.20, 0.50)),
             spline((0.20, 0.50), (0.13, 0.30), (0.03, 0.19))),
        cloth, 0.045, rim=(0.012, 0.012), pillow=(0.03, 0.010), drape=0.6, hang="soft",
        lines=(Line(spline((0.02, 0.22), (0.08, 0.36), (0.11, 0.52)), 0.016, 0.010, 0.9),),
    )  # fmt: skip
    knot = Piece(
        spline((-0.05, 0.13), (0.0, 0.115), (0.055, 0.135), (0.045, 0.225), (0.0, 0.235), (-0.042, 0.22), (-0.05, 0.13)),
        cloth, 0.07, rim=(0.02, 0.024), pillow=(0.03, 0.012),
        lines=(Line(spline((-0.04, 0.20), (0.03, 0.14)), 0.010, 0.006, 0.9),),
    )  # fmt: skip
    return [*both(roll), *both(tail), knot]


def _sailor_knot(cloth: Cloth) -> list[Piece]:
    """The scarf of a sailor blouse, passed through a loop where the collar ends."""
    y = 0.44
    tail = Piece(
        join(spline((0.005, y - 0.02), (0.05, y + 0.10), (0.07, y + 0.42)), spline((0.07, y + 0.42), (0.21, y + 0.34)),
             spline((0.21, y + 0.34), (0.15, y + 0.10), (0.045, y - 0.02))),
        cloth, 0.045, rim=(0.012, 0.012), pillow=(0.03, 0.010), drape=0.6, hang="soft",
        lines=(Line(spline((0.03, y), (0.09, y + 0.15), (0.12, y + 0.34)), 0.016, 0.010, 0.9),),
    )  # fmt: skip
    loop = Piece(
        join(spline((0.02, y), (0.10, y - 0.08), (0.20, y - 0.07), (0.24, y)), spline((0.24, y), (0.17, y + 0.07), (0.02, y + 0.04))),
        cloth, 0.05, rim=(0.010, 0.010), pillow=(0.03, 0.008),
        lines=_pinch((0.02, y + 0.005)),
    )  # fmt: skip
    knot = Piece(circle((0.0, y + 0.005), 0.048), cloth, 0.07, rim=(0.018, 0.022), pillow=(0.025, 0.012))
    return [*both(tail), *both(loop), knot]


_STYLES: Final[dict[str, Callable[[Cloth], list[Piece]]]] = {
    "tie": _tie,
    "slim_tie": _slim_tie,
    "bow_tie": _bow_tie,
    "ribbon": _ribbon,
    "pussy_bow": _pussy_bow,
    "cravat": _cravat,
    "neckerchief": _neckerchief,
    "red_scarf": _red_scarf,
    "sailor_knot": _sailor_knot,
}
