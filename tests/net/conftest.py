"""Servers that answer exactly what a test wants, in a network where nothing else is real."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any

import pytest
from tests.net.certificates import make_certificate
from tests.net.names import Names, names

__all__ = ["Names", "names"]

Script = Callable[[socket.socket, bytes], None]


@dataclass
class Server:
    """A server on 127.0.0.1. ``requests``: those received, with headers and body."""

    port: int
    scheme: str
    requests: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"


def _receive(connection: socket.socket) -> bytes:
    """One request, up to the end of its announced body."""
    received = b""
    while b"\r\n\r\n" not in received:
        block = connection.recv(65536)
        received += block
        if not block or received.startswith(b"\x16"):  # the end, or a TLS greeting
            return received
    head, _, body = received.partition(b"\r\n\r\n")
    announced = [line for line in head.lower().split(b"\r\n") if line[:15] == b"content-length:"]
    length = int(announced[0][15:]) if announced else 0
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """``serve(script, tls=None)``: a running server. ``script``: the bytes to answer with, or a
    function to call with the connection and the request."""
    running: list[ThreadingTCPServer] = []

    def start(script: bytes | Script, tls: ssl.SSLContext | None = None) -> Server:
        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                connection: socket.socket = self.request
                with suppress(OSError):  # the client hung up, as many tests intend
                    if tls is not None:
                        connection = tls.wrap_socket(connection, server_side=True)
                    with connection:
                        request = _receive(connection)
                        state.requests.append(request)
                        if isinstance(script, bytes):
                            connection.sendall(script)
                        else:
                            script(connection, request)

        server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        running.append(server)
        state = Server(server.server_address[1], "https" if tls else "http")
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return state

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A TLS context for a server at 127.0.0.1, and the file with its own, unknown authority."""
    return make_certificate(tmp_path_factory.mktemp("tls"))


class StagedLoop(asyncio.SelectorEventLoop):
    """An event loop on a staged network.

    ``names``: the addresses a name resolves to, one list per look-up; the last one repeats.
    ``ports``: the local port that stands for an address. Everything else is unreachable.
    ``dialled``: the addresses that were connected to.
    """

    def __init__(
        self, names: dict[str, list[list[str]]] | None = None, ports: dict[str, int] | None = None
    ) -> None:
        super().__init__()
        self.names = names or {}
        self.ports = ports or {}
        self.looked_up: list[str] = []
        self.dialled: list[str] = []

    def look_up(self, host: Any, port: Any, *_: Any, **__: Any) -> list[Any]:
        """Stands in for ``socket.getaddrinfo``."""
        self.looked_up.append(host)
        answers = self.names.get(host)
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        families = {4: socket.AF_INET, 6: socket.AF_INET6}
        return [
            (
                families[ip_address(one).version],
                socket.SOCK_STREAM,
                socket.IPPROTO_TCP,
                "",
                (one, port) if ip_address(one).version == 4 else (one, port, 0, 0),
            )
            for one in addresses
        ]

    async def sock_connect(self, sock: socket.socket, address: Any) -> None:
        self.dialled.append(address[0])
        if address[0] not in self.ports:
            raise ConnectionRefusedError("this test has no such host")
        await super().sock_connect(sock, ("127.0.0.1", self.ports[address[0]]))


@pytest.fixture
def staged() -> Callable[..., Any]:
    """``staged(errand, names=…, ports=…)``: its result or error, and the loop it ran in."""

    def run(
        errand: Callable[[], Coroutine[Any, Any, Any]], **network: Any
    ) -> tuple[Any, StagedLoop]:
        loop = StagedLoop(**network)
        with (
            pytest.MonkeyPatch.context() as patch,
            asyncio.Runner(loop_factory=lambda: loop) as runner,
        ):
            patch.setattr(socket, "getaddrinfo", loop.look_up)
            try:
                return runner.run(errand()), loop
            except Exception as error:
                return error, loop

    return run
