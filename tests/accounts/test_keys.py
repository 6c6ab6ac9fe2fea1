"""API keys are shown once, found by what the caller sends, and refused once revoked."""

from __future__ import annotations

import hashlib
import math
import re

import pytest
from sqlalchemy import select
from tests.db.concurrency import at_once

from idphoto.accounts.keys import create_key, find_key, get_key, list_keys, revoke_key
from idphoto.db.database import Database
from idphoto.db.tables import ApiKey, LedgerEntry
from idphoto.errors import BadRequest, InvalidKey, UnknownKey


def test_a_new_key_finds_its_account(database: Database) -> None:
    with database.transaction() as tx:
        new = create_key(tx, " kiosk ", credits=500, qps=2.5, now=10.0)
    with database.reading() as tx:
        found = find_key(tx, new.key)
    assert (found.id, found.name, found.credits, found.qps) == (new.id, "kiosk", 500, 2.5)
    assert (found.created_at, found.revoked_at, new.name) == (10.0, None, "kiosk")


def test_a_key_has_256_random_bits_and_only_its_hash_is_stored(database: Database) -> None:
    with database.transaction() as tx:
        new = create_key(tx, "kiosk", credits=None, qps=0, now=1.0)
        row = tx.scalars(select(ApiKey)).one()
        stored = [getattr(row, column.key) for column in ApiKey.__table__.columns]
    assert re.fullmatch(r"idp_[A-Za-z0-9_-]{43}", new.key)
    assert row.key_hash == hashlib.sha256(new.key.encode()).hexdigest()
    assert row.hint == new.key[:10]
    assert not any(new.key in str(value) for value in stored)


def test_two_keys_are_never_alike(database: Database) -> None:
    with database.transaction() as tx:
        made = [create_key(tx, f"kiosk {n}", credits=0, qps=0, now=1.0) for n in range(20)]
    assert len({new.key for new in made}) == len({new.id for new in made}) == 20


@pytest.mark.parametrize(("credits_", "granted"), [(None, []), (0, []), (7, [("grant", 7, None)])])
def test_a_keys_first_credits_are_in_the_ledger(
    database: Database, credits_: int | None, granted: list[tuple[str, int, None]]
) -> None:
    with database.transaction() as tx:
        create_key(tx, "kiosk", credits=credits_, qps=0, now=1.0)
        entries = tx.execute(select(LedgerEntry.kind, LedgerEntry.credits, LedgerEntry.task_id))
        assert [tuple(entry) for entry in entries] == granted
        assert tx.scalar(select(ApiKey.credits)) == credits_


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": ""}),
        ("name", {"name": "  \t"}),
        ("name", {"name": "k" * 101}),
        ("name", {"name": "ki\0sk"}),
        ("name", {"name": "kiosk\ud800"}),
        ("credits", {"credits": -1}),
        ("credits", {"credits": 1_000_000_001}),
        ("qps", {"qps": -0.1}),
        ("qps", {"qps": math.inf}),
        ("qps", {"qps": math.nan}),
    ],
)
def test_invalid_values_for_a_key_are_refused(
    database: Database, field: str, values: dict[str, object]
) -> None:
    wanted: dict[str, object] = {"name": "kiosk", "credits": 1, "qps": 1.0} | values
    with database.transaction() as tx:
        with pytest.raises(BadRequest) as caught:
            create_key(tx, **wanted, now=1.0)  # type: ignore[arg-type]
        assert caught.value.field == field
        assert list_keys(tx) == []


def test_a_taken_name_is_refused_and_the_transaction_goes_on(database: Database) -> None:
    with database.transaction() as tx:
        create_key(tx, "kiosk", credits=1, qps=0, now=1.0)
        with pytest.raises(BadRequest) as caught:
            create_key(tx, "kiosk", credits=1, qps=0, now=1.0)
        create_key(tx, "school", credits=1, qps=0, now=2.0)
    assert (caught.value.field, caught.value.reason) == (
        "name",
        "another key already has this name",
    )
    with database.reading() as tx:
        assert [key.name for key in list_keys(tx)] == ["kiosk", "school"]


def test_one_of_many_simultaneous_keys_gets_a_name(database: Database) -> None:
    def create(_: int) -> str:
        with database.transaction() as tx:
            return create_key(tx, "kiosk", credits=1, qps=0, now=1.0).id

    made = at_once(6, create)
    assert sum(isinstance(outcome, str) for outcome in made) == 1
    assert sum(isinstance(outcome, BadRequest) for outcome in made) == 5


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (None, "missing"),
        ("", "missing"),
        ("idp_unknown", "unknown"),
        ("\ud800", "unknown"),
        ("k" * 100_000, "unknown"),
    ],
)
def test_a_refused_key_is_refused_with_a_reason(
    database: Database, key: str | None, reason: str
) -> None:
    with database.reading() as tx, pytest.raises(InvalidKey) as caught:
        find_key(tx, key)
    assert caught.value.reason == reason


def test_a_hash_is_not_a_key(database: Database) -> None:
    with database.transaction() as tx:
        create_key(tx, "kiosk", credits=0, qps=0, now=1.0)
        (row,) = list_keys(tx)
        for stolen in (row.key_hash, row.id, row.hint):
            with pytest.raises(InvalidKey, match="unknown"):
                find_key(tx, stolen)


def test_a_revoked_key_is_refused_for_good(database: Database) -> None:
    with database.transaction() as tx:
        new = create_key(tx, "kiosk", credits=0, qps=0, now=1.0)
        find_key(tx, new.key)
    with database.transaction() as tx:
        revoke_key(tx, "kiosk", 20.0)
    with database.transaction() as tx:
        revoke_key(tx, new.id, 30.0)
        assert get_key(tx, "kiosk").revoked_at == 20.0
    with database.reading() as tx, pytest.raises(InvalidKey) as caught:
        find_key(tx, new.key)
    assert caught.value.reason == "revoked"


def test_a_key_is_found_by_name_or_id(database: Database) -> None:
    with database.transaction() as tx:
        kiosk = create_key(tx, "kiosk", credits=0, qps=0, now=1.0)
        imposter = create_key(
            tx, kiosk.id, credits=0, qps=0, now=1.0
        )  # a name may look like anything
        assert get_key(tx, "kiosk").id == kiosk.id
        assert get_key(tx, imposter.id).id == imposter.id
        assert get_key(tx, kiosk.id).id == imposter.id


@pytest.mark.parametrize("name", ["nobody", "", "\0", "\ud800"])
def test_an_unknown_key_cannot_be_found_or_revoked(database: Database, name: str) -> None:
    with database.transaction() as tx:
        with pytest.raises(UnknownKey) as caught:
            get_key(tx, name)
        with pytest.raises(UnknownKey):
            revoke_key(tx, name, 1.0)
    assert caught.value.key == name


def test_keys_are_listed_the_oldest_first(database: Database) -> None:
    with database.transaction() as tx:
        for name, now in (("b", 2.0), ("c", 3.0), ("a", 1.0)):
            create_key(tx, name, credits=None, qps=0, now=now)
    with database.reading() as tx:
        assert [key.name for key in list_keys(tx)] == ["a", "b", "c"]
