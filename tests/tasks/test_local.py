"""The queue inside one process."""

from __future__ import annotations

import asyncio

from idphoto.tasks.local import LocalQueue


def test_one_lane_runs_tasks_in_the_order_they_came() -> None:
    async def scenario() -> list[str]:
        seen: list[str] = []
        done = asyncio.Event()

        async def run(task_id: str) -> None:
            await asyncio.sleep(0)
            seen.append(task_id)
            if len(seen) == 20:
                done.set()

        queue = LocalQueue(run, lanes=1)
        for number in range(20):
            queue.put(str(number))
        queue.start()
        await asyncio.wait_for(done.wait(), 30)
        await queue.stop()
        return seen

    assert asyncio.run(scenario()) == [str(number) for number in range(20)]


def test_lanes_bound_how_many_run_at_a_time() -> None:
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

        queue = LocalQueue(run, lanes=4)
        for number in range(30):
            queue.put(str(number))
        queue.start()
        await asyncio.wait_for(done.wait(), 30)
        await queue.stop()
        return most

    assert asyncio.run(scenario()) == 4


def test_a_stopped_queue_begins_nothing_more() -> None:
    async def scenario() -> list[str]:
        begun: list[str] = []
        first = asyncio.Event()

        async def run(task_id: str) -> None:
            begun.append(task_id)
            first.set()
            await asyncio.sleep(60)

        queue = LocalQueue(run, lanes=1)
        queue.put("a")
        queue.put("b")
        queue.start()
        await asyncio.wait_for(first.wait(), 30)
        await queue.stop()
        await asyncio.sleep(0)
        return begun

    assert asyncio.run(scenario()) == ["a"]


def test_a_lane_survives_whatever_is_raised_in_it() -> None:
    async def scenario() -> list[str]:
        begun: list[str] = []
        second = asyncio.Event()

        async def run(task_id: str) -> None:
            begun.append(task_id)
            if task_id == "a":
                raise ZeroDivisionError
            second.set()

        queue = LocalQueue(run, lanes=1)
        queue.put("a")
        queue.put("b")
        queue.start()
        await asyncio.wait_for(second.wait(), 30)
        await queue.stop()
        return begun

    assert asyncio.run(scenario()) == ["a", "b"]
