"""The account of the studio's sessions."""

from __future__ import annotations

from tests.db.concurrency import at_once

from idphoto.accounts.keys import create_key, list_keys
from idphoto.accounts.studio_account import ensure_studio_key
from idphoto.db.database import Database

NOW = 1_900_000_000.0


def test_sessions_that_begin_at_once_share_one_account(database: Database) -> None:
    def ensure(_: int) -> str:
        with database.transaction() as tx:
            return ensure_studio_key(tx, NOW).id

    found = at_once(4, ensure)
    with database.reading() as tx:
        [key] = list_keys(tx)
    assert found == [key.id] * 4
    assert (key.name, key.credits, key.qps) == ("studio", None, 0)


def test_an_account_that_the_operator_made_is_used_as_it_is(database: Database) -> None:
    with database.transaction() as tx:
        own = create_key(tx, "studio", credits=7, qps=3, now=NOW)
        assert ensure_studio_key(tx, NOW).id == own.id
        assert len(list_keys(tx)) == 1
