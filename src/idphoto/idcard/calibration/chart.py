"""Draw a calibration: how far genuine pairs and strangers are apart, and the curve."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.calibration.curve import FALSE_ACCEPTS, SimilarityCurve
from idphoto.idcard.calibration.fit import FittedPoint
from idphoto.idcard.calibration.report import LAST, STEP, Calibration, counts

_WIDE: Final = 720
_HIGH: Final = 300
_LEFT: Final = 46
_TOP: Final = 16
_SIZE_WH: Final = (_WIDE + 2 * _LEFT, _HIGH + 64)
_GENUINE: Final = "#2a9d5c"
_IMPOSTORS: Final = "#8d99ae"
_CURVE: Final = "#c8442f"


def to_svg(made: Calibration, used: SimilarityCurve) -> str:
    """Both histograms, each scaled to the chart's height, and the curve; ``used`` is dashed."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE_WH[0]} {_SIZE_WH[1]}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_SIZE_WH[0]}" height="{_SIZE_WH[1]}" fill="#fff"/>',
    ]
    for same, colour in ((False, _IMPOSTORS), (True, _GENUINE)):
        parts += _bars(counts(made.pairs.only(same=same).distances), colour)
    parts += _axes(made.points)
    parts += [_line(used, ' stroke-dasharray="5 4" stroke-opacity="0.7"'), _line(made.curve, "")]
    genuine = int(made.pairs.same.sum())
    parts += [
        _text(_LEFT + _WIDE, _TOP + 12, f"one person: {genuine:,} pairs", _GENUINE, "end"),
        _text(
            _LEFT + _WIDE,
            _TOP + 28,
            f"strangers: {len(made.pairs.distances) - genuine:,} pairs",
            _IMPOSTORS,
            "end",
        ),
        _text(_LEFT + _WIDE, _TOP + 44, "similarity; dashed: in use", _CURVE, "end"),
        _text(_LEFT + _WIDE / 2, _TOP + _HIGH + 40, "distance", "#333", "middle"),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bars(counts: NDArray[np.intp], colour: str) -> list[str]:
    tallest = max(1, int(counts.max()))
    width = _WIDE * STEP / LAST
    return [
        f'<rect x="{_x(k * STEP):.1f}" y="{_y(100 * count / tallest):.1f}" width="{width:.1f}" '
        f'height="{_HIGH * count / tallest:.1f}" fill="{colour}" fill-opacity="0.55"/>'
        for k, count in enumerate(counts.tolist())
        if count
    ]


def _line(curve: SimilarityCurve, style: str) -> str:
    marks = (100.0, *(mark for mark, _ in FALSE_ACCEPTS), 0.0)
    knots = zip((0.0, *curve.distances, max(LAST, curve.distances[-1])), marks, strict=True)
    path = " ".join(f"{_x(distance):.1f},{_y(mark):.1f}" for distance, mark in knots)
    return f'<polyline points="{path}" fill="none" stroke="{_CURVE}" stroke-width="2"{style}/>'


def _axes(points: tuple[FittedPoint, ...]) -> list[str]:
    parts = [
        f'<path d="M{_LEFT} {_TOP}V{_TOP + _HIGH}H{_LEFT + _WIDE}" fill="none" stroke="#333"/>'
    ]
    for mark in range(0, 101, 20):
        parts.append(_text(_LEFT - 6, _y(mark) + 4, str(mark), "#333", "end"))
    for k in range(round(LAST / 0.2) + 1):
        parts.append(_text(_x(0.2 * k), _TOP + _HIGH + 16, f"{0.2 * k:.1f}", "#333", "middle"))
    for point in points[:-1]:
        x, y = _x(point.distance), _y(point.similarity)
        parts.append(f'<path d="M{x:.1f} {y:.1f}V{_TOP + _HIGH}" stroke="{_CURVE}"/>')
        parts.append(_text(x + 5, y - 4, f"{point.similarity:g}", _CURVE, "start"))
    return parts


def _x(distance: float) -> float:
    return _LEFT + _WIDE * distance / LAST


def _y(mark: float) -> float:
    return _TOP + _HIGH * (1 - mark / 100)


def _text(x: float, y: float, text: str, colour: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{text}</text>'
