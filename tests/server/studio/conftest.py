"""Servers with a studio, over the real service, and clients that behave as browsers do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from tests.canned import blank
from tests.server.conftest import running

from idphoto.accounts.keys import create_key
from idphoto.accounts.studio_account import ensure_studio_key
from idphoto.accounts.studio_links import create_link, revoke_link
from idphoto.db.database import Database
from idphoto.server.app import create_app
from idphoto.server.native.errors import ProblemRoute
from idphoto.server.studio.page import load_page
from idphoto.services.service import Service
from idphoto.settings import ServerSettings

PASSWORD = "correct horse"  # noqa: S105
SESSION = "/studio/session"
PROBE = "/probe"


@dataclass(frozen=True)
class StudioServer:
    """A running server. ``app``: to change its state."""

    url: str
    app: FastAPI
    settings: ServerSettings

    @property
    def studio(self) -> Any:
        return self.app.state.service.studio

    def browser(self, **headers: str) -> httpx.Client:
        """A client that sends what a browser's page of this server sends, and keeps cookies."""
        own = {"Sec-Fetch-Site": "same-origin", "Origin": self.url, **headers}
        return httpx.Client(base_url=self.url, headers=own, trust_env=False, timeout=60)

    def write(self, call: Callable[..., Any]) -> Any:
        """``call(tx)`` in a transaction, as a command of the operator would."""
        database = Database(self.settings.resolved_database_url)
        try:
            with database.transaction() as tx:
                return call(tx)
        finally:
            database.close()

    def link(self, name: str = "Anna", key: str = "", days: int = 30, now: float = 0.0) -> str:
        """A link's token. ``key``: the name of a new key to act as; by default the studio's."""
        now = now or time.time()

        def add(tx: Any) -> str:
            if key:
                key_id = create_key(tx, key, credits=None, qps=0, now=now).id
            else:
                key_id = ensure_studio_key(tx, now).id
            return create_link(tx, name, key_id, days=days, now=now).token

        token: str = self.write(add)
        return token

    def revoke(self, name: str = "Anna") -> None:
        self.write(lambda tx: revoke_link(tx, name, time.time()))


async def probe(request: Request) -> JSONResponse:
    """Stands for the routes of the native API: answers with the account of the session."""
    account = await request.app.state.sessions.account(request)
    return JSONResponse({"account": account.name if account else None})


def write_page(folder: Path) -> Path:
    """A page as ``make studio`` would build it, in ``folder``."""
    folder /= "built"
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text("<!doctype html><title>studio</title>")
    (folder / "icon.svg").write_text("<svg/>")
    (folder / "manifest.webmanifest").write_text("{}")
    script = folder / "assets" / "index-a1b2c3d4.js"
    script.write_text("plain")
    script.with_name(script.name + ".gz").write_bytes(b"gzipped")
    script.with_name(script.name + ".br").write_bytes(b"brotli")
    return folder


@contextmanager
def studio_server(folder: Path, **own: Any) -> Iterator[StudioServer]:
    """A running server with its files in ``folder``."""
    settings = ServerSettings(**{"data_dir": folder / "data", "drain_s": 0.5, **own})
    app = create_app(settings, partial(Service.open, make=blank))
    app.state.page = load_page(write_page(folder))
    app.router.add_api_route(
        PROBE,
        probe,
        methods=["GET", "POST"],
        include_in_schema=False,
        route_class_override=ProblemRoute,
    )
    with running(app, settings) as it:
        yield StudioServer(it.url, app, settings)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., StudioServer]]:
    """``start(**settings)`` runs a server until the test ends; all of them share one folder."""
    with ExitStack() as stack:

        def run(**own: Any) -> StudioServer:
            return stack.enter_context(studio_server(tmp_path, **{"studio": "on", **own}))

        yield run


@pytest.fixture
def local(start: Callable[..., StudioServer]) -> StudioServer:
    """A server whose studio is open to people at its machine."""
    return start(studio="auto")


@pytest.fixture
def server(start: Callable[..., StudioServer]) -> StudioServer:
    """A server whose studio asks people to sign in, by a password or a link."""
    return start(studio_password=PASSWORD)


def sign_in(browser: httpx.Client, **by: str) -> dict[str, Any]:
    """Sign in, by ``password`` or ``token``; the session."""
    answer = browser.post(SESSION, json=by or {"password": PASSWORD})
    assert answer.status_code == 200, answer.text
    session: dict[str, Any] = answer.json()
    browser.headers["X-CSRF-Token"] = session["csrf_token"]
    return session


def refusal(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, code and message of a problem."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    return answer.status_code, problem["code"], problem["detail"]
