"""Count how many strangers pass a curve, and how many genuine pairs it misses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import BadRequest
from idphoto.idcard.calibration.curve import FALSE_ACCEPTS, SimilarityCurve
from idphoto.idcard.calibration.pairs import INTERVAL, Numbers, Pairs, drawn_people

# The similarities at which pairs are counted, and the share of strangers that each promises.
MARKS: Final = tuple((mark, share) for mark, share in FALSE_ACCEPTS if mark > 0)


@dataclass(frozen=True, slots=True)
class PairShare:
    """``count`` of ``pairs``. ``interval``: 95 % of the share, see ``count_pairs``."""

    count: int
    pairs: int
    interval: tuple[float, float]

    @property
    def share(self) -> float:
        return self.count / self.pairs


@dataclass(frozen=True, slots=True)
class Rates:
    """What a curve does at one similarity.

    ``promised``: the share of strangers that should reach it. ``accepted``: the strangers who do.
    ``missed``: the genuine pairs that do not. None where there are no such pairs.
    """

    similarity: float
    promised: float
    accepted: PairShare | None
    missed: PairShare | None

    @property
    def too_many(self) -> bool:
        """Whether more strangers pass than promised, by more than chance."""
        return self.accepted is not None and self.accepted.interval[0] > self.promised


def check(pairs: Pairs, curve: SimilarityCurve, *, draws: int, seed: int) -> tuple[Rates, ...]:
    """The rates of ``curve`` at each of ``MARKS``.

    ``draws``: how often the people are drawn anew for the intervals.

    Raises:
        BadRequest: there are no pairs.
    """
    if not len(pairs.distances):
        raise BadRequest("folder", "holds no two photos that can be compared")
    strangers, genuine = pairs.only(same=False), pairs.only(same=True)
    return tuple(
        Rates(
            mark,
            promised,
            _share(strangers, strangers.distances <= at, draws, seed),
            _share(genuine, genuine.distances > at, draws, seed),
        )
        for (mark, promised), at in zip(MARKS, curve.distances, strict=False)
    )


def _share(pairs: Pairs, counted: NDArray[np.bool_], draws: int, seed: int) -> PairShare | None:
    """How many pairs are ``counted``, bool ``(N,)``; None if there are no pairs.

    The interval is that of people drawn anew. Where no pair or every pair is counted, drawing can
    only repeat that, and the open end is Clopper and Pearson's bound for as many independent pairs
    as there are different pairs of people: still somewhat too narrow, since pairs share people.
    """
    if not len(pairs.distances):
        return None
    count, total = int(counted.sum()), len(pairs.distances)
    if 0 < count < total:
        low, high = np.nanquantile(_drawn_shares(pairs, counted, draws, seed), INTERVAL)
        return PairShare(count, total, (float(low), float(high)))
    bound = INTERVAL[0] ** (1.0 / pairs.met())
    return PairShare(count, total, (0.0, 1.0 - bound) if count == 0 else (bound, 1.0))


def _drawn_shares(pairs: Pairs, counted: NDArray[np.bool_], draws: int, seed: int) -> Numbers:
    """The share with other people drawn: float64 ``(draws,)``, nan where no pair was drawn."""
    who, numbered = np.unique(pairs.people, return_inverse=True)
    times = drawn_people(len(who), draws, seed).astype(np.float64)
    places = numbered.reshape(pairs.people.shape)
    one_person = pairs.same.all()

    def total(weights: Numbers) -> Numbers:
        if one_person:
            return times @ np.bincount(places[:, 0], weights, len(who))
        flat = np.bincount(places[:, 0] * len(who) + places[:, 1], weights, len(who) ** 2)
        found: Numbers = ((times @ flat.reshape(len(who), len(who))) * times).sum(axis=1)
        return found

    with np.errstate(invalid="ignore"):
        return np.asarray(total(counted.astype(np.float64)) / total(np.ones(len(counted))))
