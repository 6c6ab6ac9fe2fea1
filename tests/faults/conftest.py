"""Servers that the tests make fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from tests.faults.serving import BLANK, Server


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """``make_server(program, **settings)``: a server that is not started yet."""
    made: list[Server] = []

    def make(program: Sequence[str] = BLANK, **settings: str) -> Server:
        folder = tmp_path / f"data-{len(made)}"
        folder.mkdir()
        made.append(Server(folder, program, **settings))
        return made[-1]

    yield make
    for server in made:
        if server.process is not None and server.process.poll() is None:
            server.kill()
