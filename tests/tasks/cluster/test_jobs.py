"""Tasks as Procrastinate's jobs."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from idphoto.db.database import Database
from idphoto.tasks.cluster import jobs
from idphoto.tasks.queue import Queued
from idphoto.tasks.states import Priority


def queued(
    task_id: str = "task", *, turn: int = 7, stored: bool = True, relaxed: bool = False
) -> Queued:
    return Queued(task_id, "key", Priority.RELAX if relaxed else Priority.FAST, turn, stored)


def rows(database: Database) -> list[dict[str, Any]]:
    with database.reading() as tx:
        found = tx.execute(
            text(
                "SELECT queue_name, priority, lock, queueing_lock, args, status"
                " FROM procrastinate_jobs ORDER BY priority DESC, id"
            )
        )
        return [dict(row._mapping) for row in found]


def test_a_job_carries_a_tasks_id_and_its_turn_as_priority(database: Database) -> None:
    with database.transaction() as tx:
        jobs.put(tx, queued())
    assert rows(database) == [
        {
            "queue_name": "make",
            "priority": -7,
            "lock": None,
            "queueing_lock": "task",
            "args": {"task_id": "task"},
            "status": "todo",
        }
    ]


@pytest.mark.parametrize(
    ("relaxed", "queue", "locks"), [(False, "download", 6), (True, "download-relaxed", 2)]
)
def test_a_key_has_a_limited_number_of_downloads_in_hand(
    database: Database, relaxed: bool, queue: str, locks: int
) -> None:
    with database.transaction() as tx:
        for turn in range(20):
            jobs.put(tx, queued(f"task {turn}", turn=turn, stored=False, relaxed=relaxed))
    found = rows(database)
    assert {row["queue_name"] for row in found} == {queue}
    assert len({row["lock"] for row in found}) == locks


def test_a_task_whose_transaction_is_rolled_back_has_no_job(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as tx:
        jobs.put(tx, queued())
        raise ZeroDivisionError
    assert rows(database) == []


def test_a_task_that_waits_already_gets_no_second_job(database: Database) -> None:
    with database.transaction() as tx:
        jobs.put(tx, queued())
        jobs.put(tx, queued())
        tx.execute(text("SELECT 1"))  # the transaction goes on
    assert len(rows(database)) == 1


def test_only_its_own_worker_removes_a_job(database: Database) -> None:
    with database.transaction() as tx:
        jobs.put(tx, queued())
        one, other = (
            tx.scalar(text("SELECT worker_id FROM procrastinate_register_worker_v1()"))
            for _ in range(2)
        )
        job = tx.scalar(text("SELECT id FROM procrastinate_fetch_job_v2(NULL, :w)"), {"w": one})
        jobs.remove(tx, job or 0, other or 0)
    assert len(rows(database)) == 1
    with database.transaction() as tx:
        jobs.remove(tx, job or 0, one or 0)
    assert rows(database) == []
