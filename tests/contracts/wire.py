"""A TCP proxy between a program and the server that records the answers."""

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
    """Listens on its own port and forwards every byte to and from the server on ``server_port``."""

    def __init__(self, server_port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.server_port = server_port
        self.received: list[bytearray] = []  # from the server, by connection

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answers(self) -> list[tuple[int, Any]]:
        """Status and JSON of every answer received until now."""
        return [answer for received in self.received for answer in _answers(bytes(received))]


class _Handler(socketserver.BaseRequestHandler):
    server: Wire

    def handle(self) -> None:
        received = bytearray()
        self.server.received.append(received)
        with socket.create_connection(("127.0.0.1", self.server.server_port)) as there:
            up = threading.Thread(target=_pump, args=(self.request, there, bytearray()))
            up.start()
            _pump(there, self.request, received)
            up.join()


def _pump(source: socket.socket, sink: socket.socket, record: bytearray) -> None:
    with suppress(OSError):  # either side may hang up first
        while data := source.recv(65536):
            record += data
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def _answers(received: bytes) -> Iterator[tuple[int, Any]]:
    while received:
        head, _, rest = received.partition(b"\r\n\r\n")
        status = int(head.split()[1])
        length = re.search(rb"(?im)^content-length: *(\d+)", head)
        size = int(length[1]) if length else 0
        if status >= 200:
            yield status, json.loads(rest[:size])
        received = rest[size:]
