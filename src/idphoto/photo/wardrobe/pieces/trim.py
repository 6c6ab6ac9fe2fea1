"""Small things on top: epaulettes, plates, crests, pearls."""

from __future__ import annotations

import numpy as np

from idphoto.photo.wardrobe.curves import Curve, circle, join, spline, trace
from idphoto.photo.wardrobe.garment import Cloth, Trim
from idphoto.photo.wardrobe.piece import Line, Piece, both
from idphoto.photo.wardrobe.pieces.trunk import button


def trim(part: Trim) -> list[Piece]:
    """The pieces of one trimming."""
    cloth = part.cloth
    if part.style == "epaulettes":
        return _epaulettes(cloth)
    if part.style == "name_plate":
        plate = trace("-0.5,0.4 -0.72,0.385 | -0.722,0.435 | -0.502,0.45")
        return [Piece(plate, cloth, 0.06, rim=(0.004, 0.006))]
    if part.style == "wings":
        return _wings(cloth)
    if part.style == "crest":
        return _crest(cloth)
    return _pearls(cloth)


def _epaulettes(cloth: Cloth) -> list[Piece]:
    """Straps on the shoulders: plain bars, nobody's rank."""
    strap = Piece(
        trace(
            "0.955,0.045 0.7,-0.055 0.5,-0.125 | 0.445,-0.115 0.48,-0.055 | "
            "0.68,0.02 0.93,0.13 | 0.955,0.045"
        ),
        cloth,
        0.05,
        rim=(0.008, 0.010),
        pillow=(0.03, 0.008),
    )
    bar = Cloth("metal", (0.80, 0.66, 0.32))
    bars = [
        Piece(
            join(
                spline((x, y - 0.028), (x + 0.028, y - 0.017)),
                spline((x - 0.002, y + 0.062), (x - 0.030, y + 0.050)),
            ),
            bar,
            0.058,
            rim=(0.004, 0.005),
        )
        for x, y in ((0.84, 0.028), (0.78, 0.004))
    ]
    knob = button((0.515, -0.088), 0.022, (0.80, 0.66, 0.32), metal=True)
    pieces = [*both(strap)]
    for one in (*bars, knob):
        pieces += both(one)
    return pieces


def _wings(cloth: Cloth) -> list[Piece]:
    """A small winged pin of no airline."""
    wing = Piece(
        trace("0.6,0.33 0.68,0.29 0.74,0.295 | 0.7,0.335 0.6,0.365"),
        cloth,
        0.06,
        rim=(0.006, 0.008),
        lines=(Line(trace("0.62,0.34 0.7,0.31"), 0.004, 0.003, 0.7),),
    )
    other = Piece(
        (wing.outline * np.array([-1, 1], np.float32) + np.array([1.2, 0], np.float32)),
        cloth,
        0.06,
        rim=(0.006, 0.008),
    )
    return [wing, other, Piece(circle((0.60, 0.345), 0.028), cloth, 0.065, rim=(0.008, 0.010))]


def _crest(cloth: Cloth) -> list[Piece]:
    """A plain shield on the pocket: no school's."""
    shield = trace("0.56,0.54 0.72,0.53 | 0.725,0.64 0.645,0.74 | 0.56,0.65 0.56,0.54")
    gold = Cloth("silk", (0.82, 0.68, 0.34))
    return [
        Piece(shield, gold, 0.048, rim=(0.005, 0.004)),
        Piece(_shrunk(shield, 0.86), cloth, 0.05, rim=(0.004, 0.003)),
        Piece(
            trace("0.585,0.655 0.642,0.585 0.7,0.645 | 0.7,0.672 | 0.642,0.615 0.585,0.682"),
            gold,
            0.052,
            rim=(0.004, 0.003),
        ),
    ]


def _shrunk(curve: Curve, share: float) -> Curve:
    centre = curve.mean(axis=0)
    return np.asarray(centre + share * (curve - centre), np.float32)


def _pearls(cloth: Cloth) -> list[Piece]:
    """A string of pearls round the base of the neck."""
    chain = trace("0.262,-0.2 0.225,-0.08 0.12,0.015 0,0.045 -0.12,0.015 -0.225,-0.08 -0.262,-0.2")
    steps = np.linalg.norm(np.diff(chain, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    places = np.arange(0.0, along[-1], 0.036)
    xs, ys = np.interp(places, along, chain[:, 0]), np.interp(places, along, chain[:, 1])
    return [
        Piece(
            circle((float(x), float(y)), 0.018),
            cloth,
            0.03,
            form="flat",
            rim=(0.008, 0.014),
            pillow=(0.009, 0.008),
        )
        for x, y in zip(xs, ys, strict=True)
    ]
