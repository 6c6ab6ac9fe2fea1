"""Tops that are pulled over the head: T-shirts, jerseys, shells."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idphoto.photo.wardrobe.curves import Curve, join, mirror, offset, spline, trace
from idphoto.photo.wardrobe.garment import Cloth, Top
from idphoto.photo.wardrobe.piece import Fold, Line, Piece
from idphoto.photo.wardrobe.pieces.trunk import inside, on_shoulder, trunk

# On the person's left, from the middle to the shoulder.
_NECKS: Final[dict[str, Curve]] = {
    "crew": trace("0,0.065 0.06,0.06 0.14,0.032 0.23,-0.05 0.295,-0.2"),
    "scoop": trace("0,0.24 0.06,0.236 0.16,0.19 0.27,0.03 0.325,-0.185"),
    "boat": trace("0,0.045 0.09,0.042 0.21,0.022 0.36,-0.05 0.47,-0.135"),
    "v": trace("0,0.33 0.1,0.17 0.21,-0.02 0.295,-0.195"),
    "deep_v": trace("0,0.52 0.12,0.29 0.235,0.02 0.31,-0.19"),
    "square": trace("0,0.17 0.25,0.165 | 0.255,0.155 | 0.29,-0.02 0.315,-0.185"),
    "turtle": trace("0,-0.02 0.06,-0.024 0.16,-0.05 0.28,-0.12 0.335,-0.175"),
    "mock": trace("0,-0.02 0.06,-0.024 0.16,-0.05 0.28,-0.12 0.335,-0.175"),
    "cowl": trace("0,0.04 0.16,0.01 0.27,-0.08 0.325,-0.18"),
}
_BAND: Final = {"rib": 0.075, "bound": 0.035, "plain": 0.016}


def top(part: Top) -> list[Piece]:
    """The pieces of a top, from the back of its neck to the band round it."""
    half = _NECKS[part.neck]
    neckline = join(mirror(half)[::-1], half[1:])
    # a pattern does not go round a band
    cloth = replace(part.edge_cloth or part.cloth, pattern="plain")
    body = trunk(part.cloth, neckline, hang=part.hang)
    if part.neck in ("turtle", "mock"):
        low = -0.36 if part.neck == "turtle" else -0.27
        return [inside(cloth, 0.268, low), *body, *_tube(cloth, part.neck)]
    if part.neck == "cowl":
        return [inside(cloth, 0.29, -0.20), *body, *_cowl(cloth)]
    side = float(half[-1, 0])
    return [
        inside(cloth, side - 0.01, float(half[-1, 1]) - 0.01, rise=0.03),
        *body,
        *_edge(part, neckline, cloth),
    ]


def _edge(part: Top, neckline: Curve, cloth: Cloth) -> list[Piece]:
    wide = _BAND[part.edge]
    outer = on_shoulder(offset(neckline, wide))
    pieces = []
    if part.neck in ("v", "deep_v") and part.edge != "plain":
        middle = len(outer) // 2
        outer[middle] = (0.0, neckline[middle][1] + 1.5 * wide)
    ring = Piece(
        join(neckline, outer[::-1]),
        cloth,
        0.008,
        rim=(0.25 * wide, 0.2 * wide),
        pillow=(0.3 * wide, 0.12 * wide),
        ribbed="round" if part.edge == "rib" else "no",
        lines=(Line(outer, 0.006, 0.003, 0.86),),
    )
    pieces.append(ring)
    return pieces


def _tube(cloth: Cloth, neck: str) -> list[Piece]:
    rise = 0.0 if neck == "turtle" else 0.09
    upper = spline(
        (-0.266, -0.372 + rise),
        (-0.245, -0.318 + rise),
        (-0.14, -0.26 + rise),
        (0, -0.235 + rise),
        (0.14, -0.26 + rise),
        (0.245, -0.318 + rise),
        (0.266, -0.372 + rise),
    )
    lower = spline(
        (0.266, -0.372 + rise),
        (0.291, -0.350 + rise),
        (0.313, -0.27),
        (0.335, -0.165),
        (0.25, -0.055),
        (0.0, 0.01),
        (-0.25, -0.055),
        (-0.335, -0.165),
        (-0.313, -0.27),
        (-0.291, -0.350 + rise),
        (-0.266, -0.372 + rise),
    )
    tube = Piece(
        join(upper, lower),
        cloth,
        0.03,
        form="neck",
        rim=(0.014, 0.014),
        pillow=(0.05, 0.02),
        ribbed="down",
        lines=(
            Line(trace("-0.29,-0.23 -0.1,-0.12 0.12,-0.13 0.29,-0.25"), 0.03, 0.006, 0.97),
            Line(trace("-0.31,-0.17 -0.05,-0.055 0.2,-0.1"), 0.03, 0.005, 0.97),
        )
        if neck == "turtle"
        else (),
    )
    if neck == "mock":
        return [tube]
    fold = trace(
        "-0.266,-0.372 -0.291,-0.35 -0.311,-0.26 -0.325,-0.19 -0.22,-0.1 0,-0.055 "
        "0.22,-0.1 0.325,-0.19 0.311,-0.26 0.291,-0.35 0.266,-0.372"
    )
    return [
        tube,
        Piece(
            join(upper, fold[::-1]),
            cloth,
            0.05,
            form="neck",
            rim=(0.014, 0.016),
            pillow=(0.05, 0.02),
            ribbed="down",
        ),
    ]


def _cowl(cloth: Cloth) -> list[Piece]:
    """Soft cloth that hangs in swags from shoulder to shoulder."""
    upper = trace("-0.32,-0.188 -0.24,-0.07 -0.05,0.045 0.1,0.035 0.24,-0.08 0.32,-0.19")
    lower = trace("0.4,-0.15 0.3,0.12 0.12,0.34 -0.06,0.36 -0.27,0.14 -0.4,-0.15")
    swags = []
    for k in range(4):
        low = 0.11 + 0.082 * k
        side = 0.33 + 0.018 * k
        lean = 0.02 * (-1) ** k
        path = spline(
            (-side, -0.16),
            (-0.23 - 0.01 * k, 0.4 * low - 0.06),
            (lean - 0.03, low),
            (lean + 0.07, low - 0.004),
            (0.24 + 0.01 * k, 0.4 * low - 0.07),
            (side, -0.165),
        )
        swags.append(Line(path, 0.030 - 0.003 * k, -0.030 + 0.004 * k))
        swags.append(Line(offset(path, 0.040), 0.022, 0.020 - 0.003 * k, 0.96))
    return [
        Piece(
            join(upper, lower),
            cloth,
            0.012,
            form="torso",
            rim=(0.004, 0.001),
            roll=Fold(upper, 0.022, 0.022),
            drape=0.5,
            hang="soft",
            lines=tuple(swags),
        )
    ]
