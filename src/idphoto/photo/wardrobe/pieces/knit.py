"""What is worn over a shirt: pullovers, vests, cardigans, waistcoats."""

from __future__ import annotations

from typing import Final

from idphoto.photo.wardrobe.curves import Curve, join, mirror, offset, spline, trace
from idphoto.photo.wardrobe.garment import Cloth, Knit
from idphoto.photo.wardrobe.piece import Line, Piece, both
from idphoto.photo.wardrobe.pieces.trunk import (
    FAR,
    SIDE,
    STITCH,
    button,
    on_shoulder,
    sleeves,
    trunk,
)

_LIFT: Final = 0.024
_OVERLAP: Final = 0.055
_NECK_BAND: Final = 0.06
_ROUND_NECK: Final[Curve] = trace("0,0.1 0.07,0.093 0.15,0.065 0.25,-0.03 0.315,-0.19")
_SHOULDER: Final[Curve] = trace("0.36,-0.155 0.6,-0.085")
# Of what has no sleeves: knitted, and woven.
_ARMHOLE: Final[Curve] = trace("0.8,-0.02 0.765,0.2 0.75,0.5 0.79,0.78 0.86,0.98")
_WAISTCOAT_ARMHOLE: Final[Curve] = trace("0.74,-0.04 0.72,0.2 0.72,0.5 0.78,0.8 0.85,0.98")
_FLANK: Final[Curve] = spline((0.87, 1.05), (0.94, 2.4), (1.0, FAR))


def knit(part: Knit) -> list[Piece]:
    """The pieces of a layer that opens at the front or is pulled on."""
    match part.style:
        case "v_pullover" | "v_vest":
            return _pulled_on(part)
        case "cardigan" | "round_cardigan":
            return _cardigan(part)
        case "waistcoat":
            return _waistcoat(part)


def _v(depth: float) -> Curve:
    """The V on the person's left, from the middle to the neck."""
    return spline(
        (0.0, depth),
        (0.11, 0.62 * depth),
        (0.215, 0.14 * depth - 0.02),
        (0.30, -0.12),
        (0.305, -0.20),
    )


def _pulled_on(part: Knit) -> list[Piece]:
    half, edge = _v(part.depth), part.edge_cloth or part.cloth
    neckline = join(mirror(half)[::-1], half[1:])
    band = offset(neckline, _NECK_BAND)
    band[len(band) // 2] = (0.0, part.depth + 1.5 * _NECK_BAND)  # the point of the V
    ring = _band(neckline, on_shoulder(band), edge)
    if part.style == "v_pullover":
        return [*trunk(part.cloth, neckline, hang="knit", lift=_LIFT), ring]
    side = join(_SHOULDER, _ARMHOLE, _FLANK)
    body = Piece(
        join(neckline, side, mirror(side)[::-1]),
        part.cloth,
        _LIFT,
        rim=(0.01, 0.01),
        drape=0.9,
        hang="knit",
    )
    return [body, ring, *both(_band(_ARMHOLE, offset(_ARMHOLE, 0.045), edge))]


def _band(edge: Curve, outer: Curve, cloth: Cloth) -> Piece:
    """A ribbed band between two lines; its ribs run across it."""
    return Piece(
        join(edge, outer[::-1]),
        cloth,
        _LIFT + 0.01,
        rim=(0.011, 0.009),
        pillow=(0.02, 0.006),
        ribbed="round",
        lines=(Line(outer, 0.006, 0.004, 0.85),),
    )


def _cardigan(part: Knit) -> list[Piece]:
    """Two fronts with a ribbed band round the neck and down to the hem."""
    half = _ROUND_NECK if part.style == "round_cardigan" else _v(part.depth)
    low, wide = float(half[0, 1]), 0.085
    cloth = part.edge_cloth or part.cloth
    front = Piece(
        join(_front_edge(half), SIDE[::-1]),
        part.cloth,
        _LIFT,
        rim=(0.01, 0.01),
        drape=1.0,
        hang="knit",
    )
    strip = Piece(
        join(
            spline((-_OVERLAP, low - 0.01), (-_OVERLAP, FAR)),
            spline((_OVERLAP, FAR), (_OVERLAP, low - 0.01)),
        ),
        cloth,
        _LIFT + 0.01,
        rim=(0.010, 0.008),
        pillow=(0.02, 0.005),
        ribbed="down",
        lines=(Line(spline((_OVERLAP, low + 0.05), (_OVERLAP, FAR)), 0.007, 0.004, 0.85),),
    )
    collar = _band(half, on_shoulder(offset(half, wide)), cloth)
    fronts = _overlapped([front, strip, collar], part)
    return [*fronts, *sleeves(part.cloth, "knit", _LIFT), *_buttons(part, low, 0.36)]


def _waistcoat(part: Knit) -> list[Piece]:
    half = _v(part.depth)
    edge = _front_edge(half)
    front = Piece(
        join(edge, join(_SHOULDER, _WAISTCOAT_ARMHOLE, _FLANK)[::-1]),
        part.cloth,
        _LIFT,
        rim=(0.006, 0.006),
        drape=1.0,
        hang="tailored",
        lines=(
            Line(offset(edge, -0.014), *STITCH),
            Line(trace("0.48,0.2 0.42,0.8 0.44,1.6"), 0.006, 0.003, 0.9),  # the dart
        ),
    )
    return [*_overlapped([front], part), *_buttons(part, float(half[0, 1]), 0.30)]


def _front_edge(half: Curve) -> Curve:
    """From the neck down the front's edge."""
    low = float(half[0, 1])
    return join(half[::-1][:-1], spline((-_OVERLAP, low + 0.03), (-_OVERLAP, FAR)))


def _overlapped(half: list[Piece], part: Knit) -> list[Piece]:
    """Both halves, the upper one last."""
    other = [piece.mirrored() for piece in half]
    return [*other, *half] if part.over == "left" else [*half, *other]


def _buttons(part: Knit, low: float, step: float) -> list[Piece]:
    return [button((0.0, low + 0.10 + step * k), 0.032, part.buttons) for k in range(4)]
