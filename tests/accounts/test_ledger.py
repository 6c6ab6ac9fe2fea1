"""Credits: in any order of events, a task is charged once and nothing is lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from tests.db.concurrency import at_once, kill, run_together, start_python

from idphoto.accounts.keys import get_key
from idphoto.accounts.ledger import MAX_CREDITS, capture, charged, grant, release, reserve
from idphoto.db.database import Database
from idphoto.db.tables import LedgerEntry
from idphoto.errors import BadRequest, NotEnoughCredits, UnknownKey

NewKey = Callable[[int | None], str]


def balance(database: Database, key_id: str) -> int | None:
    with database.reading() as tx:
        return get_key(tx, key_id).credits


def entries(database: Database, key_id: str) -> list[tuple[str, int]]:
    """Kinds and credits, in order, without the first grant."""
    mine = select(LedgerEntry.kind, LedgerEntry.credits).where(LedgerEntry.key_id == key_id)
    with database.reading() as tx:
        return [(kind, credits_) for kind, credits_ in tx.execute(mine.order_by(LedgerEntry.id))][
            1:
        ]


def test_a_task_that_is_done_costs_its_credits(database: Database, new_key: NewKey) -> None:
    key_id = new_key(10)
    with database.transaction() as tx:
        reserve(tx, key_id, "task", 4, 2.0)
        assert charged(tx, "task") == 4
    with database.transaction() as tx:
        capture(tx, "task", 3.0)
        assert charged(tx, "task") == 4
    assert balance(database, key_id) == 6
    assert entries(database, key_id) == [("reserve", -4), ("capture", 0)]


def test_a_task_that_failed_costs_nothing(database: Database, new_key: NewKey) -> None:
    key_id = new_key(10)
    with database.transaction() as tx:
        reserve(tx, key_id, "task", 4, 2.0)
    assert balance(database, key_id) == 6
    with database.transaction() as tx:
        release(tx, "task", 3.0)
        assert charged(tx, "task") == 0
    assert balance(database, key_id) == 10
    assert entries(database, key_id) == [("reserve", -4), ("release", 4)]


@pytest.mark.parametrize(("first", "second"), [(capture, release), (release, capture)])
def test_a_task_is_settled_in_one_way_only(
    database: Database,
    new_key: NewKey,
    first: Callable[..., None],
    second: Callable[..., None],
) -> None:
    key_id = new_key(10)
    with database.transaction() as tx:
        reserve(tx, key_id, "task", 4, 2.0)
        first(tx, "task", 3.0)
    settled = balance(database, key_id)
    for again in (second, first, second):
        with database.transaction() as tx:
            again(tx, "task", 4.0)
    assert balance(database, key_id) == settled == (6 if first is capture else 10)
    assert len(entries(database, key_id)) == 2


def test_reserving_again_charges_once(database: Database, new_key: NewKey) -> None:
    key_id = new_key(5)
    for credits_ in (4, 4, 1, 9):  # the first reservation stands
        with database.transaction() as tx:
            reserve(tx, key_id, "task", credits_, 2.0)
    assert balance(database, key_id) == 1
    assert entries(database, key_id) == [("reserve", -4)]


def test_a_task_that_was_never_reserved_cannot_be_settled(
    database: Database, new_key: NewKey
) -> None:
    key_id = new_key(5)
    with database.transaction() as tx:
        capture(tx, "task", 1.0)
        release(tx, "task", 1.0)
        assert charged(tx, "task") == 0
    assert balance(database, key_id) == 5
    assert entries(database, key_id) == []


def test_a_cost_beyond_the_balance_is_refused_and_changes_nothing(
    database: Database, new_key: NewKey
) -> None:
    key_id = new_key(3)
    with database.transaction() as tx:
        with pytest.raises(NotEnoughCredits) as caught:
            reserve(tx, key_id, "dear", 4, 1.0)
        reserve(tx, key_id, "cheap", 3, 1.0)  # the transaction continues
    assert (caught.value.balance, caught.value.need) == (3, 4)
    assert balance(database, key_id) == 0
    assert entries(database, key_id) == [("reserve", -3)]


def test_an_unmetered_key_spends_without_limit_and_each_task_is_recorded(
    database: Database, new_key: NewKey
) -> None:
    key_id = new_key(None)
    with database.transaction() as tx:
        reserve(tx, key_id, "task", MAX_CREDITS, 1.0)
        reserve(tx, key_id, "task", MAX_CREDITS, 1.0)
        reserve(tx, key_id, "other", 2, 1.0)
        capture(tx, "task", 2.0)
        release(tx, "other", 2.0)
        assert (charged(tx, "task"), charged(tx, "other")) == (MAX_CREDITS, 0)
        kinds = tx.scalars(select(LedgerEntry.kind).order_by(LedgerEntry.id)).all()
    assert balance(database, key_id) is None
    assert kinds == ["reserve", "reserve", "capture", "release"]


def test_a_task_that_costs_nothing_is_recorded_even_with_an_empty_account(
    database: Database, new_key: NewKey
) -> None:
    key_id = new_key(0)
    with database.transaction() as tx:
        reserve(tx, key_id, "task", 0, 1.0)
        capture(tx, "task", 2.0)
        assert charged(tx, "task") == 0
        kinds = tx.scalars(select(LedgerEntry.kind).order_by(LedgerEntry.id)).all()
    assert kinds == ["reserve", "capture"]


def test_a_grant_adds_to_the_balance_and_returns_it(database: Database, new_key: NewKey) -> None:
    key_id = new_key(5)
    with database.transaction() as tx:
        assert grant(tx, key_id, 20, 2.0) == 25
    assert balance(database, key_id) == 25
    assert entries(database, key_id) == [("grant", 20)]


def test_balances_beyond_32_bits_are_stored(database: Database, new_key: NewKey) -> None:
    key_id = new_key(MAX_CREDITS)
    with database.transaction() as tx:
        for _ in range(4):
            total = grant(tx, key_id, MAX_CREDITS, 2.0)
    assert total == 5_000_000_000 == balance(database, key_id)


@pytest.mark.parametrize("credits_", [0, -1, MAX_CREDITS + 1])
def test_a_grant_out_of_range_is_refused(
    database: Database, new_key: NewKey, credits_: int
) -> None:
    key_id = new_key(5)
    with database.transaction() as tx, pytest.raises(BadRequest) as caught:
        grant(tx, key_id, credits_, 2.0)
    assert caught.value.field == "credits"
    assert balance(database, key_id) == 5


def test_an_unmetered_key_cannot_be_granted_credits(database: Database, new_key: NewKey) -> None:
    key_id = new_key(None)
    with database.transaction() as tx:
        with pytest.raises(BadRequest, match="not metered"):
            grant(tx, key_id, 5, 2.0)
        assert tx.scalar(select(func.count(LedgerEntry.id))) == 0
    assert balance(database, key_id) is None


def test_a_negative_cost_does_not_fill_the_account(database: Database, new_key: NewKey) -> None:
    key_id = new_key(5)
    with database.transaction() as tx, pytest.raises(BadRequest, match="credits"):
        reserve(tx, key_id, "task", -5, 1.0)
    assert balance(database, key_id) == 5


def test_an_unknown_key_can_neither_spend_nor_be_granted(database: Database) -> None:
    with database.transaction() as tx:
        with pytest.raises(UnknownKey):
            grant(tx, "nobody", 1, 1.0)
        with pytest.raises(UnknownKey):
            reserve(tx, "nobody", "task", 1, 1.0)


def test_a_row_that_was_read_before_shows_the_new_balance(
    database: Database, new_key: NewKey
) -> None:
    key_id = new_key(5)
    with database.transaction() as tx:
        row = get_key(tx, key_id)
        reserve(tx, row.id, "task", 2, 1.0)
        assert row.credits == 3
        release(tx, "task", 2.0)
        assert row.credits == 5


# --- any order ----------------------------------------------------------------------------------

OPERATIONS = st.one_of(
    st.tuples(st.just("grant"), st.none(), st.integers(1, 5)),
    st.tuples(st.just("reserve"), st.integers(0, 3), st.integers(0, 4)),
    st.tuples(st.sampled_from(["capture", "release"]), st.integers(0, 3), st.none()),
)


def apply(database: Database, key_id: str, kind: str, task_id: str, credits_: int | None) -> None:
    with database.transaction() as tx:
        if kind == "grant":
            grant(tx, key_id, credits_ or 0, 1.0)
        elif kind == "reserve":
            with suppress(NotEnoughCredits):
                reserve(tx, key_id, task_id, credits_ or 0, 1.0)
        else:
            {"capture": capture, "release": release}[kind](tx, task_id, 1.0)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(0, 6), operations=st.lists(OPERATIONS, max_size=14))
def test_the_balance_is_always_the_sum_of_the_entries(
    database: Database,
    new_key: NewKey,
    start: int,
    operations: list[tuple[str, int | None, int | None]],
) -> None:
    key_id = new_key(start)
    run = uuid.uuid4().hex[:8]
    held: dict[str, int] = {}  # the reservation of each task
    settled: dict[str, str] = {}
    left = start
    for kind, task, credits_ in operations:
        task_id = f"{run} {task}"
        apply(database, key_id, kind, task_id, credits_)
        if kind == "grant":
            left += credits_ or 0
        elif kind == "reserve" and task_id not in held and (credits_ or 0) <= left:
            held[task_id] = credits_ or 0
            left -= held[task_id]
        elif kind in ("capture", "release") and task_id in held and task_id not in settled:
            settled[task_id] = kind
            left += held[task_id] if kind == "release" else 0
        with database.reading() as tx:
            mine = select(func.sum(LedgerEntry.credits)).where(LedgerEntry.key_id == key_id)
            assert (tx.scalar(mine) or 0) == get_key(tx, key_id).credits == left >= 0
            for known, cost in held.items():
                assert charged(tx, known) == (0 if settled.get(known) == "release" else cost)


# --- many at once -------------------------------------------------------------------------------


def test_simultaneous_reservations_succeed_as_far_as_the_balance_covers_them(
    database: Database, new_key: NewKey
) -> None:
    key_id = new_key(5)

    def try_reserve(number: int) -> str:
        with database.transaction() as tx:
            reserve(tx, key_id, f"task {number}", 1, 1.0)
        return "reserved"

    outcomes = at_once(8, try_reserve)
    assert outcomes.count("reserved") == 5
    assert sum(isinstance(outcome, NotEnoughCredits) for outcome in outcomes) == 3
    assert balance(database, key_id) == 0
    assert entries(database, key_id) == [("reserve", -1)] * 5


def test_one_task_reserved_by_many_at_once_is_charged_once(
    database: Database, new_key: NewKey
) -> None:
    key_id = new_key(8)

    def try_reserve(_: int) -> None:
        with database.transaction() as tx:
            reserve(tx, key_id, "task", 1, 1.0)

    assert at_once(8, try_reserve) == [None] * 8
    assert balance(database, key_id) == 7
    assert entries(database, key_id) == [("reserve", -1)]


def test_captures_and_releases_at_once_settle_a_task_once(
    database: Database, new_key: NewKey
) -> None:
    key_id = new_key(5)
    for round_ in range(5):
        task_id = f"task {round_}"
        with database.transaction() as tx:
            reserve(tx, key_id, task_id, 1, 1.0)

        def settle(number: int, task_id: str = task_id) -> None:
            with database.transaction() as tx:
                (capture, release)[number % 2](tx, task_id, 2.0)

        assert at_once(6, settle) == [None] * 6
    kinds = [kind for kind, _ in entries(database, key_id)]
    released = kinds.count("release")
    assert kinds.count("capture") + released == kinds.count("reserve") == 5
    assert balance(database, key_id) == released


RESERVE = """
import sys
from idphoto.accounts.ledger import reserve
from idphoto.db.database import Database
from idphoto.errors import NotEnoughCredits

