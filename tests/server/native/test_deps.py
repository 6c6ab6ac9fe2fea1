"""Who may call: keys, and the studio's sessions."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from fastapi import Request
from tests.server.native.conftest import GOOD, NativeServer
from tests.server.native.problems import refused

from idphoto.accounts.account import Account
from idphoto.errors import CrossSiteRequest

PATHS = ("/v1/tasks", "/v1/tasks/x", "/v1/sources/x", "/v1/sources/x/picture")


class CookieSessions:
    """Anyone who sends the cookie ``session`` has the account; ``bad`` is another site's."""

    def __init__(self, account: Account) -> None:
        self._account = account

    async def account(self, request: Request) -> Account | None:
        cookie = request.cookies.get("session")
        if cookie == "bad":
            raise CrossSiteRequest("its origin is another site")
        return self._account if cookie == "good" else None


@pytest.fixture
def page(open_native: Callable[..., NativeServer]) -> NativeServer:
    """A server whose sessions are ``CookieSessions``, for the account of its key."""
    native = open_native()
    account = native.account_of(native.key)
    native.app.state.sessions = CookieSessions(account)
    return native


def of_session(native: NativeServer, cookie: str = "good") -> httpx.Client:
    return httpx.Client(
        base_url=native.url, headers={"Cookie": f"session={cookie}"}, trust_env=False
    )


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({}, "missing"),
        ({"Authorization": "Bearer idp_wrong"}, "unknown"),
        ({"X-API-KEY": "idp_wrong"}, "unknown"),
        ({"Authorization": "Basic a2V5OmtleQ=="}, "missing"),
    ],
)
def test_nothing_is_answered_without_a_valid_key(
    native: NativeServer, path: str, headers: dict[str, str], reason: str
) -> None:
    answer = httpx.get(f"{native.url}{path}", headers=headers, trust_env=False)
    problem = refused(answer, 401, "invalid_key", f"Invalid API key: {reason}")
    assert "idphoto" not in problem.remedy


def test_a_key_is_refused_before_the_body_is_read(native: NativeServer) -> None:
    answer = httpx.post(f"{native.url}/v1/photos", content=b"nonsense", trust_env=False)
    refused(answer, 401, "invalid_key", "missing")


def test_both_headers_take_a_key(native: NativeServer) -> None:
    for headers in ({"X-API-KEY": native.key}, {"Authorization": f"Bearer {native.key}"}):
        answer = httpx.get(f"{native.url}/v1/tasks", headers=headers, trust_env=False)
        assert answer.status_code == 200


def test_a_session_orders_and_sees_what_it_knows_of(page: NativeServer) -> None:
    with of_session(page) as client:
        task = client.post("/v1/cutouts", files={"file": ("me.png", GOOD)}).json()
        assert client.get(f"/v1/tasks/{task['id']}").json()["state"] == "done"
        assert client.get(f"/v1/sources/{task['source_id']}").status_code == 200


def test_a_session_may_not_list_what_others_have_made(page: NativeServer) -> None:
    with of_session(page) as client:
        refused(client.get("/v1/tasks"), 403, "key_required", "this needs an API key")
        refused(client.get("/v1/batches"), 403, "key_required", "this needs an API key")
        answer = client.get("/v1/tasks", headers={"X-API-KEY": page.key})
    assert answer.status_code == 200


def test_a_wrong_key_is_not_made_good_by_a_session(page: NativeServer) -> None:
    with of_session(page) as client:
        answer = client.get("/v1/tasks/x", headers={"X-API-KEY": "idp_wrong"})
    refused(answer, 401, "invalid_key", "unknown")


def test_what_a_session_is_refused_with_is_a_problem(page: NativeServer) -> None:
    with of_session(page, "bad") as client:
        answer = client.post("/v1/cutouts", files={"file": ("me.png", GOOD)})
    refused(answer, 403, "cross_site_request", "does not come from the studio's page")
