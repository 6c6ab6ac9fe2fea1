"""A wire between a program and the server that hands every byte on and remembers the answers."""

from __future__ import annotations

import json
import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any


class Wire(socketserver.ThreadingTCPServer):
    """Listens on a port of its own, for the server on ``server_port``."""

    def __init__(self, server_port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.server_port = server_port
        self.heard: list[bytearray] = []  # by connection

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answers(self) -> list[tuple[int, Any]]:
        """Status and JSON of every answer so far."""
        return [answer for heard in self.heard for answer in _answers(bytes(heard))]


class _Handler(socketserver.BaseRequestHandler):
    server: Wire

    def handle(self) -> None:
        heard = bytearray()
        self.server.heard.append(heard)
        with socket.create_connection(("127.0.0.1", self.server.server_port)) as there:
            up = threading.Thread(target=_pump, args=(self.request, there, bytearray()))
            up.start()
            _pump(there, self.request, heard)
            up.join()


def _pump(source: socket.socket, sink: socket.socket, kept: bytearray) -> None:
    with suppress(OSError):  # either side may hang up first
        while data := source.recv(65536):
            kept += data
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def _answers(heard: bytes) -> Iterator[tuple[int, Any]]:
    while heard:
        head, _, rest = heard.partition(b"\r\n\r\n")
        status = int(head.split()[1])
        length = re.search(rb"(?im)^content-length: *(\d+)", head)
        size = int(length[1]) if length else 0
        if status >= 200:
            yield status, json.loads(rest[:size])
        heard = rest[size:]
