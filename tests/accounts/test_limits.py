"""Requests per second: exact, even for fractions, with a correct time for the next try."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.db.concurrency import at_once

from idphoto.accounts.limits import RateLimiter, admit
from idphoto.errors import TooManyRequests


@dataclass
class Clock:
    """A clock that only moves when set."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limiter(clock: Clock) -> RateLimiter:
    return RateLimiter(clock)


def accepted(limiter: RateLimiter, qps: float, tries: int, key_id: str = "kiosk") -> int:
    """How many of ``tries`` requests at this moment are accepted."""
    count = 0
    for _ in range(tries):
        try:
            limiter.check(key_id, qps)
            count += 1
        except TooManyRequests:
            pass
    return count


def wait_s(limiter: RateLimiter, qps: float) -> float:
    """The seconds that a refusal names."""
    with pytest.raises(TooManyRequests) as caught:
        limiter.check("kiosk", qps)
    assert caught.value.qps == qps
    return caught.value.retry_after_s


# --- how many -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("qps", "burst", "each_s"),
    [
        (1, 1, 1),
        (2, 2, 0.5),
        (50, 50, 0.02),
        (0.5, 1, 2),
        (0.1, 1, 10),
        (2.5, 2, 0.4),
        (3, 3, 1 / 3),
    ],
)
def test_a_burst_is_accepted_at_once_and_then_one_request_at_a_time(
    clock: Clock, limiter: RateLimiter, qps: float, burst: int, each_s: float
) -> None:
    assert accepted(limiter, qps, burst + 3) == burst
    for _ in range(100):
        clock.now += each_s * 0.99
        assert accepted(limiter, qps, 3) == 0
        clock.now += each_s * 0.01
        assert accepted(limiter, qps, 3) == 1


@pytest.mark.parametrize(("qps", "burst"), [(2, 2), (0.5, 1), (2.5, 2)])
def test_a_key_that_rests_has_its_burst_again_and_no_more(
    clock: Clock, limiter: RateLimiter, qps: float, burst: int
) -> None:
    for _ in range(3):
        assert accepted(limiter, qps, burst + 3) == burst
        clock.now += 1000.0


def test_refused_requests_do_not_count(clock: Clock, limiter: RateLimiter) -> None:
    assert accepted(limiter, 0.5, 5) == 1
    for _ in range(10):
        clock.now += 0.19
        assert accepted(limiter, 0.5, 5) == 0
    clock.now += 0.1
    assert accepted(limiter, 0.5, 5) == 1


def test_each_key_has_its_own_limit(limiter: RateLimiter) -> None:
    assert accepted(limiter, 1, 3, "kiosk") == 1
    assert accepted(limiter, 1, 3, "school") == 1


def test_zero_means_no_limit(limiter: RateLimiter) -> None:
    assert accepted(limiter, 0, 1000) == 1000
    assert len(limiter) == 0


def test_simultaneous_threads_get_no_more_than_the_limit(
    clock: Clock, limiter: RateLimiter
) -> None:
    for _ in range(20):
        outcomes = at_once(8, lambda _: accepted(limiter, 5, 3))
        assert sum(count for count in outcomes if isinstance(count, int)) == 5
        clock.now += 1.5


# --- how long to wait ---------------------------------------------------------------------------


@pytest.mark.parametrize(("qps", "waited_s", "left_s"), [(1, 0.25, 0.75), (0.5, 0.5, 1.5)])
def test_a_refusal_says_how_long_to_wait(
    clock: Clock, limiter: RateLimiter, qps: float, waited_s: float, left_s: float
) -> None:
    limiter.check("kiosk", qps)
    clock.now += waited_s
    assert wait_s(limiter, qps) == pytest.approx(left_s)


@settings(max_examples=200)
@given(
    qps=st.floats(0.05, 200),
    pauses_s=st.lists(st.floats(0, 2), min_size=1, max_size=50),
    boot_s=st.floats(0, 1e8),
)
def test_the_rate_is_never_exceeded_and_waiting_as_told_is_enough(
    qps: float, pauses_s: list[float], boot_s: float
) -> None:
    burst, clock = max(1, math.floor(qps)), Clock(boot_s)
    limiter, let_in = RateLimiter(clock), list[float]()
    for pause_s in pauses_s:
        clock.now += pause_s
        try:
            limiter.check("kiosk", qps)
        except TooManyRequests as refused:
            assert 0 < refused.retry_after_s <= 1 / qps + 1e-6
            clock.now += refused.retry_after_s
            limiter.check("kiosk", qps)
        let_in.append(clock.now)
    for first, began in enumerate(let_in):
        for last, ended in enumerate(let_in[first:], first):
            assert last - first + 1 <= burst + (ended - began) * qps + 1e-3


# --- clocks, and what is remembered -------------------------------------------------------------


def test_a_clock_set_back_an_hour_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter, today = RateLimiter(), time.time()
    monkeypatch.setattr(time, "time", lambda: today)
    assert accepted(limiter, 0.001, 2) == 1
    before_s = wait_s(limiter, 0.001)
    monkeypatch.setattr(time, "time", lambda: today - 3600)
    assert 0 < wait_s(limiter, 0.001) <= before_s <= 1000


def test_a_bucket_that_its_clock_cannot_explain_counts_as_empty() -> None:
    assert admit(full_at=4600.0, now=1000.0, qps=2) == (0.5, 1001.0)


def test_a_raised_limit_holds_from_the_next_request_on(clock: Clock, limiter: RateLimiter) -> None:
    assert accepted(limiter, 0.001, 2) == 1
    assert wait_s(limiter, 10) == pytest.approx(0.1)
    clock.now += 0.1
    assert accepted(limiter, 10, 3) == 1


def test_full_buckets_are_forgotten(clock: Clock, limiter: RateLimiter) -> None:
    for number in range(100):
        limiter.check(f"key {number}", 2)
    limiter.check("slow", 0.001)
    assert len(limiter) == 101
    clock.now += 61
    limiter.check("kiosk", 2)
    assert len(limiter) == 2  # a full bucket is what a new key has
    assert accepted(limiter, 0.001, 1, "slow") == 0
