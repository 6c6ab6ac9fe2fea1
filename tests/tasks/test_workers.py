"""Slots, deadlines, and threads that hang."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from idphoto.errors import DeadlineExceeded
from idphoto.tasks import workers
from idphoto.tasks.workers import Slots, Workers


def test_no_more_jobs_run_at_once_than_there_are_slots() -> None:
    most = running = 0
    lock = threading.Lock()

    def job(_: float) -> None:
        nonlocal most, running
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1

    async def scenario() -> None:
        pool = Workers(2)

        async def one() -> None:
            await pool.acquire(1)
            try:
                await pool.run(job, 30.0)
            finally:
                pool.release()

        await asyncio.gather(*(one() for _ in range(12)))
        pool.close()

    asyncio.run(scenario())
    assert most == 2


def test_a_job_gets_the_deadline_of_its_time_limit() -> None:
    async def scenario() -> float:
        pool = Workers(1)
        await pool.acquire(1)
        before = time.monotonic()
        deadline = await pool.run(lambda deadline: deadline, 30.0)
        pool.close()
        return deadline - before

    assert 30.0 <= asyncio.run(scenario()) < 60.0


def test_a_hanging_thread_is_given_up_and_its_slot_freed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "GRACE_S", 0.02)
    release = threading.Event()

    async def scenario() -> tuple[int, str, int]:
        pool = Workers(1)
        await pool.acquire(1)
        with pytest.raises(DeadlineExceeded):
            await pool.run(lambda _: release.wait(60), 0.02)
        pool.release()
        hanging = pool.stuck
        await pool.acquire(1)
        answer = await pool.run(lambda _: "made", 30.0)
        release.set()
        while pool.stuck:
            await asyncio.sleep(0.01)
        pool.close()
        return hanging, answer, pool.stuck

    assert asyncio.run(scenario()) == (1, "made", 0)


def test_an_exception_of_a_job_is_raised_to_the_caller() -> None:
    def job(_: float) -> None:
        raise ZeroDivisionError

    async def scenario() -> None:
        pool = Workers(1)
        await pool.acquire(1)
        try:
            await pool.run(job, 30.0)
        finally:
            pool.close()

    with pytest.raises(ZeroDivisionError):
        asyncio.run(scenario())


def test_a_job_without_a_free_thread_is_never_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "GRACE_S", 0.02)
    monkeypatch.setattr(workers, "MAX_STUCK", 0)
    release, begun = threading.Event(), threading.Event()

    async def scenario() -> int:
        pool = Workers(1)
        with pytest.raises(DeadlineExceeded):
            await pool.run(lambda _: release.wait(60), 0.02)
        with pytest.raises(DeadlineExceeded):
            await pool.run(lambda _: begun.set(), 0.02)
        stuck = pool.stuck
        release.set()
        while pool.stuck:
            await asyncio.sleep(0.01)
        pool.close()
        return stuck

    assert asyncio.run(scenario()) == 1
    assert not begun.is_set()


async def served(slots: Slots, *turns: int) -> list[int]:
    """The order in which waiting turns get the one slot, by index; all ask before it is free."""
    order: list[int] = []

    async def one(place: int, turn: int) -> None:
        await slots.acquire(turn)
        order.append(place)
        slots.release()

    await slots.acquire(0)
    waiting = [asyncio.create_task(one(*each)) for each in enumerate(turns)]
    await asyncio.sleep(0)
    slots.release()
    await asyncio.wait_for(asyncio.gather(*waiting), 30)
    return order


def test_the_lowest_turn_is_served_first_and_equal_ones_in_order() -> None:
    assert asyncio.run(served(Slots(1), 3, 1, 2, 1)) == [1, 3, 2, 0]


def test_a_key_whose_checks_queue_lets_others_go_between() -> None:
    slots = Slots(1)
    crowd = [slots.turn_of("crowd") for _ in range(4)]
    other = slots.turn_of("other")
    assert asyncio.run(served(slots, *crowd, other)) == [0, 4, 1, 2, 3]


def test_the_turns_of_checks_follow_those_of_the_tasks_at_work() -> None:
    async def scenario() -> int:
        slots = Slots(1)
        await slots.acquire(41)
        return slots.turn_of("key")

    assert asyncio.run(scenario()) == 42


def test_a_cancelled_waiter_does_not_block_a_slot() -> None:
    async def scenario() -> list[str]:
        slots, got = Slots(1), list[str]()

        async def one(name: str) -> None:
            await slots.acquire(1)
            got.append(name)

        await slots.acquire(1)
        early, late, last = (asyncio.create_task(one(name)) for name in ("early", "late", "last"))
        await asyncio.sleep(0)
        early.cancel()  # while it waits
        await asyncio.sleep(0)
        slots.release()
        late.cancel()  # just as its turn comes
        await asyncio.wait_for(last, 30)
        return got

    assert asyncio.run(scenario()) == ["last"]
