"""Servers on their own ports, over a stand-in for the service or over the real service."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from fastapi import FastAPI

from idphoto.accounts import keys
from idphoto.accounts.account import Account
from idphoto.db.database import Database
from idphoto.errors import InvalidKey, TooManyRequests, UnknownTask
from idphoto.runtime.engine import Engine
from idphoto.server.app import OpenService, create_app
from idphoto.server.serve import Server, listen, serve
from idphoto.services.service import Service
from idphoto.settings import ServerSettings
from idphoto.tasks.model import Submission, TaskFailure, TaskView
from idphoto.tasks.states import State
from idphoto.tracing.port import NO_TRACER, Tracer

PATIENCE_S = 60  # only stops a hung test
DRAIN_S = 0.5  # work that a test leaves unfinished is not worth waiting for


@pytest.fixture(scope="module", autouse=True)
def _log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The servers' threads log to a file of their own. pytest captures the output of subtests, and
    of tests that ask for it, in files that it closes at their end, also while a thread writes to
    them: the thread's requests failed, and the interpreter crashed."""
    with (tmp_path_factory.mktemp("log") / "log").open("w", encoding="utf-8") as log:
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(log))
        yield
        structlog.reset_defaults()


@dataclass
class StandIn:
    """A service without a database. Key ``good`` is valid; tasks are ``task-0``, ``task-1``, ….

    ``states``: the state of each task by id, which tests may change. ``fault``: raised by
    ``submit`` and ``open_file``. ``parts``: returned by ``ready``. ``files``: by key, served for a
    signature of 64 times ``a``.
    """

    submissions: list[Submission] = field(default_factory=list)
    idempotency_keys: list[str | None] = field(default_factory=list)
    states: dict[str, State] = field(default_factory=dict)
    fault: Exception | None = None
    parts: dict[str, str] = field(default_factory=lambda: {"database": "ok"})
    files: dict[str, bytes] = field(default_factory=dict)
    image: bytes | None = b"picture"
    throttled: int = 0
    allowed: int = 1000
    closed: bool = False
    renderers: Mapping[str, Any] = field(default_factory=dict)
    tracer: Tracer = NO_TRACER

    async def open(self, settings: ServerSettings, *, renderers: Mapping[str, Any]) -> Any:
        self.renderers = renderers
        return self

    @property
    def tasks(self) -> StandIn:
        return self

    async def observe(self) -> None:
        pass

    async def close(self, within_s: float) -> None:
        self.closed = True

    async def authorise(self, key: str | None) -> Account:
        if key != "good":
            raise InvalidKey("unknown")
        return Account("account-1", "someone", 2.0, None)

    async def throttle(self, account: Account) -> None:
        self.throttled += 1
        if self.throttled > self.allowed:
            raise TooManyRequests(qps=account.qps, retry_after_s=1.2)

    async def submit(
        self, account: Account, submission: Submission, idempotency_key: str | None = None
    ) -> str:
        if self.fault is not None:
            raise self.fault
        self.submissions.append(submission)
        self.idempotency_keys.append(idempotency_key)
        task_id = f"task-{len(self.states)}"
        self.states[task_id] = State.QUEUED
        return task_id

    async def wait(self, task_id: str, timeout_s: float) -> None:
        end = time.monotonic() + timeout_s
        while not self.states[task_id].ended and time.monotonic() < end:
            await asyncio.sleep(0.01)

    async def look(self, account: Account, api: str, task_id: str) -> TaskView:
        if task_id not in self.states:
            raise UnknownTask(task_id)
        state = self.states[task_id]
        submission = self.submissions[int(task_id.removeprefix("task-"))]
        failed, done = state is State.FAILED, state is State.DONE
        return TaskView(
            id=task_id,
            api=api,
            wire=submission.wire,
            state=state,
            progress=100 if done else 0,
            created_at=1_700_000_000.0,
            started_at=None,
            completed_at=None,
            image_id="image-1",
            trace_id=submission.trace_id,
            charged=0 if failed else submission.cost,
            failure=TaskFailure("no_face", {}) if failed else None,
            result_urls={"image": f"{submission.base_url}/files/x"} if done else {},
            result_blobs={"image": "x"} if done else {},
            result=None,
        )

    async def latest(
        self, account: Account, api: str, offset: int, limit: int
    ) -> tuple[list[TaskView], int]:
        ids = list(self.states)[::-1][offset : offset + limit]
        return [await self.look(account, api, each) for each in ids], len(self.states)

    async def result(self, view: TaskView, name: str) -> bytes:
        if self.image is None:
            raise UnknownTask(view.id)
        return self.image

    async def open_file(
        self, key: str, expires_at: int, signature: str
    ) -> tuple[bytes, str] | None:
        if self.fault is not None:
            raise self.fault
        if signature != "a" * 64 or key not in self.files:
            return None
        return self.files[key], "image/png"

    async def ready(self) -> dict[str, str]:
        return self.parts


