"""``idphoto keys``."""

from __future__ import annotations

import json
import stat
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from idphoto.accounts.keys import find_key
from idphoto.accounts.ledger import reserve
from idphoto.db.database import Database
from idphoto.errors import InvalidKey

Run = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that nobody has used yet."""
    for name in ("IDPHOTO_DATABASE_URL", "IDPHOTO_SECRET", "IDPHOTO_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "data"


@pytest.fixture
def keys(idphoto: Run, folder: Path) -> Run:
    """``keys(*arguments, status=0)``: standard output, or what was said where it failed."""

    def run(*arguments: object, status: int = 0) -> str:
        outcome = idphoto("keys", *arguments, "--data-dir", folder)
        assert outcome.status == status, outcome.err
        said: str = outcome.out if status == 0 else outcome.err
        return said

    return run


@pytest.fixture
def create(keys: Run) -> Callable[..., dict[str, Any]]:
    """``create(*arguments)``: the new key, from its JSON."""
    return lambda *arguments: json.loads(keys("create", *arguments, "--json"))


def open_account(folder: Path, key: str) -> tuple[str, float, int | None]:
    """Name, limit and balance of the account that a key opens."""
    database = Database(f"sqlite:///{folder / 'idphoto.db'}")
    try:
        with database.reading() as tx:
            found = find_key(tx, key)
            return found.name, found.qps, found.credits
    finally:
        database.close()


def test_a_new_key_opens_its_account(create: Run, folder: Path) -> None:
    new = create("kiosk", "--credits", 5000, "--qps", 0.5)
    assert open_account(folder, new["key"]) == ("kiosk", 0.5, 5000)


def test_a_key_without_credits_is_unlimited_and_may_ask_twice_a_second(
    create: Run, folder: Path
) -> None:
    assert open_account(folder, create("kiosk")["key"]) == ("kiosk", 2, None)


def test_a_new_key_is_printed_with_a_note_that_it_is_shown_only_now(
    keys: Run, folder: Path
) -> None:
    said = keys("create", "kiosk")
    (key,) = (line.strip() for line in said.splitlines() if line.strip().startswith("idp_"))
    assert open_account(folder, key)[0] == "kiosk"
    assert "shown only now" in said
    assert keys("secret", "kiosk").strip() in said


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_no_key_is_ever_listed(keys: Run, create: Run, arguments: tuple[str, ...]) -> None:
    new = create("kiosk")
    listed = keys("list", *arguments)
    assert new["id"] in listed
    assert new["key"] not in listed
    assert new["callback_secret"] not in listed


def test_the_list_shows_remaining_credits_and_revocations(keys: Run, create: Run) -> None:
    began = int(time.time())
    create("kiosk", "--credits", 12000)
    create("school", "--qps", 0)
    keys("revoke", "kiosk")
    kiosk, school = json.loads(keys("list", "--json"))
    assert (kiosk["name"], kiosk["credits"], kiosk["qps"]) == ("kiosk", 12000, 2)
    assert (school["name"], school["credits"], school["qps"]) == ("school", None, 0)
    assert school["revoked_at"] is None
    times = [kiosk["created_at"], school["created_at"], kiosk["revoked_at"]]
    seconds = [datetime.fromisoformat(each).replace(tzinfo=UTC).timestamp() for each in times]
    assert seconds == sorted(seconds)
    assert began <= seconds[0]
    head, first, second = (line.split("\t") for line in keys("list").splitlines())
    assert head == ["name", "id", "key", "credits", "qps", "created", "revoked"]
    assert first[3:] == ["12,000", "2", kiosk["created_at"][:10], kiosk["revoked_at"][:10]]
    assert second[3:] == ["unlimited", "no limit", school["created_at"][:10], ""]


def test_the_list_fits_a_terminal_of_80_columns(keys: Run, create: Run, terminal: None) -> None:
    new = create("kiosk", "--credits", 1000)
    keys("revoke", "kiosk")
    (kiosk,) = json.loads(keys("list", "--json"))
    _, line, below = keys("list").splitlines()
    day = kiosk["created_at"][:10]
    assert line.split() == ["kiosk", f"{new['key'][:10]}…", "1,000", day]
    assert below.split() == [new["id"], "2", kiosk["revoked_at"][:10]]


def test_a_name_that_looks_like_markup_is_listed_as_it_is(keys: Run, create: Run) -> None:
    create("[red]kiosk[/red]")
    assert "[red]kiosk[/red]" in keys("list")


def test_an_empty_list_says_how_to_create_a_key(idphoto: Run, keys: Run, folder: Path) -> None:
    assert "idphoto keys create NAME" in idphoto("keys", "list", "--data-dir", folder).err
    assert json.loads(keys("list", "--json")) == []


@pytest.mark.parametrize("by", ["name", "id"])
def test_credits_are_added_to_what_is_left(keys: Run, create: Run, folder: Path, by: str) -> None:
    new = create("kiosk", "--credits", 10)
    database = Database(f"sqlite:///{folder / 'idphoto.db'}")
    with database.transaction() as tx:
        reserve(tx, new["id"], "a-task", 6, time.time())
    database.close()
    assert json.loads(keys("credit", new[by], 1000, "--json"))["credits"] == 1004
    assert keys("credit", new[by], 1) == "kiosk has 1,005 credits\n"


def test_a_revoked_key_is_refused(keys: Run, create: Run, folder: Path) -> None:
    new = create("kiosk")
    assert keys("revoke", new["id"]) == "kiosk is revoked\n"
    with pytest.raises(InvalidKey) as refused:
        open_account(folder, new["key"])
    assert refused.value.reason == "revoked"


def test_the_secret_stays_the_same_and_is_each_keys_own(keys: Run, create: Run) -> None:
    kiosk, school = create("kiosk"), create("school")
    assert keys("secret", "kiosk").strip() == kiosk["callback_secret"]
    assert json.loads(keys("secret", kiosk["id"], "--json")) == {
        "id": kiosk["id"],
        "callback_secret": kiosk["callback_secret"],
    }
    assert kiosk["callback_secret"] != school["callback_secret"]


def test_the_secret_follows_the_servers_own(
    keys: Run, create: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = create("kiosk")["callback_secret"]
    monkeypatch.setenv("IDPHOTO_SECRET", "a secret that several servers share")
    assert keys("secret", "kiosk").strip() != before


def test_the_secret_is_accepted_by_standard_webhooks(create: Run) -> None:
    kiosk, school = create("kiosk"), create("school")
    now = datetime.now(UTC)
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(kiosk["callback_secret"]).sign("msg_1", now, '{"a": 1}'),
    }
    assert Webhook(kiosk["callback_secret"]).verify(b'{"a": 1}', headers) == {"a": 1}
    with pytest.raises(WebhookVerificationError):
        Webhook(school["callback_secret"]).verify(b'{"a": 1}', headers)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("create", " "), "name: "),
        (("create", "kiosk"), "name: another key already has this name"),
        (("create", "new", "--credits", "-1"), "credits: must be 0 to"),
        (("create", "new", "--qps", "nan"), "qps: must be 0 (no limit)"),
        (("credit", "kiosk", "0"), "credits: must be 1 to"),
        (("credit", "kiosk", "9" * 30), "credits: must be 1 to"),
        (("credit", "unmetered", "5"), "credits: this key is not metered"),
        (("credit", "nobody", "5"), "no API key named 'nobody'; `idphoto keys list` shows them"),
        (("revoke", "nobody"), "no API key named 'nobody'"),
        (("secret", "nobody"), "no API key named 'nobody'"),
    ],
)
def test_a_refused_command_prints_one_line_and_changes_nothing(
    keys: Run, create: Run, arguments: tuple[str, ...], message: str
) -> None:
    create("kiosk", "--credits", 10)
    create("unmetered")
    before = keys("list", "--json")
    (line,) = keys(*arguments, status=2).strip().splitlines()
    assert line.startswith("idphoto: ")
    assert message in line
    assert keys("list", "--json") == before


def test_keys_can_be_made_while_the_database_is_in_use(create: Run, folder: Path) -> None:
    first = create("kiosk")
    database = Database(f"sqlite:///{folder / 'idphoto.db'}")
    try:
        with database.reading() as tx:
            assert find_key(tx, first["key"]).name == "kiosk"
            second = create("school")
        assert open_account(folder, second["key"])[0] == "school"
    finally:
        database.close()


def test_only_the_owner_can_read_the_data_folder(keys: Run, folder: Path) -> None:
    keys("list")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_data_folder_that_cannot_be_made_is_one_line(idphoto: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    outcome = idphoto("keys", "list", "--data-dir", tmp_path / "file" / "data")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        f"idphoto: data_dir: cannot create {tmp_path / 'file' / 'data'}: Not a directory\n"
    )


@pytest.mark.parametrize("command", ["create", "list", "credit", "revoke", "secret"])
def test_the_help_has_an_example(idphoto: Run, command: str) -> None:
    assert f"idphoto keys {command}" in " ".join(idphoto("keys", command, "--help").out.split())
