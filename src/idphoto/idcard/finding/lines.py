"""The picture's lines of text, each turned upright."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import TextLine
from idphoto.models.text_finder import TextBox
from idphoto.models.text_reader import cut_line, read_line
from idphoto.runtime.engine import Engine

Quad = NDArray[np.float64]

# The angles of one card's lines differ by less than this, from whatever side it is seen.
_ALONGSIDE_DEG: Final = 25.0
# The lead in characters, weighted by confidence, that one reading direction needs before the other
# lines are read in that direction only.
_MARGIN: Final = 6.0
# In a line of one or two characters the longer edge need not be the reading direction.
_LONG: Final = 1.4


def alongside(boxes: Sequence[TextBox]) -> Iterator[list[TextBox]]:
    """Groups of parallel lines, the group with the greatest total length first."""
    rest = list(boxes)
    while rest:
        groups = [[box for box in rest if _apart_deg(box, seed) <= _ALONGSIDE_DEG] for seed in rest]
        best = max(groups, key=lambda group: sum(_length(box.quad) for box in group))
        yield best
        rest = [box for box in rest if all(box is not each for each in best)]


def read_upright(
    engine: Engine, rgb: NDArray[np.uint8], boxes: Sequence[TextBox]
) -> Iterator[TextLine]:
    """Read ``boxes``, which are parallel, in ``rgb``, uint8 ``(H, W, 3)``.

    The direction is found by reading the longest ones both ways. Yields lines in pixels of ``rgb``,
    the longest first, each when it is asked for.
    """
    longest = sorted(boxes, key=lambda box: -_length(box.quad))
    ahead = _common_angle(boxes)
    tried: list[tuple[TextLine, TextLine]] = []
    votes = 0.0
    while longest[len(tried) :] and abs(votes) < _MARGIN:
        box = longest[len(tried)]
        ways = _read(engine, rgb, box, ahead), _read(engine, rgb, box, ahead + math.pi)
        tried.append(ways)
        votes += _evidence(ways[0]) - _evidence(ways[1])
    against = votes < 0.0
    yield from (ways[against] for ways in tried)
    for box in longest[len(tried) :]:
        yield _read(engine, rgb, box, ahead + math.pi * against)


def read_along(
    engine: Engine, rgb: NDArray[np.uint8], boxes: Sequence[TextBox], ahead: float
) -> list[TextLine]:
    """Read ``boxes`` in ``rgb`` in the direction ``ahead``: radians, clockwise from its rows."""
    return [_read(engine, rgb, box, ahead) for box in boxes]


def _read(engine: Engine, rgb: NDArray[np.uint8], box: TextBox, ahead: float) -> TextLine:
    quad = _led(box.quad, ahead)
    return TextLine(quad, box.score, read_line(engine, cut_line(rgb, quad)))


def _evidence(line: TextLine) -> float:
    return sum(probability**2 for _, probability, _ in line.reading.characters)


def _led(quad: Quad, ahead: float) -> Quad:
    """``quad``, beginning with the corner from which the line leads most nearly ``ahead``.

    ``ahead``: radians, clockwise from the picture's rows.
    """
    edges = np.roll(quad, -1, axis=0) - quad
    along = edges @ (math.cos(ahead), math.sin(ahead)) / np.maximum(np.hypot(*edges.T), 1e-9)
    if not _squat(quad):
        along[[1, 3]] = -np.inf
    return np.roll(quad, -int(along.argmax()), axis=0)


def _common_angle(boxes: Sequence[TextBox]) -> float:
    """The mean direction of the lines, weighted by length: radians, modulo a half turn."""
    edges = [box.quad[1] - box.quad[0] for box in boxes]
    doubled = [complex(*edge) ** 2 / max(1e-9, abs(complex(*edge))) for edge in edges]
    return float(np.angle(sum(doubled))) / 2


def _apart_deg(one: TextBox, other: TextBox) -> float:
    angles = [math.degrees(math.atan2(*(box.quad[1] - box.quad[0])[::-1])) for box in (one, other)]
    turn = 90.0 if _squat(one.quad) or _squat(other.quad) else 180.0
    apart = (angles[0] - angles[1]) % turn
    return min(apart, turn - apart)


def _squat(quad: Quad) -> bool:
    return _length(quad) < _LONG * float(np.hypot(*(quad[3] - quad[0])))


def _length(quad: Quad) -> float:
    return float(np.hypot(*(quad[1] - quad[0])))
