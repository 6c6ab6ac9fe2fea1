"""Portraits that are uploaded once."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from PIL import Image
from tests.server.native.conftest import GOOD, SLOW, NativeServer
from tests.server.native.problems import refused

from idphoto.messages.sources import Source

Upload = Callable[..., dict[str, Any]]


def sideways(size_wh: tuple[int, int]) -> bytes:
    """A JPEG that lies on its side and says so."""
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", size_wh, "white").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def test_an_uploaded_portrait_is_described_as_it_is_upright(api: httpx.Client) -> None:
    data = sideways((40, 30))
    answer = api.post("/v1/sources", files={"file": ("me.jpg", data)})
    assert answer.status_code == 201
    source = Source.model_validate_json(answer.content)
    assert (source.format, source.px, source.bytes) == ("jpeg", (30, 40), len(data))
    assert answer.headers["Location"] == f"/v1/sources/{source.id}"
    assert api.get(answer.headers["Location"]).json() == answer.json()


def test_a_portrait_is_kept_for_the_time_of_the_settings(
    native: NativeServer, upload: Upload
) -> None:
    source = Source.model_validate(upload())
    kept = source.expires_at - source.created_at
    assert kept.total_seconds() == pytest.approx(native.settings.keep_s)


def test_a_portrait_is_shown_upright_and_no_larger_than_1600_px(
    api: httpx.Client, upload: Upload
) -> None:
    shown = api.get(upload(sideways((2000, 1000)))["picture_url"])
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert Image.open(io.BytesIO(shown.content)).size == (800, 1600)


def test_a_file_that_is_no_picture_is_refused_and_not_stored(api: httpx.Client) -> None:
    answer = api.post("/v1/sources", files={"file": ("me.pdf", b"%PDF-1.7")})
    refused(answer, 422, "unsupported_format", "this is a PDF document")


def test_a_picture_over_the_servers_limit_is_refused(
    open_native: Callable[..., NativeServer],
) -> None:
    with open_native(max_source_side_px=100).client() as client:
        answer = client.post("/v1/sources", files={"file": ("me.jpg", sideways((101, 50)))})
    problem = refused(answer, 422, "image_too_large", "longer side in pixels is 101")
    assert problem.details == {"what": "longer side in pixels", "found": 101, "limit": 100}
    assert problem.remedy == "scale the picture down"


@pytest.mark.parametrize(
    ("request_", "field", "detail"),
    [
        ({"files": {"photo": ("me.png", GOOD)}}, "photo", "there is no such part"),
        ({"data": {"file": "text"}}, "file", "must be a file part"),
        ({"files": [("file", ("a", GOOD)), ("file", ("b", GOOD))]}, "file", "more than once"),
        ({"files": {"file": ("me.png", b"")}}, "file", "is empty"),
        ({"content": GOOD}, "Content-Type", "multipart/form-data"),
    ],
    ids=["another part", "urlencoded", "two files", "an empty file", "no form"],
)
def test_a_form_that_is_not_one_file_is_refused(
    api: httpx.Client, request_: dict[str, Any], field: str, detail: str
) -> None:
    refused(api.post("/v1/sources", **request_), 400, "bad_request", detail, field)


def test_a_portrait_of_another_key_is_unknown(stranger: httpx.Client, upload: Upload) -> None:
    path = f"/v1/sources/{upload()['id']}"
    for answer in (stranger.get(path), stranger.get(f"{path}/picture"), stranger.delete(path)):
        refused(answer, 404, "unknown_source", "belongs to another key")


@pytest.mark.parametrize("name", ["nonsense", "%00", "a" * 500])
def test_an_id_that_is_none_is_unknown(api: httpx.Client, name: str) -> None:
    refused(api.get(f"/v1/sources/{name}"), 404, "unknown_source", "no portrait")


def test_a_deleted_portrait_is_gone_at_once_with_its_file(
    native: NativeServer, api: httpx.Client, upload: Upload
) -> None:
    source = upload()
    stored = native.settings.blobs_dir / "sources" / source["id"]
    assert stored.exists()
    answer = api.delete(f"/v1/sources/{source['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert not stored.exists()
    refused(api.get(f"/v1/sources/{source['id']}"), 404, "unknown_source", "no portrait")
    order = {"source": {"id": source["id"]}}
    refused(api.post("/v1/photos", json=order), 400, "bad_request", "expired", "source.id")


@pytest.mark.usefixtures("held")
def test_a_portrait_that_a_task_still_needs_is_not_deleted(
    native: NativeServer, api: httpx.Client, upload: Upload
) -> None:
    source = upload(SLOW)
    order, later = {"source": {"id": source["id"]}}, {"Prefer": "respond-async"}
    task = api.post("/v1/cutouts", json=order, headers=later).json()
    answer = api.delete(f"/v1/sources/{source['id']}")
    refused(answer, 409, "source_in_use", "a task that has not ended needs it")
    native.make.gate.set()
    api.get(f"/v1/tasks/{task['id']}", headers={"Prefer": "wait=60"})
    assert api.delete(f"/v1/sources/{source['id']}").status_code == 204


def test_a_repeated_upload_gets_the_same_portrait(api: httpx.Client) -> None:
    headers = {"Idempotency-Key": "upload-1"}
    first, again = (
        api.post("/v1/sources", files={"file": ("me.png", GOOD)}, headers=headers).json()
        for _ in range(2)
    )
    assert first == again
    other = api.post("/v1/sources", files={"file": ("me.png", SLOW)}, headers=headers)
    refused(other, 422, "idempotency_key_reused", "it was sent with another request")


def test_uploads_count_towards_the_keys_rate(native: NativeServer) -> None:
    with native.client(native.slow_key) as client:
        answers = [client.post("/v1/sources", files={"file": ("a", GOOD)}) for _ in range(2)]
    refused(answers[-1], 429, "too_many_requests", "requests per second")
    assert int(answers[-1].headers["Retry-After"]) > 0
