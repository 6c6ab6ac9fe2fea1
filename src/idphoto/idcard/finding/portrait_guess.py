"""Guess where a card lies from the face in its portrait, whichever way up."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.finding.pose import Pose, Sights, fit
from idphoto.idcard.layout import CARD_WH_MM, ORDINARY, Layout
from idphoto.imaging.geometry import Box, project
from idphoto.imaging.warp import shrunk, turned, warp_perspective
from idphoto.models.face_detector import detect_faces
from idphoto.models.text_finder import TextBox
from idphoto.runtime.engine import Engine

_LEAST_SCORE: Final = 0.5
# Faces are detected in the whole picture and in quarters that overlap by a third. The detector's
# input has 192 pixels: in a quarter it finds faces down to about a thirtieth of the picture.
_LOOK_PX: Final = 640
_QUARTER: Final = 0.6
_RIGHT_EYE, _LEFT_EYE, _MOUTH = 0, 1, 3
# The detector's points in the portraits of 53 real cards, in mm: the eyes are in the portrait's
# middle, 14.4 ± 1.3 below its top.
_EYES_BELOW_TOP_MM: Final = 14.4
_BETWEEN_EYES_MM: Final = 6.9
_EYES_TO_MOUTH_MM: Final = 7.1
_FACE_SIGMA_MM: Final = (1.0, 2.0)
_FARTHEST_MM: Final = 8.0
# A view of the portrait alone: 8 pixels per millimetre; this is its top left corner on the card.
_VIEW_AT_MM: Final = (46.0, 1.0)
_VIEW_WH: Final = (320, 352)
_TO_VIEW: Final = np.array(
    [(8.0, 0.0, -8.0 * _VIEW_AT_MM[0]), (0.0, 8.0, -8.0 * _VIEW_AT_MM[1]), (0.0, 0.0, 1.0)]
)
# Lines are read this far around the card: a face gives its place only roughly.
_ROOM_MM: Final = 10.0
_LEAN_DEG: Final = 30.0


@dataclass(frozen=True, slots=True)
class PortraitGuess:
    """Where a card lies if a given face is the one in its portrait.

    ``to_mm``: float64 ``(3, 3)``, the similarity from the picture's pixels to the card's mm.
    ``sights``: the face's points. ``score``: 0–1, how likely this is a face.
    """

    to_mm: NDArray[np.float64]
    sights: Sights
    score: float

    @property
    def pose(self) -> Pose:
        """The card's pose by the face alone."""
        return fit(self.to_mm, self.sights)

    @property
    def ahead(self) -> float:
        """The direction of the card's lines: radians, clockwise from the picture's rows."""
        return -math.atan2(self.to_mm[1, 0], self.to_mm[0, 0])

    def part(self, size_wh: tuple[int, int]) -> Box:
        """The part of a picture of that size that shows the card and its surroundings."""
        left, top, right, bottom = -_ROOM_MM, -_ROOM_MM, *(side + _ROOM_MM for side in CARD_WH_MM)
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
        px = project(np.linalg.inv(self.to_mm), corners)
        around = Box(*map(float, px.min(axis=0)), *map(float, px.max(axis=0)))
        return around.intersect(Box(0.0, 0.0, *map(float, size_wh)))

    def lines(self, boxes: Sequence[TextBox]) -> list[TextBox]:
        """Those of ``boxes``, in pixels of the picture, that may belong to the card."""
        return [box for box in boxes if self._may_have(project(self.to_mm, box.quad))]

    def _may_have(self, quad_mm: NDArray[np.float64]) -> bool:
        x, y = quad_mm.mean(axis=0)
        along = quad_mm[1] - quad_mm[0]
        lean = (math.degrees(math.atan2(along[1], along[0])) + 90.0) % 180.0 - 90.0
        room = _ROOM_MM
        near = -room <= x <= CARD_WH_MM[0] + room and -room <= y <= CARD_WH_MM[1] + room
        return near and abs(lean) <= _LEAN_DEG


def portrait_sights(
    engine: Engine, rgb: NDArray[np.uint8], pose: Pose, layout: Layout
) -> Sights | None:
    """The points of the face in the portrait; None if no face is found there.

    ``pose``: the card's place to within some millimetres.
    """
    to_view = _TO_VIEW @ pose.to_mm
    look = warp_perspective(rgb, to_view, _VIEW_WH)
    there = project(_TO_VIEW, _eyes_and_mouth_mm(layout))
    for face in detect_faces(engine, look, "full", _LEAST_SCORE):
        seen = _eyes_and_mouth(face.keypoints[[_RIGHT_EYE, _LEFT_EYE, _MOUTH]])
        # a face elsewhere is on a screen or a photo that lies under the card
        if np.hypot(*(seen - there).T).max() < _FARTHEST_MM * _TO_VIEW[0, 0]:
            return _sights(project(np.linalg.inv(to_view), seen), layout)
    return None


