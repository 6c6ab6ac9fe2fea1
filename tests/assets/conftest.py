"""A small server of files on this machine, to fetch weights from."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from idphoto.assets import https
from idphoto.assets.manifest import Asset, AssetSource


@dataclass
class FileServer:
    """Serves ``content`` under every path. ``ranges`` are the starts that were asked for."""

    content: bytes
    breaks_at: list[int] = field(default_factory=list)  # per connection: bytes until it breaks
    knows_ranges: bool = True
    status: int | None = None
    seconds: float = 0.0
    ranges: list[int] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/weights.bin"

    def entry(self, **changes: Any) -> Asset:
        """A manifest entry for what this server has."""
        facts: dict[str, Any] = {
            "file": "toy.bin",
            "sha256": hashlib.sha256(self.content).hexdigest(),
            "bytes": len(self.content),
        } | changes
        return Asset(
            name="toy",
            group="photo",
            licence="CC0-1.0",
            note="",
            sources=(AssetSource(**facts, url=self.url),),
            **facts,
        )


@pytest.fixture
def file_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    monkeypatch.setattr(https, "PAUSE_SECONDS", 0.001)
    state = FileServer(content=bytes(range(256)) * 4096)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").split("-")[0])
            state.ranges.append(start)
            time.sleep(state.seconds)
            if state.status is not None:
                self.send_error(state.status)
                return
            start = start if state.knows_ranges else 0
            body = state.content[start:]
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            cut = state.breaks_at.pop(0) if state.breaks_at else len(body)
            with suppress(BrokenPipeError):  # the client hung up, as some tests mean it to
                self.wfile.write(body[:cut])

        def log_message(self, *_: object) -> None:
            """Nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()
