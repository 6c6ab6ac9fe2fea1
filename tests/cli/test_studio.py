"""``idphoto studio``."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from idphoto.accounts.studio_links import use_link
from idphoto.db.database import Database

Run = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that nobody has used yet."""
    for name in ("DATABASE_URL", "SECRET", "DATA_DIR", "STUDIO", "PUBLIC_URL"):
        monkeypatch.delenv(f"IDPHOTO_{name}", raising=False)
    return tmp_path / "data"


@pytest.fixture
def studio(idphoto: Run, folder: Path) -> Run:
    """``studio(*arguments, status=0)``: what was printed, or said where it failed."""

    def run(*arguments: object, status: int = 0) -> str:
        outcome = idphoto("studio", *arguments, "--data-dir", folder)
        assert outcome.status == status, outcome.err
        said: str = outcome.out if status == 0 else outcome.err
        return said

    return run


def opens(folder: Path, token: str) -> str | None:
    """The name of the link that a token opens the studio by."""
    database = Database(f"sqlite:///{folder / 'idphoto.db'}")
    try:
        with database.transaction() as tx:
            found = use_link(tx, token, time.time())
            return found.name if found else None
    finally:
        database.close()


def test_a_link_is_shown_once_and_opens_the_studio(studio: Run, folder: Path) -> None:
    text = studio("link", "Anna Schmidt")
    assert text.startswith("Anna Schmidt's link to the studio, which is shown only now:")
    token = text.strip().rpartition("/studio/enter#")[2]
    assert opens(folder, token) == "Anna Schmidt"
    assert token.encode() not in (folder / "idphoto.db").read_bytes()
    assert token not in studio("links", "--json")


def test_a_link_is_complete_where_the_server_s_address_is_known(
    studio: Run, idphoto: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDPHOTO_PUBLIC_URL", "https://photos.example/")
    monkeypatch.setenv("IDPHOTO_STUDIO", "on")
    outcome = idphoto("studio", "link", "Anna", "--json", "--days", 7, "--data-dir", folder)
    assert outcome.err == ""
    facts = json.loads(outcome.out)
    assert facts["url"].startswith("https://photos.example/studio/enter#ids_")
    assert facts["key"] == "studio"


def test_what_is_missing_for_a_link_to_work_is_said(idphoto: Run, folder: Path) -> None:
    outcome = idphoto("studio", "link", "Anna", "--data-dir", folder)
    assert outcome.err.splitlines() == [
        "Links work once the server runs with IDPHOTO_STUDIO=on.",
        "Put the server's address before it, or set IDPHOTO_PUBLIC_URL.",
    ]


def test_a_link_acts_as_the_account_of_a_key(studio: Run, idphoto: Run, folder: Path) -> None:
    idphoto("keys", "create", "school", "--credits", 100, "--data-dir", folder)
    studio("link", "Anna", "--key", "school")
    [link] = json.loads(studio("links", "--json"))
    assert (link["name"], link["key"], link["valid"]) == ("Anna", "school", True)
    assert link["last_used_at"] is None


def test_a_revoked_link_opens_nothing_and_its_name_is_free(studio: Run, folder: Path) -> None:
    token = json.loads(studio("link", "Anna", "--json"))["url"].rpartition("#")[2]
    assert studio("revoke", "Anna") == "Anna's link is revoked\n"
    assert opens(folder, token) is None
    studio("link", "Anna")
    assert [link["valid"] for link in json.loads(studio("links", "--json"))] == [False, True]
    header, first, second = studio("links").splitlines()
    assert header == "name\tkey\tvalid\tcreated\texpires\tlast used\trevoked"
    assert first.startswith("Anna\tstudio\tno\t")
    assert second.startswith("Anna\tstudio\tyes\t")


def test_the_use_of_a_link_is_listed(studio: Run, folder: Path) -> None:
    token = json.loads(studio("link", "Anna", "--json"))["url"].rpartition("#")[2]
    opens(folder, token)
    [link] = json.loads(studio("links", "--json"))
    assert link["last_used_at"].endswith("Z")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("link", ""), "idphoto: name: must be 1 to 100 printable characters\n"),
        (("link", "a\x00b"), "idphoto: name: must be 1 to 100 printable characters\n"),
        (("link", "Anna", "--days", 0), "idphoto: days: must be 1 to 3,650\n"),
        (("link", "Anna", "--days", 4000), "idphoto: days: must be 1 to 3,650\n"),
        (
            ("link", "Anna", "--key", "nobody"),
            "idphoto: no API key named 'nobody'; `idphoto keys list` shows them\n",
        ),
        (("revoke", "Anna"), "idphoto: no link named 'Anna'\n"),
    ],
)
def test_what_cannot_be_done_is_said(
    studio: Run, arguments: tuple[object, ...], message: str
) -> None:
    assert studio(*arguments, status=2).splitlines()[0] == message.rstrip()


def test_two_links_cannot_have_one_name(studio: Run) -> None:
    studio("link", "Anna")
    message = "idphoto: name: another link already has this name; revoke that one first\n"
    assert studio("link", "Anna", status=2) == message


def test_a_revoked_key_gets_no_link(studio: Run, idphoto: Run, folder: Path) -> None:
    idphoto("keys", "create", "school", "--data-dir", folder)
    idphoto("keys", "revoke", "school", "--data-dir", folder)
    message = "idphoto: key: school is revoked\n"
    assert studio("link", "Anna", "--key", "school", status=2) == message


def test_nobody_has_used_links_at_first(studio: Run, idphoto: Run, folder: Path) -> None:
    assert idphoto("studio", "links", "--json", "--data-dir", folder).out == "[]\n"
    outcome = idphoto("studio", "links", "--data-dir", folder)
    assert "No links yet: `idphoto studio link NAME` creates one.\n" in outcome.err
