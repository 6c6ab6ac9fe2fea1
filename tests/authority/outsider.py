"""An outside authority for tests, on 127.0.0.1. It answers what a test wants."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass(frozen=True)
class Asked:
    """A request as received."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Says:
    """An answer. ``body``: bytes, or a value to write as JSON. ``raw``: the whole answer instead;
    if empty, the server hangs up at once. ``first``: an event to wait for before sending."""

    body: object = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    first: threading.Event | None = None


@dataclass
class Outsider:
    """``answers``: the answer for a request. ``asked``: the requests received."""

    url: str
    answers: Callable[[Asked], Says]
    asked: list[Asked] = field(default_factory=list)

    def always(self, says: Says) -> None:
        self.answers = lambda _: says

    def in_turn(self, *says: Says) -> None:
        """The last one repeats."""
        left = list(says)
        self.answers = lambda _: left.pop(0) if len(left) > 1 else left[0]


def _handler(state: Outsider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, self.rfile.read(length))
            state.asked.append(asked)
            says = state.answers(asked)
            if says.first is not None:
                says.first.wait()
            self.close_connection = True
            with suppress(OSError):  # the client hung up, as some tests intend
                if says.raw is not None:
                    self.wfile.write(says.raw)
                    self.wfile.flush()
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                body = says.body
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(says.status)
                for name, value in {"Content-Length": str(len(data)), **says.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

        do_GET = do_POST = do_PUT = answer  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
def outsider() -> Iterator[Callable[..., Outsider]]:
    """``outsider(tls=None)``: a running authority, which answers 500 until answers are set."""
    running: list[ThreadingHTTPServer] = []

    def start(tls: ssl.SSLContext | None = None) -> Outsider:
        state = Outsider("", lambda _: Says(status=500))
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(state))
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # TLS refused
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        running.append(server)
        state.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return state

    yield start
    for server in running:
        server.shutdown()
        server.server_close()
