from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from idphoto.errors import (
    AddressRefused,
    BadRequest,
    DatabaseUnavailable,
    DownloadFailed,
    DownloadTooLarge,
    IdempotencyKeyInUse,
    IdempotencyKeyReused,
    IdPhotoError,
    InternalError,
    InvalidKey,
    LibraryMissing,
    MissingGlyph,
    NetworksUnavailable,
    NoFace,
    NotEnoughCredits,
    NotOffered,
    OutOfResources,
    TooManyRequests,
    TooManyUploads,
    UploadTooLarge,
    WeightsUnavailable,
)
from idphoto.headshot.templates import TEMPLATES
from idphoto.server.vendors.acedata.answer import (
    answer,
    batch,
    created,
    item,
    render,
    unknown,
)
from idphoto.server.vendors.acedata.errors import ERRORS, failure
from idphoto.tasks.model import TaskFailure, TaskView
from idphoto.tasks.states import State

TASK_ID = "16f96e95-d95c-46ef-b183-139b9bd1aebd"
TRACE_ID = "2cf86e8622a446e1ac2f032c0f2a4e89"
TRACE_UUID = "2cf86e86-22a4-46e1-ac2f-032c0f2a4e89"
KEY_ID = "3c253880-21ef-478a-9389-c09fa837ac7c"
URLS = {"1": "https://photos.example/files/1.png", "2": "https://photos.example/files/2.png"}
REQUEST = {
    "mode": "relax",
    "template": "male_portrait",
    "image_urls": ["https://cdn.example/d23744.jpg"],
    "callback_url": "https://webhook.example/00f38b26",
}

QUEUED = TaskView(
    id=TASK_ID,
    api="acedata.headshots",
    wire={"request": REQUEST},
    state=State.QUEUED,
    progress=0,
    created_at=1730636470.4024,
    started_at=None,
    completed_at=None,
    image_id=None,
    trace_id=TRACE_ID,
    charged=15,
    failure=None,
    result_urls={},
    result_blobs={},
    result=None,
)
DONE = replace(QUEUED, state=State.DONE, completed_at=1730636472.5, result_urls=URLS)
FAILED = replace(
    QUEUED,
    state=State.FAILED,
    completed_at=1730636472.5,
    failure=TaskFailure("no_face", {}),
)
UNFINISHED = [state for state in State if not state.ended]


def failed_with(error: IdPhotoError) -> TaskView:
    return replace(FAILED, failure=TaskFailure(error.code, error.details()))


# --- a task -------------------------------------------------------------------------------------


def test_a_created_task_is_answered_with_only_its_id() -> None:
    assert created(TASK_ID) == {"task_id": TASK_ID}


def test_a_finished_task_has_exactly_the_keys_of_the_pages_example() -> None:
    body = render(DONE, {})
    assert list(body) == ["success", "task_id", "data"]
    assert (body["success"], body["task_id"]) == (True, TASK_ID)
    assert [list(photo) for photo in body["data"]] == [["id", "image_url", "template"]] * 2
    assert [photo["image_url"] for photo in body["data"]] == list(URLS.values())


def test_photos_are_in_the_order_of_their_names() -> None:
    backwards = replace(DONE, result_urls=dict(reversed(URLS.items())))
    assert render(backwards, {}) == render(DONE, {})


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_photo_has_the_label_of_its_template(template: str) -> None:
    view = replace(DONE, wire={"request": REQUEST | {"template": template}})
    labels = {photo["template"] for photo in render(view, {})["data"]}
    assert labels == {TEMPLATES[template].label}


def test_a_photos_id_is_its_time_in_utc_and_four_digits() -> None:
    ids = [photo["id"] for photo in render(DONE, {})["data"]]
    assert [number[:14] for number in ids] == ["20241103122112"] * 2
    assert all(re.fullmatch(r"[0-9]{18}", number) for number in ids)


def test_a_photos_id_is_stable_and_unique() -> None:
    for number in range(200):
        view = replace(DONE, id=f"task {number}")
        first, second = (photo["id"] for photo in render(view, {})["data"])
        assert first != second
        assert [photo["id"] for photo in render(view, {})["data"]] == [first, second]
    other = render(replace(DONE, id="another"), {})["data"]
    assert {photo["id"] for photo in other}.isdisjoint(p["id"] for p in render(DONE, {})["data"])


