"""Orders: photos, checks, cut-outs, sheets and headshots."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.contracts.site import Site
from tests.server.native.conftest import FACELESS, GOOD, SLOW, NativeServer
from tests.server.native.problems import refused

from idphoto.messages.tasks import (
    CheckResult,
    CutoutResult,
    HeadshotsResult,
    PhotoResult,
    SheetResult,
    Task,
)

DATA = base64.b64encode(GOOD).decode()
SOURCE = {"source": {"data": DATA}}
ASYNC = {"Prefer": "respond-async"}
Upload = Callable[..., dict[str, Any]]


def done(answer: httpx.Response) -> Task:
    assert answer.status_code == 200, answer.text
    task = Task.model_validate_json(answer.content)
    assert (task.state, task.progress, task.problem) == ("done", 100, None)
    assert answer.headers["X-Credits-Charged"] == str(task.charged)
    assert answer.headers["Location"] == f"/v1/tasks/{task.id}"
    return task


def form(order: dict[str, Any], *files: bytes) -> dict[str, Any]:
    """A form with an order and files, for httpx."""
    parts: list[Any] = [("file", ("me.png", data, "image/png")) for data in files]
    return {"files": [("order", (None, json.dumps(order), "application/json")), *parts]}


def test_a_photo_is_answered_with_its_files_and_all_that_was_found(api: httpx.Client) -> None:
    task = done(api.post("/v1/photos", json={**SOURCE, "spec": "jp-visa", "sheet": {}}))
    assert isinstance(task.result, PhotoResult)
    assert task.result.compliance.findings[0].advice == "open the eyes"
    assert task.result.head_on_source.chin == (15, 30)
    assert task.result.limits["head_height"].low == 280.0
    assert task.result.jpeg_quality == 92
    image, sheet = task.files
    assert (image.name, image.format, image.px, image.bytes) == ("image", "jpeg", (531, 531), 6)
    assert (sheet.name, sheet.media_type, sheet.bytes) == ("sheet", "image/jpeg", 7)
    assert httpx.get(image.url, trust_env=False).content == b"a file"
    assert task.source_id is not None


@pytest.mark.parametrize("asked", [SOURCE, {}])
def test_a_portrait_comes_in_the_json_or_as_a_file_beside_it(
    api: httpx.Client, asked: dict[str, Any]
) -> None:
    body = {"json": asked} if asked else form({"spec": "jp-visa"}, GOOD)
    assert done(api.post("/v1/photos", **body)).kind == "photo"


def test_a_portrait_that_was_uploaded_before_serves_any_number_of_orders(
    api: httpx.Client, upload: Upload
) -> None:
    source = upload()
    for path in ("/v1/photos", "/v1/checks", "/v1/cutouts"):
        task = done(api.post(path, json={"source": {"id": source["id"]}}))
        assert task.source_id == source["id"]


def test_a_portrait_is_downloaded_from_an_address(api: httpx.Client, site: Site) -> None:
    task = done(api.post("/v1/photos", json={"source": {"url": f"{site.url}/me.png"}}))
    assert task.kind == "photo"
    gone = api.post("/v1/photos", json={"source": {"url": f"{site.url}/other.png"}})
    refused(gone, 422, "download_failed", "404")


def test_a_check_has_a_report_and_no_files(api: httpx.Client) -> None:
    task = done(api.post("/v1/checks", json={**SOURCE, "spec": "gb-passport"}))
    assert isinstance(task.result, CheckResult)
    assert (task.result.compliance.verdict, task.files, task.charged) == ("fail", (), 1)


def test_a_cut_out_is_a_png_file_unless_it_is_to_be_another(api: httpx.Client) -> None:
    task = done(api.post("/v1/cutouts", json=SOURCE))
    assert isinstance(task.result, CutoutResult)
    assert (task.file().format, task.result.px) == ("png", (30, 40))
    order = {**SOURCE, "format": "jpeg"}
    refused(api.post("/v1/cutouts", json=order), 400, "bad_request", "JPEG", "background")
    assert done(api.post("/v1/cutouts", json={**order, "background": "white"})).charged == 1


def test_a_sheet_prints_the_photos_of_tasks_and_of_the_request(api: httpx.Client) -> None:
    photo = done(api.post("/v1/photos", json=SOURCE))
    photos = [{"task": photo.id, "count": 2}, {**SOURCE, "size_mm": [35, 45]}]
    task = done(api.post("/v1/sheets", json={"photos": photos, "paper": "A6", "format": "pdf"}))
    assert isinstance(task.result, SheetResult)
    assert (task.result.count, task.file().media_type) == (2, "application/pdf")


@pytest.mark.parametrize(
    ("photos", "field", "detail"),
    [
        ([{"count": 1}], "photos.0", "needs either task or source"),
        ([SOURCE, {"task": "nonsense"}], "photos.1.task", "no task has this id"),
        ([], "photos", "must have at least 1 entries"),
        ([{**SOURCE, "count": 0}], "photos.0.count", "must be at least 1"),
    ],
)
def test_a_sheet_of_photos_that_are_none_is_refused(
    api: httpx.Client, photos: list[Any], field: str, detail: str
) -> None:
    refused(api.post("/v1/sheets", json={"photos": photos}), 400, "bad_request", detail, field)


def test_a_sheet_of_another_keys_photo_is_refused(
    api: httpx.Client, stranger: httpx.Client
) -> None:
    photo = done(api.post("/v1/photos", json=SOURCE))
    answer = stranger.post("/v1/sheets", json={"photos": [{"task": photo.id}]})
    refused(answer, 400, "bad_request", "no task has this id", "photos.0.task")


def test_a_sheet_of_a_task_without_a_photo_is_refused(api: httpx.Client) -> None:
    check = done(api.post("/v1/checks", json=SOURCE))
    answer = api.post("/v1/sheets", json={"photos": [{"task": check.id}]})
    refused(answer, 400, "bad_request", "has made no photo", "photos.0.task")


def test_headshots_are_two_files_of_up_to_five_portraits(api: httpx.Client) -> None:
    order = {"template": "male_portrait"}
    task = done(api.post("/v1/headshots", **form(order, GOOD, SLOW)))
    assert isinstance(task.result, HeadshotsResult)
    assert [file.name for file in task.files] == ["1", "2"]
    assert task.result.notices == ((), ("glasses",))
    many = api.post("/v1/headshots", **form(order, *[GOOD] * 6))
    refused(many, 400, "bad_request", "more than 5 times", "file")
    couple = {"template": "wedding", "sources": [SOURCE["source"]] * 3}
    refused(api.post("/v1/headshots", json=couple), 400, "bad_request", "at most 2", "sources")


@pytest.mark.parametrize(
    ("path", "order", "code", "field", "detail"),
    [
        ("photos", {"spec": "us-pasport"}, "unknown_spec", "spec", "did you mean us-passport"),
        ("photos", {"retuch": {}}, "bad_request", "retuch", "did you mean retouch?"),
        ("photos", {"head": {"chin": {}}}, "bad_request", "head.chin", "did you mean chin_top?"),
        ("photos", {"clothes": "cape"}, "unknown_garment", "clothes", "no garment 'cape'"),
        ("photos", {"format": "gif"}, "not_offered", "format", "must be 'jpeg', 'png' or 'webp'"),
        ("photos", {"background": "mauvy"}, "bad_request", "background", "mauvy"),
        ("photos", {"background": {"top": "white"}}, "bad_request", "background.bottom", "requir"),
        ("photos", {"background": {"top": "x", "bottom": "red"}}, "bad_request",
         "background.top", "x"),
        ("photos", {"head": {"face_width": {"low": 3, "high": 2}}}, "bad_request",
         "head.face_width.low", "3 is above high"),
        ("photos", {"head": {"eyes_top": {}}}, "bad_request", "head.eyes_top.target", "needs"),
        ("photos", {"size_px": [1, 400]}, "bad_request", "size_px", "1 px is outside"),
        ("photos", {"size_px": [300]}, "bad_request", "size_px.1", "is required"),
        ("photos", {"size_mm": [1e300, 1e300]}, "bad_request", "size_mm", "at most 2,000"),
        ("photos", {"size_mm": [500, 500]}, "bad_request", "size_mm", "5906 px is outside"),
        ("photos", {"dpi": 10**40}, "bad_request", "dpi", "must be"),
        ("photos", {"jpeg_quality": "90"}, "bad_request", "jpeg_quality", "a whole number"),
        ("photos", {"retouch": {"smooth": 2}}, "bad_request", "retouch.smooth", "at most 1"),
        ("photos", {"sheet": {"paper": "napkin"}}, "bad_request", "sheet.paper", "napkin"),
        ("photos", {"sheet": {"label": " "}}, "bad_request", "sheet.label", "blank"),
        ("photos", {"spec": "us-passport", "clothes": "man_1"}, "editing_forbidden",
         "edit_anyway", "US passport"),
        ("photos", {"callback_url": "ftp://a.example/"}, "bad_request", "callback_url", "http"),
        ("photos", {"callback_url": "http://10.0.0.1/"}, "bad_request", "callback_url", ""),
        ("photos", {"faces": "middle"}, "not_offered", "faces", "must be 'largest', 'left'"),
        ("photos", {"source": {}}, "bad_request", "source", "needs exactly one of id, url"),
        ("photos", {"source": {"data": "%"}}, "bad_request", "source.data", "base64"),
        ("photos", {"source": {"url": "file:///etc"}}, "bad_request", "source.url", "http"),
        ("photos", {"source": {"id": "nonsense"}}, "bad_request", "source.id", "no stored picture"),
        ("photos", {"source": None}, "bad_request", "source", "is required, unless"),
        ("checks", {"judged_as": "both"}, "not_offered", "judged_as", "must be 'auto'"),
        ("checks", {"age": 151}, "bad_request", "age", "must be less than 150"),
        ("headshots", {"source": None, "template": "x", "sources": []}, "bad_request", "source",
         "did you mean sources?"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_refused_by_its_name(
    api: httpx.Client, path: str, order: dict[str, Any], code: str, field: str, detail: str
) -> None:
    answer = api.post(f"/v1/{path}", json={**SOURCE, **order})
    refused(answer, 400, code, detail, field)


@pytest.mark.parametrize(
    ("order", "code", "detail"),
    [
        ({"template": "x", "sources": [SOURCE["source"]]}, "unknown_template", "no template 'x'"),
        ({"template": "male_portrait"}, "bad_request", "is required"),
        ({"sources": [SOURCE["source"]]}, "bad_request", "template: is required"),
    ],
)
def test_headshots_without_a_template_or_a_portrait_are_refused(
    api: httpx.Client, order: dict[str, Any], code: str, detail: str
) -> None:
    field = "sources" if order.get("template") == "male_portrait" else "template"
    refused(api.post("/v1/headshots", json=order), 400, code, detail, field)


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"", "must be JSON"),
        (b"{", "must be JSON"),
        (b"[]", "must be an object"),
        (b'{"dpi": NaN}', "must be"),
        (b'{"label": "\xff"}', "must be JSON"),
        (b'{"label": "\\ud800"}', "must be JSON"),
        (b'{"label": "a\\u0000b"}', "contains a NUL character"),
        (b"[" * 20_000, "must be JSON"),
        (b"[" * 30_000, "has too many values"),
        (b'{"dpi": ' + b"9" * 10_000 + b"}", "must be JSON"),
    ],
    ids=["empty", "half", "list", "NaN", "not UTF-8", "surrogate", "NUL", "deep", "much", "huge"],
)
def test_a_body_that_is_no_order_is_refused(api: httpx.Client, content: bytes, detail: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = api.post("/v1/photos", content=content, headers=headers)
    field = "dpi" if b"NaN" in content else "body"
    refused(answer, 400, "bad_request", detail, field)


@pytest.mark.parametrize(
    ("request_", "field", "detail"),
    [
        ({"content": b"x", "headers": {"Content-Type": "text/plain"}}, "Content-Type", "json"),
        (form({"source": {"data": DATA}}, GOOD), "source", "together with the part file"),
        (form({"spec": 3}, GOOD), "spec", "must be text"),
        ({"files": [("order", (None, "{")), ("file", ("a", GOOD))]}, "order", "must be JSON"),
        ({"files": [("odrer", (None, "{}")), ("file", ("a", GOOD))]}, "odrer", "no such part"),
        ({"files": [("order", (None, "{}"))] * 2}, "order", "more than once"),
    ],
)
def test_a_form_that_is_no_order_is_refused(
    api: httpx.Client, request_: dict[str, Any], field: str, detail: str
) -> None:
    refused(api.post("/v1/photos", **request_), 400, "bad_request", detail, field)


def test_a_body_over_the_limit_is_refused(api: httpx.Client) -> None:
    answer = api.post("/v1/photos", **form({}, bytes(51 * 2**20)))
    refused(answer, 413, "upload_too_large", "larger than 52,428,800 bytes", "file")


def test_a_photo_at_fault_is_answered_with_the_problem_of_its_task(api: httpx.Client) -> None:
    answer = api.post("/v1/photos", **form({}, FACELESS))
    problem = refused(answer, 422, "no_face", "no face")
    assert answer.headers["X-Credits-Charged"] == "0"
    task = Task.model_validate_json(api.get(answer.headers["Location"]).content)
    assert (task.state, task.charged, task.result, task.files) == ("failed", 0, None, ())
    assert problem.details == {"task_id": task.id}
    assert task.problem is not None
    assert task.problem.model_copy(update={"trace_id": problem.trace_id}) == problem


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    ("prefer", "applied"), [("respond-async", "respond-async"), ("wait=0", "wait=0")]
)
def test_a_caller_that_does_not_wait_gets_the_tasks_address(
    native: NativeServer, api: httpx.Client, prefer: str, applied: str
) -> None:
    answer = api.post("/v1/photos", **form({}, SLOW), headers={"Prefer": prefer})
    assert answer.status_code == 202
    assert answer.headers["Preference-Applied"] == applied
    task = Task.model_validate_json(answer.content)
    assert (task.state, task.files, task.completed_at) == ("waiting", (), None)
    native.make.gate.set()
    path = answer.headers["Location"]
    shown = api.get(path, headers={"Prefer": "wait=60"})
    assert Task.model_validate_json(shown.content).state == "done"


@pytest.mark.usefixtures("held")
def test_a_caller_whose_patience_ends_gets_the_task_as_it_is(
    open_native: Callable[..., NativeServer],
) -> None:
    with open_native(sync_wait_s=0.1).client() as client:
        answer = client.post("/v1/photos", **form({}, SLOW))
    assert answer.status_code == 202
    assert answer.json()["state"] in ("waiting", "running")


def test_files_are_inline_if_the_request_says_so(api: httpx.Client) -> None:
    task = done(api.post("/v1/photos", json={**SOURCE, "inline": True}))
    assert task.file().data == base64.b64encode(b"a file").decode()
    assert task.file().url
    assert done(api.post("/v1/photos", json=SOURCE)).file().data is None


@pytest.mark.parametrize(
    ("path", "order", "price"),
    [
        ("photos", {}, 6),
        ("photos", {"clothes": "man_1"}, 15),
        ("photos", {"retouch": {"smooth": 0.5}, "sheet": {}}, 19),
        ("photos", {"retouch": {}}, 6),
        ("photos", {"watermark": "sample", "clothes": "man_1"}, 0),
        ("checks", {}, 1),
        ("cutouts", {}, 1),
    ],
)
def test_an_order_costs_what_the_price_table_says(
    api: httpx.Client, path: str, order: dict[str, Any], price: int
) -> None:
    assert done(api.post(f"/v1/{path}", json={**SOURCE, **order})).charged == price


def test_an_order_without_enough_credits_is_refused(native: NativeServer) -> None:
    with native.client(native.poor_key) as client:
        problem = refused(client.post("/v1/photos", json=SOURCE), 402, "not_enough_credits", "6")
    assert problem.details == {"balance": 0, "need": 6}
    assert "idphoto" not in problem.remedy


def test_a_repeated_order_gets_the_same_task_and_is_charged_once(api: httpx.Client) -> None:
    headers = {"Idempotency-Key": "order-1"}
    first, again = (done(api.post("/v1/photos", json=SOURCE, headers=headers)) for _ in range(2))
    assert first.id == again.id
    other = api.post("/v1/photos", json={**SOURCE, "dpi": 600}, headers=headers)
    refused(other, 422, "idempotency_key_reused", "it was sent with another request")
    bad = api.post("/v1/photos", json=SOURCE, headers=[(b"Idempotency-Key", "é".encode())])
    refused(bad, 400, "bad_request", "printable ASCII", "Idempotency-Key")


@pytest.mark.usefixtures("held")
def test_a_key_with_too_many_unfinished_tasks_is_told_when_to_try_again(
    open_native: Callable[..., NativeServer],
) -> None:
    with open_native(max_unfinished=1).client() as client:
        answers = [client.post("/v1/photos", **form({}, SLOW), headers=ASYNC) for _ in range(2)]
    problem = refused(answers[1], 429, "too_many_tasks", "at most 1 may be")
    assert answers[1].headers["Retry-After"] == "5"
    assert problem.details == {"unfinished": 1, "most": 1, "retry_after_s": 5.0}


@pytest.mark.parametrize("data", [GOOD, FACELESS], ids=["done", "failed"])
def test_the_end_of_a_task_is_reported_by_callback(
    api: httpx.Client, site: Site, data: bytes
) -> None:
    order = {"callback_url": f"{site.url}/done"}
    created = api.post("/v1/photos", **form(order, data), headers=ASYNC).json()
    call = site.calls("/done").get(timeout=60)
    assert call.headers["webhook-signature"]
    told = Task.model_validate_json(call.body)
    shown = api.get(f"/v1/tasks/{created['id']}").json()
    assert told.id == created["id"]
    assert told.state == ("done" if data == GOOD else "failed")
    assert (told.result is not None) == (data == GOOD)
    assert json.loads(call.body)["problem"] == shown["problem"]
