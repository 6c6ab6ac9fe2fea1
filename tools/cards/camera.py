"""Where a card is in a photograph: a pinhole camera held over a table. Numbers alone."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tools.cards.chance import Chance, Span

_TRIES: Final = 60
# Phones' main cameras, and what is left of their frames after cropping: focal length by diagonal.
_FOCAL: Final = (0.62, 1.25)
_SHAPES: Final = ((4, 3), (4, 3), (3, 4), (16, 9), (3, 2), (9, 16), (1, 1))


@dataclass(frozen=True, slots=True)
class CropSettings:
    """Pictures cut down to the card, as most of those that people hand in are.

    ``share``: of all pictures, 0–1. ``nearest_mm``: median distance of the card's nearest side
    from the picture's rim, ``spread`` its standard deviation in logarithms. ``flush``: how many
    have a side at the rim itself. ``further_mm``: what the other sides have more, on the mean.
    ``px_per_mm``: median; ``scale_spread`` as above. ``stretch``: standard deviation of the width
    against the height.

    Fitted to 26 photographed cards: nearest side 0.7 mm off in the median, nearer than 1, 2 and
    4 mm on 13, 17 and 22; 4.6–36 px/mm; aspect off by 1.4 %, tilt included.
    """

    share: float = 0.85
    nearest_mm: float = 0.65
    spread: float = 1.2
    flush: float = 0.1
    further_mm: float = 2.5
    px_per_mm: float = 11.0
    scale_spread: float = 0.5
    scale_limits: Span = (4.6, 36.0)
    turn_deg: float = 2.0
    tilt_deg: Span = (0.0, 10.0)
    stretch: float = 0.006


@dataclass(frozen=True, slots=True)
class ViewSettings:
    """``turn_deg``: of the card in the picture. ``tilt_deg``: of the camera against the table.

    ``fill``: how much of the frame's width or height the card takes up, whichever is more.
    ``megapixels``: of the picture. ``least_px_per_mm``: the card is seen at no less; characters
    are 3 mm high, digits of the number 2.5.
    """

    turn_deg: Span = (-25.0, 25.0)
    tilt_deg: Span = (0.0, 30.0)
    fill: Span = (0.4, 0.95)
    megapixels: Span = (0.5, 4.0)
    least_px_per_mm: float = 7.0
    crop: CropSettings | None = None


@dataclass(frozen=True, slots=True)
class View:
    """``size_wh``: of the picture. ``to_px``: float64 ``(3, 3)``, from mm on the table to pixels.

    A thing's mm begin at its upper left corner. Pixel ``i`` covers ``[i, i + 1)``.
    """

    size_wh: tuple[int, int]
    to_px: NDArray[np.float64]

    def apply(self, points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """``(N, 2)`` in mm → ``(N, 2)`` in pixels."""
        return project(self.to_px, points_mm)

    def px_per_mm(self, size_wh_mm: tuple[float, float]) -> float:
        """On the mean over a thing of that size."""
        corners = self.apply(corners_of(size_wh_mm))
        return float(np.sqrt(area_of(corners) / (size_wh_mm[0] * size_wh_mm[1])))

    def moved(self, by: NDArray[np.float64]) -> View:
        """For a thing whose mm become the table's by ``by``, ``(3, 3)``."""
        return replace(self, to_px=self.to_px @ by)


def draw_view(rng: Chance, settings: ViewSettings, size_wh_mm: tuple[float, float]) -> View:
    """A view of a thing of ``size_wh_mm``, all of it in the frame, no smaller than is legible."""
    if settings.crop is not None and rng.happens(settings.crop.share):
        return draw_crop(rng, settings.crop, size_wh_mm)
    view = _try(rng, settings, size_wh_mm)
    for _ in range(_TRIES):
        if view.px_per_mm(size_wh_mm) >= settings.least_px_per_mm:
            return view
        view = _try(rng, settings, size_wh_mm)
    high = settings.megapixels[1]
    return _try(rng, replace(settings, fill=(0.9, 0.95), megapixels=(high, high)), size_wh_mm)


def draw_crop(rng: Chance, crop: CropSettings, size_wh_mm: tuple[float, float]) -> View:
    """A view whose frame follows the thing's sides."""
    margins = _margins(rng, crop)
    return crop_to(rng, crop, size_wh_mm, margins)


