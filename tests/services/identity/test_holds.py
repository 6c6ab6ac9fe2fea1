"""Only the holds of a process that died are released."""

from __future__ import annotations

import asyncio
import time

from sqlalchemy import select
from tests.services.identity.cards import check
from tests.services.identity.conftest import CREDITS, OpenDesk

from idphoto.accounts import ledger
from idphoto.db.database import Database
from idphoto.db.tables import ApiKey, LedgerEntry
from idphoto.services.identity.holds import release_left
from idphoto.tasks import store
from idphoto.tasks.states import Priority


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
