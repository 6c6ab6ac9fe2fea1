"""The fit of the tail, on simulated distances."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from benchmarks.similarity.fit import Pairs, fit
from hypothesis import given
from hypothesis import strategies as st

from idphoto.errors import BadRequest
from idphoto.idcard.calibration.curve import FALSE_ACCEPTS, SimilarityCurve


def strangers(people: int, mean: float, sd: float, seed: int) -> Pairs:
    """All pairs of ``people``, their distances drawn from a normal distribution."""
    first, second = np.triu_indices(people, 1)
    distances = np.random.default_rng(seed).normal(mean, sd, len(first))
    return Pairs(distances, np.stack((first, second), axis=1))


def with_genuine(pairs: Pairs, distances: list[float]) -> Pairs:
    same = np.arange(len(distances)).repeat(2).reshape(-1, 2)
    return Pairs(np.append(pairs.distances, distances), np.append(pairs.people, same, axis=0))


@pytest.mark.parametrize("people", [100, 400])
def test_rare_distances_are_extrapolated_from_less_rare_ones(people: int) -> None:
    points = fit(strangers(people, 0.83, 0.1, seed=1), draws=100, seed=0)
    for point in points[:3]:
        truth = NormalDist(0.83, 0.1).inv_cdf(point.false_accepts)
        assert point.distance == pytest.approx(truth, abs=0.02)
        assert point.interval[0] < point.distance < point.interval[1]


def test_a_few_similar_people_are_not_hidden_by_many_dissimilar_ones() -> None:
    crowd = strangers(100, 0.83, 0.1, seed=1)
    alike = (crowd.people < 10).all(axis=1)
    mixed = Pairs(np.where(alike, crowd.distances - 0.3, crowd.distances), crowd.people)
    near = fit(mixed, draws=100, seed=0)[1]
    assert near.distance < fit(crowd, draws=100, seed=0)[1].distance - 0.05
    assert near.accepted <= 0.002 * near.impostors


def test_the_interval_accounts_for_pairs_that_share_people() -> None:
    one = strangers(30, 0.83, 0.1, seed=1)
    tenfold = Pairs(one.distances.repeat(10), one.people.repeat(10, axis=0))
    narrow, wide = (fit(pairs, draws=200, seed=0)[1].interval for pairs in (tenfold, one))
    assert narrow == pytest.approx(wide, abs=0.02)


def test_accepted_and_rejected_pairs_are_counted() -> None:
    pairs = with_genuine(strangers(60, 0.83, 0.1, seed=2), [0.2, 0.3, 0.65])
    points = fit(pairs, draws=100, seed=0)
    impostors = pairs.only(same=False).distances
    assert [point.genuine for point in points] == [3] * 4
    assert [point.rejected for point in points] == [1, 1, 1, 0]
    for point in points:
        assert point.accepted == (impostors < point.distance).sum()


def test_the_same_seed_draws_the_same_intervals() -> None:
    pairs = strangers(40, 0.83, 0.1, seed=3)
    assert fit(pairs, draws=100, seed=5) == fit(pairs, draws=100, seed=5)


@given(st.floats(0.6, 1.2), st.floats(0.04, 0.12), st.integers(0, 100))
def test_the_fitted_points_make_a_curve(mean: float, sd: float, seed: int) -> None:
    points = fit(strangers(40, mean, sd, seed), draws=100, seed=0)
    assert [point.similarity for point in points] == [mark for mark, _ in FALSE_ACCEPTS]
    assert (
        SimilarityCurve(tuple(point.distance for point in points)).similarity(points[0].distance)
        == 80
    )


def test_too_few_pairs_are_refused_with_the_number_needed() -> None:
    with pytest.raises(BadRequest) as caught:
        fit(strangers(20, 0.83, 0.1, seed=1), draws=100, seed=0)
    assert caught.value.code == "bad_request"
    assert caught.value.message == (
        "folder: 190 pairs of strangers, of 20 people; at least 300, of 10, are needed"
    )


def test_identical_people_give_no_curve() -> None:
    with pytest.raises(BadRequest, match="no curve can be made") as caught:
        fit(strangers(40, 0.1, 0.1, seed=1), draws=100, seed=0)
    assert caught.value.field == "folder"