@pytest.mark.parametrize("state", UNFINISHED)
def test_an_unfinished_task_is_shown_as_unknown(state: State) -> None:
    expected = {"task_id": TASK_ID, "status": "unknown", "data": []}
    assert render(replace(QUEUED, state=state), {}) == expected == unknown(TASK_ID)


def test_a_failed_task_has_the_pages_error_and_its_id() -> None:
    assert render(FAILED, {}) == {
        "success": False,
        "task_id": TASK_ID,
        "error": {
            "code": "bad_request",
            "message": "image_urls: no face found: use a photo taken from the front",
        },
        "trace_id": TRACE_UUID,
    }


# --- callers who wait for their task ------------------------------------------------------------


def test_a_waiting_caller_gets_the_task_and_the_status_of_its_end() -> None:
    assert answer(DONE) == (200, render(DONE, {}))
    assert answer(FAILED) == (400, render(FAILED, {}))
    assert answer(failed_with(OutOfResources("memory")))[0] == 500
    assert answer(replace(FAILED, failure=TaskFailure("a_code_of_a_later_version")))[0] == 500


@pytest.mark.parametrize("state", UNFINISHED)
def test_a_caller_who_waits_too_long_gets_the_task_id_to_query(state: State) -> None:
    status, body = answer(replace(QUEUED, state=state))
    assert (status, body["success"], body["task_id"]) == (504, False, TASK_ID)
    assert body["error"]["code"] == "timeout"
    assert "query its task_id at /headshots/tasks" in body["error"]["message"]
    assert body["trace_id"] == TRACE_UUID


# --- an item of /headshots/tasks ----------------------------------------------------------------


def test_an_item_has_exactly_the_keys_of_the_pages_example() -> None:
    body = item(TASK_ID, DONE, KEY_ID)
    assert list(body) == [
        "_id",
        "id",
        "api_id",
        "application_id",
        "created_at",
        "credential_id",
        "request",
        "trace_id",
        "user_id",
        "response",
    ]
    assert (body["id"], body["created_at"]) == (TASK_ID, 1730636470.402)
    assert (body["request"], body["response"]) == (REQUEST, render(DONE, {}))
    assert body["trace_id"] == TRACE_UUID


def test_an_items_object_id_begins_with_its_time_as_on_the_page() -> None:
    body = item(TASK_ID, DONE, KEY_ID)["_id"]
    assert re.fullmatch(r"67276ab6[0-9a-f]{16}", body)
    assert body == item(TASK_ID, FAILED, KEY_ID)["_id"]
    assert body != item("x", replace(DONE, id="another"), KEY_ID)["_id"]


def test_application_credential_and_user_are_the_key() -> None:
    for view in (DONE, FAILED, QUEUED, None):
        body = item(TASK_ID, view, KEY_ID)
        assert {body[name] for name in ("application_id", "credential_id", "user_id")} == {KEY_ID}
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", body["api_id"])
        assert body["api_id"] == item("x", DONE, "another")["api_id"]


def test_another_keys_task_reveals_nothing() -> None:
    body = item("some id", None, KEY_ID)
    assert body["response"] == {"task_id": "some id", "status": "unknown", "data": []}
    expected = {"id", "api_id", "application_id", "credential_id", "user_id", "response"}
    assert body.keys() == expected


def test_an_unfinished_tasks_item_has_its_request_and_the_unknown_response() -> None:
    body = item(TASK_ID, QUEUED, KEY_ID)
    assert body.keys() == item(TASK_ID, DONE, KEY_ID).keys()
    assert (body["request"], body["response"]) == (REQUEST, unknown(TASK_ID))


def test_a_batch_has_its_items_and_their_count() -> None:
    items = [item(TASK_ID, DONE, KEY_ID), item("x", None, KEY_ID)]
    assert batch(items, 2) == {"items": items, "count": 2}


def test_every_answer_is_json() -> None:
    for view in (QUEUED, DONE, FAILED, None):
        body = item(TASK_ID, view, KEY_ID)
        assert json.loads(json.dumps(body)) == body


