from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from idphoto.errors import (
    BadRequest,
    DatabaseUnavailable,
    FramingConflict,
    IdempotencyKeyReused,
    IdPhotoError,
    InternalError,
    InvalidKey,
    LibraryMissing,
    NetworksUnavailable,
    NoFace,
    NotEnoughCredits,
    OutOfResources,
    TooManyRequests,
    TooManyUploads,
    UnknownTask,
    UploadTooLarge,
    WeightsUnavailable,
)
from idphoto.server.vendors.picwish.answer import (
    created,
    render,
)
from idphoto.server.vendors.picwish.api import EXTERNAL, V1
from idphoto.server.vendors.picwish.errors import failure
from idphoto.tasks.model import TaskFailure, TaskView
from idphoto.tasks.states import State

TASK_ID = "94806a3f-1173-4afb-9bcc-3ff19c0981f4"
IMAGE_ID = "19e2bfa2-99c0-11f0-823d-a3b20139f801"
URL = "https://photos.example/files/results/a.jpg?expires=1&signature=b"
SHEET_URL = "https://photos.example/files/results/a-sheet.jpg?expires=1&signature=c"

QUEUED = TaskView(
    id=TASK_ID,
    api="picwish.v1",
    wire={"inline": False},
    state=State.QUEUED,
    progress=0,
    created_at=1758771079.25,
    started_at=None,
    completed_at=None,
    image_id=None,
    trace_id="0af7651916cd43dd8448eb211c80319c",
    charged=1,
    failure=None,
    result_urls={},
    result_blobs={},
    result=None,
)
RUNNING = replace(
    QUEUED, state=State.RUNNING, progress=21, started_at=1758771080.5, image_id=IMAGE_ID
)
DONE = replace(
    RUNNING,
    state=State.DONE,
    progress=100,
    completed_at=1758771081.75,
    result_urls={"image": URL},
    result_blobs={"image": "results/a.jpg"},
)
FAILED = replace(
    RUNNING,
    state=State.FAILED,
    progress=0,
    completed_at=1758771081.75,
    failure=TaskFailure("no_face", {}),
)


def external(view: TaskView) -> TaskView:
    return replace(view, api="picwish.external")


