"""The header Idempotency-Key on every creating path."""

from __future__ import annotations

import base64
import uuid
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from idphoto.db.database import Database
from idphoto.db.tables import LedgerEntry
from idphoto.errors import IdempotencyKeyInUse, IdempotencyKeyReused

V1 = "/api/tasks/visual/idphoto"
EXTERNAL = "/api/tasks/visual/external/idphoto"
GENERATE = "/headshots/generate"
CHECK = "/identity/idcard/check-1e"
URL = "https://a.example/a.jpg"

creating = pytest.mark.parametrize("path", [V1, EXTERNAL, GENERATE, CHECK])


@pytest.fixture
def keys_sent(stand_in: Any) -> list[str | None]:
    """The keys that reached the service, which refuses everything after that."""
    sent: list[str | None] = []

    async def refuse(_: object, __: object, idempotency_key: str | None) -> None:
        sent.append(idempotency_key)
        raise IdempotencyKeyReused("it was sent with another request")

    stand_in.submit = stand_in.check_card = refuse
    return sent


def create(client: httpx.Client, path: str, *keys: bytes) -> httpx.Response:
    headers = [(b"Idempotency-Key", key) for key in keys]
    headers.append((b"Authorization", b"Bearer good"))
    if path in (V1, EXTERNAL):
        return client.post(path, data={"image_url": URL}, headers=headers)
    picture = base64.b64encode(b"card").decode()
    card, headshots = {"image_url": picture}, {"template": "bob_suit", "image_urls": [URL]}
    return client.post(path, json=card if path == CHECK else headshots, headers=headers)


@creating
@pytest.mark.parametrize("key", [b"a", b"~" * 255, b'"8e03978e-40d5"', b"order 4711"])
def test_a_key_reaches_the_service_and_its_refusal_the_caller(
    client: httpx.Client, keys_sent: list[str | None], path: str, key: bytes
) -> None:
    answer = create(client, path, key)
    assert keys_sent == [key.decode()]
    assert answer.status_code == 422
    assert "Idempotency-Key: it was sent with another request" in answer.text


@creating
def test_a_request_needs_no_key(
    client: httpx.Client, keys_sent: list[str | None], path: str
) -> None:
    create(client, path)
    assert keys_sent == [None]


@creating
@pytest.mark.parametrize("keys", [[b""], [b"a" * 256], [b"\xc3\xa9"], [b"a\tb"], [b"a", b"a"]])
def test_a_malformed_key_is_refused_by_its_name_before_the_body_is_read(
    client: httpx.Client, keys_sent: list[str | None], path: str, keys: list[bytes]
) -> None:
    answer = create(client, path, *keys)
    reason = (
        "must be 1 to 255 printable ASCII characters"
        if len(keys) == 1
        else "is given more than once"
    )
    assert answer.status_code == 400
    assert f"Idempotency-Key: {reason}" in answer.text
    assert keys_sent == []


@creating
def test_a_repetition_counts_towards_the_rate(
    client: httpx.Client, stand_in: Any, keys_sent: list[str | None], path: str
) -> None:
    stand_in.allowed = 1
    assert [create(client, path, b"a").status_code for _ in range(2)] == [422, 429]


def test_a_check_that_has_not_ended_says_when_to_retry(client: httpx.Client, stand_in: Any) -> None:
    async def refuse(*_: object) -> None:
        raise IdempotencyKeyInUse(1.0)

    stand_in.check_card = refuse
    answer = create(client, CHECK, b"a")
    assert (answer.status_code, answer.headers["Retry-After"]) == (409, "1")


@pytest.mark.xdist_group("server")
def test_a_repeated_synchronous_request_gets_the_same_photo_for_one_charge(
    server: Any, astronaut_jpeg: bytes
) -> None:
    headers = {"X-API-KEY": server.key, "Idempotency-Key": str(uuid.uuid4())}
    answers = [
        httpx.post(
            server.url + EXTERNAL,
            headers=headers,
            data={"sync": "1"},
            files={"image_file": astronaut_jpeg},
            timeout=240,
            trust_env=False,
        ).json()["data"]
        for _ in range(2)
    ]
    assert [each["state"] for each in answers] == [1, 1]
    (task_id,) = {each["task_id"] for each in answers}
    database = Database(server.settings.resolved_database_url)
    with database.reading() as tx:
        of_task = select(LedgerEntry.kind).where(LedgerEntry.task_id == task_id)
        assert sorted(tx.scalars(of_task)) == ["capture", "reserve"]
    database.close()
