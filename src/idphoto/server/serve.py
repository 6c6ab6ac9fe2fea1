"""Running the server in this process, until it is told to stop."""

from __future__ import annotations

import asyncio
import math
import os
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from types import FrameType
from typing import Final

import structlog
import uvicorn
from fastapi import FastAPI

from idphoto.errors import BadRequest
from idphoto.server.app import OpenService, create_app
from idphoto.server.logs import configure_logging
from idphoto.services.service import Service
from idphoto.settings import ServerSettings

BACKLOG: Final = 2048
# How long Python may take to end once everything is closed, before it is ended.
LEAVE_S: Final = 2.0

_log = structlog.get_logger("idphoto.server")


OnListening = Callable[[int], None]


def run(
    settings: ServerSettings,
    host: str,
    port: int,
    on_listening: OnListening = lambda port: None,
    open_service: OpenService = Service.open,
) -> None:
    """Serve until SIGTERM or SIGINT; the process is expected to end after this returns.

    ``on_listening``: called with the port once requests are answered. ``open_service``: as for
    ``create_app``.

    Stopping: no new connections; requests and tasks that have begun may go on for
    ``settings.drain_s`` in all; what is left is taken up at the next start.

    Raises:
        BadRequest: this host and port cannot be listened at, or the data folder not used.
        BadSetting, DatabaseUnavailable, StorageUnavailable: the service cannot be opened.
    """
    configure_logging()
    app = create_app(settings, open_service)
    server = Server(app, settings, on_listening)

    async def serve_and_leave() -> None:
        try:
            await serve(server, app, listener)
        finally:
            _leave_within(LEAVE_S)

    loop_factory = server.config.get_loop_factory()
    with listen(host, port) as listener, asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(serve_and_leave())


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises:
        BadRequest: it cannot be had.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        # with its protocol: else asyncio does not know it for TCP and lets answers be held back
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
    """uvicorn, told to stop in our order: whoever waits hears of it, and signals end well."""

    def __init__(
        self, app: FastAPI, settings: ServerSettings, on_listening: OnListening = lambda port: None
    ) -> None:
        config = uvicorn.Config(
            app,
            lifespan="off",  # serve() has it, so that what fails there is raised as it is
            http="h11",  # httptools drops the body of a client that offers HTTP/2, as Java's does
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=math.ceil(settings.drain_s),
        )
        super().__init__(config)
        self._app = app
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or ():
            host, port = listener.getsockname()[:2]
            _log.info("listening", url=f"http://{f'[{host}]' if ':' in host else host}:{port}")
            self._on_listening(port)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        _log.info("stopping")
        self._app.state.drain.begin()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # not noted down as uvicorn does, which would raise the signal again at the end: a server
        # that was asked to stop, and did, has not failed
        self.force_exit = self.should_exit
        self.should_exit = True


def _leave_within(seconds: float) -> None:
    """End the process after this time if it has not ended by itself.

    Python waits for all its threads as it ends, and a thread that hangs in a network's inference
    or in a file system never does.
    """
    timer = threading.Timer(seconds, os._exit, args=(0,))
    timer.daemon = True
    timer.start()
