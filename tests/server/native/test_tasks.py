"""Tasks: their list, their files and their end."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.server.native.conftest import FACELESS, GOOD, SLOW, NativeServer
from tests.server.native.problems import refused

from idphoto.db.database import Database
from idphoto.db.tables import Callback
from idphoto.db.tables import Task as Row
from idphoto.messages.tasks import Task, TaskList

ASYNC = {"Prefer": "respond-async"}
Until = Callable[[Callable[[], bool]], None]


def make(client: httpx.Client, kind: str, data: bytes = GOOD, **options: Any) -> dict[str, Any]:
    """The JSON of a new task, or of the problem that it failed with."""
    found: dict[str, Any] = client.post(
        f"/v1/{kind}", files={"file": ("me.png", data)}, **options
    ).json()
    return found


def listed(client: httpx.Client, **query: str | int) -> TaskList:
    answer = client.get("/v1/tasks", params=query)
    assert answer.status_code == 200, answer.text
    return TaskList.model_validate_json(answer.content)


def stored(native: NativeServer) -> set[str]:
    """The names of all stored pictures and reports."""
    files = [path for path in Path(native.settings.blobs_dir).rglob("*") if path.is_file()]
    return {path.name for path in files} - {"owner"}


def test_tasks_are_listed_newest_first_and_in_pages(
    open_native: Callable[..., NativeServer],
) -> None:
    native = open_native()
    with native.client() as client, native.client(native.other_key) as stranger:
        ids = [make(client, "cutouts")["id"] for _ in range(5)]
        make(stranger, "cutouts")
        found, cursor = [], ""
        while True:
            page = listed(client, limit=2, **({"cursor": cursor} if cursor else {}))
            found += [task.id for task in page.items]
            assert len(page.items) <= 2
            if page.next_cursor is None:
                break
            cursor = page.next_cursor
    assert found == ids[::-1]


def test_a_list_shows_kind_state_verdict_and_error(
    open_native: Callable[..., NativeServer],
) -> None:
    native = open_native()
    with native.client() as client:
        make(client, "photos")
        make(client, "checks", FACELESS)
        waiting = make(client, "cutouts", SLOW, headers=ASYNC)["id"]
        cutout, check, photo = listed(client).items
        assert (photo.kind, photo.state, photo.verdict, photo.code) == (
            "photo",
            "done",
            "fail",
            None,
        )
        assert (check.kind, check.state, check.code) == ("check", "failed", "no_face")
        assert (cutout.kind, cutout.completed_at, cutout.id) == ("cutout", None, waiting)
        assert [task.kind for task in listed(client, kind="photo").items] == ["photo"]
        assert [task.kind for task in listed(client, state="failed").items] == ["check"]
        assert listed(client, kind="photo", state="failed").items == ()


@pytest.mark.parametrize(
    ("query", "code", "field", "detail"),
    [
        ({"limit": 0}, "bad_request", "limit", "must be at least 1"),
        ({"limit": "many"}, "bad_request", "limit", "must be a whole number"),
        ({"limit": 10**30}, "bad_request", "limit", "must be at most 200"),
        ({"cursor": "nonsense"}, "bad_request", "cursor", "is not a cursor of this list"),
        ({"cursor": "WzEsMl0"}, "bad_request", "cursor", "is not a cursor of this list"),
        ({"kind": "film"}, "not_offered", "kind", "must be 'photo', 'check'"),
        ({"state": "lost"}, "not_offered", "state", "must be 'waiting', 'running'"),
    ],
)
def test_a_list_that_cannot_be_had_is_refused(
    api: httpx.Client, query: dict[str, Any], code: str, field: str, detail: str
) -> None:
    refused(api.get("/v1/tasks", params=query), 400, code, detail, field)


def test_a_task_of_another_key_is_unknown(api: httpx.Client, stranger: httpx.Client) -> None:
    path = f"/v1/tasks/{make(api, 'photos')['id']}"
    for answer in (
        stranger.get(path),
        stranger.get(f"{path}/files/image"),
        stranger.delete(path),
    ):
        refused(answer, 404, "unknown_task", "belongs to another key")


def test_a_task_of_a_vendors_api_is_unknown_here(api: httpx.Client) -> None:
    made = api.post(
        "/api/tasks/visual/idphoto",
        files={"image_file": GOOD},
        headers={"X-API-KEY": api.headers["Authorization"].removeprefix("Bearer ")},
    )
    task_id = made.json()["data"]["task_id"]
    refused(api.get(f"/v1/tasks/{task_id}"), 404, "unknown_task", "does not exist")


@pytest.mark.usefixtures("held")
def test_a_query_waits_for_the_tasks_end_as_long_as_it_prefers(
    native: NativeServer, api: httpx.Client
) -> None:
    task = make(api, "photos", SLOW, headers=ASYNC)
    path = f"/v1/tasks/{task['id']}"
    assert api.get(path).json()["state"] in ("waiting", "running")
    brief = api.get(path, headers={"Prefer": "wait=1"})
    assert (brief.status_code, brief.json()["state"]) == (200, "running")
    assert brief.headers["Preference-Applied"] == "wait=1"
    native.make.gate.set()
    assert api.get(path, headers={"Prefer": "wait=60"}).json()["state"] == "done"


@pytest.mark.parametrize(
    ("query", "disposition"),
    [
        ("", 'inline; filename="jp-visa.jpg"'),
        ("?download=1", 'attachment; filename="jp-visa.jpg"'),
    ],
)
def test_a_file_is_named_after_its_document(
    api: httpx.Client, query: str, disposition: str
) -> None:
    order: Any = {"order": (None, '{"spec": "jp-visa"}'), "file": ("me.png", GOOD)}
    task = api.post("/v1/photos", files=order).json()
    answer = api.get(f"/v1/tasks/{task['id']}/files/image{query}")
    assert (answer.content, answer.headers["Content-Type"]) == (b"a file", "image/jpeg")
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_two_headshots_are_named_after_their_template(api: httpx.Client) -> None:
    order: Any = {"order": (None, '{"template": "bob_suit"}'), "file": ("me.png", GOOD)}
    task = api.post("/v1/headshots", files=order).json()
    answer = api.get(f"/v1/tasks/{task['id']}/files/2")
    assert answer.headers["Content-Disposition"] == 'inline; filename="bob-suit-2.png"'


@pytest.mark.parametrize("name", ["sheet", "report", "%00", "image.jpg"])
def test_a_file_that_the_task_has_not_is_unknown(api: httpx.Client, name: str) -> None:
    task = make(api, "photos")
    answer = api.get(f"/v1/tasks/{task['id']}/files/{name}")
    refused(answer, 404, "unknown_file", f"task {task['id']} has no file")


@pytest.mark.usefixtures("held")
def test_a_task_that_has_not_ended_has_no_files_yet(api: httpx.Client) -> None:
    task = make(api, "photos", SLOW, headers=ASYNC)
    answer = api.get(f"/v1/tasks/{task['id']}/files/image")
    refused(answer, 409, "task_unfinished", "has not ended yet")


def test_a_deleted_task_leaves_no_file_and_nothing_personal(
    open_native: Callable[..., NativeServer],
) -> None:
    native = open_native()
    with native.client() as client:
        order: Any = {"order": (None, '{"label": "Erika", "sheet": {}}'), "file": ("me.png", GOOD)}
        task = client.post("/v1/photos", files=order).json()
        assert len(stored(native)) == 4  # the portrait, the photo, the sheet and the report
        answer = client.delete(f"/v1/tasks/{task['id']}")
        assert (answer.status_code, answer.content) == (204, b"")
        assert stored(native) == set()
        path = f"/v1/tasks/{task['id']}"
        for gone in (client.get(path), client.get(f"{path}/files/image"), client.delete(path)):
            refused(gone, 404, "unknown_task", "no task")
        assert client.get(task["files"][0]["url"]).status_code == 404
        source = client.get(f"/v1/sources/{task['source_id']}")
        refused(source, 404, "unknown_source", "no portrait")
        assert listed(client).items == ()
    database = Database(native.settings.resolved_database_url)
    with database.reading() as tx:
        row = tx.get(Row, task["id"])
    database.close()
    assert row is not None
    assert (row.order, row.wire, row.sources, row.result) == ({}, {}, [], None)
    assert not any(b"Erika" in path.read_bytes() for path in database.files if path.exists())


@pytest.mark.usefixtures("until")
def test_a_deleted_task_reports_nothing_any_more(
    open_native: Callable[..., NativeServer], until: Until
) -> None:
    native = open_native(allow_hosts=("127.0.0.1",))
    database = Database(native.settings.resolved_database_url)

    def status(task_id: str) -> str | None:
        with database.reading() as tx:
            found = tx.query(Callback).filter_by(task_id=task_id).one_or_none()
            return None if found is None else found.status

    with native.client() as client:
        order = '{"callback_url": "http://127.0.0.1:9/"}'  # where nobody listens
        task = client.post(
            "/v1/photos", files={"order": (None, order), "file": ("me.png", GOOD)}
        ).json()
        until(lambda: status(task["id"]) == "pending")
        client.delete(f"/v1/tasks/{task['id']}")
    assert status(task["id"]) == "given_up"
    database.close()


def test_a_task_that_is_deleted_while_it_runs_is_not_finished_and_costs_nothing(
    open_native: Callable[..., NativeServer], until: Until
) -> None:
    native = open_native()
    with native.client() as client:
        task = make(client, "photos", SLOW, headers=ASYNC)
        path = f"/v1/tasks/{task['id']}"
        until(lambda: client.get(path).json()["state"] == "running")
        assert client.delete(path).status_code == 204
        refused(client.get(path), 404, "unknown_task", "no task")
        native.make.gate.set()
        make(client, "cutouts")  # a worker is free again
        until(lambda: not any(task["id"] in name for name in stored(native)))
    database = Database(native.settings.resolved_database_url)
    with database.reading() as tx:
        row = tx.get(Row, task["id"])
    database.close()
    assert row is not None
    assert (row.state, row.failure_code, row.result) == ("failed", "task_removed", None)


@pytest.mark.usefixtures("held")
def test_a_portrait_that_another_task_still_needs_outlives_a_deleted_one(
    native: NativeServer, api: httpx.Client
) -> None:
    source = api.post("/v1/sources", files={"file": ("me.png", SLOW)}).json()["id"]
    order = {"source": {"id": source}}
    one, other = (api.post("/v1/cutouts", json=order, headers=ASYNC).json()["id"] for _ in range(2))
    assert api.delete(f"/v1/tasks/{one}").status_code == 204
    native.make.gate.set()
    ended = api.get(f"/v1/tasks/{other}", headers={"Prefer": "wait=60"})
    assert Task.model_validate_json(ended.content).state == "done"


def test_tasks_expire_and_are_not_listed_any_more(
    open_native: Callable[..., NativeServer],
) -> None:
    with open_native(keep_s=0.5).client() as client:
        task = make(client, "cutouts")
        time.sleep(0.6)
        refused(client.get(f"/v1/tasks/{task['id']}"), 404, "unknown_task", "has expired")
        assert listed(client).items == ()
