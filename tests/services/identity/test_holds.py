"""Checks hold credits once for each request, and only a dead process's holds are released."""

from __future__ import annotations

import asyncio
import time

import pytest
from sqlalchemy import select
from tests.db.concurrency import at_once
from tests.db.databases import postgresql_url, sqlite_url
from tests.services.identity.cards import COST, READING, check
from tests.services.identity.conftest import CREDITS, OpenDesk

from idphoto.accounts import keys, ledger
from idphoto.accounts.account import Account
from idphoto.db.database import Database
from idphoto.db.tables import ApiKey, LedgerEntry
from idphoto.errors import IdempotencyKeyInUse, IdempotencyKeyReused, NoCard
from idphoto.services.identity.holds import MAX_FREE, hold_ids, release_left, take
from idphoto.services.identity.model import ALL, Check
from idphoto.tasks import store
from idphoto.tasks.model import FromUrl, Upload
from idphoto.tasks.states import Priority

__all__ = ["postgresql_url", "sqlite_url"]

KEY = "order-4711"


def entries(database: Database) -> set[tuple[str | None, str]]:
    with database.reading() as tx:
        rows = tx.execute(select(LedgerEntry.task_id, LedgerEntry.kind)).all()
    return {(task_id, kind) for task_id, kind in rows if kind != "grant"}


def task(task_id: str, key_id: str) -> store.NewTask:
    return store.NewTask(
        id=task_id,
        key_id=key_id,
        api="test",
        wire={},
        order={},
        cost=6,
        base_url="",
        callback_url=None,
        sources=(),
        priority=Priority.FAST,
        turn=0,
        max_source_bytes=1,
        time_limit_s=1.0,
        trace_id="",
    )


def test_only_unsettled_holds_without_a_task_are_released(
    open_desk: OpenDesk,
) -> None:
    async def scenario() -> None:
        async with open_desk() as desk:
            key = desk.account.id
            with desk.database.transaction() as tx:
                for name, cost in {"left": 6, "free": 0, "taken": 5, "back": 4, "task": 3}.items():
                    ledger.reserve(tx, key, name, cost, 1.0)
                ledger.capture(tx, "taken", 2.0)
                ledger.release(tx, "back", 2.0)
                store.create(tx, task("task", key), 1.0)
            with desk.database.transaction() as tx:
                assert release_left(tx, time.time(), before=1.0) == 0
                assert release_left(tx, time.time(), before=2.0) == 2
                assert release_left(tx, time.time(), before=2.0) == 0
            assert desk.balance() == CREDITS - 5 - 3
            assert entries(desk.database) == {
                *((name, "reserve") for name in ("left", "free", "taken", "back", "task")),
                *((name, "release") for name in ("left", "free", "back")),
                ("taken", "capture"),
            }

    asyncio.run(scenario())


def test_a_start_releases_earlier_holds(open_desk: OpenDesk) -> None:
    async def scenario() -> None:
        async with open_desk() as desk:
            with desk.database.transaction() as tx:
                ledger.reserve(tx, desk.account.id, "left", 6, time.time())
            assert desk.balance() == CREDITS - 6
        async with open_desk() as desk:
            assert desk.balance() == CREDITS
            await desk.identity.check(desk.account, check())
            with desk.database.reading() as tx:
                balance = tx.scalar(select(ApiKey.credits))
            assert balance == CREDITS - 6

    asyncio.run(scenario())


def test_a_repeated_check_runs_again_and_is_charged_once(open_desk: OpenDesk) -> None:
    async def scenario() -> None:
        async with open_desk() as desk:
            for _ in range(3):
                again = await desk.identity.check(desk.account, check(), KEY)
                assert again.charged == COST
            assert len(desk.checker.pictures) == 3
            assert desk.balance() == CREDITS - COST

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "other", [check(Upload(b"another card")), check(wanted=ALL), check(FromUrl("https://a/"))]
)
def test_a_key_pays_for_no_other_check(open_desk: OpenDesk, other: Check) -> None:
    async def scenario() -> None:
        async with open_desk() as desk:
            for asked in (check(), other):
                await desk.identity.check(desk.account, asked, KEY)
            assert desk.balance() == CREDITS - 2 * COST

    asyncio.run(scenario())


def test_a_check_that_cost_nothing_is_charged_when_its_repetition_succeeds(
    open_desk: OpenDesk,
) -> None:
    async def scenario() -> None:
        async with open_desk() as desk:
            desk.checker.sees = NoCard("a cat")
            for _ in range(2):
                with pytest.raises(NoCard):
                    await desk.identity.check(desk.account, check(), KEY)
            assert desk.balance() == CREDITS
            desk.checker.sees = READING
            for _ in range(2):
                assert (await desk.identity.check(desk.account, check(), KEY)).charged == COST
            assert desk.balance() == CREDITS - COST

    asyncio.run(scenario())


def test_a_check_can_be_repeated_for_nothing_only_so_often(open_desk: OpenDesk) -> None:
    async def scenario() -> None:
        async with open_desk() as desk:
            desk.checker.sees = NoCard("a cat")
            for _ in range(MAX_FREE + 1):
                with pytest.raises(NoCard):
                    await desk.identity.check(desk.account, check(), KEY)
            with pytest.raises(IdempotencyKeyReused, match="has been repeated 20 times"):
                await desk.identity.check(desk.account, check(), KEY)
            assert desk.balance() == CREDITS

    asyncio.run(scenario())


def test_a_repetition_of_a_check_that_has_not_ended_is_refused(open_desk: OpenDesk) -> None:
    async def scenario() -> None:
        async with open_desk() as desk:
            desk.checker.gate.clear()
            first = asyncio.create_task(desk.identity.check(desk.account, check(), KEY))
            while not desk.checker.begun.is_set():
                await asyncio.sleep(0.01)
            with pytest.raises(IdempotencyKeyInUse):
                await desk.identity.check(desk.account, check(), KEY)
            desk.checker.gate.set()
            assert (await first).charged == COST
            assert desk.balance() == CREDITS - COST

    asyncio.run(scenario())


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_checks_at_once_only_one_holds_credits(
    kind: str, request: pytest.FixtureRequest
) -> None:
    database = Database(request.getfixturevalue(f"{kind}_url"))
    database.migrate()
    with database.transaction() as tx:
        key_id = keys.create_key(tx, "client", credits=CREDITS, qps=0, now=1.0).id
    account = Account(key_id, "client", 0.0, CREDITS)
    ids = hold_ids(b"s" * 32, account, check(), KEY)

    def hold(_: int) -> str:
        with database.transaction() as tx:
            return take(tx, account, ids, COST, 1.0)

    outcomes = at_once(6, hold)
    assert outcomes.count(ids[0]) == 1
    assert sum(isinstance(each, IdempotencyKeyInUse) for each in outcomes) == 5
    with database.reading() as tx:
        assert keys.get_key(tx, "client").credits == CREDITS - COST
    database.close()
