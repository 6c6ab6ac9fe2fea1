"""PP-OCRv6's text detector: a quadrilateral for each line of text (DB: Liao et al., 2020)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.geometry import Similarity
from idphoto.imaging.warp import warp
from idphoto.runtime.engine import Engine

# The input's longer side, and the shorter sides that are compiled: a picture takes the smallest
# that holds it. Cards fill their pictures, so more pixels would find nothing more.
_LONG: Final = 960
_SHORT: Final = (640, 736, 960)
_CORE_SCORE: Final = 0.3  # a pixel with more than this belongs to a line's core
_MIN_CORE_PX: Final = 3.0  # the shorter side of a core, in the input
# The network is trained on cores: lines shrunk by area × (1 − 0.4²) / perimeter. Undoing that takes
# a ratio of 1.5 to 2 on the core's own area and perimeter (DB's authors use 1.5).
_GROW_RATIO: Final = 1.6


@dataclass(frozen=True, slots=True)
class TextBox:
    """A line of text.

    ``quad``: float64 ``(4, 2)``, pixels of the picture, clockwise. Its first edge is a long one and
    does not point left: the line reads along it, or against it if the line is upside down.
    ``score``: 0–1.
    """

    quad: NDArray[np.float64]
    score: float


def load(engine: Engine) -> None:
    """Load the network in every input shape that a picture may need."""
    for short in _SHORT:
        for input_hw in {(short, _LONG), (_LONG, short)}:
            engine.network("text_finder", input_hw=input_hw)


def find_text(engine: Engine, rgb: NDArray[np.uint8], min_score: float) -> list[TextBox]:
    """Every line of text with a score of at least ``min_score``, from top to bottom.

    ``rgb``: uint8 ``(H, W, 3)``. Misses lines lower than about a hundredth of its longer side.
    """
    height, width = rgb.shape[:2]
    scale = _LONG / max(height, width)
    short = next(side for side in _SHORT if side >= round(scale * min(height, width)))
    size_wh = (_LONG, short) if width >= height else (short, _LONG)
    to_input = Similarity(scale)
    # the network was trained on BGR
    x = warp(rgb, to_input, size_wh)[..., ::-1].astype(np.float32) / 127.5 - 1.0
    network = engine.network("text_finder", input_hw=(size_wh[1], size_wh[0]))
    (heat,) = network(x.transpose(2, 0, 1)[None])
    found = [box for box in _boxes(heat[0, 0]) if box.score >= min_score]
    back = to_input.inverse()
    mapped = [TextBox(back.apply(box.quad), box.score) for box in found]
    return sorted(mapped, key=lambda box: (float(box.quad[:, 1].mean()), float(box.quad[0, 0])))


def _boxes(heat: NDArray[np.float32]) -> list[TextBox]:
    """Grown rectangles around the cores of ``heat``, float32 ``(H, W)``, 0–1."""
    cores = (heat > _CORE_SCORE).astype(np.uint8)
    contours, _ = cv2.findContours(cores, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for contour in contours:
        rectangle = cv2.minAreaRect(contour.astype(np.float32) + np.float32(0.5))
        if min(rectangle[1]) >= _MIN_CORE_PX:
            boxes.append(TextBox(_grown(rectangle), _mean_within(heat, rectangle)))
    return boxes


def _grown(rectangle: cv2.typing.RotatedRect) -> NDArray[np.float64]:
    """The rectangle's corners, moved outwards, in the order that ``TextBox`` defines."""
    centre, (width, height), angle = rectangle
    grown = _GROW_RATIO * width * height / (width + height)  # 2 × area / perimeter: on both sides
    corners = cv2.boxPoints((centre, (width + grown, height + grown), angle)).astype(np.float64)
    edges = np.roll(corners, -1, axis=0) - corners
    long = int(np.hypot(*edges[0]) < np.hypot(*edges[1]))
    first = long if edges[long, 0] >= 0.0 else long + 2
    return np.roll(corners, -first, axis=0)


def _mean_within(heat: NDArray[np.float32], rectangle: cv2.typing.RotatedRect) -> float:
    corners = cv2.boxPoints(rectangle)
    left, top = np.maximum(np.floor(corners.min(axis=0)), 0).astype(int)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int) + 1
    part = heat[top:bottom, left:right]
    inside = np.zeros(part.shape, np.uint8)
    cv2.fillConvexPoly(inside, np.round(corners - (left, top)).astype(np.int32), 1)
    return float(cv2.mean(part, inside)[0])
