"""Taking up tasks that no living worker has."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import text
from sqlalchemy.orm import Session

from idphoto.db.database import Database
from idphoto.db.locks import RESCUE, held_alone
from idphoto.errors import NoFace
from idphoto.tasks import store
from idphoto.tasks.cluster import jobs
from idphoto.tasks.cluster.rescue import Rescued, rescue

NewTaskId = Callable[..., str]


def put(database: Database, task_id: str) -> None:
    with database.transaction() as tx:
        for task in store.queued(tx, [task_id]):
            jobs.put(tx, task)


def fetch(database: Database, silent_s: float) -> None:
    """A worker fetches a job; its last heartbeat was so long ago."""
    with database.transaction() as tx:
        worker = tx.scalar(text("SELECT worker_id FROM procrastinate_register_worker_v1()"))
        tx.execute(text("SELECT procrastinate_fetch_job_v2(NULL, :w)"), {"w": worker})
        tx.execute(
            text(
                "UPDATE procrastinate_workers"
                " SET last_heartbeat = now() - make_interval(secs => :s) WHERE id = :w"
            ),
            {"s": silent_s, "w": worker},
        )


def states(tx: Session) -> list[tuple[str, str]]:
    found = tx.execute(text("SELECT queueing_lock, status FROM procrastinate_jobs ORDER BY id"))
    return [(task_id, status) for task_id, status in found]


def rescued(database: Database) -> tuple[Rescued, list[tuple[str, str]]]:
    with database.transaction() as tx:
        return rescue(tx), states(tx)


def test_the_job_of_a_silent_worker_is_queued_again(
    database: Database, new_task: NewTaskId
) -> None:
    put(database, new_task())
    fetch(database, silent_s=7.0)
    assert rescued(database) == (Rescued(freed=("task",)), [("task", "todo")])


def test_the_job_of_a_worker_that_left_is_queued_again(
    database: Database, new_task: NewTaskId
) -> None:
    put(database, new_task())
    fetch(database, silent_s=0.0)
    with database.transaction() as tx:
        tx.execute(text("DELETE FROM procrastinate_workers"))
    assert rescued(database) == (Rescued(freed=("task",)), [("task", "todo")])


def test_the_job_of_a_living_worker_stays_with_it(database: Database, new_task: NewTaskId) -> None:
    put(database, new_task())
    fetch(database, silent_s=4.0)
    assert rescued(database) == (Rescued(), [("task", "doing")])


def test_a_silent_workers_job_is_dropped_if_its_task_waits_already(
    database: Database, new_task: NewTaskId
) -> None:
    put(database, new_task())
    fetch(database, silent_s=7.0)
    put(database, "task")
    assert rescued(database) == (Rescued(), [("task", "todo")])


def test_a_task_without_a_job_gets_one_once_it_is_old_enough(
    database: Database, new_task: NewTaskId
) -> None:
    new_task("old", now=time.time() - 11.0)
    new_task("new", now=time.time())
    new_task("ended", now=time.time() - 11.0)
    with database.transaction() as tx:
        store.fail(tx, "ended", None, failure=NoFace(), now=5.0, expires_at=6.0)
    assert rescued(database) == (Rescued(lost=("old",)), [("old", "todo")])


def test_one_worker_at_a_time_rescues(database: Database, new_task: NewTaskId) -> None:
    put(database, new_task())
    fetch(database, silent_s=7.0)
    with database.transaction() as other:
        assert held_alone(other, RESCUE)
        assert rescued(database) == (Rescued(), [("task", "doing")])
    assert rescued(database)[0] == Rescued(freed=("task",))
