"""Jackets."""
from __future__ import annotations
import numpy as np
from idphoto.photo.wardrobe.curves import circle, join, mirror, offset, spline
from idphoto.photo.wardrobe.piece import Fold, Line, Piece, both


def jacket(cloth):
    roll = spline((0.294, -0.335), (0.284, -0.24), (0.245, -0.05), (0.175, 0.40), (0.085, 0.95), (0.0, 1.36))
    shoulder = spline((0.40, -0.195), (0.60, -0.105), (0.85, -0.025), (0.965, 0.025), (1.03, 0.11))
    side = spline((1.03, 0.11), (1.10, 0.4), (1.17, 1.0), (1.30, 2.4), (1.6, 8.0))
    armhole = spline((0.965, 0.025), (0.90, 0.20), (0.855, 0.50), (0.87, 0.85))
    front = Piece(
        join(roll, spline((0.0, 1.36), (-0.07, 1.42), (-0.09, 1.7), (-0.09, 8.0)), spline((-0.09, 8.0), (1.0, 8.0)),
             spline((0.98, 8.0), (0.95, 2.4), (0.90, 1.4), (0.87, 0.85)), armhole[::-1], shoulder[:31][::-1],
             spline((0.40, -0.195), (0.34, -0.28), (0.294, -0.335))),
        cloth, 0.03, rim=(0.007, 0.005), drape=1.0,
        lines=(Line(armhole, 0.012, 0.006, 0.86),
               Line(spline((0.30, -0.3),(0.55,-0.09),(0.965, 0.012)), 0.006, 0.002, 0.9)),
    )
    sleeve = Piece(
        join(spline((0.95, 0.03), (0.86, 0.2), (0.80, 0.5), (0.82, 0.9)), spline((0.82, 0.9), (0.88, 1.4), (0.94, 2.4), (1.0, 8.0)), side[::-1], shoulder[30:][::-1]),
        cloth, 0.0, form="sleeve", rim=(0.02, 0.012), drape=1.0,
    )
    # collar
    gorge = ((0.258, -0.025), (0.40, 0.055))
    lapel_edge = spline((0.535, 0.070), (0.50, 0.28), (0.40, 0.62), (0.24, 1.02), (0.06, 1.33), (0.0, 1.36))
    top_edge = spline((0.40, 0.055), (0.47, 0.057), (0.535, 0.070))
    lapel_roll = roll[10:]
    lapel = Piece(
        join(lapel_roll[::-1], spline((0.284, -0.24), (0.258, -0.025)), spline(*gorge), top_edge, lapel_edge),
        cloth, 0.046, rim=(0.007, 0.010), roll=Fold(lapel_roll, 0.032, 0.034), grain_deg=14, drape=0.2,
        pillow=(0.05, 0.012),
        lines=(
            Line(spline(*gorge), 0.007, 0.005, 0.62),
            Line(offset(join(top_edge[2:], lapel_edge[2:-4]), 0.013), 0.003, 0.0008, 0.86, 0.014),
            Line(spline((0.462, 0.118), (0.405, 0.138)), 0.007, 0.001, 0.6),
        ),
    )
    inner = spline((0.294, -0.335), (0.284, -0.24), (0.258, -0.025))
    fall = spline((0.472, -0.005), (0.478, -0.08), (0.452, -0.165), (0.392, -0.232), (0.335, -0.300), (0.294, -0.335))
    collar = Piece(
        join(inner, spline(*gorge), spline((0.40, 0.055), (0.472, -0.005)), fall),
        cloth, 0.05, form="collar", rim=(0.007, 0.010), roll=Fold(inner, 0.026, 0.022), grain_deg=-35,
        pillow=(0.04, 0.008),
        lines=(Line(spline(*gorge), 0.008, 0.003, 0.7),Line(offset(fall, 0.013), 0.003, 0.0008, 0.88, 0.014),),
    )
    out = [*both(sleeve)]
    out += [front.mirrored(), lapel.mirrored(), collar.mirrored(), front, lapel, collar]
    out.append(Piece(circle((0.0, 1.42), 0.045), cloth, 0.05, rim=(0.01, 0.01)))
    return out
