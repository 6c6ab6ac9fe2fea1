"""Look-ups: whose slow names delay whom."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from tests.net.conftest import Server
from tests.net.names import PATIENCE_S, Names

from idphoto.errors import DownloadFailed, HostUnreachable
from idphoto.net.fetch import fetch
from idphoto.net.guard import Guard
from idphoto.net.lookups import PER_KEY, THREADS, Lookups

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture(params=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Iterator[Run]:
    """Runs a coroutine on an event loop of this kind; the server's own is uvloop's."""
    loops = pytest.importorskip(request.param)
    with asyncio.Runner(loop_factory=loops.new_event_loop) as runner:
        yield runner.run


class Keys:
    """Downloads by several keys through one guard, from one server that has any name."""

    def __init__(self, server: Server) -> None:
        self._guard = Guard(["127.0.0.1"])
        self._port = server.port

    async def get(self, key_id: str, host: str, timeout_s: float = PATIENCE_S) -> bytes:
        url = f"http://{host}:{self._port}/"
        return await fetch(url, guard=self._guard, key_id=key_id, max_bytes=9, timeout_s=timeout_s)

    def begin(self, key_id: str, count: int) -> list[asyncio.Task[bytes]]:
        """Downloads from as many slow names."""
        hosts = [f"{n}.slow.test" for n in range(count)]
        return [asyncio.create_task(self.get(key_id, host)) for host in hosts]


@pytest.fixture
def keys(serve: Callable[..., Server]) -> Keys:
    return Keys(serve(HELLO))


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not true():
            await asyncio.sleep(0.01)


def test_slow_names_of_one_key_delay_no_other_key(run: Run, names: Names, keys: Keys) -> None:
    async def scenario() -> None:
        slow = keys.begin("school", 40)
        await until(lambda: len(names.slow()) == PER_KEY)
        assert await keys.get("kiosk", "pictures.test") == b"hello"
        assert await keys.get("kiosk", "127.0.0.1") == b"hello"
        assert await keys.get("school", "127.0.0.1") == b"hello"
        assert not any(each.done() for each in slow)
        names.answer_all()
        await asyncio.wait(slow)
        assert len(names.slow()) == 40
        assert {type(each.exception()) for each in slow} == {HostUnreachable}

    run(scenario())


def test_a_keys_next_look_up_waits_for_one_of_its_own(run: Run, names: Names, keys: Keys) -> None:
    async def scenario() -> None:
        slow = keys.begin("school", PER_KEY + 1)
        await until(lambda: len(names.slow()) == PER_KEY)
        assert await keys.get("kiosk", "pictures.test") == b"hello"  # begun after the ninth
        assert len(names.slow()) == PER_KEY
        names.answer(names.slow()[0])
        await until(lambda: len(names.slow()) == PER_KEY + 1)
        names.answer_all()
        await asyncio.wait(slow)

    run(scenario())


def test_a_look_up_that_was_given_up_counts_until_its_thread_is_back(
    run: Run, names: Names, keys: Keys
) -> None:
    async def scenario() -> None:
        slow = keys.begin("school", PER_KEY)
        await until(lambda: len(names.slow()) == PER_KEY)
        for each in slow:
            each.cancel()
        await asyncio.wait(slow)
        with pytest.raises(DownloadFailed) as failed:  # within its own time limit
            await keys.get("school", "pictures.test", timeout_s=0.1)
        assert failed.value.reason == "it did not finish within 0.1 s"
        assert "pictures.test" not in names.asked
        names.answer_all()
        assert await keys.get("school", "pictures.test") == b"hello"

    run(scenario())


def test_names_that_all_threads_wait_for_delay_no_literal_address(
    run: Run, names: Names, keys: Keys
) -> None:
    async def scenario() -> None:
        slow = [each for n in range(THREADS // PER_KEY) for each in keys.begin(f"s{n}", PER_KEY)]
        await until(lambda: len(names.slow()) == THREADS)
        assert await keys.get("kiosk", "127.0.0.1") == b"hello"
        with pytest.raises(DownloadFailed):
            await keys.get("kiosk", "pictures.test", timeout_s=0.1)
        names.answer_all()
        await asyncio.wait(slow)
        assert "pictures.test" not in names.asked  # given up before a thread was free

    run(scenario())


def test_the_servers_event_loop_is_asked_for_no_name(names: Names, keys: Keys) -> None:
    uvloop = pytest.importorskip("uvloop")
    asked: list[str] = []

    class Recording(uvloop.Loop):  # type: ignore[misc,name-defined]  # as uvloop is typed
        async def getaddrinfo(self, host: Any, *args: Any, **options: Any) -> Any:
            asked.append(host)
            return await super().getaddrinfo(host, *args, **options)

    with asyncio.Runner(loop_factory=Recording) as runner:
        assert runner.run(keys.get("kiosk", "pictures.test")) == b"hello"
    assert set(asked) <= {"127.0.0.1"}
    assert names.asked == ["pictures.test"]


def test_a_name_with_no_address_fails_and_gives_its_turn_back(run: Run) -> None:
    async def scenario() -> None:
        lookups = Lookups(threads=1, per_key=1)
        for _ in range(3):
            with pytest.raises(UnicodeError):
                await lookups.find_addresses("kiosk", "a" * 64 + ".test", 80, socket.AF_UNSPEC)

    run(scenario())
