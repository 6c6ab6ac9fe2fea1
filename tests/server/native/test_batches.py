"""Batches over HTTP; a portrait's file says how its photo turns out."""

from __future__ import annotations

import csv
import io
import json
import logging
import time
import zipfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx
import numpy as np
import pypdfium2
import pytest
import structlog
from sqlalchemy import update
from tests.server.conftest import DRAIN_S, PATIENCE_S, Running, running

from idphoto.accounts import keys
from idphoto.db.database import Database
from idphoto.db.tables import Batch
from idphoto.errors import BadImage, NoFace
from idphoto.imaging.decode import DEFAULT_LIMITS
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.orders.pages import PagesOrder
from idphoto.orders.stored import from_json
from idphoto.server.app import create_app
from idphoto.services.service import Service
from idphoto.settings import ServerSettings
from idphoto.steps import Progress
from idphoto.tasks.made import File, Made

PHOTO: Final = encode(np.full((531, 413, 3), 200, np.uint8), EncodeOptions(dpi=300)).data
OPEN: Final = {"name": "Spring 2027", "photo": {"spec": "gb-passport"}}


def finding(verdict: str) -> dict[str, Any]:
    return {
        "id": "mouth_open",
        "title": "mouth closed",
        "subject": "expression",
        "verdict": verdict,
        "reason": "the mouth is open",
        "advice": "Close the mouth.",
    }


def make(
    order: dict[str, Any], photos: Sequence[bytes], deadline: float, progress: Progress
) -> Made:
    """The portrait's first word is the verdict on its photo, or what is wrong with it."""
    made = from_json(order)
    if isinstance(made, PagesOrder):
        return made.make(None, photos, DEFAULT_LIMITS)  # type: ignore[arg-type] # needs no networks
    word = photos[0].decode().split()[0]
    while word == "slow":
        time.sleep(0.02)
        if time.monotonic() > deadline - 150:
            break
    if word in ("nobody", "broken"):
        raise NoFace() if word == "nobody" else BadImage("it is truncated")
    compliance = {"verdict": word, "worst": None if word == "pass" else "mouth_open"}
    findings = [finding("pass") | {"id": "eyes_closed"}, finding(word)]
    files = {
        "image": File(PHOTO, "jpeg", (413, 531)),
        "report": File.of_json({"compliance": {**compliance, "findings": findings}}),
    }
    report = {"px": [413, 531], "dpi": 300.0, "compliance": compliance, "timings_ms": {}}
    return Made(files, report)


class School:
    """A server, and its callers."""

    def __init__(self, server: Running, settings: ServerSettings) -> None:
        self.settings = settings
        self.database = Database(settings.resolved_database_url)
        with self.database.transaction() as tx:
            names = ("school", "stranger")
            made = [
                keys.create_key(tx, name, credits=1000, qps=0, now=time.time()).key
                for name in names
            ]
        self.http, self.stranger = (
            httpx.Client(
                base_url=server.url,
                headers={"Authorization": f"Bearer {key}"},
                timeout=PATIENCE_S,
                trust_env=False,
            )
            for key in made
        )

    def close(self) -> None:
        self.http.close()
        self.stranger.close()
        self.database.close()

    def open(self, **more: Any) -> str:
        answer = self.http.post("/v1/batches", json=OPEN | more)
        assert answer.status_code == 201, answer.text
        batch_id: str = answer.json()["id"]
        return batch_id

    def add(self, batch: str, name: str, data: str, query: str = "", **more: str) -> httpx.Response:
        item = {"name": name, **more}
        return self.http.post(
            f"/v1/batches/{batch}/items{query}",
            files={"file": (name, data.encode()), "item": (None, json.dumps(item))},
        )

    def fill(self, batch: str, **items: str) -> None:
        """Add items, named after what becomes of them, and wait until none is unfinished."""
        for name, data in items.items():
            answer = self.add(batch, f"{name}.jpg", data, person=name.title(), group="4b")
            assert answer.status_code == 201, answer.text
        self.settle(batch)

    def settle(self, batch: str) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            found: dict[str, Any] = self.http.get(f"/v1/batches/{batch}").json()
            if not found["counts"]["unfinished"]:
                return found
            time.sleep(0.02)
        raise TimeoutError


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    settings = ServerSettings(data_dir=tmp_path_factory.mktemp("data"), drain_s=DRAIN_S)
    app = create_app(settings, partial(Service.open, make=make))
    with running(app, settings) as server:
        it = School(server, settings)
        yield it
        it.close()