# --- errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status", "code", "message"),
    [
        (BadRequest("template", "is required"), 400, "token_mismatched", "template: is required"),
        (
            NotOffered("mode", "must be 'fast' or 'relax'"),
            400,
            "api_not_implemented",
            "mode: must be 'fast' or 'relax'",
        ),
        (
            UploadTooLarge("image_urls", 1000),
            400,
            "bad_request",
            "image_urls is larger than 1,000 bytes",
        ),
        (InvalidKey("missing"), 401, "invalid_token", "Invalid API key: missing"),
        (
            NotEnoughCredits(balance=2, need=15),
            403,
            "forbidden",
            "this request costs 15 credits; the API key has 2 left",
        ),
        (
            IdempotencyKeyInUse(1.0),
            409,
            "idempotency_key_in_use",
            "Idempotency-Key: the first request with this key has not been answered yet: "
            "try again in 1 s",
        ),
        (
            IdempotencyKeyReused("it was sent with another request"),
            422,
            "idempotency_key_reused",
            "Idempotency-Key: it was sent with another request; send each new request with a new "
            "key",
        ),
        (
            TooManyUploads("this key", 256, 5.0),
            503,
            "too_many_requests",
            "unfinished uploads of this key hold 256 MiB: try again in 5 s",
        ),
        (
            TooManyRequests(2, 0.4),
            429,
            "too_many_requests",
            "more than 2 requests per second: try again in 0.4 s",
        ),
        (
            InternalError("t-1"),
            500,
            "api_error",
            "internal error: the server's log has more under t-1",
        ),
        (
            OutOfResources("disk space"),
            500,
            "api_error",
            "the server has run out of disk space",
        ),
        (
            NetworksUnavailable("'isnet' is not in /srv/models", 30.0),
            503,
            "service_unavailable",
            "this server lacks a network that this needs: try again in 30 s",
        ),
        (IdPhotoError(), 500, "api_error", "internal error (idphoto_error)"),
    ],
)
def test_an_error_has_its_status_code_message_and_trace(
    error: IdPhotoError, status: int, code: str, message: str
) -> None:
    assert failure(error, TRACE_ID) == (
        status,
        {
            "success": False,
            "error": {"code": code, "message": message},
            "trace_id": TRACE_UUID,
        },
    )


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (NoFace(), "image_urls: no face found: use a photo taken from the front"),
        (DownloadFailed("HTTP 404"), "image_urls: cannot download the picture: HTTP 404"),
        (
            AddressRefused("10.0.0.1"),
            "image_urls: 10.0.0.1 is not an address that this server may access",
        ),
        (DownloadTooLarge(10), "image_urls: the picture is larger than 10 bytes"),
    ],
)
def test_an_error_of_a_photo_begins_with_its_field(error: IdPhotoError, message: str) -> None:
    body = render(failed_with(error), {})["error"]
    assert body == {"code": "bad_request", "message": message}


@pytest.mark.parametrize("code", ERRORS)
def test_every_known_error_has_one_of_the_documented_codes(code: str) -> None:
    documented = {
        "bad_request": 400,
        "token_mismatched": 400,
        "api_not_implemented": 400,
        "invalid_token": 401,
        "forbidden": 403,
        "too_many_requests": 429,
        "api_error": 500,
        # ours: not on the page
        "idempotency_key_in_use": 409,
        "idempotency_key_reused": 422,
        "service_unavailable": 503,
        "timeout": 504,
    }
    full = {"too_many_uploads": 503}  # the pages have no status for it
    assert full.get(code, documented[ERRORS[code].code]) == ERRORS[code].status


def test_messages_for_the_operator_are_not_shown_to_the_caller() -> None:
    for error, message in (
        (
            WeightsUnavailable("isnet", "/srv/models", "no route"),
            "this server lacks a network that this needs",
        ),
        (
            LibraryMissing("freetype", "freetype-py", "x", "draw clothes"),
            "this server cannot draw clothes",
        ),
        (MissingGlyph("ไ", "Thai", "fonts-noto-core"), "no font on this server has ไ (Thai)"),
        (DatabaseUnavailable("x"), "internal error (database_unavailable)"),
    ):
        shown: list[dict[str, Any]] = [
            failure(error, TRACE_ID)[1]["error"],
            render(failed_with(error), {})["error"],
        ]
        assert shown == [{"code": "api_error", "message": message}] * 2
