"""Somebody at this machine, and those who only look like it."""

from __future__ import annotations

import socket
from collections.abc import Callable

import httpx
import pytest
from tests.server.studio.conftest import PASSWORD, PROBE, SESSION, StudioServer, refusal

from idphoto.server.studio.here import is_host_here, listens_here

HERE_ONLY = "the studio is not open to you: it is open to people at this machine only"
CLOSED = (403, "studio_closed", HERE_ONLY)


@pytest.mark.parametrize(
    ("addresses", "here"),
    [
        (["127.0.0.1"], True),
        (["127.8.9.1"], True),
        (["::1"], True),
        (["127.0.0.1", "::1"], True),
        (["0.0.0.0"], False),  # noqa: S104
        (["::"], False),
        (["192.168.1.4"], False),
        (["127.0.0.1", "192.168.1.4"], False),
        (["/run/idphoto.sock"], False),
        ([], False),
    ],
)
def test_only_a_server_at_loopback_addresses_is_this_machine_s_alone(
    addresses: list[str], here: bool
) -> None:
    assert listens_here(addresses) is here


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("LOCALHOST:8000", True),
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("[::ffff:127.0.0.1]", True),
        ("", False),
        ("0.0.0.0:8000", False),
        ("a.example", False),
        ("localhost.a.example", False),
        ("127.0.0.1.a.example", False),
        ("a.example@localhost", False),
        ("localhost:x", False),
        ("192.168.1.4", False),
        ("[::2]", False),
    ],
)
def test_a_host_is_this_machine_by_its_own_name_or_address_alone(host: str, here: bool) -> None:
    assert is_host_here(host) is here


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_somebody_at_this_machine_is_let_in_at_once(local: StudioServer, host: str) -> None:
    port = httpx.URL(local.url).port
    with local.browser(Host=f"{host}:{port}", Origin=f"http://{host}:{port}") as browser:
        session = browser.get(SESSION)
        assert session.status_code == 200
        assert session.json() == {
            **session.json(),
            "signed_in": True,
            "how": "local",
            "name": None,
            "ways": [],
            "keep_s": 3600,
        }
        browser.headers["X-CSRF-Token"] = session.json()["csrf_token"]
        assert browser.get(PROBE).json() == {"account": "studio"}
        assert browser.post(PROBE).json() == {"account": "studio"}
        assert browser.get("/studio").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "photos.example"},  # a name that an attacker makes resolve to this machine
        {"Host": "photos.example", "Origin": "http://photos.example"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Anything": ""},
        {"Forwarded": "for=127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"X-Real-IP": "127.0.0.1"},
    ],
)
def test_what_comes_through_a_proxy_or_by_another_name_is_not_at_this_machine(
    local: StudioServer, headers: dict[str, str]
) -> None:
    with local.browser() as browser:
        token = browser.get(SESSION).json()["csrf_token"]
        assert browser.get(PROBE).status_code == 200
        if "Host" in headers:
            headers = {"Origin": f"http://{headers['Host']}", **headers}
        answer = httpx.get(local.url + SESSION, headers=headers)
        assert refusal(answer) == CLOSED
        assert "set-cookie" not in answer.headers
        # not even with the session of somebody who was
        cookie = "; ".join(f"{each.name}={each.value}" for each in browser.cookies.jar)
    own = {**headers, "Cookie": cookie, "X-CSRF-Token": token, "Sec-Fetch-Site": "same-origin"}
    if headers.get("X-Forwarded-Proto") != "https":  # there the cookie has another name
        assert refusal(httpx.get(local.url + PROBE, headers=own)) == CLOSED
    page = httpx.get(f"{local.url}/studio", headers=headers)
    assert page.status_code == 403
    assert "IDPHOTO_STUDIO=on" in page.text


def test_a_server_that_others_can_reach_lets_nobody_in_by_itself(local: StudioServer) -> None:
    local.app.state.listens_here = False  # as at 0.0.0.0
    with local.browser() as browser:
        assert refusal(browser.get(SESSION)) == CLOSED
        assert browser.get("/studio").status_code == 403


def test_a_server_with_a_public_address_lets_nobody_in_by_itself(
    start: Callable[..., StudioServer],
) -> None:
    server = start(studio="auto", public_url="https://photos.example")
    with server.browser() as browser:
        assert refusal(browser.get(SESSION)) == CLOSED


def test_a_request_as_nginx_makes_it_by_default_is_not_at_this_machine(
    local: StudioServer,
) -> None:
    port = httpx.URL(local.url).port
    assert port is not None
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(f"GET {SESSION} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        assert connection.recv(12) == b"HTTP/1.1 403"


def test_nobody_signs_in_where_it_is_open_to_this_machine(
    start: Callable[..., StudioServer],
) -> None:
    server = start(studio="auto", studio_password=PASSWORD)
    with server.browser() as browser:
        assert refusal(browser.post(SESSION, json={"password": PASSWORD})) == CLOSED
        assert "set-cookie" not in browser.get("/studio").headers
