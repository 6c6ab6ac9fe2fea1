from __future__ import annotations

import numpy as np

from idphoto.headshot.hair.cut import LEVELS, TIP_V, Side
from idphoto.headshot.hair.strands import grow, grow_behind


def sides() -> tuple[Side, Side]:
    inner = np.interp(LEVELS, [-1.0, -0.85, -0.7, -0.4, 0.1], [0.0, 0.1, 0.28, 0.33, 0.2])
    outer = np.interp(LEVELS, [-1.1, -0.9, -0.5, -0.1, 0.1], [0.05, 0.3, 0.43, 0.43, 0.36])
    return Side(-1, -inner, -outer), Side(1, inner, outer)


def test_thousands_of_strands_fall_to_the_jaw() -> None:
    strands = grow(sides(), np.random.default_rng(0))
    assert len(strands.paths) > 4000
    tips = strands.paths[:, -1, 1]
    assert np.all(tips > strands.paths[:, 0, 1])
    assert tips.max() < TIP_V[0] + 0.05
    assert np.median(tips) > -0.06


def test_strands_stay_on_their_side() -> None:
    both = sides()
    u = grow(both, np.random.default_rng(0)).paths[..., 0]
    assert -0.6 < u.min() < -0.4
    assert 0.4 < u.max() < 0.6
    same = (u > 0.0).all(axis=1) | (u < 0.0).all(axis=1)
    assert same.mean() > 0.95


def test_strands_turn_in_at_their_tips() -> None:
    left = sides()[0]
    straight = Side(1, np.full(len(LEVELS), 0.3), np.full(len(LEVELS), 0.4))
    strands = grow((left, straight), np.random.default_rng(0))
    mine = strands.paths[(strands.paths[:, 0, 0] > 0.0) & (strands.paths[:, -1, 1] > 0.0)]
    assert np.mean(mine[:, -1, 0] - mine[:, -5, 0]) < -0.005


def test_marks_are_shares() -> None:
    for strands in (
        grow(sides(), np.random.default_rng(0)),
        grow_behind(sides(), np.random.default_rng(0)),
    ):
        for marks in (strands.tone, strands.gloss, strands.shift):
            assert marks.min() >= 0.0
            assert marks.max() <= 1.0


def test_a_seed_gives_the_same_strands() -> None:
    first, second = (grow(sides(), np.random.default_rng(4)) for _ in range(2))
    assert np.array_equal(first.paths, second.paths)
    assert np.array_equal(first.tone, second.tone)
