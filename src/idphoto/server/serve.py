"""Running the server in this process until it is stopped."""

from __future__ import annotations

import asyncio
import atexit
import math
import os
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from types import FrameType
from typing import Any, Final

import structlog
import uvicorn
from fastapi import FastAPI

from idphoto.errors import BadRequest
from idphoto.server.app import OpenService, create_app
from idphoto.server.connections import Connection, Connections
from idphoto.server.logs import configure_logging
from idphoto.server.process import connections_that_fit
from idphoto.server.start import examine_start
from idphoto.server.studio.here import listens_here
from idphoto.services.service import Service
from idphoto.settings import ServerSettings

BACKLOG: Final = 2048
# How long Python may take to exit after everything is closed, before it is forced to.
EXIT_WITHIN_S: Final = 2.0
# How long the process may live after ``drain_s``: to give back tasks, close, and exit.
END_WITHIN_S: Final = 5.0

_log = structlog.get_logger("idphoto.server")


OnListening = Callable[[int], None]
OnStopping = Callable[[], None]


def run(
    settings: ServerSettings,
    host: str,
    port: int,
    on_listening: OnListening = lambda port: None,
    open_service: OpenService = Service.open,
) -> None:
    """Serve until SIGTERM or SIGINT; the process is expected to exit after this returns.

    ``on_listening``: called with the port once requests are answered. ``open_service``: as for
    ``create_app``.

    Stopping: new connections are refused; requests and tasks in progress may go on for
    ``settings.drain_s`` in all; unfinished tasks are resumed at the next start. The process exits
    at most ``END_WITHIN_S`` after that, whatever hangs: accepted tasks are on disk.

    Raises:
        BadRequest: this host and port cannot be listened on, or the data folder cannot be used.
        BadSetting, DatabaseUnavailable, StorageUnavailable: the service cannot be opened.
    """
    configure_logging()
    app = create_app(settings, open_service)
    examining: list[asyncio.Task[None]] = []

    def begin(port: int) -> None:
        on_listening(port)
        examining.append(asyncio.create_task(examine_start(app, settings)))

    def end() -> None:
        _exit_within(settings.drain_s + END_WITHIN_S, _exit_late)

    most = connections_that_fit(settings.max_connections)
    server = Server(app, settings, most, begin, end)

    async def serve_and_exit() -> None:
        try:
            await serve(server, app, listener)
        finally:
            _exit_within(EXIT_WITHIN_S)
        atexit.register(_exit_at_once)

    loop_factory = server.config.get_loop_factory()
    with listen(host, port) as listener, asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(serve_and_exit())


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 picks a free port.

    Raises:
        BadRequest: the address is not available.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        # with the protocol, without which asyncio does not set TCP_NODELAY and answers are delayed
        with ExitStack() as undo:
            listener = undo.enter_context(socket.socket(family, kind, protocol))
            if os.name == "posix":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((*address[:1], port, *address[2:]))
            listener.listen(BACKLOG)
            undo.pop_all()
            return listener
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadRequest("host and port", f"cannot listen at {host}:{port}: {reason}") from None


async def serve(server: Server, app: FastAPI, listener: socket.socket) -> None:
    """Open the service, answer requests until ``server.should_exit``, close the service."""
    async with app.router.lifespan_context(app):
        await server.serve(sockets=[listener])
    _log.info("stopped")


class Server(uvicorn.Server):
    """uvicorn that answers waiting requests before it stops, and exits with status 0 on signals."""

    def __init__(
        self,
        app: FastAPI,
        settings: ServerSettings,
        most_connections: int | None = None,
        on_listening: OnListening = lambda port: None,
        on_stopping: OnStopping = lambda: None,
    ) -> None:
        """``most_connections``: by default ``settings.max_connections``. ``on_listening``,
        ``on_stopping``: called when the server begins to listen, with its port, and to stop."""
        shared = Connections.of(settings, most_connections or settings.max_connections)
        # h11: httptools drops the body of a client that offers HTTP/2, as Java's does
        connection: Any = partial(Connection, shared)
        config = uvicorn.Config(
            app,
            lifespan="off",  # serve() runs it, so that its errors are raised unchanged
            http=connection,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=math.ceil(settings.drain_s),
        )
        super().__init__(config)
        self._app = app
        self._on_listening = on_listening
        self._on_stopping = on_stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        addresses = (listener.getsockname()[0] for listener in sockets or ())
        self._app.state.listens_here = listens_here(addresses)  # before the first request
        await super().startup(sockets)
        for listener in sockets or ():
            host, port = listener.getsockname()[:2]
            _log.info("listening", url=f"http://{f'[{host}]' if ':' in host else host}:{port}")
            self._on_listening(port)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        _log.info("stopping")
        self._on_stopping()
        self._app.state.drain.begin()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # uvicorn would also record the signal and raise it again at the end: a server that was
        # asked to stop, and did, has not failed
        self.force_exit = self.should_exit
        self.should_exit = True


def _exit_at_once() -> None:
    """Exit once Python's threads have ended: freeing the networks takes seconds."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _exit_late() -> None:
    _log.error("not stopped in time", remedy="unfinished tasks are resumed at the next start")
    _exit_at_once()


def _exit_within(seconds: float, end: Callable[[], None] = _exit_at_once) -> None:
    """Force the process to exit after this time if it has not exited by itself.

    Python waits for all threads at exit, and a thread that hangs in inference or in a file system
    never ends.
    """
    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
