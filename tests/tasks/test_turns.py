"""The order in which the keys' waiting tasks are begun."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import pytest

from idphoto.accounts.account import Account
from idphoto.accounts.keys import create_key
from idphoto.db.database import Database
from idphoto.db.tables import Task
from idphoto.errors import TooManyTasks
from idphoto.tasks import store, turns
from idphoto.tasks.accept import accept
from idphoto.tasks.local import LocalQueue
from idphoto.tasks.model import FromUrl, Submission
from idphoto.tasks.queue import Queued
from idphoto.tasks.repeats import TaskIdentity
from idphoto.tasks.states import Priority
from idphoto.tasks.turns import next_turn

FAST, RELAX = Priority.FAST, Priority.RELAX


class SilentQueue(LocalQueue):
    """Hands out nothing."""

    def put(self, tx: object, task: Queued) -> None:
        pass


AcceptTask = Callable[..., str]


@pytest.fixture
def accepted(database: Database) -> AcceptTask:
    """``accepted(key, priority=FAST, most=500)``: the id of a task of the key with that name."""
    keys: dict[str, Account] = {}

    def one(key: str, priority: Priority = FAST, most: int = 500) -> str:
        if key not in keys:
            with database.transaction() as tx:
                key_id = create_key(tx, key, credits=None, qps=0, now=1.0).id
            keys[key] = Account(key_id, key, 0, None)
        submission = Submission(
            api="picwish.v1",
            order={},
            cost=0,
            sources=(FromUrl("https://people.example/erika.jpg"),),
            wire={},
            callback_url=None,
            base_url="",
            max_source_bytes=1,
            time_limit_s=1.0,
            trace_id="trace",
            priority=priority,
        )
        task = TaskIdentity(str(uuid.uuid4()), None)
        accept(database, SilentQueue(database), keys[key], submission, [None], 3600.0, most, task)
        return task.id

    return one


def in_turn(database: Database, names: dict[str, str]) -> list[str]:
    """The waiting tasks' names in the order in which they would be begun."""
    with database.reading() as tx:
        waiting = sorted((task for task in store.unfinished(tx)), key=lambda task: task.turn)
        return [names[task.id] for task in waiting if task.id in names]


def begin(database: Database, task_id: str) -> None:
    with database.transaction() as tx:
        store.claim(tx, task_id, 3, time.time())


def test_a_turn_follows_the_later_of_the_running_tasks_and_the_keys_own_last() -> None:
    assert [next_turn(5, 0), next_turn(5, 9), next_turn(0, 0)] == [6, 10, 1]
    assert next_turn(5, 0, RELAX) == 25


def test_a_key_with_one_task_goes_before_the_rest_of_a_crowd(
    database: Database, accepted: AcceptTask
) -> None:
    names = {accepted("crowd"): f"crowd {number}" for number in range(6)}
    for task_id, name in names.items():
        if name in ("crowd 0", "crowd 1"):
            begin(database, task_id)
    names[accepted("other")] = "other"
    names[accepted("crowd")] = "crowd 6"
    waiting = in_turn(database, names)[2:]
    assert waiting == ["crowd 2", "other", "crowd 3", "crowd 4", "crowd 5", "crowd 6"]


def test_keys_that_wait_take_turns(database: Database, accepted: AcceptTask) -> None:
    names = {accepted("a"): "a" for _ in range(3)}
    names |= {accepted("b"): "b" for _ in range(3)}
    assert in_turn(database, names) == ["a", "b", "a", "b", "a", "b"]


def test_fast_tasks_go_before_relaxed_ones_but_not_for_ever(
    database: Database, accepted: AcceptTask
) -> None:
    begin(database, accepted("kiosk"))
    names = {accepted("nightly", RELAX): "relaxed"}
    names |= {accepted("kiosk"): "fast" for _ in range(30)}
    assert in_turn(database, names).index("relaxed") == 19


def test_turns_go_on_where_waiting_tasks_are_when_nothing_runs(
    database: Database, accepted: AcceptTask
) -> None:
    first = accepted("crowd")
    accepted("crowd")
    with database.transaction() as tx:
        store.claim(tx, first, 3, 1.0)
        store.finish(tx, first, 1, blobs={}, result={}, expires_at=9.0, now=2.0)
    with database.reading() as tx:
        assert turns.current_turn(tx) == 1
    other = accepted("other")
    with database.reading() as tx:
        assert [task.turn for task in store.unfinished(tx) if task.id == other] == [2]


def test_turns_start_anew_when_nothing_waits(database: Database, accepted: AcceptTask) -> None:
    with database.reading() as tx:
        assert turns.current_turn(tx) == 0


def test_a_key_has_at_most_so_many_unfinished_tasks(
    database: Database, accepted: AcceptTask
) -> None:
    ids = [accepted("crowd", most=2) for _ in range(2)]
    with pytest.raises(TooManyTasks) as refused:
        accepted("crowd", most=2)
    assert refused.value.details() == {"unfinished": 2, "most": 2, "retry_after_s": 5.0}
    accepted("other", most=2)
    with database.transaction() as tx:
        store.claim(tx, ids[0], 3, 1.0)
        store.finish(tx, ids[0], 1, blobs={}, result={}, expires_at=9.0, now=2.0)
    accepted("crowd", most=2)


def test_a_refused_task_leaves_no_credits_on_hold(database: Database, accepted: AcceptTask) -> None:
    accepted("crowd", most=1)
    with pytest.raises(TooManyTasks):
        accepted("crowd", most=1)
    with database.reading() as tx:
        assert tx.query(Task).count() == 1
