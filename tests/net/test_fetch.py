"""Downloads: what arrives, what is refused, and that no other error is ever raised."""

from __future__ import annotations

import asyncio
import gzip
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idphoto.errors import (
    AddressRefused,
    DownloadFailed,
    DownloadTooLarge,
    EmptySource,
    HostUnreachable,
    IdPhotoError,
)
from idphoto.net.fetch import fetch
from idphoto.net.guard import Guard

LOCAL = Guard(["127.0.0.1"])
PICTURE = bytes(range(256)) * 40
LIMIT = len(PICTURE)


def _fetch(url: str, timeout_s: float = 10, **changes: Any) -> bytes:
    options: dict[str, Any] = {"guard": LOCAL, "key_id": "kiosk", "max_bytes": LIMIT} | changes
    return asyncio.run(fetch(url, timeout_s=timeout_s, **options))


def _failure(url: str, **options: Any) -> IdPhotoError:
    with pytest.raises((DownloadFailed, DownloadTooLarge)) as raised:
        _fetch(url, **options)
    return raised.value


def _answer(body: bytes = PICTURE, *, status: str = "200 OK", **headers: object) -> bytes:
    """An answer's bytes. Headers are given as keywords, including ``Content_Length``."""
    told = {"Content_Length": len(body)} | headers
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in told.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


def _chunked(*chunks: bytes) -> bytes:
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body


def _pour(connection: socket.socket, head: bytes, block: bytes, pause_s: float) -> None:
    """Send ``block`` again and again until the client hangs up."""
    connection.sendall(head)
    while True:
        connection.sendall(block)
        time.sleep(pause_s)


# --- what arrives -------------------------------------------------------------------------------


def test_a_picture_arrives_byte_for_byte(serve: Callable[..., Any]) -> None:
    assert _fetch(serve(_answer()).url) == PICTURE


def test_a_picture_of_exactly_the_limit_arrives_in_chunks(serve: Callable[..., Any]) -> None:
    server = serve(_chunked(PICTURE[:1000], PICTURE[1000:], b""))
    assert _fetch(server.url, max_bytes=LIMIT) == PICTURE


def test_a_picture_without_a_length_arrives(serve: Callable[..., Any]) -> None:
    assert _fetch(serve(b"HTTP/1.0 200 OK\r\n\r\n" + PICTURE).url) == PICTURE


def test_a_signed_url_reaches_its_server_character_for_character(serve: Callable[..., Any]) -> None:
    server = serve(_answer())
    _fetch(server.url + "/a%2Fb%20c.jpg?sig=a%2Bb%2F%3D&x=1+2#part")
    assert server.requests[0].startswith(b"GET /a%2Fb%20c.jpg?sig=a%2Bb%2F%3D&x=1+2 HTTP/1.1\r\n")


def test_a_request_reveals_little_and_asks_for_no_compression(serve: Callable[..., Any]) -> None:
    server = serve(_answer())
    _fetch(server.url)
    names = {line.split(b":")[0] for line in server.requests[0].splitlines()[1:] if line}
    assert names <= {b"Host", b"User-Agent", b"Accept", b"Accept-Encoding", b"Connection"}
    assert b"Accept-Encoding: identity\r\n" in server.requests[0]
    assert b"User-Agent: idphoto\r\n" in server.requests[0]


