"""Where the card lies: a homography fitted to uncertain observations. Pure numbers.

The first observations are of print, which as a whole is shifted by half a millimetre from card to
card: the shift is fitted along. Later ones are of borders, which are exact but may belong to
something else. All are weighted by their uncertainty, and the fit yields the uncertainty of each
side: its border is looked for within that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.layout import CARD_WH_MM, PRINT_SHIFT_SIGMA_MM
from idphoto.imaging.arrays import Points
from idphoto.imaging.geometry import project

# Millimetres to the unit that the fit is made in: the card reaches from about -1 to 1.
_HALF_MM: Final = CARD_WH_MM[0] / 2
_FROM_UNIT: Final = np.array(
    [[_HALF_MM, 0.0, CARD_WH_MM[0] / 2], [0.0, _HALF_MM, CARD_WH_MM[1] / 2], [0.0, 0.0, 1.0]]
)
_TO_UNIT: Final = np.linalg.inv(_FROM_UNIT)
# Priors on h = (a, b, c, d, e, f, g, h) for a camera held by hand. A tilt of 45° gives uneven
# scales and shear of a third and, where the card fills the picture, a change of scale by a sixth
# from the middle to an edge.
_TILT: Final = 0.3
_PERSPECTIVE: Final = 0.15
_STEPS: Final = 12
# Deviations beyond this many sigmas count less and less (Cauchy's weights; 2.385 keeps 95 % of the
# efficiency of least squares under normal errors).
_CAUCHY: Final = 2.385
_UNKNOWNS: Final = 8
_FARTHEST_SHIFT: Final = 2.5  # sigmas: of 40 cards none was further off
_GROSS: Final = 4.0  # sigmas: a miss beyond is one mistake, however large


@dataclass(frozen=True, slots=True)
class Sights:
    """Points of the picture, and their places on the card.

    ``px``, ``mm``: float64 ``(N, 2)``. ``sigma_mm``: float64 ``(N, 2)``, the uncertainty of x and
    y; infinite if unknown. ``printed``: bool ``(N,)``, True for what moves with the print.
    """

    px: Points
    mm: Points
    sigma_mm: Points
    printed: NDArray[np.bool_]


def joined(parts: Sequence[Sights]) -> Sights:
    """All sights as one."""
    return Sights(
        np.concatenate([part.px for part in parts]),
        np.concatenate([part.mm for part in parts]),
        np.concatenate([part.sigma_mm for part in parts]),
        np.concatenate([part.printed for part in parts]),
    )


@dataclass(frozen=True, slots=True)
class Pose:
    """The card's place. ``to_mm``: float64 ``(3, 3)``, from the picture's pixels.

    ``start``: the similarity the fit began with; ``covariance``: float64 ``(8, 8)``, of the
    parameters applied after it. ``shift_mm``: the print's place less the layout's, x and y.
    ``misfit``: how many sigmas the sights are off, from 1: more where the layout is not the card's
    own. The covariance allows for it.
    """

    to_mm: NDArray[np.float64]
    start: NDArray[np.float64]
    covariance: NDArray[np.float64]
    shift_mm: tuple[float, float]
    misfit: float

    def spread_mm2(self, mm: Points, axis: int) -> NDArray[np.float64]:
        """The uncertainty of ``axis`` (0: x, 1: y) of the points ``mm``: covariance ``(N, N)``."""
        units = project(_TO_UNIT @ self.start, project(np.linalg.inv(self.to_mm), mm))
        theta = _parameters(_TO_UNIT @ self.to_mm @ np.linalg.inv(_TO_UNIT @ self.start))
        jacobian = _HALF_MM * _predicted(theta, units)[1][:, axis]
        spread: NDArray[np.float64] = jacobian @ self.covariance @ jacobian.T
        return spread


def similarity(px: Points, mm: Points) -> NDArray[np.float64]:
    """The map that takes the two points ``px`` to the two points ``mm``: ``(3, 3)``."""
    before, after = (complex(*(points[1] - points[0])) for points in (px, mm))
    turn = after / before
    matrix = np.array([[turn.real, -turn.imag, 0.0], [turn.imag, turn.real, 0.0], [0.0, 0.0, 1.0]])
    matrix[:2, 2] = mm.mean(axis=0) - matrix[:2, :2] @ px.mean(axis=0)
    return matrix


def fit(start: NDArray[np.float64], sights: Sights) -> Pose:
    """The most likely homography near the similarity ``start`` (pixels to mm), and print shift."""
    to_unit = _TO_UNIT @ start
    units = project(to_unit, sights.px)
    targets = project(_TO_UNIT, sights.mm)
    weights = (_HALF_MM / sights.sigma_mm).reshape(-1)
    moves = np.einsum("n,ij->nij", sights.printed.astype(np.float64), np.eye(2)).reshape(-1, 2)
    prior = _prior()
    begin = np.append(_parameters(np.eye(3)), (0.0, 0.0))
    found = begin
    for _ in range(_STEPS):
        predicted, slopes = _predicted(found[:8], units)
        rest = targets.reshape(-1) + moves @ found[8:] - predicted.reshape(-1)
        misses = weights * rest
        trust = weights / np.sqrt(1.0 + (misses / _CAUCHY) ** 2)
        jacobian = trust[:, None] * np.hstack((slopes.reshape(-1, 8), -moves))
        precision = jacobian.T @ jacobian + prior
        pull = jacobian.T @ (trust * rest)
        step = np.linalg.solve(precision, pull - prior @ (found - begin))
        found = found + step
        if np.abs(step).max() < 1e-7:
            break
    to_mm = _FROM_UNIT @ np.append(found[:8], 1.0).reshape(3, 3) @ to_unit
    misfit = max(1.0, _misfit(misses.reshape(-1, 2), np.isfinite(sights.sigma_mm)))
    # what is off by more than chance is off alike everywhere: it does not average out
    alike = 1.0 + (misfit**2 - 1.0) * max(1.0, len(units) / _UNKNOWNS)
    covariance = alike * np.linalg.inv(precision)[:8, :8]
    farthest = _FARTHEST_SHIFT * np.array(PRINT_SHIFT_SIGMA_MM)
    shift_x, shift_y = np.clip(_HALF_MM * found[8:], -farthest, farthest).tolist()
    return Pose(to_mm, start, np.asarray(covariance), (shift_x, shift_y), misfit)


def _misfit(misses: Points, known: NDArray[np.bool_]) -> float:
    """The root of the mean square of ``misses``, in sigmas, along the axis that fits worse."""
    squares = np.where(known, np.minimum(misses**2, _GROSS**2), 0.0)
    return float(np.sqrt((squares.sum(axis=0) / np.maximum(known.sum(axis=0), 1)).max()))


def misses_mm(pose: Pose, sights: Sights) -> Points:
    """The distance of each point from its place: x and y ``(N, 2)``, 0 where unknown."""
    known = np.isfinite(sights.sigma_mm)
    there = sights.mm + sights.printed[:, None] * np.array(pose.shift_mm)
    return np.asarray(np.where(known, project(pose.to_mm, sights.px) - there, 0.0))


def _parameters(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((matrix / matrix[2, 2]).reshape(-1)[:8])


def _predicted(theta: NDArray[np.float64], units: Points) -> tuple[Points, NDArray[np.float64]]:
    """The images of ``units`` ``(N, 2)``, and their derivatives: ``(N, 2)`` and ``(N, 2, 8)``."""
    ones, zeros = np.ones((len(units), 1)), np.zeros((len(units), 3))
    rows = np.hstack((units, ones))
    matrix = np.append(theta, 1.0).reshape(3, 3)
    # no point lies behind the camera; the prior leads a straying fit back
    depth = np.maximum(rows @ matrix[2], 0.05)[:, None]
    at = rows @ matrix[:2].T / depth
    slopes = np.stack(
        (
            np.hstack((rows, zeros, -at[:, :1] * units)) / depth,
            np.hstack((zeros, rows, -at[:, 1:] * units)) / depth,
        ),
        axis=1,
    )
    return at, slopes


def _prior() -> NDArray[np.float64]:
    """The prior precision of the parameters: ``(10, 10)``, the print's shift last."""
    uneven = np.array([1.0, 0, 0, 0, -1.0, 0, 0, 0, 0, 0]) / _TILT
    shear = np.array([0, 1.0, 0, 1.0, 0, 0, 0, 0, 0, 0]) / _TILT
    precision = np.outer(uneven, uneven) + np.outer(shear, shear)
    # place, size and turn are almost free
    precision += np.diag([1e-2, 1e-2, 1e-2, 1e-2, 1e-2, 1e-2, 0.0, 0.0, 0.0, 0.0])
    precision[[6, 7], [6, 7]] = _PERSPECTIVE**-2
    precision[[8, 9], [8, 9]] = (_HALF_MM / np.array(PRINT_SHIFT_SIGMA_MM)) ** 2
    return precision
