"""A repeated request with an idempotency key is one task and one charge."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.services.conftest import OpenService
from tests.services.work import CREDITS, TRANSPARENT, submission
from tests.tasks.test_lifecycle import stored

from idphoto.accounts import keys
from idphoto.accounts.account import Account
from idphoto.db.database import Database
from idphoto.db.tables import Task
from idphoto.errors import IdempotencyKeyReused
from idphoto.settings import ServerSettings
from idphoto.tasks.lifecycle import Tasks
from idphoto.tasks.model import FromImage, FromUrl, Submission, Upload
from idphoto.tasks.repeats import identify

SECRET, KEY = b"s" * 32, "order-4711"
ACCOUNT = Account("account-1", "someone", 0.0, None)
WORK = submission(Upload(b"a photo"))


def ledger_of(folder: Path, url: str = "") -> tuple[int | None, int]:
    """The client's balance, and how many tasks there are."""
    settings = ServerSettings(data_dir=folder, database_url=url)
    database = Database(settings.resolved_database_url)
    with database.reading() as tx:
        found = keys.get_key(tx, "client").credits, tx.scalar(select(func.count(Task.id))) or 0
    database.close()
    return found


def sources(folder: Path) -> int:
    return sum("sources" in path.parts for path in stored(folder))


def test_a_repetition_gets_the_same_task_and_is_charged_once(
    open_service: OpenService, astronaut_jpeg: bytes, tmp_path: Path
) -> None:
    work = submission(Upload(astronaut_jpeg))

    async def scenario() -> set[str]:
        async with open_service() as (service, account):
            ids = {await service.submit(account, work, KEY) for _ in range(3)}
            await service.tasks.wait(next(iter(ids)), 120.0)
            poor = replace(account, credits=0)
            return {*ids, await service.submit(poor, work, KEY)}

    (task_id,) = asyncio.run(scenario())
    assert str(uuid.UUID(task_id)) == task_id
    assert ledger_of(tmp_path) == (CREDITS - 6, 1)
    assert sources(tmp_path) == 1


def test_without_a_key_each_request_is_a_task(open_service: OpenService, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with open_service() as (service, account):
            for _ in range(2):
                await service.submit(account, WORK)

    asyncio.run(scenario())
    assert ledger_of(tmp_path)[1] == 2


def test_a_restart_forgets_no_key(open_service: OpenService, tmp_path: Path) -> None:
    async def scenario() -> str:
        async with open_service() as (service, account):
            return await service.submit(account, WORK, KEY)

    assert asyncio.run(scenario()) == asyncio.run(scenario())
    assert ledger_of(tmp_path)[1] == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_requests_at_once_are_one_task_one_charge_and_one_stored_picture(
    open_service: OpenService,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    kind: str,
) -> None:
    url = "" if kind == "sqlite" else request.getfixturevalue("postgresql_url")
    # none sees another one before it has stored its own upload
    monkeypatch.setattr(Tasks, "_was_accepted", lambda *_: False)

    async def scenario() -> set[str]:
        async with open_service(database_url=url) as (service, account):
            calls = (service.submit(account, WORK, KEY) for _ in range(8))
            ids = set(await asyncio.gather(*calls))
            assert sources(tmp_path) == 1
            return ids

    assert len(asyncio.run(scenario())) == 1
    balance, tasks = ledger_of(tmp_path, url)
    assert tasks == 1
    assert balance in (CREDITS, CREDITS - 6)  # it is no picture: once it has failed, it is free


def test_another_request_with_the_same_key_is_refused_and_costs_nothing(
    open_service: OpenService, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with open_service() as (service, account):
            task_id = await service.submit(account, WORK, KEY)
            await service.tasks.wait(task_id, 120.0)
            with pytest.raises(IdempotencyKeyReused, match="it was sent with another request"):
                await service.submit(account, submission(Upload(b"another photo")), KEY)
            assert await service.submit(account, WORK, KEY) == task_id

    asyncio.run(scenario())
    assert ledger_of(tmp_path) == (CREDITS, 1)
    assert sources(tmp_path) == 1


def test_of_two_requests_at_once_with_one_key_one_is_refused(
    open_service: OpenService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tasks, "_was_accepted", lambda *_: False)
    works = WORK, submission(Upload(b"another photo"))

    async def scenario() -> list[str | BaseException]:
        async with open_service() as (service, account):
            calls = (service.submit(account, work, KEY) for work in works)
            return await asyncio.gather(*calls, return_exceptions=True)

    refused = [each for each in asyncio.run(scenario()) if not isinstance(each, str)]
    assert [type(each) for each in refused] == [IdempotencyKeyReused]
    assert ledger_of(tmp_path)[1] == 1


def test_a_key_whose_result_has_expired_is_refused_and_keeps_no_fingerprint(
    open_service: OpenService, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with open_service(keep_s=0.05) as (service, account):
            await service.tasks.wait(await service.submit(account, WORK, KEY), 120.0)
            database = Database(ServerSettings(data_dir=tmp_path).resolved_database_url)
            async with asyncio.timeout(60):
                while fingerprints(database) != [None]:
                    await asyncio.sleep(0.05)
            database.close()
            with pytest.raises(IdempotencyKeyReused, match="whose result has expired"):
                await service.submit(account, WORK, KEY)

    asyncio.run(scenario())
    assert ledger_of(tmp_path) == (CREDITS, 1)


def fingerprints(database: Database) -> list[str | None]:
    with database.reading() as tx:
        return list(tx.scalars(select(Task.fingerprint)))


@pytest.mark.parametrize(
    "other",
    [
        submission(Upload(b"another photo")),
        submission(FromUrl("https://a.example/")),
        submission(FromImage("an image", "last_id")),
        submission(Upload(b"a photo"), Upload(b"a photo")),
        submission(Upload(b"a photo"), order=TRANSPARENT),
        submission(Upload(b"a photo"), callback_url="https://a.example/"),
        submission(Upload(b"a photo"), inline=True),
    ],
)
def test_every_part_of_a_request_counts(other: Submission) -> None:
    one, two = (identify(SECRET, ACCOUNT, work, KEY) for work in (WORK, other))
    assert one.id == two.id
    assert one.fingerprint != two.fingerprint


def test_the_servers_address_and_the_trace_do_not_count() -> None:
    again = replace(WORK, base_url="https://other.example", trace_id="u" * 32)
    assert identify(SECRET, ACCOUNT, WORK, KEY) == identify(SECRET, ACCOUNT, again, KEY)


@pytest.mark.parametrize(
    ("secret", "account", "api", "key"),
    [
        (b"t" * 32, ACCOUNT, "test", KEY),
        (SECRET, replace(ACCOUNT, id="account-2"), "test", KEY),
        (SECRET, ACCOUNT, "another", KEY),
        (SECRET, ACCOUNT, "test", "order-4712"),
    ],
)
def test_a_key_is_one_accounts_at_one_api_of_one_server(
    secret: bytes, account: Account, api: str, key: str
) -> None:
    mine = identify(SECRET, ACCOUNT, WORK, KEY)
    assert identify(secret, account, replace(WORK, api=api), key).id != mine.id
