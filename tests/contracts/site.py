"""A client's web site, which serves its pictures and receives its callbacks."""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Call:
    """A callback that was received. Header names are in lower case."""

    headers: Mapping[str, str]
    body: bytes


class Site(ThreadingHTTPServer):
    """``pictures``: path → bytes; other paths are answered 404. ``requested``: paths, in order.

    A path that begins with ``/held/`` is answered like the rest of it, but only once ``gate`` is
    set.
    """

    daemon_threads = True

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pictures = pictures
        self.gate = threading.Event()
        self.requested: list[str] = []
        self._calls: dict[str, queue.Queue[Call]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def calls(self, path: str) -> queue.Queue[Call]:
        """The callbacks posted to a path."""
        return self._calls.setdefault(path, queue.Queue())


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.requested.append(path)
        if path.startswith("/held/"):
            self.server.gate.wait()
        picture = self.server.pictures.get(path.removeprefix("/held"))
        with suppress(BrokenPipeError, ConnectionResetError):  # a held client may have left
            self._answer(404 if picture is None else 200, picture or b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.calls(self.path).put(Call(headers, body))
        self._answer(200, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
