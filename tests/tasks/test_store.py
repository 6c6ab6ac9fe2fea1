"""The tasks table: nothing accepted is lost, and only the latest attempt may end a task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from sqlalchemy import event, select, text
from tests.db.concurrency import at_once, kill, start_python

from idphoto.accounts import ledger
from idphoto.accounts.keys import create_key
from idphoto.db.database import Database
from idphoto.db.tables import Base, Task
from idphoto.errors import (
    BadImage,
    FaceCutOff,
    FaceTooSmall,
    GivenUp,
    IdPhotoError,
    NoFace,
    SeveralFaces,
    SheetFull,
    UnknownTask,
)
from idphoto.tasks import callback_store, images, store
from idphoto.tasks.queue import Queued
from idphoto.tasks.states import Priority, State
from idphoto.tasks.store import NewTask, TaskPlace, TaskSource

NewTaskId = Callable[..., str]

SEVERAL = SeveralFaces(3)
URL = "https://people.example/erika.jpg"  # of the fixture's tasks


def read(database: Database, task_id: str = "task") -> Task:
    with database.reading() as tx:
        task = store.get(tx, task_id)
    assert task is not None
    return task


def claim(database: Database, now: float = 20.0, max_attempts: int = 3) -> int | None:
    with database.transaction() as tx:
        return store.claim(tx, "task", max_attempts, now)


def blobs_of(task_id: str, attempt: int) -> dict[str, str]:
    """The keys under which an attempt has stored its files."""
    stored = f"results/{task_id} {attempt}"
    return {"image": f"{stored}.jpg", "sheet": f"{stored}-sheet.jpg"}


def finish(database: Database, attempt: int, task_id: str = "task", now: float = 30.0) -> bool:
    with database.transaction() as tx:
        return store.finish(
            tx,
            task_id,
            attempt,
            blobs=blobs_of(task_id, attempt),
            result={"px": [600, 600], "attempt": attempt},
            expires_at=now + 100,
            now=now,
        )


def fail(
    database: Database,
    attempt: int | None,
    task_id: str = "task",
    failure: IdPhotoError = SEVERAL,
) -> bool:
    with database.transaction() as tx:
        return store.fail(tx, task_id, attempt, failure=failure, now=30.0, expires_at=130.0)


def test_an_accepted_task_is_queued_with_all_its_fields(database: Database, key_id: str) -> None:
    new = NewTask(
        id="task",
        key_id=key_id,
        api="acedata.v1",
        wire={"inline": True, "name": "Größe"},
        order={"size_px": [295, 413]},
        cost=3,
        base_url="https://photos.example",
        callback_url="https://shop.example/done",
        sources=(TaskSource("https://people.example/a.jpg", None), TaskSource(None, "image")),
        priority=Priority.RELAX,
        turn=0,
        max_source_bytes=5,
        time_limit_s=1.5,
        trace_id="trace",
    )
    with database.transaction() as tx:
        store.create(tx, new, 10.25)
    task = read(database)
    printed = {**asdict(new), "sources": [asdict(source) for source in new.sources]}
    assert {name: getattr(task, name) for name in printed} == printed
    assert store.sources_of(task) == new.sources
    assert (task.state, task.attempts, task.created_at) == ("queued", 0, 10.25)
    assert (task.started_at, task.completed_at, task.result, task.purged_at) == (None,) * 4


def test_a_claimed_task_is_running_and_its_attempts_are_counted(
    database: Database, new_task: NewTaskId
) -> None:
    new_task()
    assert claim(database, now=20.0) == 1
    task = read(database)
    assert (task.state, task.attempts, task.started_at) == ("running", 1, 20.0)
    assert claim(database, now=25.0) == 2  # its worker was presumed dead
    task = read(database)
    assert (task.state, task.attempts, task.started_at) == ("running", 2, 25.0)


def test_a_finished_task_has_its_result(database: Database, new_task: NewTaskId) -> None:
    new_task()
    claim(database)
    assert finish(database, 1)
    task = read(database)
    assert (task.state, task.completed_at, task.expires_at) == ("done", 30.0, 130.0)
    assert task.result_blobs == blobs_of("task", 1)
    assert task.result == {"px": [600, 600], "attempt": 1}
    assert (task.failure_code, task.failure_details) == (None, None)


def test_a_failed_task_has_its_reason(database: Database, new_task: NewTaskId) -> None:
    new_task()
    claim(database)
    assert fail(database, 1)
    task = read(database)
    assert (task.state, task.completed_at, task.expires_at) == ("failed", 30.0, 130.0)
    assert (task.failure_code, task.failure_details) == ("several_faces", {"found": 3})
    assert (task.result_blobs, task.result) == (None, None)


@pytest.mark.parametrize(
    ("error", "details"),
    [
        (BadImage("a\0\ud800é" + "x" * 600), {"reason": "a??é" + "x" * 496}),
        (
            FaceTooSmall(np.float32(41.5), np.int64(60)),  # type: ignore[arg-type]
            {"found_px": 41.5, "need_px": 60},
        ),
        (FaceCutOff("top", float("nan")), {"sides": "top", "missing": 0.0}),
        (SheetFull((8, None), (5, 1)), {"wanted": [8, None], "fit": [5, 1]}),
        (NoFace(), {}),
    ],
)
def test_details_of_any_kind_are_stored(
    database: Database, new_task: NewTaskId, error: IdPhotoError, details: dict[str, Any]
) -> None:
    new_task()
    assert fail(database, None, failure=error)
    assert read(database).failure_details == details


def test_an_attempt_that_was_superseded_cannot_end_the_task(
    database: Database, new_task: NewTaskId
) -> None:
    new_task()
    claim(database)
    claim(database)
    assert not finish(database, 1)
    assert not fail(database, 1)
    with database.transaction() as tx:
        assert not store.requeue(tx, "task", 1)
    assert read(database).state == "running"
    assert finish(database, 2)
    assert read(database).result == {"px": [600, 600], "attempt": 2}


@pytest.mark.parametrize("end", [finish, fail])
def test_a_task_ends_only_once(
    database: Database, new_task: NewTaskId, end: Callable[[Database, int], bool]
) -> None:
    new_task()
    claim(database)
    assert end(database, 1)
    ended = read(database)
    assert claim(database) is None
    assert not finish(database, 1, now=99.0)
    assert not fail(database, 1)
    assert not fail(database, None)
    with database.transaction() as tx:
        assert not store.requeue(tx, "task", 1)
        store.set_sources(tx, "task", [TaskSource(URL, "image")])
    after = read(database)
    assert (after.state, after.completed_at) == (ended.state, ended.completed_at)
    assert (after.attempts, store.sources_of(after)) == (1, (TaskSource(URL, None),))


def test_an_attempt_that_was_not_begun_cannot_end_the_task(
    database: Database, new_task: NewTaskId
) -> None:
    new_task()
    assert not finish(database, 0)
    assert not fail(database, 0)
    assert not finish(database, 1)
    assert read(database).state == "queued"


@pytest.mark.parametrize("begun", [0, 1, 2])
def test_a_task_can_be_failed_after_any_number_of_attempts(
    database: Database, new_task: NewTaskId, begun: int
) -> None:
    new_task()
    for _ in range(begun):
        claim(database)
    assert fail(database, None)
    assert not finish(database, begun)
    assert read(database).state == "failed"


def test_a_task_attempted_too_often_is_given_up(database: Database, new_task: NewTaskId) -> None:
    new_task()
    assert [claim(database, max_attempts=2) for _ in range(2)] == [1, 2]
    with pytest.raises(GivenUp) as caught:
        claim(database, now=99.0, max_attempts=2)
    assert caught.value.attempts == 2
    task = read(database)
    assert (task.state, task.attempts, task.started_at) == ("running", 2, 20.0)
    assert fail(database, None)
    assert claim(database, max_attempts=2) is None


def test_an_unknown_task_cannot_be_claimed(database: Database) -> None:
    assert claim(database) is None


def test_a_requeued_task_is_as_if_it_had_not_begun(database: Database, new_task: NewTaskId) -> None:
    new_task()
    claim(database)
    with database.transaction() as tx:
        assert store.requeue(tx, "task", 1)
    task = read(database)
    assert (task.state, task.attempts, task.started_at) == ("queued", 0, None)
    assert not finish(database, 1)
    assert claim(database) == 1


def test_a_stored_source_is_recorded(database: Database, new_task: NewTaskId) -> None:
    new_task()
    with database.transaction() as tx:
        store.set_sources(tx, "task", [TaskSource(URL, "image"), TaskSource(None, "other")])
    assert store.sources_of(read(database)) == (TaskSource(URL, "image"), TaskSource(None, "other"))


def test_only_its_owner_finds_a_task_and_only_through_its_api(
    database: Database, new_task: NewTaskId, key_id: str
) -> None:
    new_task()
    with database.transaction() as tx:
        other = create_key(tx, "school", credits=None, qps=0, now=1.0).id
        assert store.find(tx, "task", key_id, ("acedata.v1", "picwish.v1")).id == "task"
        for task_id, owner, api in (
            ("other", key_id, "picwish.v1"),
            ("task", other, "picwish.v1"),
            ("task", key_id, "acedata.v1"),
            ("", key_id, "picwish.v1"),
            ("task\0", key_id, "picwish.v1"),
            ("\ud800", key_id, "picwish.v1"),
            ("t" * 10_000, key_id, "picwish.v1"),
            ("' OR 1=1 --", key_id, "picwish.v1"),
        ):
            with pytest.raises(UnknownTask) as caught:
                store.find(tx, task_id, owner, (api,))
            assert caught.value.task_id == task_id[:40]


def test_unfinished_tasks_are_listed_oldest_first(database: Database, new_task: NewTaskId) -> None:
    for task_id, now in (("d", 4.0), ("b", 2.0), ("task", 3.0), ("a", 1.0), ("c", 2.0)):
        new_task(task_id, now)
    claim(database)  # running tasks are unfinished, too
    fail(database, None, "a")
    with database.reading() as tx:
        assert [task.id for task in store.unfinished(tx)] == ["b", "c", "task", "d"]


def test_unfinished_tasks_have_their_turn_and_whether_sources_are_stored(
    database: Database, new_task: NewTaskId, key_id: str
) -> None:
    stored, afar = TaskSource(None, "image"), TaskSource(URL, None)
    new_task("all", 1.0, sources=(stored, stored))
    new_task("some", 2.0, sources=(stored, afar), priority=Priority.RELAX, turn=7)
    new_task("none", 3.0, sources=(afar,))
    with database.reading() as tx:
        assert store.unfinished(tx) == [
            Queued("all", key_id, Priority.FAST, 0, True),
            Queued("some", key_id, Priority.RELAX, 7, False),
            Queued("none", key_id, Priority.FAST, 0, False),
        ]
    with database.transaction() as tx:
        store.set_sources(tx, "some", [stored, TaskSource(URL, "other")])
    with database.reading() as tx:
        assert store.unfinished(tx)[1] == Queued("some", key_id, Priority.RELAX, 7, True)


def test_the_backlog_counts_what_waits_and_what_runs(
    database: Database, new_task: NewTaskId
) -> None:
    for task_id, now in (("a", 4.0), ("b", 2.0), ("task", 1.0), ("ended", 1.0)):
        new_task(task_id, now)
    new_task("relaxed", 3.0, priority=Priority.RELAX)
    claim(database)
    fail(database, None, "ended")
    with database.reading() as tx:
        assert store.backlog(tx) == {
            Priority.FAST: store.Backlog(waiting=2, running=1, oldest_at=2.0),
            Priority.RELAX: store.Backlog(waiting=1, running=0, oldest_at=3.0),
        }


def test_an_empty_backlog_has_every_priority(database: Database) -> None:
    with database.reading() as tx:
        assert store.backlog(tx) == dict.fromkeys(Priority, store.Backlog())


def test_a_keys_own_tasks_are_listed_newest_first(database: Database, new_task: NewTaskId) -> None:
    with database.transaction() as tx:
        other = create_key(tx, "school", credits=None, qps=0, now=1.0).id
    for number in range(5):
        new_task(f"mine {number}", float(number))
    new_task("theirs", 9.0, key_id=other)
    new_task("elsewhere", 9.0, api="acedata.headshots")
    for task_id in ("mine 1", "mine 3"):
        fail(database, None, task_id)  # until 130
    with database.transaction() as tx:
        store.mark_purged(tx, ["mine 3"], 20.0)
        key_id = read(database, "mine 0").key_id

    def listed(now: float, offset: int = 0, limit: int = 9) -> tuple[list[str], int]:
        with database.reading() as tx:
            found, count = store.latest(tx, key_id, "picwish.v1", now, offset=offset, limit=limit)
        return [task.id for task in found], count

    assert listed(130.0) == (["mine 4", "mine 2", "mine 1", "mine 0"], 4)
    assert listed(130.1) == (["mine 4", "mine 2", "mine 0"], 3)
    assert listed(130.0, offset=1, limit=2) == (["mine 2", "mine 1"], 4)
    assert listed(130.0, offset=4) == ([], 4)


def test_a_keys_tasks_come_in_pages_newest_first_and_by_id_where_they_are_as_old(
    database: Database, new_task: NewTaskId, key_id: str
) -> None:
    for task_id, now in (("b", 2.0), ("a", 2.0), ("old", 1.0), ("new", 3.0), ("c", 2.0)):
        new_task(task_id, now)
    with database.transaction() as tx:
        other = create_key(tx, "school", credits=None, qps=0, now=1.0).id
    new_task("other's", 2.0, key_id=other)
    new_task("elsewhere", 2.0, api="acedata.v1")
    found: list[list[str]] = []
    after: TaskPlace | None = None
    while not found or found[-1]:
        with database.reading() as tx:
            rows = store.page(tx, key_id, ("picwish.v1",), 50.0, after=after, states=None, limit=2)
        found.append([row.id for row in rows])
        after = TaskPlace(rows[-1].created_at, rows[-1].id) if rows else None
    assert found == [["new", "a"], ["b", "c"], ["old"], []]


def test_a_page_has_the_states_that_are_asked_for_and_nothing_that_has_expired(
    database: Database, new_task: NewTaskId, key_id: str
) -> None:
    for task_id in ("task", "failed", "waiting"):
        new_task(task_id)
    assert finish(database, claim(database) or 0)  # it expires at 130
    assert fail(database, None, "failed")

    def listed(now: float, *states: State) -> set[str]:
        with database.reading() as tx:
            rows = store.page(
                tx, key_id, ("picwish.v1",), now, after=None, states=states or None, limit=9
            )
        return {row.id for row in rows}

    assert listed(130.0) == {"task", "failed", "waiting"}
    assert listed(130.0, State.DONE, State.QUEUED) == {"task", "waiting"}
    assert listed(130.1) == {"waiting"}


def test_sources_of_a_task_that_has_ended_are_not_recorded(
    database: Database, new_task: NewTaskId
) -> None:
    new_task()
    with database.transaction() as tx:
        assert store.set_sources(tx, "task", [TaskSource(URL, "image")])
    fail(database, None)
    with database.transaction() as tx:
        assert not store.set_sources(tx, "task", [TaskSource(URL, "other")])
    assert read(database).sources == [{"url": URL, "image_id": "image"}]


def test_tasks_are_counted_by_state(database: Database, new_task: NewTaskId) -> None:
    with database.reading() as tx:
        assert store.counts(tx) == {"queued": 0, "running": 0, "done": 0, "failed": 0}
    for task_id in ("task", "a", "b", "c"):
        new_task(task_id)
    claim(database)
    fail(database, None, "a")
    with database.reading() as tx:
        assert store.counts(tx) == {"queued": 2, "running": 1, "done": 0, "failed": 1}


def test_a_row_that_was_read_shows_later_writes(database: Database, new_task: NewTaskId) -> None:
    new_task()
    with database.transaction() as tx:
        row = store.get(tx, "task")
        assert row is not None
        store.claim(tx, "task", 3, 20.0)
        assert (row.state, row.attempts, row.started_at) == ("running", 1, 20.0)
        store.finish(tx, "task", 1, blobs={"image": "b"}, result={}, expires_at=130.0, now=30.0)
        assert (row.state, row.result_blobs) == (State.DONE, {"image": "b"})


# --- what expires -------------------------------------------------------------------------------


def expired(database: Database, now: float, limit: int = 10) -> list[str]:
    with database.transaction() as tx:
        return [task.id for task in store.expired_results(tx, now, limit)]


def test_ended_tasks_expire_oldest_first(database: Database, new_task: NewTaskId) -> None:
    for task_id in ("queued", "failed", "task", "running"):
        new_task(task_id)
    claim(database)
    finish(database, 1, now=10.0)  # expires at 110, the failed one at 130
    fail(database, None, "failed")
    with database.transaction() as tx:
        store.claim(tx, "running", 3, 1.0)
    assert expired(database, 110.0) == []
    assert expired(database, 110.1) == ["task"]
    assert expired(database, 1e12) == ["task", "failed"]
    assert expired(database, 1e12, limit=1) == ["task"]


def test_a_task_does_not_expire_before_its_callback_is_settled(
    database: Database, new_task: NewTaskId
) -> None:
    new_task()
    claim(database)
    finish(database, 1)
    with database.transaction() as tx:
        callback_store.add(tx, "callback", "task", "https://shop.example", 30.0)
    assert expired(database, 1000.0) == []
    with database.transaction() as tx:
        callback_store.record(
            tx,
            "callback",
            at=900.0,
            took_ms=1.0,
            http_status=500,
            error=None,
            delivered=False,
            next_at=None,
        )
    assert expired(database, 1000.0) == ["task"]


def test_a_purged_task_holds_no_personal_data(
    database: Database, new_task: NewTaskId, key_id: str
) -> None:
    new_task(callback_url="https://shop.example/erika", wire={"name": "Erika"})
    claim(database)
    finish(database, 1)
    new_task("other")
    with database.transaction() as tx:
        store.mark_purged(tx, ["task", "absent"], 200.0)
        store.mark_purged(tx, ["task"], 300.0)
    task = read(database)
    assert (task.wire, task.order) == ({}, {})
    assert (task.callback_url, task.result_blobs, task.result) == (None,) * 3
    assert task.sources == []
    assert (task.state, task.purged_at, task.completed_at) == ("done", 200.0, 30.0)
    assert expired(database, 1000.0) == []
    with database.reading() as tx:
        with pytest.raises(UnknownTask):
            store.find(tx, "task", key_id, ("picwish.v1",))
        assert store.find(tx, "other", key_id, ("picwish.v1",)).wire == {"inline": False}
        nulls = text("SELECT id FROM tasks WHERE result IS NULL AND result_blobs IS NULL")
        assert set(tx.scalars(nulls)) == {"task", "other"}


def test_a_purged_failure_keeps_only_its_code(database: Database, new_task: NewTaskId) -> None:
    new_task()
    fail(database, None)
    with database.transaction() as tx:
        store.mark_purged(tx, ["task"], 200.0)
    task = read(database)
    assert (task.failure_code, task.failure_details) == ("several_faces", None)


def test_a_stored_result_is_known_until_it_is_purged(
    database: Database, new_task: NewTaskId
) -> None:
    new_task()
    claim(database)
    finish(database, 1)
    new_task("other")
    fail(database, None, "other")
    stored = list(blobs_of("task", 1).values())
    with database.transaction() as tx:
        assert [store.knows(tx, "task", blob) for blob in stored] == [True, True]
        assert not store.knows(tx, "task", "results/task 2.jpg")
        assert not any(store.knows(tx, other, stored[0]) for other in ("other", "absent"))
        store.mark_purged(tx, ["task"], 200.0)
        assert [store.knows(tx, "task", blob) for blob in stored] == [False, False]


def test_any_file_stored_for_an_unfinished_task_is_known(
    database: Database, new_task: NewTaskId
) -> None:
    new_task()
    for begun in (False, True):
        if begun:
            claim(database)
        with database.reading() as tx:
            assert store.knows(tx, "task", "results/task 1.jpg")
    finish(database, 1)
    with database.reading() as tx:
        assert not store.knows(tx, "task", "results/task 0.jpg")


@pytest.mark.parametrize(
    "query",
    [
        lambda tx: store.expired_results(tx, 1.0, 10),
        lambda tx: store.unfinished(tx),
        lambda tx: store.knows(tx, "t", "b"),
        lambda tx: images.knows(tx, "b"),
        lambda tx: callback_store.due(tx, 1.0, 10, 8),
        lambda tx: callback_store.next_due_at(tx, 1.0),
    ],
    ids=["results", "unfinished", "result", "image", "due", "next_due_at"],
)
def test_frequent_queries_scan_no_table(
    sqlite_database: Database, query: Callable[..., object]
) -> None:
    asked: list[tuple[str, Any]] = []
    with sqlite_database.reading() as tx:
        tx.connection()
        engine = tx.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
        query(tx)
        statement, parameters = asked[0]
        plan = tx.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [row[-1] for row in plan]
    tables = tuple(f"SCAN {name}" for name in Base.metadata.tables)
    assert not [step for step in steps if step.startswith(tables)], steps


# --- many at once, and crashes ------------------------------------------------------------------


def test_concurrent_workers_claim_different_attempts(
    database: Database, new_task: NewTaskId
) -> None:
    new_task()
    numbers = at_once(8, lambda _: claim(database, max_attempts=5))
    given_up = [number for number in numbers if isinstance(number, GivenUp)]
    assert sorted(number for number in numbers if isinstance(number, int)) == [1, 2, 3, 4, 5]
    assert [error.attempts for error in given_up] == [5, 5, 5]


def test_only_one_of_many_concurrent_ends_is_recorded(
    database: Database, new_task: NewTaskId
) -> None:
    new_task()
    claim(database)

    def end(number: int) -> bool:
        return finish(database, 1) if number % 2 else fail(database, None)

    outcomes = at_once(8, end)
    assert sorted(map(str, outcomes)) == ["False"] * 7 + ["True"]
    assert read(database).state == ("done" if outcomes.index(True) % 2 else "failed")


ACCEPT = """
import sys
from idphoto.accounts import ledger
from idphoto.db.database import Database
from idphoto.tasks import store
from idphoto.tasks.states import Priority