def shape(value: Any) -> Any:
    """The value's keys and types."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return type(value).__name__


# --- the pages' own examples --------------------------------------------------------------------


def test_a_created_task_is_answered_as_on_the_pages() -> None:
    assert created(V1, "TASK_ID") == {
        "status": 200,
        "message": "success",
        "data": {"task_id": "TASK_ID"},
    }
    assert created(EXTERNAL, TASK_ID) == {
        "status": 200,
        "message": "ok",
        "data": {"task_id": "94806a3f-1173-4afb-9bcc-3ff19c0981f4"},
    }


def test_v1_a_finished_task_has_every_key_of_the_pages_example() -> None:
    example = {
        "status": 200,
        "message": "success",
        "data": {
            "task_id": "TASK_ID",
            "state": 1,
            "progress": 100,
            "image": "https://.../id-photo.jpg",
            "completed_at": "1700000000",
        },
    }
    answer = render(DONE, {})
    assert answer == {
        "status": 200,
        "message": "success",
        "data": {
            "task_id": TASK_ID,
            "state": 1,
            "progress": 100,
            "created_at": "1758771079",
            "processed_at": "1758771080",
            "completed_at": "1758771081",
            "image": URL,
        },
    }
    found = shape(answer)
    assert found["data"].items() >= shape(example)["data"].items()
    assert (found["status"], found["message"]) == ("int", "str")


def test_external_a_finished_task_has_the_keys_of_the_pages_example() -> None:
    example = {
        "completed_at": 1758771079,
        "created_at": 1758771079,
        "image": "https://wxtechdev.oss-cn-shenzhen.example/90662b52.jpg",
        "image_id": "19e2bfa2-99c0-11f0-823d-a3b20139f801",
        "processed_at": 1758771079,
        "progress": 100,
        "return_type": 1,
        "state": 1,
        "state_detail": "Complete",
        "task_id": "90662b52-deca-42eb-99fa-141289cbd3c1",
    }
    answer = render(external(DONE), {})
    assert answer["status"] == 200
    assert answer["data"] == {
        "completed_at": 1758771081,
        "created_at": 1758771079,
        "image": URL,
        "image_id": IMAGE_ID,
        "processed_at": 1758771080,
        "progress": 100,
        "return_type": 1,
        "state": 1,
        "state_detail": "Complete",
        "task_id": TASK_ID,
        "time_elapsed": 2.5,  # in the page's table, but not in its example
    }
    assert shape(answer["data"]) == {**shape(example), "time_elapsed": "float"}


def test_external_a_running_task_matches_the_pages_example() -> None:
    answer = render(external(RUNNING), {})
    assert answer["message"] == "success"
    assert answer["data"].items() >= {"progress": 21, "state": 4}.items()


def test_external_a_failed_task_matches_the_pages_example() -> None:
    example = {
        "created_at": 1634884056,
        "processed_at": 1634884056,
        "progress": 0,
        "state": -1,
        "task_id": "8576761c-fbe5-48a7-9620-18f9ebb132b3",
    }
    answer = render(external(FAILED), {})
    assert answer["status"] == 200
    assert shape(answer["data"]).items() >= shape(example).items()
    assert answer["data"]["progress"] == 0


def test_an_invalid_key_is_answered_in_the_pages_words() -> None:
    for reason in ("missing", "unknown", "revoked"):
        assert failure(InvalidKey(reason)) == (
            401,
            {"status": 401, "message": "Invalid API key"},
        )


# --- states of a task ---------------------------------------------------------------------------

BOTH = pytest.mark.parametrize("api", [V1, EXTERNAL], ids=lambda api: api.name)


@BOTH
@pytest.mark.parametrize(
    ("state", "number", "detail"),
    [
        (State.QUEUED, 0, "Queued"),
        (State.PREPARING, 2, "Preparing"),
        (State.WAITING, 3, "Waiting"),
        (State.RUNNING, 4, "Processing"),
        (State.PUBLISHING, 5, "Publishing"),
        (State.DONE, 1, "Complete"),
        (State.FAILED, -14, NoFace().message),
    ],
)
def test_every_state_has_its_number(api: Any, state: State, number: int, detail: str) -> None:
    view = replace(FAILED if state is State.FAILED else DONE, api=api.name, state=state)
    data = render(view, {})["data"]
    assert data["state"] == number
    assert data.get("state_detail") == (detail if api is EXTERNAL else None)


@BOTH
@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("progress", [0, 50, 100])
def test_only_a_finished_task_has_state_1_and_100_percent_and_an_image(
    api: Any, state: State, progress: int
) -> None:
    view = replace(DONE, api=api.name, state=state, progress=progress)
    data = render(view, {})["data"]
    done = state is State.DONE
    assert (data["state"] == 1) is done
    assert (data["progress"] >= 100) is done
    assert ("image" in data) is done
    assert (data["state"] < 0) is (state is State.FAILED)


@BOTH
def test_values_that_are_not_known_yet_are_absent(api: Any) -> None:
    data = render(replace(QUEUED, api=api.name), {})["data"]
    known = {"task_id", "state", "progress", "created_at"}
    assert data.keys() == known | ({"return_type", "state_detail"} if api is EXTERNAL else set())


@BOTH
def test_an_inline_picture_is_base64(api: Any) -> None:
    view = replace(DONE, api=api.name, wire={"inline": True})
    data = render(view, {"image": b"\xff\xd8\xffpicture"})["data"]
    assert base64.b64decode(data["image"], validate=True) == b"\xff\xd8\xffpicture"
    assert data.get("return_type") == (2 if api is EXTERNAL else None)


WITH_SHEET = replace(
    external(DONE),
    result_urls={"image": URL, "sheet": SHEET_URL},
    result_blobs={"image": "results/a.jpg", "sheet": "results/a-sheet.jpg"},
)


def test_a_sheet_is_returned_as_layout_image() -> None:
    plain, data = render(external(DONE), {})["data"], render(WITH_SHEET, {})["data"]
    assert data == {**plain, "layout_image": SHEET_URL}
    assert "layout_image" not in plain
    inline = replace(WITH_SHEET, wire={"inline": True})
    data = render(inline, {"image": b"photo", "sheet": b"sheet"})["data"]
    found = [base64.b64decode(data[key]) for key in ("image", "layout_image")]
    assert found == [b"photo", b"sheet"]


@pytest.mark.parametrize("state", [state for state in State if state is not State.DONE])
def test_a_sheet_is_returned_only_by_a_finished_task(state: State) -> None:
    data = render(replace(WITH_SHEET, state=state, progress=95), {})["data"]
    assert not {"image", "layout_image"} & data.keys()


@BOTH
@pytest.mark.parametrize("inline", [True, False])
def test_a_finished_task_without_its_file_is_an_unknown_one(api: Any, inline: bool) -> None:
    view = replace(DONE, api=api.name, wire={"inline": inline}, result_urls={})
    for blobs in (view.result_blobs, {}):
        with pytest.raises(UnknownTask):
            render(replace(view, result_blobs=blobs), {})


def test_a_finished_task_that_has_lost_a_file_is_an_unknown_one() -> None:
    with pytest.raises(UnknownTask):
        render(replace(WITH_SHEET, result_urls={"image": URL}), {})
    with pytest.raises(UnknownTask):
        render(replace(WITH_SHEET, wire={"inline": True}), {"image": b"photo"})


def test_times_are_whole_seconds_text_for_v1_and_numbers_for_external() -> None:
    names = ("created_at", "processed_at", "completed_at")
    v1, ext = render(DONE, {})["data"], render(external(DONE), {})["data"]
    assert [v1[name] for name in names] == ["1758771079", "1758771080", "1758771081"]
    assert [ext[name] for name in names] == [1758771079, 1758771080, 1758771081]


def test_elapsed_time_is_a_number_of_seconds_and_never_negative() -> None:
    assert render(external(DONE), {})["data"]["time_elapsed"] == 2.5
    early = replace(external(DONE), completed_at=DONE.created_at - 5)
    assert render(early, {})["data"]["time_elapsed"] == 0.0
    assert "time_elapsed" not in render(external(RUNNING), {})["data"]


@BOTH
def test_every_answer_is_json(api: Any) -> None:
    for view in (QUEUED, RUNNING, DONE, FAILED):
        answer = render(replace(view, api=api.name), {})
        assert json.loads(json.dumps(answer)) == answer


# --- a task that failed -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("storage_unavailable", -2),
        ("download_failed", -3),
        ("address_refused", -3),
        ("download_too_large", -5),
        ("bad_image", -7),
        ("unsupported_format", -7),
        ("image_too_large", -7),
        ("deadline_exceeded", -8),
        ("given_up", -13),
        ("no_face", -14),
        ("several_faces", -14),
        ("face_too_small", -14),
        ("face_cut_off", -14),
        ("hair_cut_off", -14),
        ("body_cut_off", -14),
        ("background_cut_off", -14),
        ("head_not_frontal", -14),
        ("person_touched", -14),
        ("framing_conflict", -14),
        ("cannot_fit", -14),
        ("bad_request", -14),
        ("missing_glyph", -14),
        ("sheet_too_small", -14),
        ("sheet_full", -14),
        ("out_of_resources", -15),
        ("internal_error", -1),
        ("source_expired", -1),
        ("weights_unavailable", -1),
        ("library_missing", -1),
        ("a_code_of_a_later_version", -1),
        (None, -1),
    ],
)
def test_every_failure_has_its_state_and_is_answered_with_200(code: str | None, state: int) -> None:
    for view in (FAILED, external(FAILED)):
        answer = render(replace(view, failure=TaskFailure(code) if code else None), {})
        assert answer["status"] == 200
        assert answer["data"]["state"] == state


@BOTH
def test_the_message_is_the_reason_of_the_failure(api: Any) -> None:
    answer = render(replace(FAILED, api=api.name), {})
    assert answer["message"] == NoFace().message
    assert "image" not in answer["data"]


def test_a_conflict_is_reported_with_the_names_of_the_fields() -> None:
    error = FramingConflict("head_top.high", "eyes_top.low", "at least 300 px are needed")
    view = replace(FAILED, failure=TaskFailure(error.code, error.details()))
    assert render(view, {})["message"] == (
        "max_head_top and min_eyes_top cannot both be met: at least 300 px are needed"
    )
    label = FramingConflict("label_height", "chin_top", "the strip is 90 px high")
    view = replace(FAILED, failure=TaskFailure(label.code, label.details()))
    assert render(view, {})["message"] == (
        "label_height and chin_top cannot both be met: the strip is 90 px high"
    )


def test_messages_for_the_operator_are_not_shown_to_the_caller() -> None:
    error = WeightsUnavailable("isnet", "/srv/models", "no route")
    view = replace(FAILED, failure=TaskFailure(error.code, error.details()))
    sentence = "this server lacks a network that this needs"
    assert render(view, {})["message"] == sentence
    assert failure(error) == (500, {"status": 500, "message": sentence})
    assert failure(DatabaseUnavailable("no socket"))[1]["message"] == (
        "internal error (database_unavailable)"
    )


def test_a_task_that_the_server_lacks_a_library_for_says_what_it_cannot_do() -> None:
    error = LibraryMissing("freetype", "freetype-py", "libfreetype.so: not found", "draw clothes")
    view = replace(FAILED, failure=TaskFailure(error.code, error.details()))
    assert render(view, {})["message"] == "this server cannot draw clothes"
    assert failure(error) == (500, {"status": 500, "message": "this server cannot draw clothes"})


def test_a_missing_library_that_an_earlier_version_stored_still_has_a_sentence() -> None:
    details = {"library": "skia", "package": "libegl1", "reason": "libEGL.so.1"}
    view = replace(FAILED, failure=TaskFailure("library_missing", details))
    assert render(view, {})["message"] == "this server cannot do this"


# --- a request that failed ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (BadRequest("dpi", "must be at least 10"), 400, "dpi: must be at least 10"),
        (
            NotEnoughCredits(balance=2, need=6),
            401,
            "this request costs 6 credits; the API key has 2 left",
        ),
        (
            UnknownTask("x"),
            404,
            "no task 'x': it does not exist, belongs to another key, or has expired",
        ),
        (UploadTooLarge("image_file", 1000), 413, "image_file is larger than 1,000 bytes"),
        (
            IdempotencyKeyReused("it was sent with another request"),
            422,
            "Idempotency-Key: it was sent with another request; send each new request with a new "
            "key",
        ),
        (
            TooManyUploads("all keys", 1024, 5.0),
            503,
            "unfinished uploads of all keys hold 1024 MiB: try again in 5 s",
        ),
        (TooManyRequests(2, 0.4), 429, "more than 2 requests per second: try again in 0.4 s"),
        (InternalError("t-1"), 500, "internal error: the server's log has more under t-1"),
        (OutOfResources("disk space"), 500, "the server has run out of disk space"),
        (
            NetworksUnavailable("'isnet' is not in /srv/models", 30.0),
            503,
            "this server lacks a network that this needs: try again in 30 s",
        ),
        (IdPhotoError(), 500, "internal error (idphoto_error)"),
    ],
)
def test_an_error_has_its_status_and_no_data(
    error: IdPhotoError, status: int, message: str
) -> None:
    # client programs treat any `data` as success
    assert failure(error) == (status, {"status": status, "message": message})
