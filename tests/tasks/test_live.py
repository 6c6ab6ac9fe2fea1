"""What a process knows of the tasks in its hands."""

from __future__ import annotations

import asyncio

from idphoto.tasks.live import Live, Stage
from idphoto.tasks.states import State


def test_whoever_waits_is_woken_by_the_end_of_the_task() -> None:
    async def scenario() -> bool:
        live = Live()
        live.accept("a")
        waiting = asyncio.create_task(live.wait("a", 60.0))
        await asyncio.sleep(0)
        live.end("a")
        await waiting
        return len(live) == 0

    assert asyncio.run(scenario())


def test_a_task_in_no_hand_is_not_waited_for() -> None:
    async def scenario() -> bool:
        waiting = asyncio.create_task(Live().wait("unknown", 60.0))
        await asyncio.sleep(0)
        return waiting.done()

    assert asyncio.run(scenario())


def test_waiting_ends_with_its_time_and_leaves_the_task_in_hand() -> None:
    async def scenario() -> int:
        live = Live()
        live.accept("a")
        await live.wait("a", 0.01)
        return len(live)

    assert asyncio.run(scenario()) == 1


def test_accepting_twice_keeps_those_who_wait() -> None:
    async def scenario() -> bool:
        live = Live()
        live.accept("a")
        waiting = asyncio.create_task(live.wait("a", 60.0))
        await asyncio.sleep(0)
        live.accept("a")
        live.end("a")
        done, _ = await asyncio.wait([waiting], timeout=5.0)
        return done == {waiting}

    assert asyncio.run(scenario())


def test_a_stage_is_told_until_the_end() -> None:
    live = Live()
    live.accept("a")
    assert live.stage("a") is None
    live.tell("a", State.RUNNING, 40)
    assert live.stage("a") == Stage(State.RUNNING, 40)
    live.end("a")
    assert live.stage("a") is None


def test_what_a_thread_tells_after_the_end_is_not_kept() -> None:
    live = Live()
    live.accept("a")
    live.end("a")
    live.tell("a", State.RUNNING, 40)
    assert live.stage("a") is None
