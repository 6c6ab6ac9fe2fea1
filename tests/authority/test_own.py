"""The registry as the authority: each answer has a type, each failure a reason."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
from sqlalchemy import text, update
from tests.authority.numbers import DEMO, invented

from idphoto.authority import registry
from idphoto.authority.cipher import Cipher
from idphoto.authority.own import OwnRegistry
from idphoto.authority.port import (
    Answer,
    NameMismatch,
    NoPhoto,
    NoRecord,
    Record,
    StoredFace,
    Unavailable,
)
from idphoto.authority.registry import new_person
from idphoto.db.database import Database
from idphoto.db.tables import RegisteredPerson
from idphoto.errors import OutdatedEmbeddings, WrongSecret

NETWORK = "a_network"
FACE = StoredFace(np.arange(128.0), NETWORK)


@pytest.fixture
def own(database: Database, cipher: Cipher) -> OwnRegistry:
    """A registry with two people: one with a photo, one without."""
    with database.transaction() as tx:
        for person in (
            new_person("买买提·吐尔逊", DEMO, b"photo", FACE),
            new_person("李四", invented(1)),
        ):
            registry.add(tx, cipher, person, replace=False, now=1.0)
    return OwnRegistry(database, cipher, NETWORK)


def ask(own: OwnRegistry, name: str, number: str) -> Answer:
    return asyncio.run(own.lookup(name, number))


def test_the_right_name_gets_the_record(own: OwnRegistry) -> None:
    answer = ask(own, "买买提•吐尔逊", DEMO)  # a different dot than was stored
    assert isinstance(answer, Record)
    assert answer.photo == b"photo"
    assert answer.embedding is not None
    assert np.array_equal(answer.embedding, FACE.embedding)


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("买买提", DEMO, NameMismatch()),
        ("", DEMO, NameMismatch()),
        ("李四", invented(1), NoPhoto()),
        ("张三", invented(1), NameMismatch()),
        ("李四", invented(2), NoRecord()),
        ("李四", "", NoRecord()),
    ],
)
def test_anything_else_gets_its_own_answer(
    own: OwnRegistry, name: str, number: str, expected: Answer
) -> None:
    assert ask(own, name, number) == expected


def test_an_embedding_alone_is_enough(database: Database, cipher: Cipher) -> None:
    with database.transaction() as tx:
        person = new_person("张三", DEMO, None, FACE)
        registry.add(tx, cipher, person, replace=False, now=1.0)
    answer = ask(OwnRegistry(database, cipher, NETWORK), "张三", DEMO)
    assert isinstance(answer, Record)
    assert answer.photo is None


def test_many_look_ups_run_at_once(own: OwnRegistry) -> None:
    async def ask_all() -> list[Answer]:
        return await asyncio.gather(*(own.lookup("李四", invented(n)) for n in range(40)))

    answers = asyncio.run(ask_all())
    assert [n for n, answer in enumerate(answers) if answer == NoPhoto()] == [1]
    assert answers.count(NoRecord()) == 39


def test_another_secret_is_reported_at_the_start_and_never_as_no_record(
    own: OwnRegistry, database: Database
) -> None:
    own.check()
    wrong = OwnRegistry(database, Cipher(b"a secret of quite another server"), NETWORK)
    with pytest.raises(WrongSecret):
        wrong.check()
    answer = ask(wrong, "李四", invented(1))
    assert answer == Unavailable(WrongSecret().message)


def test_embeddings_of_another_network_are_reported_at_the_start_and_never_compared(
    own: OwnRegistry, database: Database, cipher: Cipher
) -> None:
    newer = OwnRegistry(database, cipher, "a_newer_network")
    with pytest.raises(OutdatedEmbeddings) as caught:
        newer.check()
    assert caught.value.details() == {"count": 1, "network": "a_newer_network"}
    answer = ask(newer, "买买提·吐尔逊", DEMO)
    assert isinstance(answer, Unavailable)
    assert "run `idphoto authority embed`" in answer.reason
    assert ask(newer, "买买提", DEMO) == NameMismatch()
    assert ask(newer, "李四", invented(1)) == NoPhoto()


def test_a_damaged_entry_is_unavailable(own: OwnRegistry, database: Database) -> None:
    with database.transaction() as tx:
        tx.execute(update(RegisteredPerson).values(name=b"garbage" * 9))
    answer = ask(own, "李四", invented(1))
    assert isinstance(answer, Unavailable)
    assert answer.reason.startswith("the name stored in the registry's entry ")


def test_a_database_that_fails_is_unavailable(sqlite_database: Database, cipher: Cipher) -> None:
    own = OwnRegistry(sqlite_database, cipher, NETWORK)
    with sqlite_database.transaction() as tx:
        tx.execute(text("DROP TABLE registry_proofs"))
    answer = ask(own, "李四", DEMO)
    assert answer == Unavailable("the database is unavailable: no such table: registry_proofs")
