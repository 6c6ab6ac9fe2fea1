"""Cardigans, pullovers, vests and waistcoats: what is worn over a shirt."""

from __future__ import annotations

from dataclasses import replace

from idphoto.photo.wardrobe.curves import Curve, join, mirror, offset, spline, trace
from idphoto.photo.wardrobe.folds import Hang
from idphoto.photo.wardrobe.garment import Cloth, Knit
from idphoto.photo.wardrobe.piece import Line, Piece, both
from idphoto.photo.wardrobe.pieces.trunk import FAR, button, on_shoulder, trunk


def knit(part: Knit) -> list[Piece]:
    """The pieces of a layer that opens at the front or is pulled on."""
    if part.style in ("v_pullover", "v_vest"):
        return _pullover(part)
    return _opened(part)


def _v(depth: float, side: float = 0.305) -> Curve:
    """The V on the person's left, from the middle to the neck."""
    return spline(
        (0.0, depth),
        (0.11, 0.62 * depth),
        (0.215, 0.14 * depth - 0.02),
        (side - 0.005, -0.12),
        (side, -0.20),
    )


def _pullover(part: Knit) -> list[Piece]:
    half = _v(part.depth)
    neckline = join(mirror(half)[::-1], half[1:])
    if part.style == "v_vest":
        body = [_sleeveless(part.cloth, neckline)]
    else:
        body = trunk(part.cloth, neckline, hang="knit", lift=0.022)
    band = part.edge_cloth or part.cloth
    ring = _band(neckline, band, 0.06)
    pieces = [*body, ring]
    if part.style == "v_vest":
        hole = trace("0.8,-0.02 0.765,0.2 0.75,0.5 0.8,0.85 0.9,1")
        pieces += both(_band(hole, band, 0.045))
    return pieces


def _sleeveless(cloth: Cloth, neckline: Curve) -> Piece:
    side = join(
        trace("0.36,-0.155 0.6,-0.085 0.8,-0.02"),
        spline(
            (0.80, -0.02),
            (0.765, 0.2),
            (0.75, 0.5),
            (0.80, 0.85),
            (0.9, 1.0),
            (0.95, 2.4),
            (1.0, FAR),
        ),
    )
    return Piece(
        join(neckline, side, mirror(side)[::-1]),
        cloth,
        0.024,
        rim=(0.01, 0.01),
        drape=0.9,
        hang="knit",
    )


def _band(edge: Curve, cloth: Cloth, wide: float) -> Piece:
    """A ribbed band along an edge; its ribs run across it."""
    outer = on_shoulder(offset(edge, wide))
    low = int(edge[:, 1].argmax())
    if 0 < low < len(edge) - 1 and abs(float(edge[low, 0])) < 0.02:
        outer[low] = (0.0, float(edge[low, 1]) + 1.5 * wide)
    return Piece(
        join(edge, outer[::-1]),
        cloth,
        0.034,
        rim=(0.012, 0.010),
        pillow=(0.02, 0.006),
        ribbed="round",
        lines=(Line(outer, 0.006, 0.004, 0.85),),
    )


def _opened(part: Knit) -> list[Piece]:
    """Two fronts that meet and button."""
    woven = part.style == "waistcoat"
    over = 0.055
    hang: Hang = "tailored" if woven else "knit"
    if part.style == "round_cardigan":
        half = trace("0,0.1 0.15,0.065 0.25,-0.03 0.315,-0.19")
    else:
        half = _v(part.depth)
    low = float(half[0, 1])
    edge = join(half[::-1][:-1], spline((-over, low + 0.03), (-over, FAR)))
    if woven:
        side = join(
            spline(
                (1.0, FAR),
                (0.95, 2.4),
                (0.9, 1.0),
                (0.80, 0.85),
                (0.72, 0.5),
                (0.72, 0.2),
                (0.74, -0.04),
            ),
            trace("0.74,-0.04 0.6,-0.085 0.36,-0.155"),
        )
    else:
        side = join(
            spline((1.6, FAR), (1.32, 2.4), (1.20, 1.2), (1.13, 0.6), (1.06, 0.24), (0.97, 0.085)),
            trace("0.97,0.085 0.84,-0.003 0.6,-0.083 0.36,-0.152"),
        )
    front = Piece(join(edge, side), part.cloth, 0.024, rim=(0.01, 0.01), drape=1.0, hang=hang)
    strip = part.edge_cloth or part.cloth
    wide = 0.085 if not woven else 0.0
    pieces = [front]
    if wide:
        outer = on_shoulder(offset(half, wide))
        down = Piece(
            join(
                spline((-over, low - 0.01), (-over, FAR)), spline((over, FAR), (over, low - 0.01))
            ),
            strip,
            0.034,
            rim=(0.010, 0.008),
            pillow=(0.02, 0.005),
            ribbed="down",
            lines=(Line(spline((over, low + 0.05), (over, FAR)), 0.007, 0.004, 0.85),),
        )
        round_ = Piece(
            join(half, outer[::-1]),
            strip,
            0.034,
            rim=(0.010, 0.008),
            pillow=(0.02, 0.005),
            ribbed="round",
            lines=(Line(outer, 0.007, 0.004, 0.85),),
        )
        pieces += [down, round_]
    else:
        pieces[0] = replace(
            front,
            lines=(
                Line(offset(edge, -0.014), 0.003, 0.0008, 0.86, 0.014),
                Line(trace("0.48,0.2 0.42,0.8 0.44,1.6"), 0.006, 0.003, 0.9),
            ),
        )
    mirrored = [p.mirrored() for p in pieces]
    ordered = [*mirrored, *pieces] if part.over == "left" else [*pieces, *mirrored]
    step = 0.30 if woven else 0.36
    return ordered + [button((0.0, low + 0.10 + step * k), 0.032, part.buttons) for k in range(4)]
