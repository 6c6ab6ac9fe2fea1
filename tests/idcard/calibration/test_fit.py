"""The fit of the tail, on simulated distances."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idphoto.errors import BadRequest, TooFewPairs
from idphoto.idcard.calibration.curve import FALSE_ACCEPTS, SimilarityCurve
from idphoto.idcard.calibration.fit import LEAST_PEOPLE, fit
from idphoto.idcard.calibration.pairs import Pairs


def strangers(people: int, mean: float, sd: float, seed: int) -> Pairs:
    """All pairs of ``people``, their distances drawn from a normal distribution."""
    first, second = np.triu_indices(people, 1)
    distances = np.random.default_rng(seed).normal(mean, sd, len(first))
    return Pairs(distances, np.stack((first, second), axis=1))


def with_genuine(pairs: Pairs, distances: list[float]) -> Pairs:
    same = np.arange(len(distances)).repeat(2).reshape(-1, 2)
    return Pairs(np.append(pairs.distances, distances), np.append(pairs.people, same, axis=0))


@pytest.mark.parametrize("people", [250, 500])
def test_rare_distances_are_extrapolated_from_less_rare_ones(people: int) -> None:
    points = fit(strangers(people, 0.83, 0.1, seed=1), draws=100, seed=0)
    for point in points[:3]:
        truth = NormalDist(0.83, 0.1).inv_cdf(point.false_accepts)
        assert point.distance == pytest.approx(truth, abs=0.02)
        assert point.interval[0] < point.distance < point.interval[1]


def test_a_few_similar_people_are_not_hidden_by_many_dissimilar_ones() -> None:
    crowd = strangers(250, 0.83, 0.1, seed=1)
    alike = (crowd.people < 25).all(axis=1)
    mixed = Pairs(np.where(alike, crowd.distances - 0.3, crowd.distances), crowd.people)
    near = fit(mixed, draws=100, seed=0)[1]
    assert near.distance < fit(crowd, draws=100, seed=0)[1].distance - 0.05
    assert near.accepted <= 0.002 * near.impostors


def test_the_interval_accounts_for_pairs_that_share_people() -> None:
    one = strangers(250, 0.83, 0.1, seed=1)
    threefold = Pairs(one.distances.repeat(3), one.people.repeat(3, axis=0))
    narrow, wide = (fit(pairs, draws=100, seed=0)[1].interval for pairs in (threefold, one))
    assert narrow == pytest.approx(wide, abs=0.02)


def test_accepted_and_rejected_pairs_are_counted() -> None:
    pairs = with_genuine(strangers(250, 0.83, 0.1, seed=2), [0.2, 0.3, 0.65])
    points = fit(pairs, draws=100, seed=0)
    impostors = pairs.only(same=False).distances
    assert [point.genuine for point in points] == [3] * 4
    assert [point.rejected for point in points] == [1, 1, 1, 0]
    for point in points:
        assert point.accepted == (impostors < point.distance).sum()


def test_the_same_seed_draws_the_same_intervals() -> None:
    pairs = strangers(250, 0.83, 0.1, seed=3)
    assert fit(pairs, draws=100, seed=5) == fit(pairs, draws=100, seed=5)


@settings(max_examples=10)
@given(st.floats(0.7, 1.2), st.floats(0.04, 0.12), st.integers(0, 100))
def test_the_fitted_points_make_a_curve(mean: float, sd: float, seed: int) -> None:
    points = fit(strangers(250, mean, sd, seed), draws=100, seed=0)
    assert [point.similarity for point in points] == [mark for mark, _ in FALSE_ACCEPTS]
    assert (
        SimilarityCurve(tuple(point.distance for point in points)).similarity(points[0].distance)
        == 80
    )


def test_too_few_pairs_are_refused_with_the_number_needed() -> None:
    with pytest.raises(TooFewPairs) as caught:
        fit(strangers(LEAST_PEOPLE - 1, 0.83, 0.1, seed=1), draws=100, seed=0)
    assert caught.value.code == "too_few_pairs"
    assert caught.value.message == (
        "too few pairs of strangers to fit one false accept in 10,000: 29,890, of 245 people; "
        "30,000 are needed, which 246 people make"
    )
    assert fit(strangers(LEAST_PEOPLE, 0.83, 0.1, seed=1), draws=100, seed=0)


def test_several_photos_of_a_person_do_not_replace_people() -> None:
    few = strangers(20, 0.83, 0.1, seed=1)
    with pytest.raises(TooFewPairs) as caught:
        fit(Pairs(few.distances.repeat(900), few.people.repeat(900, axis=0)), draws=100, seed=0)
    assert (caught.value.pairs, caught.value.people) == (190, 20)


def test_identical_people_give_no_curve() -> None:
    with pytest.raises(BadRequest, match="no curve can be made") as caught:
        fit(strangers(250, 0.1, 0.1, seed=1), draws=100, seed=0)
    assert caught.value.field == "folder"