def refusal(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, code and detail of a problem."""
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    return answer.status_code, body["code"], body["detail"]


def test_a_batch_is_opened_shown_and_deleted(school: School) -> None:
    answer = school.http.post("/v1/batches", json=OPEN)
    batch = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/batches/{batch['id']}"
    assert (batch["name"], batch["photo"]["spec"]) == ("Spring 2027", "gb-passport")
    assert batch["counts"] == {"total": 0, "unfinished": 0, "passed": 0, "unsure": 0, "failed": 0}
    url = f"/v1/batches/{batch['id']}"
    assert school.http.get(url).json() == batch
    deleted = school.http.delete(url)
    assert (deleted.status_code, deleted.content) == (204, b"")
    status, code, detail = refusal(school.http.get(url))
    assert (status, code) == (404, "unknown_batch")
    assert detail == f"no batch '{batch['id']}', or it has expired"


@pytest.mark.parametrize(
    ("body", "field", "reason"),
    [
        ({"name": "A"}, "photo", "is required"),
        ({"name": " ", "photo": {}}, "name", "must not be blank"),
        ({"name": "a\nb", "photo": {}}, "name", "has a control character or a line break"),
        ({"name": "A", "photo": {"dpi": 0}}, "photo.dpi", "must be at least 1"),
        ({"name": "A", "photo": {"label": " "}}, "photo.label", None),
        (
            {"name": "A", "photo": {"adjustments": {"chin": [1, 2]}}},
            "photo.adjustments.chin",
            "belongs to one portrait, not to many",
        ),
        (
            {"name": "A", "photo": {}, "photos": {}},
            "photos",
            "there is no such field: did you mean photo?",
        ),
    ],
)
def test_a_batch_whose_photos_could_not_be_made_is_not_opened(
    school: School, body: dict[str, Any], field: str, reason: str | None
) -> None:
    answer = school.http.post("/v1/batches", json=body)
    status, code, detail = refusal(answer)
    assert (status, code, answer.json()["field"]) == (400, "bad_request", field)
    assert reason is None or detail == f"{field}: {reason}"


def test_an_unknown_document_opens_no_batch(school: School) -> None:
    answer = school.http.post("/v1/batches", json={"name": "A", "photo": {"spec": "us-pasport"}})
    assert refusal(answer)[:2] == (400, "unknown_spec")


def test_a_repeated_request_opens_one_batch(school: School) -> None:
    headers = {"Idempotency-Key": "spring"}
    first, second = (
        school.http.post("/v1/batches", json=OPEN, headers=headers).json() for _ in range(2)
    )
    assert first == second
    other = school.http.post("/v1/batches", json=OPEN | {"name": "B"}, headers=headers)
    assert refusal(other)[:2] == (422, "idempotency_key_reused")


def test_every_portrait_is_an_item_whatever_became_of_it(school: School) -> None:
    batch = school.open()
    school.fill(batch, ada="pass", bob="fail", carl="nobody", dora="broken", eve="unsure")
    seen = school.http.get(f"/v1/batches/{batch}").json()
    assert seen["counts"] == {"total": 5, "unfinished": 0, "passed": 1, "unsure": 1, "failed": 3}
    assert seen["groups"] == ["4b"]
    items = school.http.get(f"/v1/batches/{batch}/items").json()["items"]
    assert [(each["person"], each["state"], each["verdict"]) for each in items] == [
        ("Carl", "failed", None),
        ("Dora", "failed", None),
        ("Bob", "done", "fail"),
        ("Eve", "done", "unsure"),
        ("Ada", "done", "pass"),
    ]
    carl, dora, bob, _, ada = items
    assert carl["problem"]["code"] == "no_face"
    assert carl["problem"]["status"] == 422
    assert dora["problem"]["detail"] == "cannot read the picture: it is truncated"
    assert [each["id"] for each in bob["findings"]] == ["mouth_open"]
    assert bob["findings"][0]["advice"] == "Close the mouth."
    assert (ada["findings"], ada["problem"]) == ([], None)
    assert httpx.get(ada["photo_url"]).content == PHOTO
    assert "/v1/sources/" in ada["source_url"]
    task = school.http.get(f"/v1/tasks/{ada['task_id']}").json()
    assert (task["kind"], task["state"]) == ("photo", "done")


@pytest.mark.parametrize("order", ["failures", "name"])
def test_items_come_in_parts(school: School, order: str) -> None:
    batch = school.open()
    school.fill(batch, a="pass", b="fail", c="nobody", d="pass", e="unsure")
    url: str | None = f"/v1/batches/{batch}/items?order={order}&limit=2"
    names: list[str] = []
    while url:
        page = school.http.get(url).json()
        names += [each["name"][0] for each in page["items"]]
        cursor = page["next_cursor"]
        url = cursor and f"/v1/batches/{batch}/items?order={order}&limit=2&cursor={cursor}"
    assert "".join(names) == {"failures": "cbead", "name": "abcde"}[order]


@pytest.mark.parametrize("cursor", ["x", "WzksImEiXQ", "W10"])  # the second: [9,"a"]
def test_a_cursor_of_no_list_is_refused(school: School, cursor: str) -> None:
    answer = school.http.get(f"/v1/batches/{school.open()}/items?cursor={cursor}")
    assert refusal(answer) == (400, "bad_request", "cursor: is not a cursor of this list")


def test_an_interrupted_upload_can_be_repeated(school: School) -> None:
    batch = school.open()
    first = school.add(batch, "a.jpg", "pass")
    again = school.add(batch, "a.jpg", "pass", person="Ada", group="4b")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["task_id"] == first.json()["task_id"]
    assert (again.json()["person"], again.json()["group"]) == ("Ada", "4b")
    other = school.add(batch, "a.jpg", "fail")
    assert refusal(other) == (
        409,
        "item_exists",
        "the batch already has another portrait of this name: to replace it, add ?replace=true",
    )
    assert other.json()["field"] == "item.name"
    replaced = school.add(batch, "a.jpg", "fail", "?replace=true")
    assert replaced.status_code == 201
    school.settle(batch)
    (item,) = school.http.get(f"/v1/batches/{batch}/items").json()["items"]
    assert (item["task_id"], item["verdict"]) == (replaced.json()["task_id"], "fail")
    gone = school.http.get(f"/v1/tasks/{first.json()['task_id']}")
    assert refusal(gone)[:2] == (404, "unknown_task")


def test_an_item_is_deleted_by_its_name(school: School) -> None:
    batch = school.open()
    name = "4b/Ada & Bob?.jpg"
    school.add(batch, name, "pass")
    school.settle(batch)
    url = f"/v1/batches/{batch}/items/4b%2FAda%20%26%20Bob%3F.jpg"
    assert school.http.delete(url).status_code == 204
    assert school.http.get(f"/v1/batches/{batch}").json()["counts"]["total"] == 0
    assert refusal(school.http.delete(url)) == (
        404,
        "unknown_item",
        "the batch has no portrait of this name",
    )


@pytest.mark.parametrize(
    ("item", "field", "reason"),
    [
        ({}, "name", "is required"),
        ({"name": "../a.jpg"}, "item.name", "must be the name of a file"),
        ({"name": "a.jpg", "person": "A\u2028B"}, "item.person", "has a control character"),
        ({"name": "a.jpg", "group": "x" * 256}, "group", "must have at most 255 characters"),
        ({"name": "a.jpg", "class": "4b"}, "class", "there is no such field"),
    ],
)
def test_what_is_said_of_a_portrait_is_checked(
    school: School, item: dict[str, str], field: str, reason: str
) -> None:
    answer = school.http.post(
        f"/v1/batches/{school.open()}/items",
        files={"file": ("a.jpg", b"pass"), "item": (None, json.dumps(item))},
    )
    status, code, detail = refusal(answer)
    assert (status, code, answer.json()["field"]) == (400, "bad_request", field)
    assert detail.startswith(f"{field}: {reason}")


def test_an_item_needs_a_file(school: School) -> None:
    answer = school.http.post(f"/v1/batches/{school.open()}/items", json={"name": "a.jpg"})
    assert refusal(answer)[:2] == (400, "bad_request")
    assert answer.json()["field"] == "file"


def test_the_table_is_a_spreadsheet(school: School) -> None:
    batch = school.open()
    school.fill(batch, ada="pass", bob="fail", carl="nobody")
    school.add(batch, "=cmd.jpg", "pass", person="=1+1", group="李")
    school.settle(batch)
    answer = school.http.get(f"/v1/batches/{batch}/report.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="report.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["name", "person", "group", "verdict", "worst", "reasons", "advice", "size"],
        ["carl.jpg", "Carl", "4b", "refused", "no_face", rows[1][5], rows[1][6], ""],
        [
            "bob.jpg", "Bob", "4b", "fail", "mouth_open", "mouth closed: the mouth is open",
            "Close the mouth.", "413×531 px",
        ],
        ["'=cmd.jpg", "'=1+1", "李", "pass", "", "", "", "413×531 px"],
        ["ada.jpg", "Ada", "4b", "pass", "", "", "", "413×531 px"],
    ]  # fmt: skip
    assert rows[1][5] == NoFace().message


def test_the_archive_has_a_folder_for_each_group(school: School) -> None:
    batch = school.open()
    school.fill(batch, ada="pass", bob="fail", carl="nobody")
    school.add(batch, "x/ada.jpg", "pass x", person="Ada", group="4b")
    school.add(batch, "IMG_7.HEIC", "pass 7", group="5/a")
    school.add(batch, "l.jpg", "pass l", person="李小明")
    school.settle(batch)
    answer = school.http.get(f"/v1/batches/{batch}/archive.zip")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == [
            "4b/Ada (2).jpg", "4b/Ada.jpg", "4b/Bob.jpg", "5_a/IMG_7.jpg", "李小明.jpg",
        ]  # fmt: skip
        assert archive.read("4b/Ada.jpg") == PHOTO
    of_one = school.http.get(f"/v1/batches/{batch}/archive.zip", params={"group": "5/a"})
    with zipfile.ZipFile(io.BytesIO(of_one.content)) as archive:
        assert archive.namelist() == ["5_a/IMG_7.jpg"]


def test_a_group_is_printed_with_everybodys_name(school: School) -> None:
    batch = school.open()
    school.fill(batch, ada="pass", bob="fail", carl="nobody")
    school.add(batch, "z.jpg", "pass z", person="Zoe", group="5a")
    school.settle(batch)
    answer = school.http.post(f"/v1/batches/{batch}/sheets", json={"group": "4b", "count": 2})
    task = answer.json()
    assert (answer.status_code, task["state"], task["kind"]) == (200, "done", "sheet")
    result = {name: task["result"][name] for name in ("paper", "count", "counts", "pages")}
    assert result == {"paper": "A4", "count": 4, "counts": [2, 2], "pages": 1}
    (file,) = task["files"]
    assert (file["format"], file["media_type"]) == ("pdf", "application/pdf")
    (page,) = pages_of(httpx.get(file["url"]).content)
    assert [page.count(name) for name in ("Ada", "Bob", "Carl", "Zoe", "4b")] == [2, 2, 0, 0, 1]
    whole = school.http.post(f"/v1/batches/{batch}/sheets", json={"captions": False}).json()
    first, second = pages_of(httpx.get(whole["files"][0]["url"]).content)
    assert (first.split(), second.split()) == (["4b"], ["5a"])


def pages_of(data: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


@pytest.mark.parametrize(
    ("body", "status", "code", "detail"),
    [
        ({"group": "9z"}, 409, "nothing_to_print", "there are no finished photos to print"),
        ({"paper": "A99"}, 400, "bad_request", "paper: 'A99' is not one of"),
        ({"paper": "40x40"}, 400, "sheet_too_small", "the photo of 35 × 50 mm does not fit"),
        ({"format": "jpeg"}, 400, "not_offered", "format: must be 'pdf'"),
        ({"count": 0}, 400, "bad_request", "count: must be at least 1"),
    ],
)
def test_sheets_that_cannot_be_made_are_refused(
    school: School, body: dict[str, Any], status: int, code: str, detail: str
) -> None:
    batch = school.open()
    school.fill(batch, ada="pass")
    answer = school.http.post(f"/v1/batches/{batch}/sheets", json=body)
    found = refusal(answer)
    assert found[:2] == (status, code)
    assert found[2].startswith(detail)


def test_sheets_are_gone_with_their_batch(school: School) -> None:
    batch = school.open()
    school.fill(batch, ada="pass")
    task = school.http.post(f"/v1/batches/{batch}/sheets", json={}).json()
    assert school.http.delete(f"/v1/batches/{batch}").status_code == 204
    assert refusal(school.http.get(f"/v1/tasks/{task['id']}"))[:2] == (404, "unknown_task")
    assert httpx.get(task["files"][0]["url"]).status_code == 404


def test_a_photo_that_was_deleted_by_itself_is_shown_so(school: School) -> None:
    batch = school.open()
    school.fill(batch, ada="pass", bob="fail")
    items = school.http.get(f"/v1/batches/{batch}/items?order=name").json()["items"]
    assert school.http.delete(f"/v1/tasks/{items[0]['task_id']}").status_code == 204
    ada = school.http.get(f"/v1/batches/{batch}/items").json()["items"][0]
    assert (ada["person"], ada["state"], ada["problem"]["code"]) == (
        "Ada", "failed", "unknown_task",
    )  # fmt: skip
    assert (ada["photo_url"], ada["source_url"]) == (None, None)
    with zipfile.ZipFile(
        io.BytesIO(school.http.get(f"/v1/batches/{batch}/archive.zip").content)
    ) as archive:
        assert archive.namelist() == ["4b/Bob.jpg"]


def test_batches_are_listed_for_their_key_alone(school: School) -> None:
    opened = [school.open(name=f"batch {each}") for each in range(3)]
    first = school.http.get("/v1/batches?limit=2").json()
    second = school.http.get(f"/v1/batches?limit=2&cursor={first['next_cursor']}").json()
    listed = [each["id"] for each in (*first["items"], *second["items"])]
    assert listed[:3] == opened[::-1]
    assert school.stranger.get("/v1/batches").json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("DELETE", ""),
        ("GET", "/items"),
        ("DELETE", "/items/ada.jpg"),
        ("GET", "/report.csv"),
        ("GET", "/archive.zip"),
        ("POST", "/sheets"),
        ("POST", "/items"),
    ],
)
def test_nobody_else_reaches_a_batch(school: School, method: str, path: str) -> None:
    batch = school.open()
    school.fill(batch, ada="pass")
    url = f"/v1/batches/{batch}{path}"
    assert refusal(school.stranger.request(method, url))[:2] == (404, "unknown_batch")
    assert httpx.request(method, f"{school.http.base_url}{url}").status_code == 401


def test_names_are_neither_logged_nor_kept(
    school: School, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with structlog.testing.capture_logs() as lines:
        batch = school.open(name="Wolkenkuckucksheim")
        school.add(batch, "Quetzalcoatl.jpg", "pass", person="Quetzalcoatl", group="Xanadu")
        school.settle(batch)
        school.http.get(f"/v1/batches/{batch}/items", params={"group": "Xanadu"})
        school.http.post(f"/v1/batches/{batch}/sheets", json={"group": "Xanadu"})
        school.http.delete(f"/v1/batches/{batch}/items/Quetzalcoatl.jpg")
        school.http.delete(f"/v1/batches/{batch}")
    assert lines
    # pytest hears uvicorn's lines, which do not propagate, and those of this test's own client
    unheard = ("uvicorn.access", "httpx")
    others = [each.getMessage() for each in caplog.records if each.name not in unheard]
    said = f"{lines}{others}"
    secrets = ("Quetzalcoatl", "Xanadu", "Wolkenkuckucksheim")
    assert [word for word in secrets if word in said] == []
    kept = b"".join(path.read_bytes() for path in school.settings.data_dir.glob("idphoto.db*"))
    assert [word for word in secrets if word.encode() in kept] == []


def test_a_key_with_too_many_unfinished_photos_is_asked_to_wait(tmp_path: Path) -> None:
    settings = ServerSettings(data_dir=tmp_path, drain_s=DRAIN_S, max_unfinished=1, workers=1)
    app = create_app(settings, partial(Service.open, make=make))
    with running(app, settings) as server:
        crowded = School(server, settings)
        batch = crowded.open()
        assert crowded.add(batch, "a.jpg", "slow").status_code == 201
        answer = crowded.add(batch, "b.jpg", "pass")
        assert refusal(answer)[:2] == (429, "too_many_tasks")
        assert int(answer.headers["retry-after"]) >= 1
        crowded.http.delete(f"/v1/batches/{batch}")
        crowded.close()


def test_an_expired_batch_is_gone(school: School) -> None:
    batch = school.open()
    school.fill(batch, ada="pass")
    with school.database.transaction() as tx:
        tx.execute(update(Batch).where(Batch.id == batch).values(expires_at=time.time() - 1))
    for path in ("", "/items", "/report.csv", "/archive.zip"):
        assert refusal(school.http.get(f"/v1/batches/{batch}{path}"))[:2] == (404, "unknown_batch")
