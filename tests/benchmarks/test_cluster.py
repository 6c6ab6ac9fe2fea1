"""The benchmark of the cluster: how the waits of keys are compared."""

from __future__ import annotations

import pytest
from benchmarks.cluster.fairness import LATE, Waited, by_key, spreads


def taken(order: str) -> list[Waited]:
    """Tasks of keys named by letters, accepted at 0 s, 1 s, …; ``order``: begun from 10 s on."""
    came = sorted(order)
    begun = enumerate(order, 10)
    left = {key: [at for at, each in enumerate(came) if each == key] for key in came}
    return [Waited(key, left[key].pop(0), at) for at, key in begun]


def test_waits_are_those_from_accepted_to_begun() -> None:
    first, other = by_key(taken("abaaba"))
    assert (first["key"], first["tasks"], first["mean_s"], first["max_s"]) == ("a", 4, 11.0, 12.0)
    assert (other["key"], other["tasks"], other["mean_s"], other["max_s"]) == ("b", 2, 8.0, 9.0)


def test_a_queue_that_serves_first_who_comes_first_makes_all_keys_wait_alike() -> None:
    first, other = by_key(taken("abaaba"))
    assert first["fifo_mean_s"] == other["fifo_mean_s"] == 10.0


def test_keys_that_take_turns_have_begun_an_equal_share_together() -> None:
    in_turn, one_first = by_key(taken("abcabcaa")), by_key(taken("aaaabbcc"))
    assert [row["share_begun_s"] for row in in_turn] == [3.0, 4.0, 5.0]
    assert [row["share_begun_s"] for row in one_first] == [1.0, 5.0, 7.0]
    assert spreads(in_turn)[2]["apart_%"] == pytest.approx(50)
    assert spreads(one_first)[2]["apart_%"] > 100


def test_a_key_that_comes_late_has_no_share() -> None:
    rows = by_key([*taken("aabb"), Waited(LATE, 11.0, 11.5)])
    assert [row["share_begun_s"] for row in rows] == [1.0, 3.0, ""]
    assert [each["lowest"] for each in spreads(rows)][2] == 1.0
