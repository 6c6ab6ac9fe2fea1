"""News of tasks, from the workers to all processes: LISTEN and NOTIFY.

News is lost when a connection breaks or a process ends. The rows are the truth, so waiting requests
also check them from time to time.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Final

import psycopg
import structlog

from idphoto.tasks.queue import Stage
from idphoto.tasks.states import State

_CHANNEL: Final = "idphoto_news"
# Procrastinate's own channel of a queue, in which it announces each new job.
_JOBS: Final = "procrastinate_queue_v1#"
# A message has at most 8,000 bytes, and a task's news about 60.
_AT_A_TIME: Final = 80
# How long progress may wait, so that it is sent together; ends are sent at once.
_PAUSE_S: Final = 0.25
# A silent connection is tried this often.
_SILENCE_S: Final = 5.0
_AGAIN_S: Final = 1.0

_log = structlog.get_logger("idphoto.tasks")


class Sender:
    """Sends the stages of tasks. Use it from the event loop."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._unsent: dict[str, Stage] = {}
        self._any = asyncio.Event()
        self._urgent = asyncio.Event()

    def add(self, task_id: str, stage: Stage) -> None:
        """Send this within a quarter of a second; an end at once."""
        self._unsent[task_id] = stage
        self._any.set()
        if stage.state.ended:
            self._urgent.set()

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            try:
                async with await connected(self._conninfo) as connection:
                    await self._send(connection)
            except (psycopg.Error, TimeoutError) as error:
                _log.warning("news delayed", reason=type(error).__name__)
                await asyncio.sleep(_AGAIN_S)

    async def _send(self, connection: psycopg.AsyncConnection) -> None:
        while True:
            await self._any.wait()
            with suppress(TimeoutError):
                async with asyncio.timeout(_PAUSE_S):
                    await self._urgent.wait()
            self._any.clear()
            self._urgent.clear()
            news, self._unsent = self._unsent, {}
            for message in _messages(news):
                await connection.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, message))


class Listener:
    """Hears news and new jobs.

    ``on_news``: called with a task's id and stage. ``on_job``: with the name of a queue that has a
    new job. ``on_gap``: whenever anything may have been missed.
    """

    def __init__(
        self,
        conninfo: str,
        queues: tuple[str, ...],
        *,
        on_news: Callable[[str, Stage], None],
        on_job: Callable[[str], None],
        on_gap: Callable[[], None],
    ) -> None:
        self._conninfo = conninfo
        self._queues = queues
        self._on_news = on_news
        self._on_job = on_job
        self._on_gap = on_gap
        self.hears = False

    async def run(self) -> None:
        """Listen until cancelled; after an interruption, anew."""
        while True:
            try:
                async with await connected(self._conninfo) as connection:
                    for channel in (_CHANNEL, *(_JOBS + queue for queue in self._queues)):
                        name = psycopg.sql.Identifier(channel)
                        await connection.execute(psycopg.sql.SQL("LISTEN {}").format(name))
                    self.hears = True
                    self._on_gap()
                    await self._hear(connection)
            except (psycopg.Error, TimeoutError) as error:
                _log.warning("not listening", reason=type(error).__name__)
            finally:
                self.hears = False
            await asyncio.sleep(_AGAIN_S)

    async def _hear(self, connection: psycopg.AsyncConnection) -> None:
        while True:
            async for notice in connection.notifies(timeout=_SILENCE_S):
                if notice.channel != _CHANNEL:
                    self._on_job(notice.channel.removeprefix(_JOBS))
                    continue
                for task_id, stage in _news(notice.payload):
                    self._on_news(task_id, stage)
            async with asyncio.timeout(_SILENCE_S):
                await connection.execute("SELECT 1")


async def connected(conninfo: str) -> psycopg.AsyncConnection:
    """A connection that commits each statement."""
    return await psycopg.AsyncConnection.connect(conninfo, autocommit=True)


def _messages(news: Mapping[str, Stage]) -> Iterator[str]:
    rows = [[task_id, stage.state, stage.progress] for task_id, stage in news.items()]
    for start in range(0, len(rows), _AT_A_TIME):
        yield json.dumps(rows[start : start + _AT_A_TIME], separators=(",", ":"))


def _news(message: str) -> list[tuple[str, Stage]]:
    """What a message says; nothing if another version of idphoto wrote it differently."""
    try:
        return [(str(task), Stage(State(state), int(n))) for task, state, n in json.loads(message)]
    except (ValueError, TypeError):
        return []
