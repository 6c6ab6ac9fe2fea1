"""The queue for one process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from idphoto.db.database import Database
from idphoto.errors import NoFace
from idphoto.tasks import store
from idphoto.tasks.local import Lanes, LocalQueue
from idphoto.tasks.queue import Queued, Stage
from idphoto.tasks.states import Priority, State
from idphoto.tasks.store import TaskSource
from idphoto.tasks.threads import on_database_thread

PATIENCE_S = 30.0  # only ends what hangs

NewTaskId = Callable[..., str]


class Work:
    """Records the tasks it is given; a task runs until ``hold`` is set."""

    def __init__(self, fetched: bool = True) -> None:
        self.fetched = fetched
        self.seen: list[tuple[str, str]] = []
        self.news = asyncio.Event()
        self.hold = asyncio.Event()

    async def fetch(self, task_id: str) -> bool:
        self._note("fetch", task_id)
        return self.fetched

    async def run(self, task_id: str, turn: int) -> None:
        self._note(f"run {turn}", task_id)
        await self.hold.wait()

    async def saw(self, count: int) -> list[tuple[str, str]]:
        """The first ``count`` calls, once that many were made."""
        async with asyncio.timeout(PATIENCE_S):
            while len(self.seen) < count:
                self.news.clear()
                await self.news.wait()
        return self.seen

    def _note(self, what: str, task_id: str) -> None:
        self.seen.append((what, task_id))
        self.news.set()


def with_queue(
    database: Database, scenario: Callable[[LocalQueue, Work], Awaitable[None]], work: bool = True
) -> None:
    """Run the scenario on a started queue."""

    async def main() -> None:
        queue, hands = LocalQueue(database), Work(fetched=work)
        await queue.start(hands)
        try:
            await scenario(queue, hands)
        finally:
            await queue.stop()

    asyncio.run(main())


async def put(database: Database, queue: LocalQueue, task: Queued, fault: bool = False) -> None:
    """Queue a task in a transaction that is committed, or rolled back if ``fault``."""

    def accept() -> None:
        with suppress(ZeroDivisionError), database.transaction() as tx:
            queue.put(tx, task)
            if fault:
                raise ZeroDivisionError

    await on_database_thread(accept)


def ready(task_id: str, key_id: str = "key", turn: int = 1) -> Queued:
    return Queued(task_id, key_id, Priority.FAST, turn, stored=True)


def remote(task_id: str, key_id: str = "key", priority: Priority = Priority.FAST) -> Queued:
    return Queued(task_id, key_id, priority, 1, stored=False)


def test_a_task_is_handed_out_once_the_transaction_that_accepts_it_is_committed(
    sqlite_database: Database,
) -> None:
    async def scenario(queue: LocalQueue, work: Work) -> None:
        await put(sqlite_database, queue, ready("undone"), fault=True)
        await put(sqlite_database, queue, ready("kept"))
        assert await work.saw(1) == [("run 1", "kept")]

    with_queue(sqlite_database, scenario)


def test_remote_sources_are_fetched_before_the_task_is_run(sqlite_database: Database) -> None:
    async def scenario(queue: LocalQueue, work: Work) -> None:
        await put(sqlite_database, queue, remote("a", priority=Priority.RELAX))
        assert await work.saw(2) == [("fetch", "a"), ("run 1", "a")]

    with_queue(sqlite_database, scenario)


def test_a_task_that_ended_while_it_was_fetched_is_not_run(sqlite_database: Database) -> None:
    async def scenario(queue: LocalQueue, work: Work) -> None:
        await put(sqlite_database, queue, remote("a"))
        await put(sqlite_database, queue, ready("b"))
        assert sorted(await work.saw(2)) == [("fetch", "a"), ("run 1", "b")]

    with_queue(sqlite_database, scenario, work=False)


def test_a_starting_queue_takes_up_unfinished_tasks(
    database: Database, new_task: NewTaskId
) -> None:
    new_task("from afar", now=1.0)
    new_task("stored", now=2.0, sources=(TaskSource(None, "image"),), turn=7)
    new_task("ended", now=3.0)
    new_task("running", now=4.0, sources=())
    with database.transaction() as tx:
        store.fail(tx, "ended", None, failure=NoFace(), now=5.0, expires_at=6.0)
        store.claim(tx, "running", 3, 5.0)

    async def scenario(queue: LocalQueue, work: Work) -> None:
        assert sorted(await work.saw(4)) == [
            ("fetch", "from afar"),
            ("run 0", "from afar"),
            ("run 0", "running"),
            ("run 7", "stored"),
        ]

    with_queue(database, scenario)


def test_the_end_of_a_task_wakes_everyone_who_waits(sqlite_database: Database) -> None:
    async def scenario(queue: LocalQueue, work: Work) -> None:
        await put(sqlite_database, queue, ready("a"))
        waiting = [asyncio.create_task(queue.wait("a", 60.0)) for _ in range(2)]
        await work.saw(1)
        assert not any(each.done() for each in waiting)
        queue.tell("a", State.DONE, 100)
        done, _ = await asyncio.wait(waiting, timeout=PATIENCE_S)
        assert done == set(waiting)

    with_queue(sqlite_database, scenario)


def test_a_task_put_twice_keeps_its_waiters(sqlite_database: Database) -> None:
    async def scenario(queue: LocalQueue, work: Work) -> None:
        await put(sqlite_database, queue, ready("a"))
        waiting = asyncio.create_task(queue.wait("a", 60.0))
        await asyncio.sleep(0)
        await put(sqlite_database, queue, ready("a"))
        queue.tell("a", State.DONE, 100)
        done, _ = await asyncio.wait([waiting], timeout=PATIENCE_S)
        assert done == {waiting}

    with_queue(sqlite_database, scenario)


def test_waiting_for_an_unknown_task_ends_at_once(sqlite_database: Database) -> None:
    async def scenario(queue: LocalQueue, work: Work) -> None:
        waiting = asyncio.create_task(queue.wait("unknown", 60.0))
        done, _ = await asyncio.wait([waiting], timeout=PATIENCE_S)
        assert done == {waiting}

    with_queue(sqlite_database, scenario)


def test_waiting_times_out_and_leaves_the_task_running(sqlite_database: Database) -> None:
    async def scenario(queue: LocalQueue, work: Work) -> None:
        await put(sqlite_database, queue, ready("a"))
        await queue.wait("a", 0.01)
        queue.tell("a", State.RUNNING, 40)
        assert await queue.stage("a") == Stage(State.RUNNING, 40)

    with_queue(sqlite_database, scenario)


@pytest.mark.parametrize("end", [State.DONE, State.FAILED])
def test_a_stage_is_known_only_until_the_end(sqlite_database: Database, end: State) -> None:
    async def scenario(queue: LocalQueue, work: Work) -> None:
        await put(sqlite_database, queue, ready("a"))
        assert await queue.stage("a") is None
        queue.tell("a", State.RUNNING, 40)
        assert await queue.stage("a") == Stage(State.RUNNING, 40)
        queue.tell("a", end, 100)
        assert await queue.stage("a") is None
        queue.tell("a", State.RUNNING, 50)  # by a thread that had hung
        assert await queue.stage("a") is None

    with_queue(sqlite_database, scenario)


def run_in_lanes(
    run: Callable[[str], Awaitable[None]],
    tasks: list[Queued],
    count: int,
    per_key: int | None = None,
) -> Lanes:
    lanes = Lanes(lambda task: run(task.id), count, per_key)
    for task in tasks:
        lanes.put(task)
    lanes.start()
    return lanes


async def order_of(tasks: list[Queued]) -> list[str]:
    """The ids in the order in which one lane runs them."""
    seen: list[str] = []
    done = asyncio.Event()

    async def run(task_id: str) -> None:
        await asyncio.sleep(0)
        seen.append(task_id)
        if len(seen) == len(tasks):
            done.set()

    lanes = run_in_lanes(run, tasks, 1)
    await asyncio.wait_for(done.wait(), PATIENCE_S)
    await lanes.stop()
    return seen


def test_tasks_of_one_turn_run_in_the_order_they_were_put() -> None:
    numbers = [str(number) for number in range(20)]
    assert asyncio.run(order_of([ready(number) for number in numbers])) == numbers


def test_the_lowest_turn_runs_first_whichever_key_it_belongs_to() -> None:
    crowd = [ready(f"crowd {turn}", "crowd", turn) for turn in range(1, 5)]
    late = ready("late", "other", 2)
    assert asyncio.run(order_of([*crowd, late])) == [
        "crowd 1",
        "crowd 2",
        "late",
        "crowd 3",
        "crowd 4",
    ]


def test_lanes_limit_how_many_tasks_run_at_once() -> None:
    async def scenario() -> int:
        running = most = 0
        left = 30
        done = asyncio.Event()

        async def run(_: str) -> None:
            nonlocal running, most, left
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.001)
            running -= 1
            left -= 1
            if not left:
                done.set()

        lanes = run_in_lanes(run, [ready(str(number)) for number in range(30)], 4)
        await asyncio.wait_for(done.wait(), PATIENCE_S)
        await lanes.stop()
        return most

    assert asyncio.run(scenario()) == 4


def test_a_key_whose_tasks_hang_leaves_lanes_to_others() -> None:
    async def scenario() -> list[str]:
        begun: list[str] = []
        other = asyncio.Event()

        async def run(task_id: str) -> None:
            begun.append(task_id)
            if task_id == "other":
                other.set()
            else:
                await asyncio.sleep(60)

        hanging = [ready(f"hanging {number}", "crowd", 1) for number in range(5)]
        lanes = run_in_lanes(run, [*hanging, ready("other", "other", 9)], 4, per_key=2)
        await asyncio.wait_for(other.wait(), PATIENCE_S)
        await lanes.stop()
        return begun

    assert asyncio.run(scenario()) == ["hanging 0", "hanging 1", "other"]


def test_stopped_lanes_start_no_further_task() -> None:
    async def scenario() -> list[str]:
        begun: list[str] = []
        first = asyncio.Event()

        async def run(task_id: str) -> None:
            begun.append(task_id)
            first.set()
            await asyncio.sleep(60)

        lanes = run_in_lanes(run, [ready("a"), ready("b")], 1)
        await asyncio.wait_for(first.wait(), PATIENCE_S)
        await lanes.stop()
        await asyncio.sleep(0)
        return begun

    assert asyncio.run(scenario()) == ["a"]


def test_lanes_survive_any_exception() -> None:
    async def scenario() -> list[str]:
        begun: list[str] = []
        second = asyncio.Event()

        async def run(task_id: str) -> None:
            begun.append(task_id)
            if task_id == "a":
                raise ZeroDivisionError
            second.set()

        lanes = run_in_lanes(run, [ready("a"), ready("b")], 1)
        await asyncio.wait_for(second.wait(), PATIENCE_S)
        await lanes.stop()
        return begun

    assert asyncio.run(scenario()) == ["a", "b"]