url, key_id, name = sys.argv[1:]
database = Database(url)
print("ready", flush=True)
sys.stdin.readline()
reserved = 0
for number in range(20):
    try:
        with database.transaction() as tx:
            reserve(tx, key_id, f"{name} {number}", 1, 1.0)
        reserved += 1
    except NotEnoughCredits:
        pass
database.close()
print(reserved)
"""


def test_two_processes_cannot_spend_the_same_credits(
    database: Database, database_url: str, new_key: NewKey
) -> None:
    key_id = new_key(25)
    said = run_together(RESERVE, (database_url, key_id, "a"), (database_url, key_id, "b"))
    assert sum(map(int, said)) == 25
    assert balance(database, key_id) == 0
    assert len(entries(database, key_id)) == 25


SPEND = """
import sys
from idphoto.accounts.ledger import capture, release, reserve
from idphoto.db.database import Database

url, key_id = sys.argv[1:]
database = Database(url)
for number in range(100_000):
    with database.transaction() as tx:
        reserve(tx, key_id, f"task {number}", 1, 1.0)
    print(number, flush=True)
    with database.transaction() as tx:
        (capture, release)[number % 2](tx, f"task {number}", 2.0)
"""


def test_a_process_killed_anywhere_loses_no_credit_and_no_reported_reservation(
    database: Database, database_url: str, new_key: NewKey
) -> None:
    key_id = new_key(100_000)
    process = start_python(SPEND, database_url, key_id)
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(30)]
    told += kill(process).splitlines(keepends=True)
    last = max(int(line) for line in told if line.endswith("\n"))
    with database.reading() as tx:
        total = tx.scalar(select(func.sum(LedgerEntry.credits)))
        assert get_key(tx, key_id).credits == total
        reserved = set(tx.scalars(select(LedgerEntry.task_id).where(LedgerEntry.credits == -1)))
    assert reserved >= {f"task {number}" for number in range(last + 1)}
