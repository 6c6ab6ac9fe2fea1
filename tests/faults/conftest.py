"""Servers that are made to fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.faults.serving import Server

from idphoto.runtime.engine import Engine


@pytest.fixture
def make_server(tmp_path: Path, engine: Engine) -> Iterator[Callable[..., Server]]:
    """``make_server(**settings)``: a server that is not started yet. ``engine`` has the weights."""
    made: list[Server] = []

    def make(**settings: str) -> Server:
        folder = tmp_path / f"data-{len(made)}"
        folder.mkdir()
        made.append(Server(folder, **settings))
        return made[-1]

    yield make
    for server in made:
        if server.process is not None and server.process.poll() is None:
            server.kill()
