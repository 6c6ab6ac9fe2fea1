"""Callbacks: what is sent, and how the outcome is reported."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idphoto.net.guard import Guard
from idphoto.net.post import Posted, post

LOCAL = Guard(["127.0.0.1"])
HEADERS = {"Content-Type": "application/json", "webhook-id": "msg_1"}
BODY = '{"state": 1, "name": "ä"}'.encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def _post(url: str, timeout_s: float = 10) -> Posted:
    return asyncio.run(post(url, BODY, HEADERS, guard=LOCAL, key_id="kiosk", timeout_s=timeout_s))


def test_the_body_and_the_headers_arrive_as_given(serve: Callable[..., Any]) -> None:
    server = serve(OK)
    posted = _post(server.url + "/hook?a=%2F")
    assert (posted.http_status, posted.error) == (200, None)
    assert posted.took_ms > 0
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /hook?a=%2F HTTP/1.1\r\n")
    assert b"\r\nContent-Type: application/json\r\n" in head + b"\r\n"
    assert b"\r\nwebhook-id: msg_1\r\n" in head + b"\r\n"
    assert body == BODY


@pytest.mark.parametrize("status", [201, 204, 400, 410, 500, 503])
def test_any_status_is_reported(serve: Callable[..., Any], status: int) -> None:
    posted = _post(serve(b"HTTP/1.1 %d Some\r\nContent-Length: 0\r\n\r\n" % status).url)
    assert (posted.http_status, posted.error) == (status, None)


def test_a_redirect_is_reported_and_not_followed(serve: Callable[..., Any]) -> None:
    elsewhere = serve(OK)
    moved = f"HTTP/1.1 307 Moved\r\nContent-Length: 0\r\nLocation: {elsewhere.url}\r\n\r\n"
    assert _post(serve(moved.encode()).url).http_status == 307
    assert elsewhere.requests == []


def test_an_endless_answer_is_not_read(serve: Callable[..., Any]) -> None:
    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(bytes(65536))

    posted = _post(serve(script).url)
    assert (posted.http_status, posted.error) == (200, None)


def test_an_answer_whose_body_never_arrives_counts(
    serve: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 9\r\n\r\n")
        connection.recv(1)  # until the client hangs up

    monkeypatch.setattr("idphoto.net.post._BODY_S", 0.1)

    posted = _post(serve(script).url)
    assert (posted.http_status, posted.error) == (202, None)


def test_a_receiver_that_never_answers_is_abandoned_in_time(serve: Callable[..., Any]) -> None:
    server = serve(lambda connection, _: connection.recv(1))
    posted = _post(server.url, timeout_s=0.3)
    assert (posted.http_status, posted.error) == (None, "no answer within 0.3 s")


@pytest.mark.parametrize(
    ("url", "error"),
    [
        (
            "http://10.0.0.1/hook?token=abc",
            "10.0.0.1 is not an address that this server may access",
        ),
        ("http://0x7f.1:1/", "0x7f.1 is not an address that this server may access"),
        ("ftp://127.0.0.1/", "only http and https URLs are accepted"),
        ("http://u:secret@127.0.0.1/", "a URL with a user name or password is not accepted"),
        ("http://127.0.0.1:x/", "it is not a valid URL"),
    ],
)
def test_a_url_that_cannot_be_called_is_reported(url: str, error: str) -> None:
    posted = _post(url)
    assert posted.http_status is None
    assert posted.error == error


def test_a_receiver_that_hangs_up_is_reported(serve: Callable[..., Any]) -> None:
    posted = _post(serve(b"").url)
    assert (posted.http_status, posted.error) == (None, "127.0.0.1 closed the connection early")


def test_a_receiver_that_turns_private_is_not_reached(staged: Callable[..., Any]) -> None:
    outcome, network = staged(
        lambda: post(
            "http://hook.example/", BODY, HEADERS, guard=Guard([]), key_id="kiosk", timeout_s=9
        ),
        names={"hook.example": [["127.0.0.1"]]},
    )
    assert outcome.error == "hook.example is not an address that this server may access"
    assert network.dialled == []


@given(
    url=st.one_of(st.text(), st.builds("http://{}/{}".format, st.text(), st.text())),
    headers=st.dictionaries(st.text(), st.text(), max_size=3),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_ever_raised(
    staged: Callable[..., Any], url: str, headers: dict[str, str]
) -> None:
    for target in (url, "http://a.example/"):
        outcome, _ = staged(
            lambda target=target: post(
                target, BODY, headers, guard=Guard([]), key_id="kiosk", timeout_s=9
            ),
            names={"a.example": [["8.8.8.8"]]},
        )
        assert isinstance(outcome, Posted)
        assert outcome.http_status is None
        assert outcome.error
        assert len(outcome.error) <= 200