def guess_portraits(engine: Engine, rgb: NDArray[np.uint8], most: int) -> list[PortraitGuess]:
    """A guess for each of the ``most`` likeliest faces of ``rgb``, uint8 ``(H, W, 3)``."""
    small, to_small = shrunk(rgb, _LOOK_PX)
    kept: list[tuple[float, NDArray[np.float64]]] = []
    for score, points in sorted(_found(engine, small), key=lambda each: -each[0]):
        reach = 2.0 * float(np.hypot(*(points[1] - points[0])))
        middle = points.mean(axis=0)
        if all(np.hypot(*(middle - each.mean(axis=0))) > reach for _, each in kept):
            kept.append((score, points))
    back = to_small.inverse()
    return [_guess(back.apply(points), score) for score, points in kept[:most]]


def _guess(points: NDArray[np.float64], score: float) -> PortraitGuess:
    """``points``: ``(3, 2)``, both eyes and the mouth."""
    return PortraitGuess(_to_mm(points), _sights(_eyes_and_mouth(points), ORDINARY), score)


def _eyes_and_mouth(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.vstack((points[:2].mean(axis=0), points[2]))


def _eyes_and_mouth_mm(layout: Layout) -> NDArray[np.float64]:
    """Where the middle between the eyes and the mouth are on the card: ``(2, 2)``."""
    x, y = layout.portrait.centre[0], layout.portrait.top + _EYES_BELOW_TOP_MM
    return np.array([(x, y), (x, y + _EYES_TO_MOUTH_MM)])


def _sights(seen: NDArray[np.float64], layout: Layout) -> Sights:
    """``seen``: ``(2, 2)``, the middle between the eyes, and the mouth."""
    sigma = np.array([_FACE_SIGMA_MM] * 2)
    return Sights(seen, _eyes_and_mouth_mm(layout), sigma, np.ones(2, np.bool_))


def _found(engine: Engine, rgb: NDArray[np.uint8]) -> Iterator[tuple[float, NDArray[np.float64]]]:
    """The score of every face, and its eyes and mouth in pixels of ``rgb``: float64 ``(3, 2)``."""
    for left, top, part in _parts(rgb):
        for quarters in range(4):
            for face in detect_faces(engine, turned(part, quarters), "full", _LEAST_SCORE):
                points = face.keypoints[[_RIGHT_EYE, _LEFT_EYE, _MOUTH]]
                before = _turned_back(points, quarters, part.shape[1::-1])
                yield face.score, before + np.array((left, top))


def _parts(rgb: NDArray[np.uint8]) -> list[tuple[int, int, NDArray[np.uint8]]]:
    """The whole picture and its quarters, each with its left and top."""
    height, width = rgb.shape[:2]
    high, wide = max(1, round(_QUARTER * height)), max(1, round(_QUARTER * width))
    quarters = [
        (left, top, rgb[top : top + high, left : left + wide])
        for top in (0, height - high)
        for left in (0, width - wide)
    ]
    return [(0, 0, rgb), *quarters]


def _turned_back(
    points: NDArray[np.float64], quarters: int, size_wh: tuple[int, ...]
) -> NDArray[np.float64]:
    """``points`` in a picture of ``size_wh`` turned anticlockwise, moved to the unturned one."""
    width, height = size_wh
    x, y = points.T
    before = ((x, y), (width - y, x), (width - x, height - y), (y, height - x))[quarters]
    return np.column_stack(before)


def _to_mm(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The similarity that brings eyes and mouth, ``(3, 2)``, nearest to their places."""
    eyes, mouth = _eyes_and_mouth(points)
    across, down = complex(*(points[1] - points[0])), complex(*(mouth - eyes))
    # turn and scale: the mean of those by the eyes' line and by the line across it
    px_per_mm = (across / _BETWEEN_EYES_MM + down / (1j * _EYES_TO_MOUTH_MM)) / 2
    turn = np.array([(px_per_mm.real, -px_per_mm.imag), (px_per_mm.imag, px_per_mm.real)])
    matrix = np.eye(3)
    matrix[:2, :2] = np.linalg.inv(turn)
    matrix[:2, 2] = _eyes_and_mouth_mm(ORDINARY)[0] - matrix[:2, :2] @ eyes
    return matrix
