"""The two routes, over a stand-in for the service."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from idphoto.errors import DatabaseUnavailable, NotEnoughCredits
from idphoto.server.app import create_app
from idphoto.server.wire.budget import FREE_BYTES, Uploads
from idphoto.settings import ServerSettings
from idphoto.tasks.states import State

GENERATE, TASKS = "/headshots/generate", "/headshots/tasks"
BODY = {"template": "male_portrait", "image_urls": ["https://a.example/b.jpg"]}
LATER = {**BODY, "callback_url": "https://shop.example/done"}


@pytest.fixture
def caller(client: httpx.Client, stand_in: Any) -> Iterator[httpx.Client]:
    """A caller with a valid key, whose tasks end immediately."""
    del client.headers["X-API-KEY"]
    client.headers["Authorization"] = "Bearer good"

    async def end_at_once(task_id: str, timeout_s: float) -> None:
        stand_in.states[task_id] = State.DONE

    stand_in.wait = end_at_once
    yield client


def lines(answer: httpx.Response) -> list[Any]:
    return [json.loads(line) for line in answer.text.splitlines()]


def test_without_a_callback_the_answer_waits_for_the_photos(
    caller: httpx.Client, stand_in: Any
) -> None:
    answer = caller.post(GENERATE, json=BODY | {"count": 4})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert (answer.json()["success"], answer.json()["task_id"]) == (True, "task-0")
    assert answer.json()["data"][0]["template"] == "Male Portrait Photo"
    assert answer.headers["X-Credits-Charged"] == "15"
    assert answer.headers["X-Ignored-Fields"] == "count"
    [submission] = stand_in.submissions
    assert submission.base_url == str(caller.base_url)
    assert submission.trace_id == answer.headers["X-Trace-Id"]


def test_with_a_callback_the_answer_is_immediately_the_task_id(
    caller: httpx.Client, stand_in: Any
) -> None:
    answer = caller.post(GENERATE, json=LATER)
    assert (answer.status_code, answer.json()) == (200, {"task_id": "task-0"})
    assert answer.headers["X-Credits-Charged"] == "15"
    assert stand_in.states == {"task-0": State.QUEUED}
    assert stand_in.submissions[0].callback_url == "https://shop.example/done"


def test_a_failed_task_is_answered_with_its_error_and_costs_nothing(
    caller: httpx.Client, stand_in: Any
) -> None:
    async def fail(task_id: str, timeout_s: float) -> None:
        stand_in.states[task_id] = State.FAILED

    stand_in.wait = fail
    answer = caller.post(GENERATE, json=BODY)
    assert answer.status_code == 400
    assert answer.json()["error"] == {
        "code": "bad_request",
        "message": "image_urls: no face found: use a photo taken from the front",
    }
    assert answer.json()["task_id"] == "task-0"
    assert answer.headers["X-Credits-Charged"] == "0"


def test_an_answer_that_takes_too_long_is_a_timeout_and_the_task_goes_on(
    run_app: Callable[..., Any], settings: ServerSettings, stand_in: Any
) -> None:
    own = settings.model_copy(update={"sync_wait_s": 0.1})
    url = run_app(create_app(own, stand_in.open), own).url
    with httpx.Client(base_url=url, headers={"Authorization": "Bearer good"}) as caller:
        answer = caller.post(GENERATE, json=BODY)
        assert answer.status_code == 504
        assert answer.json()["error"]["code"] == "timeout"
        asked = caller.post(TASKS, json={"id": answer.json()["task_id"]}).json()
        assert asked["response"]["status"] == "unknown"
        stand_in.states["task-0"] = State.DONE
        asked = caller.post(TASKS, json={"id": answer.json()["task_id"]}).json()
        assert asked["response"]["success"] is True


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("", "application/json"),
        ("application/x-ndjson", "application/x-ndjson"),
        ("application/x-ndjson, application/json;q=0.9", "application/x-ndjson"),
        ("application/json, application/x-ndjson", "application/json"),
    ],
)
def test_a_caller_who_prefers_ndjson_gets_one_line_of_json(
    caller: httpx.Client, accept: str, kind: str
) -> None:
    headers = {"Accept": accept}
    for answer in (
        caller.post(GENERATE, json=BODY, headers=headers),
        caller.post(GENERATE, json=LATER, headers=headers),
        caller.post(GENERATE, json={}, headers=headers),
        caller.post(TASKS, json={"id": "task-0"}, headers=headers),
    ):
        assert answer.headers["Content-Type"] == kind
        assert answer.text.endswith("\n") is (kind == "application/x-ndjson")
        assert lines(answer) == [answer.json()]


def test_a_body_of_any_content_type_is_read_as_json(caller: httpx.Client) -> None:
    for kind in (
        "application/json; charset=utf-8",
        "text/plain",
        "application/x-www-form-urlencoded",
    ):
        headers = {"Content-Type": kind}
        content = json.dumps(BODY).encode()
        assert caller.post(GENERATE, content=content, headers=headers).status_code == 200


@pytest.mark.parametrize("path", [GENERATE, TASKS])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer bad"},
        {"Authorization": "good"},
        {"Authorization": "Bearer"},
        {"X-API-KEY": "good"},
    ],
)
def test_a_bearer_key_is_required(
    caller: httpx.Client, stand_in: Any, path: str, headers: dict[str, str]
) -> None:
    del caller.headers["Authorization"]
    answer = caller.post(path, json=BODY | {"id": "task-0"}, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["success"] is False
    assert answer.json()["error"]["code"] == "invalid_token"
    assert answer.json()["trace_id"].replace("-", "") == answer.headers["X-Trace-Id"]
    assert stand_in.throttled == 0


def test_only_generations_count_towards_the_rate(caller: httpx.Client, stand_in: Any) -> None:
    stand_in.allowed = 1
    assert caller.post(GENERATE, json=BODY).status_code == 200
    answer = caller.post(GENERATE, json=BODY)
    assert answer.status_code == 429
    assert answer.json()["error"]["code"] == "too_many_requests"
    assert answer.headers["Retry-After"] == "2"
    assert caller.post(TASKS, json={"id": "task-0"}).status_code == 200


def test_a_body_that_the_server_has_no_room_for_is_refused_for_a_while(
    caller: httpx.Client, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.state, "uploads", Uploads(Path("/nowhere"), 0, 0))
    answer = caller.post(GENERATE, json={**BODY, "image_urls": ["a" * 2 * FREE_BYTES]})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json()["error"]["code"] == "too_many_requests"
    assert caller.post(GENERATE, json=BODY).status_code == 200


def test_a_key_without_enough_credits_is_forbidden(caller: httpx.Client, stand_in: Any) -> None:
    stand_in.fault = NotEnoughCredits(balance=0, need=15)
    answer = caller.post(GENERATE, json=BODY)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")


def test_an_internal_error_is_an_api_error(caller: httpx.Client, stand_in: Any) -> None:
    stand_in.fault = DatabaseUnavailable("no route to 10.0.0.9")
    answer = caller.post(GENERATE, json=BODY)
    assert answer.status_code == 500
    assert answer.json()["error"] == {
        "code": "api_error",
        "message": "internal error (database_unavailable)",
    }
    stand_in.fault = RuntimeError("secret thing")
    answer = caller.post(GENERATE, json=BODY)
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "api_error"
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", [GENERATE, TASKS])
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no json", "token_mismatched"),
        (b"{}", "token_mismatched"),
        (b'{"template": "passport", "action": "delete"}', "api_not_implemented"),
    ],
)
def test_a_bad_body_is_answered_in_the_vendors_format(
    caller: httpx.Client, stand_in: Any, path: str, content: bytes, code: str
) -> None:
    answer = caller.post(path, content=content)
    assert answer.status_code == 400
    assert answer.json().keys() == {"success", "error", "trace_id"}
    assert answer.json()["error"]["code"] == code
    assert stand_in.submissions == []


@pytest.mark.parametrize(("path", "limit"), [(GENERATE, 42 * 2**20), (TASKS, 64 * 2**10)])
def test_the_size_of_a_body_is_limited(caller: httpx.Client, path: str, limit: int) -> None:
    answer = caller.post(path, content=b" " * (limit + 1))
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")
    assert "larger than" in answer.json()["error"]["message"]
    assert (
        caller.post(path, content=b" " * limit).json()["error"]["message"] == "body: must be JSON"
    )


def test_a_task_is_queried_by_its_id(caller: httpx.Client) -> None:
    caller.post(GENERATE, json=BODY)
    answer = caller.post(TASKS, json={"id": "task-0", "action": "retrieve", "limits": 1})
    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["request"]["mode"]) == ("task-0", "fast")
    assert answer.json()["response"]["success"] is True
    assert answer.json()["user_id"] == "account-1"
    assert answer.headers["X-Credits-Charged"] == "15"
    assert answer.headers["X-Ignored-Fields"] == "limits"


@pytest.mark.parametrize("task_id", ["task-9", "%00", "\0", "' OR 1=1 --", ".."])
def test_a_task_that_does_not_exist_is_shown_as_unknown(caller: httpx.Client, task_id: str) -> None:
    answer = caller.post(TASKS, content=json.dumps({"id": task_id}).encode())
    assert answer.status_code == 200
    assert answer.json()["response"]["status"] == "unknown"
    assert answer.headers["X-Credits-Charged"] == "0"


def test_several_tasks_are_returned_in_the_order_of_their_ids(caller: httpx.Client) -> None:
    for _ in range(3):
        caller.post(GENERATE, json=BODY)
    asked = {"action": "retrieve_batch", "ids": ["task-2", "nothing", "task-0"]}
    body = caller.post(TASKS, json=asked).json()
    assert [each["id"] for each in body["items"]] == ["task-2", "nothing", "task-0"]
    assert body["count"] == 3
    answer = caller.post(TASKS, json=asked | {"trace": 1})
    assert answer.headers["X-Ignored-Fields"] == "trace"
    body = caller.post(TASKS, json=asked | {"offset": 1, "limit": 1}).json()
    assert ([each["id"] for each in body["items"]], body["count"]) == (["nothing"], 3)


def test_a_keys_own_tasks_are_returned_newest_first(caller: httpx.Client) -> None:
    for _ in range(3):
        caller.post(GENERATE, json=BODY)
    asked = {"action": "retrieve_batch", "application_id": "any", "limit": 2}
    answer = caller.post(TASKS, json=asked).json()
    assert [each["id"] for each in answer["items"]] == ["task-2", "task-1"]
    assert answer["count"] == 3
