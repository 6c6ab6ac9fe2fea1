"""Trace ids, and the one line in the log about each request."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import REGISTRY
from structlog.contextvars import merge_contextvars

from idphoto.server.tracing import trace_id_of

V1 = "/api/tasks/visual/idphoto"
TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = f"00-{TRACE_ID}-00f067aa0ba902b7-01"


@pytest.fixture
def lines(client: httpx.Client) -> Iterator[list[Any]]:
    """The log lines since the server's start."""
    with structlog.testing.capture_logs(processors=[merge_contextvars]) as captured:
        yield captured


@pytest.mark.parametrize("traceparent", [PARENT, f"cc{PARENT[2:]}-more"])
def test_the_callers_trace_id_is_used(traceparent: str) -> None:
    assert trace_id_of(traceparent) == TRACE_ID


@pytest.mark.parametrize(
    "traceparent",
    [
        None,
        "",
        TRACE_ID,
        PARENT.upper(),
        f"ff{PARENT[2:]}",
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"{PARENT}\n",
        f" {PARENT}",
    ],
)
def test_an_invalid_traceparent_starts_a_new_trace(traceparent: str | None) -> None:
    first, second = trace_id_of(traceparent), trace_id_of(traceparent)
    assert TRACE_ID not in (first, second)
    assert first != second


@given(st.text(max_size=80))
def test_a_trace_id_is_always_32_hex_digits(traceparent: str) -> None:
    assert set(trace_id_of(traceparent)) <= set("0123456789abcdef")
    assert len(trace_id_of(traceparent)) == 32


def test_the_trace_id_is_in_the_answer_the_task_and_the_log(
    client: httpx.Client, lines: list[Any], stand_in: Any, until: Any
) -> None:
    form = {"image_url": "https://a.example/b"}
    answer = client.post(V1, data=form, headers={"traceparent": PARENT})
    assert answer.headers["X-Trace-Id"] == TRACE_ID
    assert stand_in.submissions[0].trace_id == TRACE_ID
    until(lambda: bool(lines))
    assert [line["trace_id"] for line in lines] == [TRACE_ID]


def test_a_request_is_one_log_line_with_its_route_and_account(
    client: httpx.Client, lines: list[Any], until: Any
) -> None:
    body = b"image_url=https://a.example/private-name"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    client.post(f"{V1}?token=private", content=body, headers=kind)
    client.get(f"{V1}/task-private")
    client.get("/files/results/private?signature=private")
    client.get("/private")
    until(lambda: len(lines) == 4)
    logged = [(ln["method"], ln["route"], ln["status"], ln["bytes_in"]) for ln in lines]
    assert logged == [
        ("POST", V1, 200, len(body)),
        ("GET", f"{V1}/{{task_id}}", 404, 0),
        ("GET", "/files/{key:path}", 404, 0),
        ("GET", "none", 404, 0),
    ]
    assert [line.get("account") for line in lines] == ["account-1", "account-1", None, None]
    assert all(line["ms"] >= 0 for line in lines)
    assert "private" not in json.dumps(lines)
    assert "good" not in json.dumps(lines)


def test_a_pipelined_request_does_not_inherit_the_account(
    client: httpx.Client, lines: list[Any], until: Any
) -> None:
    port = client.base_url.port
    assert port is not None
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(
            f"GET {V1}/x HTTP/1.1\r\nHost: h\r\nX-API-KEY: good\r\n\r\n"
            "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n".encode()
        )
        until(lambda: len(lines) == 2)
    assert [line.get("account") for line in lines] == ["account-1", None]
    assert lines[0]["trace_id"] != lines[1]["trace_id"]


def test_requests_are_counted_by_route_and_callers_cannot_create_series(
    client: httpx.Client, lines: list[Any], until: Any
) -> None:
    def counts() -> list[float]:
        route = {"method": "GET", "route": f"{V1}/{{task_id}}"}
        samples = [
            ("idphoto_http_requests_total", {**route, "status": "404"}),
            ("idphoto_http_request_seconds_count", route),
            (
                "idphoto_http_requests_total",
                {"method": "other", "route": "none", "status": "404"},
            ),
        ]
        return [REGISTRY.get_sample_value(name, labels) or 0.0 for name, labels in samples]

    before = counts()
    client.get(f"{V1}/one")
    client.get(f"{V1}/two")
    client.request("BREW", "/coffee")
    until(lambda: len(lines) == 3)
    assert [now - then for now, then in zip(counts(), before, strict=True)] == [2, 2, 1]