url, key_id = sys.argv[1:]
database = Database(url)
for number in range(100_000):
    task_id = f"task {number}"
    with database.transaction() as tx:
        ledger.reserve(tx, key_id, task_id, 1, 1.0)
        new = store.NewTask(
            task_id, key_id, "api", {}, {}, 1, "", None, (), Priority.FAST, 0, 1, 1.0, "trace"
        )
        store.create(tx, new, float(number))
    print(number, flush=True)
    with database.transaction() as tx:
        attempt = store.claim(tx, task_id, 3, 2.0)
"""


def test_a_killed_process_loses_no_accepted_task(
    database: Database, database_url: str, key_id: str
) -> None:
    process = start_python(ACCEPT, database_url, key_id)
    assert process.stdout is not None
    printed = [process.stdout.readline() for _ in range(20)]
    printed += kill(process).splitlines(keepends=True)
    last = max(int(line) for line in printed if line.endswith("\n"))
    with database.reading() as tx:
        unfinished = [task.id for task in store.unfinished(tx)]
        assert unfinished[: last + 1] == [f"task {number}" for number in range(last + 1)]
        # every accepted task is paid for, and no other
        assert [ledger.charged(tx, task_id) for task_id in unfinished] == [1] * len(unfinished)
        assert not ledger.charged(tx, f"task {len(unfinished)}")


def test_running_a_task_takes_two_commits(database: Database, new_task: NewTaskId) -> None:
    new_task()
    with database.transaction() as tx:
        engine = tx.get_bind()
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    attempt = claim(database)
    assert attempt is not None
    assert finish(database, attempt)
    assert len(commits) == 2


@pytest.mark.parametrize(
    ("call", "most"),
    [
        (lambda tx: store.claim(tx, "task", 3, 1.0), 2),
        (lambda tx: store.set_sources(tx, "task", [TaskSource(None, "image")]), 1),
        (lambda tx: store.get(tx, "task"), 1),
        (lambda tx: ledger.capture(tx, "task", 1.0), 1),
    ],
    ids=["claim", "set_sources", "get", "capture"],
)
def test_an_operation_takes_one_or_two_statements(
    database: Database, new_task: NewTaskId, call: Callable[..., object], most: int
) -> None:
    new_task()
    statements: list[str] = []
    with database.transaction() as tx:
        tx.execute(select(1))
        engine = tx.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
        call(tx)
    assert len(statements) <= most, statements
