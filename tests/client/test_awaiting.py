"""The awaiting client and a real server. What both clients share is tested with the other one."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import anyio
import httpx
import pytest
from PIL import Image
from tests.client.conftest import NOBODY, PORTRAIT, LiveServer

from idphoto.client import AsyncClient, ProblemError, SheetOptions
from idphoto.errors import ServerUnreachable

pytestmark = pytest.mark.xdist_group("client")  # one server is enough

T = TypeVar("T")


class Losing(httpx.AsyncBaseTransport):
    """Delivers every request, and loses the answers to the first ``lost``."""

    def __init__(self, lost: int) -> None:
        self.lost = lost
        self.sent: list[httpx.Request] = []
        self._inner = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        self.sent.append(request)
        if len(self.sent) <= self.lost:
            await answer.aread()
            await answer.aclose()
            raise httpx.ReadError("the connection broke")
        return answer

    async def aclose(self) -> None:
        await self._inner.aclose()


def call(
    live: LiveServer, talk: Callable[[AsyncClient], Awaitable[T]], transport: Losing | None = None
) -> T:
    """What ``talk`` returns, given a client."""

    async def run() -> T:
        async with httpx.AsyncClient(transport=transport or Losing(0)) as http:
            return await talk(AsyncClient(live.url, live.key, http=http))

    return asyncio.run(run())


def size(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as image:
        return image.size


def test_a_photo_is_made_and_saved(live: LiveServer, tmp_path: Path) -> None:
    async def talk(client: AsyncClient) -> bytes:
        source = await client.upload(io.BytesIO(PORTRAIT))
        task = await client.make_photo(source, "jp-visa", sheet=SheetOptions())
        await client.save(task, tmp_path / "sheet.jpg", "sheet")
        return await client.download(task)

    assert size(call(live, talk)) == (295, 413)
    assert size((tmp_path / "sheet.jpg").read_bytes()) == (1500, 1051)


def test_many_photos_are_made_at_the_same_time(live: LiveServer, held: threading.Event) -> None:
    async def talk(client: AsyncClient) -> list[str]:
        made = asyncio.gather(*(client.make_photo(PORTRAIT) for _ in range(5)))
        while len([each async for each in client.tasks(state="running")]) == 0:
            await asyncio.sleep(0.01)
        held.set()
        return [task.state for task in await made]

    assert call(live, talk) == ["done"] * 5


def test_lists_are_iterated_over_all_pages(live: LiveServer) -> None:
    async def talk(client: AsyncClient) -> tuple[str, list[str]]:
        task = await client.make_photo(PORTRAIT)
        return task.id, [each.id async for each in client.tasks()]

    made, listed = call(live, talk)
    assert listed[0] == made


def test_a_problem_is_raised(live: LiveServer) -> None:
    async def talk(client: AsyncClient) -> None:
        await client.make_photo(NOBODY)

    with pytest.raises(ProblemError, match="no face found") as failed:
        call(live, talk)
    assert (failed.value.code, failed.value.problem.status) == ("no_face", 422)


def test_a_lost_answer_is_asked_for_again(live: LiveServer) -> None:
    async def talk(client: AsyncClient) -> str:
        return (await client.make_photo(PORTRAIT)).state

    transport = Losing(1)
    assert call(live, talk, transport) == "done"
    assert len({each.headers["Idempotency-Key"] for each in transport.sent}) == 1
    assert len(transport.sent) == 2


def test_a_server_that_is_not_there_is_unreachable() -> None:
    async def run() -> None:
        async with AsyncClient("http://127.0.0.1:1", "idp_key", tries=1) as client:
            await client.task("t1")

    with pytest.raises(ServerUnreachable, match=r"no answer from http://127\.0\.0\.1:1/"):
        anyio.run(run)