@dataclass(frozen=True)
class Running:
    """A server that answers at ``url``.

    ``thread``: the thread it runs on. ``stop`` asks it to stop, as a signal would. ``settle``
    returns once every answered request has also been logged.
    """

    url: str
    port: int
    thread: threading.Thread
    stop: Callable[[], None]
    settle: Callable[[], None]


@contextmanager
def running(app: FastAPI, settings: ServerSettings) -> Iterator[Running]:
    """Run ``serve`` in a thread; an error that it raised fails the test at the end."""
    server, listener = Server(app, settings), listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    raised: list[BaseException] = []
    loops: list[asyncio.AbstractEventLoop] = []

    async def main() -> None:
        loops.append(asyncio.get_running_loop())
        await serve(server, app, listener)

    def work() -> None:
        try:
            asyncio.run(main())
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    wait_until(lambda: server.started or not thread.is_alive())

    def stop() -> None:
        server.should_exit = True

    def settle() -> None:
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loops[0]).result(PATIENCE_S)

    try:
        yield Running(f"http://127.0.0.1:{port}", port, thread, stop, settle)
    finally:
        stop()
        thread.join(PATIENCE_S)
        assert not thread.is_alive(), _where(thread, loops[0])
        assert not raised, raised


def _where(thread: threading.Thread, loop: asyncio.AbstractEventLoop) -> str:
    """The stacks of a server that does not stop: its thread, all other threads, its tasks."""
    frames = sys._current_frames()
    names = {each.ident: each.name for each in threading.enumerate()}
    lines = [f"the server's thread is {thread.name}"]
    for ident, frame in frames.items():
        lines += [f"--- thread {names.get(ident)}", *traceback.format_stack(frame)]
    for task in asyncio.all_tasks(loop):
        stack = [str(frame) for frame in task.get_stack()]
        lines += [f"--- {task!r}", *stack]
    return "\n".join(lines)


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """``until(true)`` waits for a condition that another thread makes true."""
    return wait_until


@pytest.fixture
def settings(tmp_path: Path) -> ServerSettings:
    return ServerSettings(data_dir=tmp_path, drain_s=DRAIN_S)


@pytest.fixture
def run_app(settings: ServerSettings) -> Iterator[Callable[..., Running]]:
    """``run_app(app, settings)`` runs a server until the test ends."""
    with ExitStack() as stack:
        yield lambda app, own=settings: stack.enter_context(running(app, own))


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn()


@pytest.fixture
def own_app(settings: ServerSettings, stand_in: StandIn) -> FastAPI:
    """An application over the stand-in that is not running yet."""
    return create_app(settings, stand_in.open)


@pytest.fixture(scope="session")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FastAPI, Running]]:
    settings = ServerSettings(data_dir=tmp_path_factory.mktemp("data"), drain_s=DRAIN_S)
    app = create_app(settings, StandIn().open)
    with running(app, settings) as it:
        yield app, it


@pytest.fixture
def app(_shared: tuple[FastAPI, Running], stand_in: StandIn) -> FastAPI:
    """A running application that uses this test's stand-in.

    Its drain stays the server's own, so that the end of the session reaches requests that wait.
    """
    app, _ = _shared
    app.state.service = stand_in
    return app


@pytest.fixture
def client(app: FastAPI, _shared: tuple[FastAPI, Running]) -> Iterator[httpx.Client]:
    """A client of the application, with a valid key."""
    _, it = _shared
    headers = {"X-API-KEY": "good"}
    with httpx.Client(
        base_url=it.url, headers=headers, timeout=PATIENCE_S, trust_env=False
    ) as http:
        yield http
        it.settle()


@dataclass(frozen=True)
class RealServer:
    """A running server over the real service, and a key with 1000 credits."""

    url: str
    key: str
    settings: ServerSettings


@contextmanager
def serving(settings: ServerSettings, open_service: OpenService) -> Iterator[RealServer]:
    """Run a server over the real service."""
    with running(create_app(settings, open_service), settings) as it:
        database = Database(settings.resolved_database_url)
        with database.transaction() as tx:
            key = keys.create_key(tx, "tests", credits=1000, qps=0, now=time.time()).key
        database.close()
        yield RealServer(it.url, key, settings)


@pytest.fixture(scope="session")
def server(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    settings = ServerSettings(
        data_dir=tmp_path_factory.mktemp("data"),
        quality="fast",
        allow_hosts=("127.0.0.1",),
        drain_s=DRAIN_S,
    )
    with serving(settings, partial(Service.open, engine=engine)) as real:
        yield real
