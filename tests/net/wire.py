"""A network between a process and a server, which tests can cut."""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

_BLOCK = 1 << 16


class Wire:
    """Listens at ``port`` and carries bytes to a server at ``target`` on this machine.

    ``cut``: connections break, and new ones are refused. ``freeze``: nothing arrives on either
    side, and neither learns of it. ``heal`` ends both, and delivers what was on its way.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._whole = threading.Event()
        self._whole.set()
        self._refusing = False
        self._ended = False
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._ended = True
        self._whole.set()
        self._listener.close()
        self._break()

    def cut(self) -> None:
        self._refusing = True
        self._break()

    def freeze(self) -> None:
        self._whole.clear()

    def heal(self) -> None:
        self._refusing = False
        self._whole.set()

    def _break(self) -> None:
        for each in list(self._open):
            _shut(each)

    def _accept(self) -> None:
        while not self._ended:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self._refusing:
                near.close()
                continue
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        self._whole.wait()
        try:
            far = socket.create_connection(("127.0.0.1", self._target))
        except OSError:
            near.close()
            return
        self._open |= {near, far}
        try:
            with selectors.DefaultSelector() as waiting:
                waiting.register(near, selectors.EVENT_READ, far)
                waiting.register(far, selectors.EVENT_READ, near)
                while not self._ended:
                    for key, _ in waiting.select():
                        source = key.fileobj
                        assert isinstance(source, socket.socket)
                        block = source.recv(_BLOCK)
                        self._whole.wait()
                        if not block:
                            return
                        key.data.sendall(block)
        except (OSError, ValueError):
            return
        finally:
            self._open -= {near, far}
            _shut(near)
            _shut(far)
            near.close()
            far.close()


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
