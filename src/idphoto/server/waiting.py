"""Synchronous requests: waiting for a task no longer than it makes sense."""

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
    """Until the task has ended, the time is out, or the server stops.

    Raises:
        ClientDisconnect: the caller hung up first. The task goes on.
    """
    await _while_waited_for(request, drain, service.tasks.wait(task_id, timeout_s), None)


async def waited_for(
    request: Request, drain: Drain, work: Coroutine[Any, Any, _T], timeout_s: float
) -> _T | None:
    """What ``work`` comes to; None where the time was out or the server stopped before.

    Work that nobody waits for any more is cancelled.

    Raises:
        ClientDisconnect: the caller hung up first.
        Whatever ``work`` raises.
    """
    task = await _while_waited_for(request, drain, work, timeout_s)
    return task.result() if task.done() and not task.cancelled() else None


async def _while_waited_for(
    request: Request, drain: Drain, work: Coroutine[Any, Any, _T], timeout_s: float | None
) -> asyncio.Task[_T]:
    """The work, as far as it is once it ends or anything else ends the wait."""
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
    """The body is read: the next message but one at most says that the caller is gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
