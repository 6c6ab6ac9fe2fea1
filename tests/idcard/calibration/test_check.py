"""What a curve does to labelled people: shares with intervals, on simulated distances."""

from __future__ import annotations

import numpy as np
import pytest

from idphoto.errors import BadRequest
from idphoto.idcard.calibration.check import MARKS, check
from idphoto.idcard.calibration.curve import SimilarityCurve
from idphoto.idcard.calibration.pairs import Pairs

CURVE = SimilarityCurve((0.4, 0.5, 0.6, 1.1))  # 80, 70, 50, 0


def people(count: int, share: float, seed: int, *, genuine: tuple[float, ...] = ()) -> Pairs:
    """All pairs of ``count`` strangers, of whom ``share`` are as near as 0.45, and one person's."""
    first, second = np.triu_indices(count, 1)
    near = np.random.default_rng(seed).random(len(first)) < share
    distances = np.append(np.where(near, 0.45, 0.9), genuine)
    same = np.arange(len(genuine)).repeat(2).reshape(-1, 2)
    return Pairs(distances, np.append(np.stack((first, second), axis=1), same, axis=0))


def test_pairs_are_counted_at_each_mark_from_both_sides() -> None:
    rates = check(people(40, 0.01, 1, genuine=(0.4, 0.41, 0.5, 0.7)), CURVE, draws=100, seed=0)
    assert [(each.similarity, each.promised) for each in rates] == [
        (80, 1e-4), (70, 1e-3), (50, 1e-2)
    ]  # fmt: skip
    near = int((people(40, 0.01, 1).distances < 0.5).sum())
    assert near > 0
    assert [each.accepted and each.accepted.count for each in rates] == [0, near, near]
    assert [each.missed and each.missed.count for each in rates] == [3, 1, 1]
    for each in rates:
        assert each.accepted is not None
        assert each.missed is not None
        assert (each.accepted.pairs, each.missed.pairs) == (780, 4)


def test_the_interval_covers_the_true_share_in_most_draws() -> None:
    covered = 0
    for seed in range(40):
        accepted = check(people(60, 0.02, seed), CURVE, draws=200, seed=0)[1].accepted
        assert accepted is not None
        low, high = accepted.interval
        covered += low <= 0.02 <= high
    assert covered >= 34  # 38 expected


def test_one_face_like_many_others_widens_the_interval() -> None:
    first, second = np.triu_indices(60, 1)
    lookalike = np.where((first == 0) & (second % 2 == 1), 0.45, 0.9)
    spread = np.where(np.arange(len(first)) % 59 == 0, 0.45, 0.9)
    pairs = np.stack((first, second), axis=1)
    one, many = (
        check(Pairs(distances, pairs), CURVE, draws=500, seed=0)[1].accepted
        for distances in (lookalike, spread)
    )
    assert one is not None
    assert many is not None
    assert one.count == many.count == 30
    assert np.ptp(one.interval) > 1.5 * np.ptp(many.interval)


def test_where_no_pair_is_counted_the_interval_still_has_an_end() -> None:
    nobody = check(people(40, 0.0, 0), CURVE, draws=100, seed=0)[0].accepted
    assert nobody is not None
    assert (nobody.count, nobody.interval[0]) == (0, 0.0)
    assert nobody.interval[1] == pytest.approx(1 - 0.025 ** (1 / 780))
    missed = check(people(40, 0.0, 0, genuine=(0.9,) * 5), CURVE, draws=100, seed=0)[0].missed
    assert missed is not None
    assert missed.share == 1.0
    assert missed.interval == pytest.approx((0.025 ** (1 / 5), 1.0))


def test_more_photos_of_the_same_people_do_not_narrow_it() -> None:
    once = people(40, 0.0, 0)
    thrice = Pairs(once.distances.repeat(3), once.people.repeat(3, axis=0))
    one, other = (check(each, CURVE, draws=100, seed=0)[0].accepted for each in (once, thrice))
    assert one is not None
    assert other is not None
    assert one.interval == other.interval


def test_more_strangers_than_promised_are_reported_only_beyond_chance() -> None:
    lax, fine = (check(people(60, share, 1), CURVE, draws=500, seed=0) for share in (0.03, 0.001))
    assert [each.too_many for each in lax] == [False, True, True]
    assert [each.too_many for each in fine] == [False, False, False]


def test_without_one_kind_of_pairs_the_other_is_still_counted() -> None:
    strangers = people(10, 0.5, 0)
    assert all(each.missed is None for each in check(strangers, CURVE, draws=100, seed=0))
    alone = Pairs(np.array([0.2]), np.array([[3, 3]]))
    assert all(each.accepted is None for each in check(alone, CURVE, draws=100, seed=0))


def test_no_pairs_at_all_are_refused() -> None:
    empty = Pairs(np.empty(0), np.empty((0, 2), np.intp))
    with pytest.raises(BadRequest, match="no two photos that can be compared") as caught:
        check(empty, CURVE, draws=100, seed=0)
    assert caught.value.field == "folder"


def test_the_same_seed_draws_the_same_intervals() -> None:
    pairs = people(40, 0.05, 2, genuine=(0.3, 0.9, 0.45))
    assert check(pairs, CURVE, draws=100, seed=5) == check(pairs, CURVE, draws=100, seed=5)
    assert len(check(pairs, CURVE, draws=100, seed=5)) == len(MARKS)
