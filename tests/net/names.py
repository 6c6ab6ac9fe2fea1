"""Names whose look-ups end when a test wants."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

PATIENCE_S = 60  # only stops a hung test


class Names:
    """Stands in for ``socket.getaddrinfo``. A name that ends in ``.test`` is 127.0.0.1, but one
    that ends in ``.slow.test`` has no address, which is known once the test calls ``answer`` with
    it, or ``answer_all``. Everything else is looked up.

    ``asked``: the names whose look-ups have begun.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._answered: set[str] = set()
        self._all = False
        self._news = threading.Condition()
        self._look_up = socket.getaddrinfo

    def __call__(self, host: Any, port: Any, *args: Any, **options: Any) -> Any:
        name = str(host)
        self.asked.append(name)
        if name.endswith(".slow.test"):
            with self._news:
                self._news.wait_for(lambda: self._all or name in self._answered, PATIENCE_S)
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return self._look_up(
            "127.0.0.1" if name.endswith(".test") else host, port, *args, **options
        )

    def slow(self) -> list[str]:
        """The slow names whose look-ups have begun."""
        return [name for name in self.asked if name.endswith(".slow.test")]

    def answer(self, name: str) -> None:
        with self._news:
            self._answered.add(name)
            self._news.notify_all()

    def answer_all(self) -> None:
        with self._news:
            self._all = True
            self._news.notify_all()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[Names]:
    """Staged names, all of them answered when the test ends."""
    staged = Names()
    monkeypatch.setattr(socket, "getaddrinfo", staged)
    yield staged
    staged.answer_all()