def test_no_proxy_of_the_environment_is_used(
    serve: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, proxy = serve(_answer()), serve(_answer(b"proxied"))
    monkeypatch.setenv("http_proxy", proxy.url)
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    assert _fetch(server.url) == PICTURE
    assert proxy.requests == []


# --- redirects ----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(serve: Callable[..., Any], status: int) -> None:
    end = serve(_answer())
    start = serve(_answer(b"", status=f"{status} Moved", Location=end.url + "/b"))
    assert _fetch(start.url) == PICTURE
    assert end.requests[0].startswith(b"GET /b HTTP/1.1\r\n")


def test_a_redirected_request_carries_no_cookie_and_no_referer(
    staged: Callable[..., Any], serve: Callable[..., Any]
) -> None:
    def script(connection: socket.socket, request: bytes) -> None:
        moved = _answer(b"", status="302 Found", Location="/b", Set_Cookie="a=1; Path=/")
        connection.sendall(_answer() if b"GET /b " in request else moved)

    server = serve(script)
    outcome, _ = staged(
        lambda: fetch(
            "http://a.example/a", guard=Guard([]), key_id="kiosk", max_bytes=LIMIT, timeout_s=9
        ),
        names={"a.example": [["8.8.8.8"]]},
        ports={"8.8.8.8": server.port},
    )
    assert outcome == PICTURE
    assert b"cookie" not in server.requests[1].lower()
    assert b"referer" not in server.requests[1].lower()


def test_a_relative_redirect_is_followed(serve: Callable[..., Any]) -> None:
    def script(connection: socket.socket, request: bytes) -> None:
        moved = _answer(b"", status="302 Found", Location="../new?x=%2B")
        connection.sendall(_answer() if b"/new?x=%2B " in request else moved)

    assert _fetch(serve(script).url + "/a/b") == PICTURE


def test_three_redirects_are_followed_and_a_loop_is_not(serve: Callable[..., Any]) -> None:
    def script(connection: socket.socket, request: bytes) -> None:
        left = int(request.split(b" ")[1][1:])
        moved = _answer(b"", status="302 Found", Location=f"/{left - 1}")
        connection.sendall(moved if left else _answer())

    server = serve(script)
    assert _fetch(server.url + "/3") == PICTURE
    failure = _failure(server.url + "/9")
    assert failure.message.endswith("there are more than 3 redirects")
    assert len(server.requests) == 4 + 4


@pytest.mark.parametrize(
    "location",
    [
        *("http://127.0.0.2/secret", "http://169.254.169.254/", "http://localhost:1/"),
        *("//10.0.0.1/", "http://2130706433/", "http://[::1]/"),
    ],
)
def test_a_redirect_to_a_refused_address_is_refused(
    serve: Callable[..., Any], location: str
) -> None:
    server = serve(_answer(b"", status="302 Found", Location=location))
    guard = Guard([f"127.0.0.1:{server.port}"])
    assert isinstance(_failure(server.url, guard=guard), AddressRefused)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://127.0.0.1/", "only http and https"),
        ("http://[::1", "redirects to an invalid URL"),
        ("http://user:pw@127.0.0.1/", "user name or password"),
    ],
)
def test_a_redirect_to_an_unusable_url_is_reported(
    serve: Callable[..., Any], location: str, reason: str
) -> None:
    failure = _failure(serve(_answer(b"", status="302 Found", Location=location)).url)
    assert reason in failure.message


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_an_answer_without_a_body_is_a_failure(serve: Callable[..., Any], status: str) -> None:
    failure = _failure(serve(_answer(b"", status=status)).url)
    assert failure.message.endswith(f"the server answered with status {status[:3]}")


def test_a_redirect_without_a_location_is_treated_as_an_answer(serve: Callable[..., Any]) -> None:
    failure = _failure(serve(_answer(b"", status="302 Found")).url)
    assert failure.message.endswith("the server answered with status 302")


# --- sizes --------------------------------------------------------------------------------------


def test_an_announced_size_over_the_limit_is_refused_before_any_byte_arrives(
    serve: Callable[..., Any],
) -> None:
    never = _answer(b"", Content_Length=LIMIT + 1)
    assert _failure(serve(never).url).details() == {"limit": LIMIT}


def test_a_body_longer_than_announced_is_a_failure(serve: Callable[..., Any]) -> None:
    failure = _failure(serve(_answer(b"hello, world", Content_Length=5)).url)
    assert failure.message.endswith("127.0.0.1 did not answer with valid HTTP")


def test_a_body_shorter_than_announced_is_a_failure(serve: Callable[..., Any]) -> None:
    failure = _failure(serve(_answer(PICTURE[:-1], Content_Length=LIMIT)).url)
    assert failure.message == ("cannot download the picture: 127.0.0.1 closed the connection early")


@pytest.mark.parametrize("length", ["-1", "x", "1, 2", "9" * 5000])
def test_a_length_that_is_not_a_number_is_a_failure(serve: Callable[..., Any], length: str) -> None:
    failure = _failure(serve(_answer(Content_Length=length)).url)
    assert failure.message.endswith("127.0.0.1 did not answer with valid HTTP")


def test_an_endless_chunked_body_is_cut_at_the_limit(serve: Callable[..., Any]) -> None:
    def script(connection: socket.socket, _: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        _pour(connection, head, b"400\r\n" + bytes(1024) + b"\r\n", 0)

    assert isinstance(_failure(serve(script).url), DownloadTooLarge)


def test_an_endless_body_without_a_length_is_cut_at_the_limit(serve: Callable[..., Any]) -> None:
    server = serve(lambda connection, _: _pour(connection, b"HTTP/1.1 200 OK\r\n\r\n", b"xyz", 0))
    assert isinstance(_failure(server.url), DownloadTooLarge)


def test_a_chunked_body_that_breaks_off_is_a_failure(serve: Callable[..., Any]) -> None:
    failure = _failure(serve(_chunked(PICTURE[:1000])).url)
    assert failure.message.endswith("127.0.0.1 closed the connection early")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "GZIP", "identity, gzip"])
