"""``idphoto callbacks``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.accounts.keys import create_key
from idphoto.cli.callbacks import without_query
from idphoto.db.database import Database
from idphoto.tasks import callback_store, store
from idphoto.tasks.states import Priority

Run = Callable[..., Any]
URL = "https://example.org/hook?token=abracadabra"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("IDPHOTO_DATABASE_URL", raising=False)
    return tmp_path / "data"


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    """One callback that took two tries, one given up, one that waits."""
    database = Database(f"sqlite:///{folder / 'idphoto.db'}")
    database.migrate()
    with database.transaction() as tx:
        key_id = create_key(tx, "kiosk", credits=None, qps=0, now=0.0).id
        for number, task in enumerate(("done", "given_up", "waiting")):
            store.create(tx, _task(task, key_id), 1000.0 + number)
            callback_store.add(tx, f"of-{task}", task, URL, 1000.0 + number)
        _record(tx, "of-done", at=1001.0, http_status=503, next_at=1006.0)
        _record(tx, "of-done", at=1006.0, http_status=204, delivered=True)
        _record(tx, "of-given_up", at=1002.0, error="connection refused")
    yield database
    database.close()


@pytest.fixture
def listed(idphoto: Run, folder: Path, database: Database) -> Run:
    """``listed(*arguments)``: standard output of ``idphoto callbacks list``."""

    def run(*arguments: object) -> str:
        outcome = idphoto("callbacks", "list", *arguments, "--data-dir", folder)
        assert outcome.status == 0, outcome.err
        out: str = outcome.out
        return out

    return run


def _task(task_id: str, key_id: str) -> store.NewTask:
    return store.NewTask(
        id=task_id,
        key_id=key_id,
        api="picwish.v1",
        wire={"inline": False},
        order={},
        cost=1,
        base_url="http://127.0.0.1:8000",
        callback_url=URL,
        sources=(),
        priority=Priority.FAST,
        turn=0,
        max_source_bytes=1,
        time_limit_s=1.0,
        trace_id="0" * 32,
    )


def _record(tx: Any, callback_id: str, **facts: Any) -> None:
    nothing = {"http_status": None, "error": None, "delivered": False, "next_at": None}
    callback_store.record(tx, callback_id, took_ms=12.34, **(nothing | facts))


def test_every_try_is_listed_with_its_answer(listed: Run) -> None:
    (found,) = json.loads(listed("--task", "done", "--json"))
    assert found == {
        "id": "of-done",
        "task_id": "done",
        "url": "https://example.org/hook",
        "status": "delivered",
        "created_at": "1970-01-01T00:16:40Z",
        "next_at": None,
        "settled_at": "1970-01-01T00:16:46Z",
        "tries": [
            {
                "number": 1,
                "at": "1970-01-01T00:16:41Z",
                "took_ms": 12.3,
                "http_status": 503,
                "error": None,
            },
            {
                "number": 2,
                "at": "1970-01-01T00:16:46Z",
                "took_ms": 12.3,
                "http_status": 204,
                "error": None,
            },
        ],
    }


def test_the_latest_come_first(listed: Run) -> None:
    found = json.loads(listed("--json"))
    assert [each["task_id"] for each in found] == ["waiting", "given_up", "done"]
    assert [each["task_id"] for each in json.loads(listed("--limit", 1, "--json"))] == ["waiting"]


@pytest.mark.parametrize(
    ("status", "task"), [("pending", "waiting"), ("delivered", "done"), ("given_up", "given_up")]
)
def test_one_status_can_be_asked_for(listed: Run, status: str, task: str) -> None:
    (found,) = json.loads(listed("--status", status, "--json"))
    assert (found["task_id"], found["status"]) == (task, status)


def test_the_table_tells_the_last_answer_and_never_the_query(listed: Run) -> None:
    head, waiting, given_up, done = (line.split("\t") for line in listed().splitlines())
    assert head == ["task", "url", "created", "status", "tries", "last answer"]
    url = "https://example.org/hook"
    assert waiting == ["waiting", url, "1970-01-01T00:16:42Z", "pending", "0", ""]
    assert given_up[3:] == ["given_up", "1", "connection refused"]
    assert done[3:] == ["delivered", "2", "204"]
    assert "abracadabra" not in listed() + listed("--json")


def test_the_table_fits_a_terminal_of_80_columns(listed: Run, terminal: None) -> None:
    head, *rows = listed().splitlines()
    assert head.split() == ["task", "created", "tries"]
    assert [row.split() for row in rows[1::2]] == [
        ["https://example.org/hook", "pending"],
        ["https://example.org/hook", "given_up", "connection", "refused"],
        ["https://example.org/hook", "delivered", "204"],
    ]
    assert max(map(len, rows)) <= 80


def test_no_callbacks_are_told_as_that(listed: Run) -> None:
    assert len(listed("--task", "unknown").splitlines()) == 1  # the headings
    assert json.loads(listed("--task", "unknown", "--json")) == []


@pytest.mark.parametrize("wrong", [("--status", "lost"), ("--limit", "0")])
def test_what_is_no_status_and_no_limit_is_a_usage_error(
    idphoto: Run, folder: Path, wrong: tuple[str, str]
) -> None:
    outcome = idphoto("callbacks", "list", *wrong, "--data-dir", folder)
    assert outcome.status == 2
    assert f"Invalid value for '{wrong[0]}'" in outcome.err
    assert not folder.exists()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a/b?token=1#part", "https://example.org/a/b"),
        ("http://user:word@example.org:8080/hook", "http://example.org:8080/hook"),
        ("http://[::1]:9/hook?a", "http://[::1]:9/hook"),
        ("https://example.org", "https://example.org"),
    ],
)
def test_a_url_is_shown_without_what_may_be_secret(url: str, shown: str) -> None:
    assert without_query(url) == shown


@given(st.text("abc/?#&=@:", max_size=20))
def test_nothing_behind_a_question_mark_is_shown(rest: str) -> None:
    assert "SECRET" not in without_query(f"https://example.org/?{rest}SECRET")
