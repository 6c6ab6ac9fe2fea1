"""Signing in and out, what a session may do, and what other pages may not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from http.cookies import SimpleCookie
from typing import Any

import httpx
import pytest
import structlog
from fastapi.routing import APIRoute
from starlette.routing import Route
from tests.server.studio.conftest import (
    PASSWORD,
    PROBE,
    SESSION,
    StudioServer,
    refusal,
    sign_in,
)

from idphoto.accounts.keys import create_key, list_keys, revoke_key
from idphoto.services.studio.attempts import PER_ADDRESS
from idphoto.services.studio.session import SESSION_S
from idphoto.services.studio.studio import READS_QPS, WRITES_QPS

CROSS_SITE = "the request does not come from the studio's page: "
WRONG_PASSWORD = (
    401,
    "sign_in_refused",
    "cannot sign in to the studio: the password is wrong",
)
WRONG_LINK = (
    401,
    "sign_in_refused",
    "cannot sign in to the studio: the link is unknown, revoked or expired",
)
# What a session must never list: what everybody who shares its account has made.
LISTS = {"/v1/tasks", "/v1/batches"}


# --- signing in ---------------------------------------------------------------------------------


def test_nobody_is_signed_in_at_first(server: StudioServer) -> None:
    with server.browser() as browser:
        answer = browser.get(SESSION)
        assert answer.json() == {
            **answer.json(),
            "signed_in": False,
            "how": None,
            "csrf_token": "",
            "ways": ["password", "link"],
        }
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers
        assert browser.get(PROBE).json() == {"account": None}


def test_the_password_opens_the_studio_until_one_signs_out(server: StudioServer) -> None:
    with server.browser() as browser:
        session = sign_in(browser, password=PASSWORD)
        assert (session["signed_in"], session["how"], session["name"]) == (True, "password", None)
        assert browser.get(SESSION).json() == session
        assert browser.get(PROBE).json() == {"account": "studio"}
        assert browser.post(PROBE).json() == {"account": "studio"}
        gone = browser.delete(SESSION)
        assert (gone.status_code, gone.json()["signed_in"]) == (200, False)
        assert list(browser.cookies.jar) == []
        assert browser.get(PROBE).json() == {"account": None}
        assert browser.delete(SESSION).status_code == 200


def test_a_link_opens_the_studio_as_the_account_of_its_key(server: StudioServer) -> None:
    token = server.link("Anna Schmidt", key="school")
    with server.browser() as browser:
        session = sign_in(browser, token=token)
        assert (session["how"], session["name"]) == ("link", "Anna Schmidt")
        assert browser.get(SESSION).json()["name"] == "Anna Schmidt"
        assert browser.get(PROBE).json() == {"account": "school"}


def test_a_link_without_a_key_acts_as_the_studio_s_account(server: StudioServer) -> None:
    token = server.link()
    with server.browser() as browser:
        sign_in(browser, token=token)
        assert browser.get(PROBE).json() == {"account": "studio"}


@pytest.mark.parametrize("wrong", ["correct hors", "correct horse ", "Correct horse", "x" * 900])
def test_a_wrong_password_is_refused(server: StudioServer, wrong: str) -> None:
    with server.browser() as browser:
        answer = browser.post(SESSION, json={"password": wrong})
        assert refusal(answer) == WRONG_PASSWORD
        assert "set-cookie" not in answer.headers


def test_no_password_opens_a_studio_that_has_none(start: Callable[..., StudioServer]) -> None:
    server = start()
    with server.browser() as browser:
        assert browser.get(SESSION).json()["ways"] == ["link"]
        assert refusal(browser.post(SESSION, json={"password": "x"})) == WRONG_PASSWORD


def test_links_that_are_unknown_revoked_or_expired_are_refused_alike(server: StudioServer) -> None:
    revoked, expired = server.link("Anna"), server.link("Ben", days=1, now=time.time() - 2 * 86_400)
    server.revoke("Anna")
    with server.browser() as browser:
        for token in ("ids_unknown", revoked, expired, "\u4e00"):
            assert refusal(browser.post(SESSION, json={"token": token})) == WRONG_LINK


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"json": {}}, "password: send either a password or a link's token, as JSON"),
        (
            {"json": {"password": "a", "token": "b"}},
            "password: send either a password or a link's token, as JSON",
        ),
        (
            {"json": {"password": ["secret-word"]}},
            "password: send either a password or a link's token, as JSON",
        ),
        (
            {"content": b"\xff", "headers": {"Content-Type": "application/json"}},
            "password: send either a password or a link's token, as JSON",
        ),
        ({"data": {"password": PASSWORD}}, "Content-Type: must be application/json"),
    ],
)
def test_anything_else_than_a_password_or_a_token_is_a_bad_request(
    server: StudioServer, sent: dict[str, Any], message: str
) -> None:
    with server.browser() as browser:
        answer = browser.post(SESSION, **sent)
        assert refusal(answer) == (400, "bad_request", message)
        assert "secret-word" not in answer.text


def test_a_body_without_end_is_refused(server: StudioServer) -> None:
    with server.browser() as browser:
        answer = browser.post(SESSION, json={"password": "x" * 20_000})
        message = "the body is larger than 16,384 bytes"
        assert refusal(answer) == (413, "upload_too_large", message)


def test_people_who_guess_have_to_wait(server: StudioServer) -> None:
    with server.browser() as browser:
        for _ in range(PER_ADDRESS.at_once):
            refused = browser.post(SESSION, json={"password": "wrong password"})
            assert refusal(refused) == WRONG_PASSWORD
        answer = browser.post(SESSION, json={"password": PASSWORD})
        wait_s = int(answer.headers["Retry-After"])
        assert 0 < wait_s <= PER_ADDRESS.every_s
        message = f"too many attempts to sign in to the studio: try again in {wait_s} s"
        assert refusal(answer) == (429, "too_many_sign_ins", message)


def test_who_knows_the_password_never_waits(server: StudioServer) -> None:
    with server.browser() as browser:
        for _ in range(2 * PER_ADDRESS.at_once):
            sign_in(browser)


# --- the cookie ---------------------------------------------------------------------------------


def cookie_of(answer: httpx.Response) -> Any:
    [morsel] = SimpleCookie(answer.headers["set-cookie"]).values()
    return morsel


def test_scripts_and_other_sites_do_not_get_the_cookie(server: StudioServer) -> None:
    with server.browser() as browser:
        morsel = cookie_of(browser.post(SESSION, json={"password": PASSWORD}))
    assert morsel["httponly"] is True
    assert morsel["samesite"] == "strict"
    assert (morsel["path"], morsel["domain"]) == ("/", "")
    assert int(morsel["max-age"]) == SESSION_S
    assert morsel["secure"] == ""  # over http there is no other way
    assert morsel.key.startswith("idphoto-")


@pytest.mark.parametrize(
    ("own", "headers"),
    [
        ({"public_url": "https://photos.example"}, {}),
        ({}, {"X-Forwarded-Proto": "https"}),  # from a proxy on the same machine
    ],
)
def test_where_there_is_tls_the_cookie_is_only_sent_over_it(
    start: Callable[..., StudioServer], own: dict[str, str], headers: dict[str, str]
) -> None:
    server = start(studio_password=PASSWORD, **own)
    with server.browser(**headers) as browser:
        morsel = cookie_of(browser.post(SESSION, json={"password": PASSWORD}))
        assert morsel["secure"] is True
        assert morsel.key.startswith("__Host-idphoto-")
        kept = {"Cookie": f"{morsel.key}={morsel.value}"}
        assert browser.get(PROBE, headers=kept).json() == {"account": "studio"}
        # a cookie that another host of the domain could have set is not looked at
        tossed = {"Cookie": f"{morsel.key.removeprefix('__Host-')}={morsel.value}"}
        assert browser.get(PROBE, headers=tossed).json() == {"account": None}


@pytest.mark.parametrize("change", ["text", "signature", "other secret", "nothing"])
def test_a_cookie_that_the_server_did_not_sign_opens_nothing(
    server: StudioServer, start: Callable[..., StudioServer], tmp_path: Any, change: str
) -> None:
    with server.browser() as browser:
        sign_in(browser)
        [cookie] = browser.cookies.jar
        value = cookie.value or ""
        if change == "other secret":
            other = start(data_dir=tmp_path / "other", studio_password=PASSWORD)
            session = server.studio.find(value)
            value = other.studio.seal.close(session)
            assert other.studio.seal.cookie != cookie.name
        forged = {
            "text": "A" + value[1:],
            "signature": value[:-9] + ("A" if value[-9] != "A" else "B") + value[-8:],
            "other secret": value,
            "nothing": "nothing",
        }[change]
        browser.cookies.clear()
        answer = browser.get(PROBE, headers={"Cookie": f"{cookie.name}={forged}"})
        message = "not signed in to the studio: there is no session, or it has ended"
        assert refusal(answer) == (401, "not_signed_in", message)


def test_a_session_ends_by_itself(server: StudioServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with server.browser() as browser:
        session = sign_in(browser)
        assert session["ends_at"] == pytest.approx(time.time() + SESSION_S, abs=60)
        monkeypatch.setattr(server.studio, "_clock", lambda: session["ends_at"] + 1)
        message = "not signed in to the studio: there is no session, or it has ended"
        assert refusal(browser.get(PROBE)) == (401, "not_signed_in", message)
        assert browser.get(SESSION).json()["signed_in"] is False


def test_a_session_ends_with_its_link(server: StudioServer) -> None:
    token = server.link(days=1, now=time.time() - 86_400 + 3600)
    with server.browser() as browser:
        assert sign_in(browser, token=token)["ends_at"] < time.time() + 3601
        server.revoke()
        message = "not signed in to the studio: the link is revoked or has expired"
        assert refusal(browser.get(PROBE)) == (401, "not_signed_in", message)
        assert browser.get(SESSION).json()["signed_in"] is False


def test_another_server_with_the_same_secret_knows_the_session(
    start: Callable[..., StudioServer], tmp_path: Any
) -> None:
    shared = {"secret": "s" * 64, "studio_password": PASSWORD}
    first = start(data_dir=tmp_path / "first", **shared)
    second = start(data_dir=tmp_path / "second", **shared)
    with first.browser() as browser:
        sign_in(browser)
        token = browser.headers["X-CSRF-Token"]
        [cookie] = browser.cookies.jar
    with second.browser(
        **{"Cookie": f"{cookie.name}={cookie.value}", "X-CSRF-Token": token}
    ) as browser:
        assert browser.get(SESSION).json()["how"] == "password"
        assert browser.post(PROBE).json() == {"account": "studio"}


# --- other pages --------------------------------------------------------------------------------


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", SESSION), ("GET", PROBE), ("POST", PROBE), ("POST", SESSION), ("DELETE", SESSION)],
)
def test_other_sites_and_other_ports_of_this_host_get_nothing(
    server: StudioServer, site: str, method: str, path: str
) -> None:
    with server.browser() as browser:
        sign_in(browser)
        body = {"password": PASSWORD}
        answer = browser.request(method, path, json=body, headers={"Sec-Fetch-Site": site})
        message = CROSS_SITE + "Sec-Fetch-Site is not same-origin"
        assert refusal(answer) == (403, "cross_site_request", message)


@pytest.mark.parametrize(
    "origin", ["https://a.example", "null", "http://localhost:1", "http://127.0.0.1"]
)
def test_another_origin_gets_nothing(server: StudioServer, origin: str) -> None:
    with server.browser() as browser:
        sign_in(browser)
        answer = browser.post(PROBE, headers={"Origin": origin})
        message = CROSS_SITE + "the Origin is not this server's"
        assert refusal(answer) == (403, "cross_site_request", message)


def test_a_change_of_unknown_origin_is_refused(server: StudioServer) -> None:
    with server.browser() as browser:
        sign_in(browser)
        del browser.headers["Origin"]
        assert browser.post(PROBE).status_code == 200
        del browser.headers["Sec-Fetch-Site"]
        message = CROSS_SITE + "it has neither Origin nor Sec-Fetch-Site"
        assert refusal(browser.post(PROBE)) == (403, "cross_site_request", message)
        assert browser.get(PROBE).status_code == 200


def test_an_address_that_somebody_types_may_show_something_and_change_nothing(
    server: StudioServer,
) -> None:
    with server.browser() as browser:
        sign_in(browser)
        del browser.headers["Origin"]
        browser.headers["Sec-Fetch-Site"] = "none"
        assert browser.get(PROBE).status_code == 200
        message = CROSS_SITE + "Sec-Fetch-Site is not same-origin"
        assert refusal(browser.post(PROBE)) == (403, "cross_site_request", message)


def test_the_origin_is_the_public_address_where_a_proxy_replaces_the_host(
    start: Callable[..., StudioServer],
) -> None:
    server = start(studio_password=PASSWORD, public_url="https://photos.example")
    with server.browser(Origin="https://photos.example") as browser:
        assert browser.post(SESSION, json={"password": PASSWORD}).status_code == 200


@pytest.mark.parametrize("token", [b"", b"0" * 64, b"\xe9"])
def test_a_change_without_the_session_s_token_is_refused(
    server: StudioServer, token: bytes
) -> None:
    message = CROSS_SITE + "X-CSRF-Token is not the session's"
    with server.browser() as browser:
        sign_in(browser)
        del browser.headers["X-CSRF-Token"]
        own = {b"X-CSRF-Token": token}
        for answer in (browser.post(PROBE, headers=own), browser.delete(SESSION, headers=own)):
            assert refusal(answer) == (403, "cross_site_request", message)
        assert browser.get(PROBE).status_code == 200


def test_the_token_of_another_session_does_not_do(server: StudioServer) -> None:
    with server.browser() as one, server.browser() as other:
        sign_in(one)
        sign_in(other)
        one.headers["X-CSRF-Token"] = other.headers["X-CSRF-Token"]
        message = CROSS_SITE + "X-CSRF-Token is not the session's"
        assert refusal(one.post(PROBE)) == (403, "cross_site_request", message)


# --- accounts and limits ------------------------------------------------------------------------


def test_the_studio_s_account_is_listed_and_its_key_opens_nothing(server: StudioServer) -> None:
    with server.browser() as browser:
        sign_in(browser)
        assert server.write(lambda tx: [key.name for key in list_keys(tx)]) == []
        browser.get(PROBE)
    [key] = server.write(list_keys)
    assert (key.name, key.credits, key.qps) == ("studio", None, 0)
    # the hint that is listed is all that is left of the key
    answer = httpx.get(f"{server.url}/api/tasks/visual/idphoto/x", headers={"X-API-KEY": key.hint})
    assert answer.status_code == 401


def test_an_operator_s_own_studio_key_is_used_with_its_limits(server: StudioServer) -> None:
    server.write(lambda tx: create_key(tx, "studio", credits=7, qps=3, now=time.time()))
    with server.browser() as browser:
        sign_in(browser)
        assert browser.get(PROBE).json() == {"account": "studio"}
    [key] = server.write(list_keys)
    assert (key.credits, key.qps) == (7, 3)


def test_a_revoked_account_is_refused(server: StudioServer) -> None:
    with server.browser() as browser:
        sign_in(browser)
        browser.get(PROBE)
        server.write(lambda tx: revoke_key(tx, "studio", time.time()))
        assert refusal(browser.get(PROBE)) == (401, "invalid_key", "Invalid API key: revoked")


def test_each_session_has_a_rate_of_its_own(server: StudioServer) -> None:
    with server.browser() as one, server.browser() as other:
        sign_in(one)
        sign_in(other)
        answers = [one.post(PROBE) for _ in range(int(WRITES_QPS) * 4)]
        refused = [each for each in answers if each.status_code != 200]
        assert refused
        status, code, message = refusal(refused[0])
        assert (status, code) == (429, "too_many_requests")
        assert message.startswith(f"more than {WRITES_QPS:g} requests per second")
        assert int(refused[0].headers["Retry-After"]) >= 1
        assert one.get(PROBE).status_code == 200  # looking has a rate of its own
        assert other.post(PROBE).status_code == 200
    assert READS_QPS > WRITES_QPS


def test_the_log_has_no_password_token_or_cookie(server: StudioServer) -> None:
    token = server.link()
    with structlog.testing.capture_logs() as lines, server.browser() as browser:
        browser.post(SESSION, json={"password": "a wrong password"})
        sign_in(browser, token=token)
        browser.get(f"/studio/enter?token={token}")
        [cookie] = browser.cookies.jar
        browser.get(PROBE)
    text = str(lines)
    assert SESSION in text
    for secret in ("a wrong password", PASSWORD, token, str(cookie.value), cookie.name):
        assert secret not in text


# --- nothing else -------------------------------------------------------------------------------


def test_a_session_opens_the_native_api_without_its_lists_and_nothing_else(
    server: StudioServer,
) -> None:
    """Each route of the application, with a session and without."""
    with server.browser() as inside, server.browser() as outside:
        sign_in(inside)
        visited = set()
        for path, method in _routes(server.app.routes):
            if path.startswith("/studio") or path in ("/", PROBE):
                continue
            visited.add(path)
            with_session, without = (
                browser.request(method, path.replace("{", "").replace("}", "").split(":")[0])
                for browser in (inside, outside)
            )
            assert without.status_code < 500 or path == "/readyz"
            if not path.startswith("/v1/"):
                assert with_session.status_code == without.status_code, path
                assert "set-cookie" not in with_session.headers
                if path.startswith(("/api", "/headshots", "/idcard")):
                    assert with_session.status_code in (400, 401, 403, 404), path
            elif path in LISTS and method == "GET":
                assert refusal(with_session)[:2] == (403, "key_required"), path
            else:
                assert with_session.status_code not in (401, 403), path
    assert {"/healthz", "/metrics", "/files/{key:path}"} <= visited


def _routes(routes: Iterable[Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Path and method of each route, those of included routers too."""
    for route in routes:
        if isinstance(route, Route | APIRoute):
            yield from ((prefix + route.path, each) for each in sorted(route.methods or ()))
        else:  # a route of another kind would have neither, and fail here
            inner = prefix + route.include_context.prefix
            yield from _routes(route.original_router.routes, inner)
