"""Rates that several processes count together."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.db.databases import postgresql_url

from idphoto.accounts.keys import create_key
from idphoto.accounts.shared_limits import count_request
from idphoto.db.database import Database
from idphoto.errors import TooManyRequests

__all__ = ["postgresql_url"]


@pytest.fixture
def processes(postgresql_url: str) -> Iterator[list[Database]]:
    """The same database, as two processes have it."""
    both = [Database(postgresql_url) for _ in range(2)]
    both[0].migrate()
    yield both
    for database in both:
        database.close()


def key_of(database: Database, qps: float) -> str:
    with database.transaction() as tx:
        return create_key(tx, "kiosk", credits=None, qps=qps, now=1.0).id


def ask(database: Database, key_id: str, qps: float) -> float | None:
    """None if the request was counted, otherwise the seconds to wait."""
    try:
        with database.transaction() as tx:
            count_request(tx, key_id, qps)
    except TooManyRequests as refused:
        return refused.retry_after_s
    return None


def test_processes_count_a_keys_requests_together(processes: list[Database]) -> None:
    key_id = key_of(processes[0], qps=2.0)
    slow = 0.02  # two requests in 100 s, so that no busy machine is too slow for the test
    answers = [ask(process, key_id, slow) for process in processes]
    assert answers[0] is None
    assert answers[1] == pytest.approx(50.0, abs=5.0)


def test_as_many_requests_at_once_as_the_rate_has_in_a_second(processes: list[Database]) -> None:
    key_id = key_of(processes[0], qps=0)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask, processes[n % 2], key_id, 100.0) for n in range(12)]
    assert [each.result() for each in asked] == [None] * 12


def test_a_refused_request_is_not_counted(processes: list[Database]) -> None:
    key_id = key_of(processes[0], qps=0)
    waits = [ask(processes[0], key_id, 0.01) for _ in range(4)]
    assert waits[0] is None
    assert all(wait is not None and 90.0 < wait <= 100.001 for wait in waits[1:])


def test_a_key_without_a_limit_is_never_refused(processes: list[Database]) -> None:
    key_id = key_of(processes[0], qps=0)
    assert [ask(processes[0], key_id, 0.0) for _ in range(5)] == [None] * 5
