"""Synchronous requests: waiting for a task until it ends, time runs out or the caller is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

from idphoto.server.drain import Drain
from idphoto.services.service import Service

_T = TypeVar("_T")


async def wait_for_task(
    request: Request, service: Service, drain: Drain, task_id: str, timeout_s: float
) -> None:
    """Wait until the task has ended, the time is up, or the server stops.

    Raises:
        ClientDisconnect: the caller hung up first. The task continues.
    """
    await _run_until_abandoned(request, drain, service.tasks.wait(task_id, timeout_s), None)


async def waited_for(
    request: Request, drain: Drain, work: Coroutine[Any, Any, _T], timeout_s: float
) -> _T | None:
    """The result of ``work``, or None if the time is up or the server stops before that.

    Work that is no longer waited for is cancelled.

    Raises:
        ClientDisconnect: the caller hung up first.
        Exception: any exception that ``work`` raises.
    """
    task = await _run_until_abandoned(request, drain, work, timeout_s)
    return task.result() if task.done() and not task.cancelled() else None


async def _run_until_abandoned(
    request: Request, drain: Drain, work: Coroutine[Any, Any, _T], timeout_s: float | None
) -> asyncio.Task[_T]:
    """Run ``work`` until it ends, or the wait ends for another reason; returns its task."""
    task = asyncio.create_task(work)
    hung_up = asyncio.create_task(_hang_up(request))
    reasons = (task, hung_up, asyncio.create_task(drain.last_call()))
    try:
        done, _ = await asyncio.wait(
            reasons, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED
        )
    finally:
        for reason in reasons:
            reason.cancel()
    if done == {hung_up}:
        raise ClientDisconnect
    return task


async def _hang_up(request: Request) -> None:
    """Return when the caller has hung up; the body must have been read already."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