def test_a_compressed_body_is_refused_unread(serve: Callable[..., Any], coding: str) -> None:
    bomb = gzip.compress(bytes(10_000_000))
    failure = _failure(serve(_answer(bomb, Content_Encoding=coding)).url, max_bytes=len(bomb))
    assert failure.message.endswith("the server sent compressed data, which was not requested")


def test_a_body_declared_uncompressed_arrives(serve: Callable[..., Any]) -> None:
    assert _fetch(serve(_answer(Content_Encoding="Identity")).url) == PICTURE


def test_a_compressed_transfer_is_never_inflated(serve: Callable[..., Any]) -> None:
    body = gzip.compress(bytes(10_000_000))
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    assert _fetch(serve(head + chunked).url, max_bytes=len(body)) == body


@pytest.mark.parametrize("answer", [_answer(b""), _chunked(b""), b"HTTP/1.0 200 OK\r\n\r\n"])
def test_an_empty_file_is_a_failure(serve: Callable[..., Any], answer: bytes) -> None:
    failure = _failure(serve(answer).url)
    assert type(failure) is EmptySource
    assert failure.message == "cannot download the picture: the file is empty"


# --- servers that fail --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "status",
    [
        "201 Created",
        "206 Partial Content",
        "401 Unauthorized",
        "404 Not Found",
        "500 Oh",
        "599 Odd",
    ],
)
def test_any_status_but_200_is_a_failure(serve: Callable[..., Any], status: str) -> None:
    failure = _failure(serve(_answer(PICTURE, status=status)).url)
    assert failure.message == (
        f"cannot download the picture: the server answered with status {status[:3]}"
    )


@pytest.mark.parametrize(
    "noise",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x16\x03\x01" * 99,
        b"HTTP/9.9 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n: nameless\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
    ],
)
def test_a_server_that_does_not_speak_http_is_a_failure(
    serve: Callable[..., Any], noise: bytes
) -> None:
    assert _failure(serve(noise).url).message.endswith("127.0.0.1 did not answer with valid HTTP")


def test_a_server_that_hangs_up_is_a_failure(serve: Callable[..., Any]) -> None:
    assert _failure(serve(b"").url).message.endswith("127.0.0.1 closed the connection early")


def test_a_closed_port_is_a_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    failure = _failure(f"http://127.0.0.1:{port}/")
    assert type(failure) is HostUnreachable
    assert failure.message == "cannot download the picture: 127.0.0.1 cannot be reached"


def test_an_unknown_name_is_a_failure(staged: Callable[..., Any]) -> None:
    outcome, _ = staged(
        lambda: fetch(
            "http://no.example/", guard=Guard([]), key_id="kiosk", max_bytes=9, timeout_s=9
        )
    )
    assert isinstance(outcome, HostUnreachable)
    assert outcome.reason == "the host name no.example cannot be resolved"


def test_a_server_that_never_answers_is_abandoned_in_time(serve: Callable[..., Any]) -> None:
    def script(connection: socket.socket, _: bytes) -> None:
        connection.recv(1)  # until the client hangs up

    assert _failure(serve(script).url, timeout_s=0.3).message == (
        "cannot download the picture: it did not finish within 0.3 s"
    )


def test_a_server_that_sends_slowly_is_abandoned_in_time(serve: Callable[..., Any]) -> None:
    head = _answer(b"", Content_Length=LIMIT)
    server = serve(lambda connection, _: _pour(connection, head, b"x", 0.02))
    assert "did not finish within 0.3 s" in _failure(server.url, timeout_s=0.3).message


def test_slow_redirects_share_one_time_limit(serve: Callable[..., Any]) -> None:
    def script(connection: socket.socket, _: bytes) -> None:
        time.sleep(0.2)
        connection.sendall(_answer(b"", status="302 Found", Location="/"))

    failure = _failure(serve(script).url, timeout_s=0.5, max_redirects=1000)
    assert failure.message.endswith("it did not finish within 0.5 s")


# --- TLS ----------------------------------------------------------------------------------------


def test_an_untrusted_certificate_is_a_failure(
    serve: Callable[..., Any], tls: tuple[ssl.SSLContext, Path]
) -> None:
    server = serve(_answer(), tls=tls[0])
    assert _failure(server.url).message == (
        "cannot download the picture: 127.0.0.1 has no valid TLS certificate"
    )
    assert server.requests == []


