"""PicWish's four routes, over a stand-in for the service."""

from __future__ import annotations

import base64
import random
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from fastapi import FastAPI
from structlog.contextvars import merge_contextvars

from idphoto.errors import DatabaseUnavailable, NetworksUnavailable, NotEnoughCredits
from idphoto.orders.photo import PhotoOrder
from idphoto.photo.request import PhotoRequest
from idphoto.server.app import create_app
from idphoto.server.wire.budget import FREE_BYTES, Uploads
from idphoto.settings import ServerSettings
from idphoto.sheet.request import SheetRequest
from idphoto.tasks.model import FromUrl, Upload
from idphoto.tasks.states import State

V1 = "/api/tasks/visual/idphoto"
EXTERNAL = "/api/tasks/visual/external/idphoto"
URL = {"image_url": "https://a.example/b.jpg"}
both = pytest.mark.parametrize("path", [V1, EXTERNAL])


@both
def test_an_upload_becomes_a_task(client: httpx.Client, stand_in: Any, path: str) -> None:
    answer = client.post(path, files={"image_file": b"photo"}, data={"spec": "US"})
    assert answer.status_code == 200
    assert answer.json()["data"] == {"task_id": "task-0"}
    [submission] = stand_in.submissions
    assert submission.sources == (Upload(b"photo"),)
    assert submission.base_url == str(client.base_url)
    assert submission.trace_id == answer.headers["X-Trace-Id"]
    assert answer.headers["X-Credits-Charged"] == str(submission.cost)
    assert answer.headers["X-Ignored-Fields"] == "spec"


@both
def test_a_urlencoded_form_is_accepted_too(client: httpx.Client, stand_in: Any, path: str) -> None:
    answer = client.post(path, data=URL)
    assert answer.json()["data"] == {"task_id": "task-0"}
    assert "X-Ignored-Fields" not in answer.headers
    assert stand_in.submissions[0].sources == (FromUrl("https://a.example/b.jpg"),)


@both
def test_a_query_reports_the_state_of_the_task(
    client: httpx.Client, stand_in: Any, path: str
) -> None:
    client.post(path, data=URL)
    answer = client.get(f"{path}/task-0")
    assert (answer.status_code, answer.json()["data"]["state"]) == (200, 0)
    assert answer.headers["X-Credits-Charged"] == str(stand_in.submissions[0].cost)
    stand_in.states["task-0"] = State.FAILED
    answer = client.get(f"{path}/task-0")
    assert (answer.status_code, answer.json()["data"]["state"]) == (200, -14)
    assert answer.headers["X-Credits-Charged"] == "0"


def test_the_picture_is_returned_as_a_url_or_inline(client: httpx.Client, stand_in: Any) -> None:
    for return_type in "12":
        client.post(V1, data={**URL, "return_type": return_type})
    stand_in.states.update({"task-0": State.DONE, "task-1": State.DONE})
    images = [client.get(f"{V1}/task-{n}").json()["data"]["image"] for n in (0, 1)]
    assert images == [f"{client.base_url}/files/x", base64.b64encode(b"picture").decode()]
    stand_in.image = None
    assert client.get(f"{V1}/task-1").status_code == 404


