"""Synchronous requests: waiting for a task no longer than it makes sense."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request

from idphoto.server.drain import Drain
from idphoto.services.service import Service


async def wait_for_task(
    request: Request, service: Service, drain: Drain, task_id: str, timeout_s: float
) -> None:
    """Until the task has ended, the time is out, or the server stops.

    Raises:
        ClientDisconnect: the caller hung up first. The task goes on.
    """
    hung_up = asyncio.create_task(_hang_up(request))
    reasons = [
        hung_up,
        asyncio.create_task(service.wait(task_id, timeout_s)),
        asyncio.create_task(drain.last_call()),
    ]
    try:
        done, _ = await asyncio.wait(reasons, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for reason in reasons:
            reason.cancel()
    if done == {hung_up}:
        raise ClientDisconnect


async def _hang_up(request: Request) -> None:
    """The body is read: the next message but one at most says that the caller is gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
