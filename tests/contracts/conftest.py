"""The server that all contract tests share, and the photo that they send it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.contracts.server import Raw, Server, running_server
from tests.contracts.site import Site
from tests.contracts.wire import Wire

from idphoto.runtime.engine import Engine


@pytest.fixture(scope="session")
def server(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture(scope="session")
def site(astronaut_jpeg: bytes) -> Iterator[Site]:
    with Site({"/portrait.jpg": astronaut_jpeg}) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield served
        served.gate.set()
        served.shutdown()


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    with Wire(server.port) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield listening
        listening.shutdown()


@pytest.fixture
def raw(server: Server) -> Iterator[Callable[..., Raw]]:
    """``raw(api, key)``: a plain HTTP client for that API."""
    with ExitStack() as stack:
        yield lambda api, key=None: stack.enter_context(Raw(server, api, key))


@pytest.fixture(scope="session")
def external_page(shared: Path) -> str:
    return (shared / "vendor" / "picwish-external-idphoto.txt").read_text("utf-8")


@pytest.fixture(scope="session")
def v1_page(shared: Path) -> str:
    return (shared / "vendor" / "picwish-idphoto.txt").read_text("utf-8")