def test_laying_out_a_sheet_blocks_no_other_request(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(request: PhotoRequest, sheet: SheetRequest | None) -> PhotoOrder:
        begun.set()
        go_on.wait(60)
        return PhotoOrder(request, sheet)

    monkeypatch.setattr("idphoto.server.vendors.picwish.request.order_photo", slow)
    with ThreadPoolExecutor() as beside:
        slowly = beside.submit(client.post, EXTERNAL, data={**URL, "layout": "1"})
        begun.wait(60)
        assert client.get("/healthz").status_code == 200
        assert not slowly.done()
        go_on.set()
        assert slowly.result().json()["data"] == {"task_id": "task-0"}


def test_a_missing_font_is_logged_without_the_text(
    client: httpx.Client,
) -> None:
    with structlog.testing.capture_logs([merge_contextvars]) as logs:
        form = {**URL, "layout": "1", "layout_label_text": "Jane \U0003134a"}
        answer = client.post(EXTERNAL, data=form)
    assert answer.status_code == 400
    assert answer.json()["message"] == (
        "layout_label_text: no font on this server has \U0003134a (Chinese, Japanese or Korean)"
    )
    (line,) = (line for line in logs if line["event"] == "a font is missing")
    assert line["script"] == "Chinese, Japanese or Korean"
    assert line["trace_id"] == answer.headers["X-Trace-Id"]
    assert "Jane" not in str(logs)
    assert "\U0003134a" not in str(logs)


@pytest.mark.parametrize("path", [V1, EXTERNAL, "/headshots/generate"])
def test_a_server_without_its_networks_says_when_to_retry(
    client: httpx.Client, stand_in: Any, path: str
) -> None:
    stand_in.fault = NetworksUnavailable("'isnet' is not in /srv/models", 30.0)
    if path in (V1, EXTERNAL):
        answer = client.post(path, data=URL)
    else:
        body = {"template": "bob_suit", "image_urls": ["https://a.example/a.jpg"]}
        answer = client.post(path, json=body, headers={"Authorization": "Bearer good"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "/srv" not in answer.text


@both
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": "Bearer good"}, 200),
        ({"Authorization": "bearer good"}, 200),
        ({"Authorization": "Bearer bad"}, 401),
        ({"Authorization": "Basic good"}, 401),
        ({"X-API-KEY": "good", "Authorization": "Bearer bad"}, 200),
        ({"X-API-KEY": "bad", "Authorization": "Bearer good"}, 401),
        ({"X-API-KEY": "", "Authorization": "Bearer good"}, 200),
        ({}, 401),
    ],
)
def test_a_key_may_come_as_bearer_where_its_own_header_is_absent(
    client: httpx.Client, path: str, headers: dict[str, str], status: int
) -> None:
    del client.headers["X-API-KEY"]
    assert client.post(path, data=URL, headers=headers).status_code == status
    assert client.get(f"{path}/task-0", headers=headers).status_code == status


@both
def test_a_synchronous_request_waits_for_the_end(
    client: httpx.Client, stand_in: Any, until: Any, path: str
) -> None:
    async def end_at_once(task_id: str, timeout_s: float) -> None:
        stand_in.states[task_id] = State.DONE
        stand_in.waited_s = timeout_s

    stand_in.wait = end_at_once
    answer = client.post(path, data={**URL, "sync": "1"})
    assert (answer.json()["data"]["state"], answer.json()["data"]["progress"]) == (1, 100)
    assert stand_in.waited_s == 180


def test_a_synchronous_request_that_takes_too_long_is_answered_with_the_state(
    run_app: Callable[..., Any], settings: ServerSettings, stand_in: Any
) -> None:
    own = settings.model_copy(update={"sync_wait_s": 0.1})
    url = run_app(create_app(own, stand_in.open), own).url
    data = {**URL, "sync": "1"}
    answer = httpx.post(url + V1, data=data, headers={"X-API-KEY": "good"}).json()
    assert (answer["status"], answer["data"]["state"]) == (200, 0)


def test_a_synchronous_request_is_answered_when_the_server_stops(
    run_app: Callable[..., Any], own_app: FastAPI, stand_in: Any, until: Any
) -> None:
    running = run_app(own_app)

    async def stop_and_wait(task_id: str, timeout_s: float) -> None:
        running.stop()
        await type(stand_in).wait(stand_in, task_id, timeout_s)

    stand_in.wait = stop_and_wait
    data = {**URL, "sync": "1"}
    answer = httpx.post(running.url + V1, data=data, headers={"X-API-KEY": "good"})
    assert answer.json()["data"]["state"] == 0
    until(lambda: stand_in.closed)


def test_a_caller_that_hangs_up_is_not_an_error(
    client: httpx.Client, stand_in: Any, until: Any
) -> None:
    with structlog.testing.capture_logs() as lines:
        with pytest.raises(httpx.ReadTimeout):
            client.post(V1, data={**URL, "sync": "1"}, timeout=0.5)
        until(lambda: bool(lines))
    assert [(line["log_level"], line["status"]) for line in lines] == [("info", 499)]
    assert list(stand_in.states) == ["task-0"]  # which goes on


@both
@pytest.mark.parametrize("headers", [{}, {b"X-API-KEY": b"bad"}, {b"X-API-KEY": b"\xe9"}])
def test_a_request_without_a_valid_key_is_refused(
    client: httpx.Client, stand_in: Any, path: str, headers: dict[bytes, bytes]
) -> None:
    del client.headers["X-API-KEY"]
    for answer in (
        client.post(path, data=URL, headers=headers),
        client.get(f"{path}/task-0", headers=headers),
    ):
        assert answer.status_code == 401
        assert answer.json() == {"status": 401, "message": "Invalid API key"}
        assert len(answer.headers["X-Trace-Id"]) == 32
    assert stand_in.throttled == 0


def test_a_bad_key_is_refused_before_the_body_is_requested(client: httpx.Client) -> None:
    port = client.base_url.port
    assert port is not None
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(
            f"POST {V1} HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
            "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 9\r\n\r\n".encode()
        )
        assert connection.recv(12) == b"HTTP/1.1 401"


def test_a_bad_key_is_reported_to_a_client_that_sends_everything_first(
    client: httpx.Client,
) -> None:
    files, headers = {"image_file": bytes(5_000_000)}, {"X-API-KEY": "bad"}
    assert client.post(V1, files=files, headers=headers).status_code == 401
    assert client.post(V1, data=URL).status_code == 200  # the connection still works


def test_only_new_tasks_count_towards_the_rate(client: httpx.Client, stand_in: Any) -> None:
    stand_in.allowed = 1
    assert client.post(V1, data=URL).status_code == 200
    assert client.get(f"{V1}/task-0").status_code == 200
    answer = client.post(V1, data=URL)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "2"
    assert answer.json()["status"] == 429
    assert client.get(f"{V1}/task-0").status_code == 200


@both
def test_an_upload_that_the_server_has_no_room_for_is_refused_for_a_while(
    client: httpx.Client, stand_in: Any, app: FastAPI, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(app.state, "uploads", Uploads(Path("/nowhere"), 0, 0))
    with structlog.testing.capture_logs() as lines:
        answer = client.post(path, files={"image_file": bytes(2 * FREE_BYTES)})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    message = "unfinished uploads of this key hold 0 MiB: try again in 5 s"
    assert answer.json() == {"status": 503, "message": message}
    assert client.post(path, data=URL).status_code == 200
    assert len(stand_in.submissions) == 1
    assert "error" not in {line["log_level"] for line in lines}


def test_an_account_in_debt_is_refused(client: httpx.Client, stand_in: Any) -> None:
    stand_in.fault = NotEnoughCredits(balance=0, need=1)
    answer = client.post(V1, data=URL)
    assert answer.status_code == 401
    assert answer.json()["message"] == "this request costs 1 credits; the API key has 0 left"


def test_an_unavailable_database_is_logged_and_not_described_to_the_caller(
    client: httpx.Client, stand_in: Any
) -> None:
    stand_in.fault = DatabaseUnavailable("no route to 10.0.0.9")
    with structlog.testing.capture_logs() as lines:
        answer = client.post(V1, data=URL)
    assert answer.status_code == 500
    assert answer.json() == {"status": 500, "message": "internal error (database_unavailable)"}
    assert lines[0]["log_level"] == "error"
    assert lines[0]["reason"] == "the database is unavailable: no route to 10.0.0.9"


@pytest.mark.parametrize(
    ("send", "message"),
    [
        ({"json": URL}, "Content-Type: must be multipart/form-data or application/x-www-form-url"),
        ({}, "Content-Type: must be multipart/form-data or application/x-www-form-urlencoded"),
        ({"data": {"size": "1x1"}}, "size: width and height must each be from 100 to 2000"),
        ({"data": {"sync": "0"}}, "image_url: image_url or image_file is required"),
        ({"files": {"sync": (None, b"\xff")}}, "sync: is not UTF-8"),
    ],
)
def test_a_bad_form_is_answered_in_the_vendors_envelope(
    client: httpx.Client, stand_in: Any, send: dict[str, Any], message: str
) -> None:
    answer = client.post(V1, **send)
    assert answer.status_code == 400
    assert answer.json()["status"] == 400
    assert answer.json()["message"].startswith(message)
    assert stand_in.submissions == []


@pytest.mark.parametrize(("path", "limit"), [(V1, 20 * 2**20), (EXTERNAL, 15 * 2**20)])
def test_each_api_has_its_own_limit(
    client: httpx.Client, stand_in: Any, path: str, limit: int
) -> None:
    answer = client.post(path, files={"image_file": bytes(limit + 1)})
    assert answer.status_code == 413
    assert answer.json()["message"] == f"image_file is larger than {limit:,} bytes"
    assert client.post(path, files={"image_file": bytes(limit)}).status_code == 200
    assert len(stand_in.submissions[0].sources[0].data) == limit


def test_result_urls_are_under_the_public_address_if_there_is_one(
    run_app: Callable[..., Any], settings: ServerSettings, stand_in: Any
) -> None:
    own = settings.model_copy(update={"public_url": "https://photos.example/id/"})
    url = run_app(create_app(own, stand_in.open), own).url
    httpx.post(url + V1, data=URL, headers={"X-API-KEY": "good"}).raise_for_status()
    assert stand_in.submissions[0].base_url == "https://photos.example/id"


@pytest.mark.parametrize("host", ["a.example", "a.example:8443", "10.0.0.1", "[::1]:80"])
def test_result_urls_are_under_the_address_the_request_was_sent_to(
    client: httpx.Client, stand_in: Any, host: str
) -> None:
    client.post(V1, data=URL, headers={"Host": host}).raise_for_status()
    assert stand_in.submissions[0].base_url == f"http://{host}"


@pytest.mark.parametrize("host", ["a b", "[::1", "a/b", "a@b", "x" * 300, ""])
def test_an_invalid_host_is_refused(client: httpx.Client, stand_in: Any, host: str) -> None:
    answer = client.post(V1, data=URL, headers={"Host": host})
    assert (answer.status_code, answer.json()["message"]) == (400, "Host: is not a valid host")


@both
@pytest.mark.parametrize("task_id", ["unknown", "%00", "%ff", "..", "x" * 5000, "%2e%2e%2fa"])
def test_an_arbitrary_task_id_is_at_worst_unknown(
    client: httpx.Client, path: str, task_id: str
) -> None:
    answer = client.get(f"{path}/{task_id}")
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


@both
def test_an_arbitrary_form_is_at_worst_a_bad_request(
    client: httpx.Client, stand_in: Any, path: str
) -> None:
    chance = random.Random(11)  # noqa: S311
    stand_in.allowed = 10_000
    names = ["image_file", "image_url", "size", "sync", "bg_color", "last_id", "dpi", "\x7f\xe9"]
    texts = ["", "0", "1e9", "300x400", "-1", "\x00", "é" * 100, "https://a.example/b", "ffffff"]
    statuses = set()
    for _ in range(100):
        fields = [(chance.choice(names), chance.choice(texts)) for _ in range(chance.randrange(5))]
        sent: list[Any] = [(name, (None, text.encode())) for name, text in fields if name != "sync"]
        if chance.random() < 0.5:
            sent.append((chance.choice(names), ("a.jpg", chance.randbytes(50))))
        if chance.random() < 0.3:
            answer = client.post(path, data=dict(fields))
        else:
            answer = client.post(path, files=sent)
        assert answer.json()["status"] == answer.status_code
        statuses.add(answer.status_code)
    assert statuses == {200, 400}


def test_the_service_gets_a_renderer_for_each_api(
    run_app: Callable[..., Any], own_app: FastAPI, stand_in: Any
) -> None:
    run_app(own_app)
    assert set(stand_in.renderers) == {
        "picwish.v1",
        "picwish.external",
        "acedata.headshots",
        "v1.photo",
        "v1.check",
        "v1.cutout",
        "v1.sheet",
        "v1.headshots",
    }
