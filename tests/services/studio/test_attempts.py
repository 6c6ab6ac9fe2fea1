"""How often people may try to sign in."""

from __future__ import annotations

import pytest

from idphoto.errors import TooManySignIns
from idphoto.services.studio.attempts import IN_ALL, PER_ADDRESS, Attempts, network_of


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def attempts(clock: Clock) -> Attempts:
    return Attempts(clock)


def use_up(attempts: Attempts, address: str = "203.0.113.1", *, in_all: bool = True) -> float:
    """Try until it is refused; the seconds to wait."""
    for _ in range(PER_ADDRESS.at_once):
        attempts.count(address, in_all=in_all)
    with pytest.raises(TooManySignIns) as refused:
        attempts.count(address, in_all=in_all)
    return refused.value.retry_after_s


def test_an_address_has_a_few_attempts_at_once_and_then_one_at_a_time(
    attempts: Attempts, clock: Clock
) -> None:
    wait_s = use_up(attempts)
    assert wait_s == PER_ADDRESS.every_s
    clock.now += wait_s
    attempts.count("203.0.113.1", in_all=True)
    with pytest.raises(TooManySignIns) as refused:
        attempts.count("203.0.113.1", in_all=True)
    assert refused.value.message == (
        "too many attempts to sign in to the studio: try again in 30 s"
    )


def test_refused_attempts_do_not_make_the_wait_longer(attempts: Attempts, clock: Clock) -> None:
    use_up(attempts)
    clock.now += 29
    with pytest.raises(TooManySignIns) as refused:
        attempts.count("203.0.113.1", in_all=True)
    assert refused.value.retry_after_s == 1


def test_one_address_takes_nothing_from_another(attempts: Attempts) -> None:
    use_up(attempts)
    attempts.count("203.0.113.2", in_all=True)


def test_many_addresses_share_the_attempts_in_all(attempts: Attempts, clock: Clock) -> None:
    for number in range(IN_ALL.at_once):
        attempts.count(f"203.0.113.{number}", in_all=True)
    with pytest.raises(TooManySignIns) as refused:
        attempts.count("198.51.100.1", in_all=True)
    assert refused.value.retry_after_s == IN_ALL.every_s
    # somebody with a link does not wait for those who guess
    attempts.count("198.51.100.1", in_all=False)
    assert use_up(attempts, "198.51.100.2", in_all=False) == PER_ADDRESS.every_s


def test_who_knew_the_password_has_all_attempts_again(attempts: Attempts) -> None:
    use_up(attempts)
    attempts.forgive("203.0.113.1")
    use_up(attempts)


def test_what_is_over_is_forgotten(attempts: Attempts, clock: Clock) -> None:
    for number in range(20):
        attempts.count(f"203.0.113.{number}", in_all=True)
    assert len(attempts) == 21
    clock.now += 1000
    attempts.count("203.0.113.1", in_all=True)
    assert len(attempts) == 2


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.1", "203.0.113.1"),
        ("::ffff:203.0.113.1", "203.0.113.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("", "unknown"),
        ("testclient", "testclient"),
    ],
)
def test_an_ipv6_network_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network