def crop_to(
    rng: Chance,
    crop: CropSettings,
    size_wh_mm: tuple[float, float],
    margins_mm: NDArray[np.float64],
) -> View:
    """``margins_mm``: round the thing, left, top, right and bottom; negative ones cut it off."""
    turn = float(np.clip(rng.rng.normal(0, crop.turn_deg), -12, 12))
    rotation = _rotation(turn, _tilt(rng, crop.tilt_deg), rng.between((0, 360)))
    distance = rng.between((170.0, 420.0))  # from the lens to the table, mm
    matrix = _matrix(1.0, rotation, distance, size_wh_mm)
    matrix = np.diag([1 + rng.rng.normal(0, crop.stretch), 1.0, 1.0]) @ matrix
    wanted = crop.px_per_mm * math.exp(rng.rng.normal(0, crop.scale_spread))
    wanted = float(np.clip(wanted, *crop.scale_limits))
    scale = wanted / View((1, 1), matrix).px_per_mm(size_wh_mm)
    matrix = np.diag([scale, scale, 1.0]) @ matrix
    corners = project(matrix, corners_of(size_wh_mm))
    low = corners.min(axis=0) - wanted * margins_mm[:2]
    high = corners.max(axis=0) + wanted * margins_mm[2:]
    shift = np.eye(3)
    shift[:2, 2] = -low
    width, height = np.maximum(np.round(high - low).astype(int), 16)
    return View((int(width), int(height)), shift @ matrix)


def project(matrix: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """``(N, 2)`` by a homography ``(3, 3)``."""
    flat = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(flat[:, :2] / flat[:, 2:])


def corners_of(size_wh_mm: tuple[float, float]) -> NDArray[np.float64]:
    """Clockwise from the upper left: float64 ``(4, 2)``."""
    width, height = size_wh_mm
    return np.array([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])


def area_of(corners: NDArray[np.float64]) -> float:
    """Of a polygon ``(N, 2)``."""
    after = np.roll(corners, -1, axis=0)
    crosses = corners[:, 0] * after[:, 1] - corners[:, 1] * after[:, 0]
    return float(np.linalg.norm(crosses.sum())) / 2


def placed(
    angle_deg: float, scale: float, centre_mm: tuple[float, float], at_mm: tuple[float, float]
) -> NDArray[np.float64]:
    """``(3, 3)``: turned and scaled about ``centre_mm``, which comes to lie at ``at_mm``."""
    angle = np.radians(angle_deg)
    cosine, sine = scale * np.cos(angle), scale * np.sin(angle)
    turn = np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]])
    turn[:2, 2] = np.array(at_mm) - turn[:2, :2] @ np.array(centre_mm)
    return turn


def _margins(rng: Chance, crop: CropSettings) -> NDArray[np.float64]:
    nearest = min(9.0, crop.nearest_mm * math.exp(rng.rng.normal(0, crop.spread)))
    if rng.happens(crop.flush):
        nearest = 0.0
    further = rng.rng.exponential(crop.further_mm, 4)
    further[rng.whole(0, 3)] = 0.0
    return np.asarray(nearest + further)


def _try(rng: Chance, settings: ViewSettings, size_wh_mm: tuple[float, float]) -> View:
    width, height = rng.choose(_SHAPES)
    side = np.sqrt(1e6 * rng.scaled(settings.megapixels) / (width * height))
    frame = np.array([round(side * width / 2) * 2, round(side * height / 2) * 2])
    focal = rng.between(_FOCAL) * float(np.hypot(*frame))
    rotation = _rotation(rng.between(settings.turn_deg), _tilt(rng, settings.tilt_deg),
                         rng.between((0, 360)))  # fmt: skip
    fill = rng.between(settings.fill)
    distance = focal / (frame.min() / 100)
    for _ in range(12):  # nearer, or farther, until it is as large as wanted
        matrix = _matrix(focal, rotation, distance, size_wh_mm)
        corners = project(matrix, corners_of(size_wh_mm))
        extent = np.ptp(corners, axis=0)
        distance *= float((extent / frame).max()) / fill
    room = frame - extent
    share = np.array([rng.between((0.1, 0.9)), rng.between((0.1, 0.9))])
    shift = np.eye(3)
    shift[:2, 2] = room * share - corners.min(axis=0)
    return View((int(frame[0]), int(frame[1])), shift @ matrix)


def _tilt(rng: Chance, span: Span) -> float:
    """Small tilts are more common: people try to hold the phone level."""
    return span[0] + (span[1] - span[0]) * math.pow(rng.between((0, 1)), 1.5)


def _rotation(turn_deg: float, tilt_deg: float, axis_deg: float) -> NDArray[np.float64]:
    turn, tilt, axis = np.radians([turn_deg, tilt_deg, axis_deg])
    cross = np.array(
        [[0, 0, np.sin(axis)], [0, 0, -np.cos(axis)], [-np.sin(axis), np.cos(axis), 0]]
    )
    lean = np.eye(3) + np.sin(tilt) * cross + (1 - np.cos(tilt)) * cross @ cross  # Rodrigues
    spin = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    return np.asarray(lean @ spin)


def _matrix(
    focal: float,
    rotation: NDArray[np.float64],
    distance: float,
    size_wh_mm: tuple[float, float],
) -> NDArray[np.float64]:
    centre = rotation[:, :2] @ (np.array(size_wh_mm) / 2)
    away = np.array([0.0, 0.0, distance]) - centre
    return np.diag([focal, focal, 1.0]) @ np.column_stack([rotation[:, :2], away])
