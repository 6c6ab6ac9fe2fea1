"""The examples in docstrings, run as they stand."""

from __future__ import annotations

import doctest
import importlib
import inspect
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from tests.kept.cards import draw_sample
from tests.server.conftest import serving

import idphoto
from idphoto.client.server import RemoteServer
from idphoto.runtime.engine import Engine
from idphoto.services.service import Service
from idphoto.settings import ServerSettings

ROOT = Path(idphoto.__file__).parent
# examples that read them need the networks
PICTURES = ("me.jpg", "id-card.jpg")


# An example of each part of a card reads the same card: it is read once.
READ_ONCE = {verb: cache(getattr(idphoto, verb)) for verb in ("make_headshots", "read_card")}


def text_of(module: str) -> str:
    return Path(str(importlib.import_module(module).__file__)).read_text("utf-8")


def modules() -> Iterator[object]:
    """Those with examples; all that load networks run in one process, which loads them once."""
    for file in sorted(ROOT.rglob("*.py")):
        text = file.read_text("utf-8")
        parts = file.relative_to(ROOT).with_suffix("").parts
        module = ".".join(("idphoto", *parts)).removesuffix(".__init__")
        if module.startswith("idphoto.errors."):
            module = "idphoto.errors"  # where all its classes say that they are
        group = [pytest.mark.xdist_group("examples")] if needs_networks(text) else []
        if ">>> " in text:
            yield pytest.param(module, marks=group)


def needs_networks(text: str) -> bool:
    return any(f'"{name}"' in text for name in PICTURES) or "default_engine()" in text


@pytest.fixture
def example_server(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A server behind whatever address and key the client's examples have."""
    settings = ServerSettings(data_dir=tmp_path_factory.mktemp("data"), drain_s=0.5)
    opened = partial(Service.open, engine=engine)
    with capture_logs(), serving(settings, opened) as real:  # they would be printed

        def own(server: RemoteServer) -> None:
            object.__setattr__(server, "base_url", real.url)
            object.__setattr__(server, "api_key", real.key)

        monkeypatch.setattr(RemoteServer, "__post_init__", own)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield


@pytest.fixture
def pictures(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The current folder, with the pictures that a module's examples read."""
    monkeypatch.chdir(tmp_path)
    for verb, once in READ_ONCE.items():
        monkeypatch.setattr(idphoto, verb, once, raising=False)
    text = text_of(request.getfixturevalue("module"))
    if needs_networks(text):
        request.getfixturevalue("engine")
        (tmp_path / "me.jpg").write_bytes(request.getfixturevalue("astronaut_jpeg"))
    if "client.make_photo" in text:
        request.getfixturevalue("example_server")
    if '"id-card.jpg"' in text:
        (tmp_path / "id-card.jpg").write_bytes(draw_sample("clean", 7).jpeg)


@pytest.mark.usefixtures("pictures")
@pytest.mark.parametrize("module", list(modules()))
def test_examples_in_docstrings_run(module: str) -> None:
    outcome = doctest.testmod(importlib.import_module(module), optionflags=doctest.ELLIPSIS)
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize("name", idphoto.__all__)
def test_every_public_name_is_explained_by_an_example(name: str) -> None:
    public = getattr(idphoto, name)
    if inspect.isclass(public) or inspect.isroutine(inspect.unwrap(public)):  # not an alias
        assert ">>> " in (public.__doc__ or "")