def test_a_server_without_tls_is_a_failure(serve: Callable[..., Any]) -> None:
    failure = _failure(serve(_answer()).url.replace("http:", "https:"))
    assert failure.message.endswith("cannot make a TLS connection to 127.0.0.1")


_TRUSTING = """
import asyncio, sys
from idphoto.errors import IdPhotoError
from idphoto.net.fetch import fetch
from idphoto.net.guard import Guard
for url in sys.argv[1:]:
    try:
        got = fetch(url, guard=Guard(["127.0.0.1"]), key_id="kiosk", max_bytes=99, timeout_s=30)
        print(asyncio.run(got))
    except IdPhotoError as error:
        print(error.message)
"""


def test_https_works_and_never_leads_to_http(
    serve: Callable[..., Any], tls: tuple[ssl.SSLContext, Path]
) -> None:
    context, certificate = tls
    plain = serve(_answer(b"plain"))
    secure = serve(_answer(b"secure"), tls=context)
    down = serve(_answer(b"", status="302 Found", Location=plain.url), tls=context)
    up = serve(_answer(b"", status="302 Found", Location=secure.url))
    # A process reads its trusted authorities once, when it starts.
    run = subprocess.run(
        [sys.executable, "-c", _TRUSTING, secure.url, up.url, down.url],
        env=os.environ | {"SSL_CERT_FILE": str(certificate)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines() == [
        "b'secure'",
        "b'secure'",
        "cannot download the picture: it redirects from https to http",
    ]
    assert plain.requests == []


# --- whatever is asked for ----------------------------------------------------------------------

_hosts = st.sampled_from(
    [
        *("127.0.0.1", "8.8.8.8", "[::1]", "[fe80::1%25x]", "0x7f.1", "localhost", "a.example"),
        *("", ".", "..", "[", "]", "@", "a:b", "u:p@h", "xn--", "xn--a", "a" * 300),
        *("ä.example", "\u202e", "％"),
    ]
)
_urls = st.one_of(
    st.text(),
    st.builds(
        "{}://{}{}".format,
        st.sampled_from(["http", "https", "HTTP", "ftp", "oss"]),
        _hosts,
        st.text(),
    ),
    st.builds("http://{}/{}".format, st.text(), st.text()),
    st.builds("http://a.example:{}/".format, st.one_of(st.integers(), st.text())),
)


@given(url=_urls)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_url_raises_any_but_the_three_errors(staged: Callable[..., Any], url: str) -> None:
    names = {"a.example": [["8.8.8.8"]]}  # on a staged network nothing answers, there or anywhere
    outcome, _ = staged(
        lambda: fetch(url, guard=Guard([]), key_id="kiosk", max_bytes=9, timeout_s=9), names=names
    )
    assert isinstance(outcome, DownloadFailed)
    assert 0 < len(outcome.message) < 200
    assert outcome.message.isprintable()


@given(location=st.one_of(_urls, st.text(st.characters(max_codepoint=255))))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_redirect_raises_any_but_the_three_errors(
    staged: Callable[..., Any], serve: Callable[..., Any], location: str
) -> None:
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
    server = serve(head + location.encode("utf-8", "replace") + b"\r\n\r\n")
    outcome, _ = staged(
        lambda: fetch(
            "http://a.example/", guard=Guard([]), key_id="kiosk", max_bytes=9, timeout_s=9
        ),
        names={"a.example": [["8.8.8.8"]]},
        ports={"8.8.8.8": server.port},
    )
    assert isinstance(outcome, DownloadFailed)
    assert outcome.message.isprintable()


def test_a_message_contains_no_query_no_address_and_no_body(
    staged: Callable[..., Any], serve: Callable[..., Any]
) -> None:
    server = serve(_answer(b"Traceback: internal-db-1", status="500 secret-reason"))
    names = {"a.example": [["8.8.8.8"]]}
    for ports in ({"8.8.8.8": server.port}, {}):
        outcome, _ = staged(
            lambda: fetch(
                "http://a.example/p/private?token=abc#f",
                guard=Guard([]),
                key_id="kiosk",
                max_bytes=9,
                timeout_s=9,
            ),
            names=names,
            ports=ports,
        )
        assert isinstance(outcome, DownloadFailed)
        assert outcome.__cause__ is None
        assert outcome.__suppress_context__ or outcome.__context__ is None
        for secret in ("token", "abc", "private", "8.8.8.8", "secret", "internal"):
            assert secret not in outcome.message
