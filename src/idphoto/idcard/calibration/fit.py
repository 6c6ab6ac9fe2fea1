"""Estimate the distances that one pair of strangers in 1,000 or 10,000 is below. Pure numbers.

Pairs that rare can hardly be counted. Instead we count how the rate falls from one pair in ten to
the last few. On the scale of the normal distribution's quantiles this is a straight line, for this
network and within one population, and we extend the line. Only the lower tail is fitted: where
several populations are mixed, the bulk does not predict it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from idphoto.errors import BadRequest, TooFewPairs
from idphoto.idcard.calibration.curve import FALSE_ACCEPTS, SimilarityCurve
from idphoto.idcard.calibration.pairs import INTERVAL, Numbers, Pairs, drawn_people

# The line is fitted to this many shares of pairs, evenly spaced on a logarithmic scale: from the
# first share down to that of this many pairs of people (people, not photos).
_SHARES: Final = 24
_FROM_SHARE: Final = 0.1
_DOWN_TO_PAIRS: Final = 3
# With fewer pairs of people, the rarest rate lies beyond the last share that the line is fitted to.
LEAST_PAIRS: Final = round(_DOWN_TO_PAIRS / min(share for _, share in FALSE_ACCEPTS))
LEAST_PEOPLE: Final = math.ceil(0.5 + math.sqrt(0.25 + 2 * LEAST_PAIRS))


@dataclass(frozen=True, slots=True)
class FittedPoint:
    """A similarity and its distance.

    ``interval``: of ``distance``, 95 %, by resampling the people. ``accepted``: how many of all
    ``impostors`` are nearer. ``rejected``: how many of all ``genuine`` pairs are not.
    """

    similarity: float
    false_accepts: float
    distance: float
    interval: tuple[float, float]
    accepted: int
    impostors: int
    rejected: int
    genuine: int


def fit(pairs: Pairs, *, draws: int, seed: int) -> tuple[FittedPoint, ...]:
    """A point for each of ``FALSE_ACCEPTS``.

    ``draws``: how often the people are resampled for the intervals.

    Raises:
        TooFewPairs: there are too few pairs of strangers for the rarest rate.
        BadRequest: their distances give no curve.
    """
    impostors, genuine = pairs.only(same=False), pairs.only(same=True)
    met = impostors.met()
    if met < LEAST_PAIRS:
        raise TooFewPairs(met, LEAST_PAIRS, len(np.unique(impostors.people)), LEAST_PEOPLE)
    order = np.argsort(impostors.distances, kind="stable")
    ranked = Pairs(impostors.distances[order], impostors.people[order])
    shares = np.geomspace(_FROM_SHARE, _DOWN_TO_PAIRS / met, _SHARES)
    distances = _distances(ranked.distances, np.ones(len(order)), shares)
    try:
        SimilarityCurve(tuple(distances))
    except ValueError as error:
        raise BadRequest("folder", f"no curve can be made from these pairs: {error}") from None
    spread = _resampled(ranked, shares, draws, seed)
    low, high = np.quantile(spread, INTERVAL, axis=0)
    return tuple(
        FittedPoint(
            similarity=mark,
            false_accepts=share,
            distance=float(at),
            interval=(float(low[k]), float(high[k])),
            accepted=int((ranked.distances < at).sum()),
            impostors=len(ranked.distances),
            rejected=int((genuine.distances >= at).sum()),
            genuine=len(genuine.distances),
        )
        for k, ((mark, share), at) in enumerate(zip(FALSE_ACCEPTS, distances, strict=True))
    )


def _distances(ranked: Numbers, weights: Numbers, shares: Numbers) -> Numbers:
    """The distances of the shares of ``FALSE_ACCEPTS``: ``(4,)``.

    ``ranked``: impostors' distances, ascending. ``weights``: how often each counts. ``shares``:
    those that the tail's line is fitted to.
    """
    passed = (np.cumsum(weights) - weights / 2) / weights.sum()
    slope, middle = np.polyfit(_normal(shares), np.interp(shares, passed, ranked), 1)
    wanted = np.array([share for _, share in FALSE_ACCEPTS])
    in_tail = middle + slope * _normal(wanted)
    counted = np.interp(wanted, passed, ranked)
    return np.asarray(np.where(wanted < _FROM_SHARE, in_tail, counted), np.float64)


def _resampled(ranked: Pairs, shares: Numbers, draws: int, seed: int) -> Numbers:
    """``_distances`` of the same number of people, drawn with replacement: ``(draws, 4)``."""
    who, numbered = np.unique(ranked.people, return_inverse=True)
    first, second = numbered.reshape(ranked.people.shape).T
    found = []
    for times in drawn_people(len(who), draws, seed):
        weights = (times[first] * times[second]).astype(np.float64)
        drawn = weights > 0
        found.append(_distances(ranked.distances[drawn], weights[drawn], shares))
    return np.array(found)


def _normal(shares: Numbers) -> Numbers:
    """The standard normal distribution's quantiles."""
    inverse = NormalDist().inv_cdf
    return np.array([inverse(float(share)) for share in shares])
