"""Answers to unknown routes and to internal errors."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
import structlog

V1 = "/api/tasks/visual/idphoto"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/api", 404),
        ("POST", "/api/tasks/visual/nothing", 404),
        ("POST", f"{V1}/", 404),
        ("GET", V1, 405),
        ("PUT", V1, 405),
        ("DELETE", f"{V1}/task-0", 405),
        ("OPTIONS", V1, 405),
        ("TRACE", V1, 405),
        ("POST", "/healthz", 405),
    ],
)
def test_an_unknown_path_or_method_is_answered_in_the_envelope(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.json()["status"] == status
    assert answer.json()["message"]
    assert len(answer.headers["X-Trace-Id"]) == 32


def test_the_answer_to_a_wrong_method_names_the_right_one(client: httpx.Client) -> None:
    assert client.delete(V1).headers["Allow"] == "POST"


def test_a_head_request_is_answered_without_a_body(client: httpx.Client) -> None:
    for path in ("/healthz", "/docs", f"{V1}/unknown"):
        head, get = client.head(path), client.get(path)
        assert head.status_code == get.status_code
        assert head.headers["Content-Length"] == str(len(get.content))
        assert head.content == b""


def test_browsers_are_not_allowed_to_read_answers_across_origins(client: httpx.Client) -> None:
    answer = client.get("/healthz", headers={"Origin": "https://a.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_an_internal_error_is_reported_by_its_trace_id_only(
    client: httpx.Client, stand_in: Any, until: Any
) -> None:
    stand_in.fault = RuntimeError("secret thing")
    with structlog.testing.capture_logs() as lines:
        answer = client.post(V1, data={"image_url": "https://a.example/private"})
        until(lambda: len(lines) == 2)
    trace_id = answer.headers["X-Trace-Id"]
    assert answer.status_code == 500
    assert answer.json() == {
        "status": 500,
        "message": f"internal error: the server's log has more under {trace_id}",
    }
    assert [line["event"] for line in lines] == ["request failed", "request"]
    assert lines[0]["exc_info"] is stand_in.fault
    assert "private" not in json.dumps(lines, default=str)
    assert client.get("/healthz").status_code == 200
