"""The registry: who is in it, who is not, and what its database reveals."""

from __future__ import annotations

import base64
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select, text, update
from tests.authority.numbers import DEMO, invented
from tests.db.concurrency import at_once, run_together

from idphoto.authority import registry
from idphoto.authority.cipher import Cipher
from idphoto.authority.port import StoredFace
from idphoto.authority.registry import MAX_PHOTO_BYTES, Did, Entry, new_person
from idphoto.db.database import Database
from idphoto.db.tables import RegisteredPerson, RegistryProof
from idphoto.errors import (
    BadRequest,
    DatabaseUnavailable,
    ImageTooLarge,
    OutdatedEmbeddings,
    PersonExists,
    RegistryDamaged,
    UnknownPerson,
    WrongSecret,
)

PHOTO = b"\xff\xd8\xff" + np.random.default_rng(6).bytes(5000)
NETWORK = "a_network"
FACE = StoredFace(np.random.default_rng(6).normal(size=128), NETWORK)
FACE_BYTES = FACE.embedding.tobytes()
OTHER = Cipher(b"a secret of quite another server")


def enter(
    database: Database,
    cipher: Cipher,
    name: str = "张三",
    number: str = DEMO,
    photo: bytes | None = PHOTO,
    face: StoredFace | None = FACE,
    *,
    replace: bool = False,
    now: float = 1.0,
) -> Did:
    with database.transaction() as tx:
        person = new_person(name, number, photo, face)
        return registry.add(tx, cipher, person, replace=replace, now=now)


def look(database: Database, cipher: Cipher, number: str = DEMO) -> Entry | None:
    with database.reading() as tx:
        return registry.find(tx, cipher, number)


def names(database: Database, cipher: Cipher) -> list[str]:
    with database.reading() as tx:
        return [each.name for each in registry.list_people(tx, cipher)]


def test_an_added_person_is_found_with_all_fields(database: Database, cipher: Cipher) -> None:
    assert enter(database, cipher) == "added"
    found = look(database, cipher)
    assert found is not None
    assert (found.name, found.number, found.photo) == ("张三", DEMO, PHOTO)
    embedding = found.embedding(NETWORK)
    assert embedding is not None
    assert embedding.dtype == np.float64
    assert embedding.shape == (128,)
    assert np.array_equal(embedding, FACE.embedding)
    assert not embedding.flags.writeable


def test_a_person_who_was_not_added_is_not_found(database: Database, cipher: Cipher) -> None:
    assert look(database, cipher) is None
    enter(database, cipher)
    assert look(database, cipher, invented(1)) is None


def test_a_person_may_be_without_a_photo(database: Database, cipher: Cipher) -> None:
    enter(database, cipher, photo=None, face=None)
    found = look(database, cipher)
    assert found is not None
    assert (found.name, found.photo, found.face) == ("张三", None, None)


def test_numbers_are_stored_in_their_plain_form(database: Database, cipher: Cipher) -> None:
    ending_x = next(number for n in range(99) if (number := invented(n))[-1] == "X")
    enter(database, cipher, number=f" {ending_x.lower()} ")
    found = look(database, cipher, ending_x)
    assert found is not None
    assert found.number == ending_x


@pytest.mark.parametrize(
    ("field", "name", "number"),
    [
        ("name", "", DEMO),
        ("name", "  ", DEMO),
        ("name", "张" * 101, DEMO),
        ("name", "张\0三", DEMO),
        ("name", "张\n三", DEMO),
        ("name", "张\ud800", DEMO),
        ("id_num", "张三", ""),
        ("id_num", "张三", DEMO[:-1] + "2"),
        ("id_num", "张三", DEMO[:-1]),
    ],
)
def test_an_invalid_person_is_refused_without_repeating_the_values(
    field: str, name: str, number: str
) -> None:
    with pytest.raises(BadRequest) as caught:
        new_person(name, number)
    assert caught.value.field == field
    assert "张" not in caught.value.message
    assert "4403" not in caught.value.message


def test_a_photo_over_the_limit_is_refused() -> None:
    assert new_person("张三", DEMO, bytes(MAX_PHOTO_BYTES)).photo is not None
    with pytest.raises(ImageTooLarge) as caught:
        new_person("张三", DEMO, bytes(MAX_PHOTO_BYTES + 1))
    assert (caught.value.found, caught.value.limit) == (4_194_305, 4_194_304)


def test_an_embedding_of_another_length_is_refused() -> None:
    with pytest.raises(BadRequest, match=r"embedding: has shape \(512,\), not \(128,\)"):
        new_person("张三", DEMO, PHOTO, StoredFace(np.zeros(512), NETWORK))


def test_the_same_number_again_is_refused_and_changes_nothing(
    database: Database, cipher: Cipher
) -> None:
    enter(database, cipher)
    with pytest.raises(PersonExists) as caught:
        enter(database, cipher, "李四", photo=b"other")
    assert caught.value.code == "person_exists"
    assert "already in the registry" in caught.value.message
    found = look(database, cipher)
    assert found is not None
    assert (found.name, found.photo) == ("张三", PHOTO)


def test_replacing_replaces_the_whole_entry(database: Database, cipher: Cipher) -> None:
    enter(database, cipher, now=1.0)
    before = look(database, cipher)
    assert enter(database, cipher, "李四", photo=None, face=None, replace=True, now=2.0) == (
        "replaced"
    )
    after = look(database, cipher)
    assert before is not None
    assert after is not None
    assert (after.id, after.name, after.photo, after.face) == (before.id, "李四", None, None)
    with database.reading() as tx:
        (listed,) = registry.list_people(tx, cipher)
    assert (listed.created_at, listed.updated_at, listed.has_photo) == (1.0, 2.0, False)


def test_replacing_a_missing_person_adds_them(database: Database, cipher: Cipher) -> None:
    assert enter(database, cipher, replace=True) == "added"


def test_adding_the_same_data_again_is_recognised(database: Database, cipher: Cipher) -> None:
    enter(database, cipher, "买买提·吐尔逊")
    entry = look(database, cipher)
    assert entry is not None
    assert registry.same(entry, "买买提•吐尔逊", PHOTO)
    assert not registry.same(entry, "买买提", PHOTO)
    assert not registry.same(entry, "买买提·吐尔逊", None)
    assert not registry.same(entry, "买买提·吐尔逊", PHOTO + b" ")


def test_the_list_has_everyone_by_age(database: Database, cipher: Cipher) -> None:
    for n in (2, 0, 1):
        enter(database, cipher, f"第{n}", invented(n), now=float(n))
    assert names(database, cipher) == ["第0", "第1", "第2"]
    with database.reading() as tx:
        first = registry.list_people(tx, cipher)[0]
    assert (first.number, first.has_photo, first.created_at) == (invented(0), True, 0.0)


def remove(database: Database, cipher: Cipher, number_or_id: str) -> None:
    with database.transaction() as tx:
        registry.remove(tx, cipher, number_or_id)


@pytest.mark.parametrize("by", ["number", "id"])
def test_a_removed_person_is_gone(database: Database, cipher: Cipher, by: str) -> None:
    enter(database, cipher, number=invented(1))
    enter(database, cipher, "李四", number=invented(2))
    gone = look(database, cipher, invented(1))
    assert gone is not None
    remove(database, cipher, getattr(gone, by))
    assert look(database, cipher, invented(1)) is None
    assert names(database, cipher) == ["李四"]
    with database.reading() as tx:
        assert len(tx.scalars(select(RegisteredPerson.id)).all()) == 1


@pytest.mark.parametrize("unknown", [invented(2), "no-such-id", "", "a\0b", "\ud800"])
def test_a_missing_person_cannot_be_removed(
    database: Database, cipher: Cipher, unknown: str
) -> None:
    enter(database, cipher, number=invented(1))
    with pytest.raises(UnknownPerson) as caught:
        remove(database, cipher, unknown)
    assert caught.value.code == "unknown_person"
    assert "999999" not in caught.value.message
    assert names(database, cipher) == ["张三"]


def test_everyone_can_be_removed_without_the_secret_and_a_new_one_used(
    database: Database, cipher: Cipher
) -> None:
    for n in range(3):
        enter(database, cipher, number=invented(n))
    with database.transaction() as tx:
        assert registry.remove_all(tx) == 3
    assert enter(database, OTHER) == "added"
    assert names(database, OTHER) == ["张三"]


# --- another network ----------------------------------------------------------------------------


def test_an_embedding_of_another_network_is_refused_with_what_to_do(
    database: Database, cipher: Cipher
) -> None:
    enter(database, cipher)
    found = look(database, cipher)
    assert found is not None
    with pytest.raises(OutdatedEmbeddings) as caught:
        found.embedding("a_newer_network")
    assert caught.value.code == "outdated_embeddings"
    assert caught.value.details() == {"count": 1, "network": "a_newer_network"}
    assert "run `idphoto authority embed`" in caught.value.message


def test_an_embedding_without_a_networks_name_is_of_no_network(
    database: Database, cipher: Cipher
) -> None:
    enter(database, cipher)
    with database.transaction() as tx:
        tx.execute(update(RegisteredPerson).values(embedding_network=None))
    found = look(database, cipher)
    assert found is not None
    with pytest.raises(OutdatedEmbeddings):
        found.embedding(NETWORK)
    with database.reading() as tx, pytest.raises(OutdatedEmbeddings):
        registry.check_embeddings(tx, NETWORK)


def test_outdated_embeddings_are_counted_and_people_without_one_are_not(
    database: Database, cipher: Cipher
) -> None:
    for n in range(3):
        enter(database, cipher, number=invented(n))
    enter(database, cipher, number=invented(3), face=StoredFace(FACE.embedding, "newer"))
    enter(database, cipher, number=invented(4), photo=None, face=None)
    with database.reading() as tx:
        with pytest.raises(OutdatedEmbeddings) as caught:
            registry.check_embeddings(tx, "newer")
        assert caught.value.count == 3
        assert len(registry.outdated_ids(tx, "newer")) == 3


def test_a_renewed_embedding_is_of_the_new_network_and_nothing_else_changes(
    database: Database, cipher: Cipher
) -> None:
    enter(database, cipher, now=1.0)
    newer = StoredFace(-FACE.embedding, "newer")
    with database.transaction() as tx:
        (wanted,) = registry.outdated_ids(tx, "newer")
        entry = registry.outdated(tx, cipher, wanted, "newer")
        assert entry is not None
        assert entry.photo == PHOTO
        assert registry.renew(tx, cipher, entry, newer)
    found = look(database, cipher)
    assert found is not None
    embedding = found.embedding("newer")
    assert embedding is not None
    assert np.array_equal(embedding, newer.embedding)
    assert (found.id, found.name, found.photo) == (entry.id, "张三", PHOTO)
    with database.reading() as tx:
        registry.check_embeddings(tx, "newer")
        assert registry.outdated(tx, cipher, entry.id, "newer") is None
        (listed,) = registry.list_people(tx, cipher)
    assert listed.updated_at == 1.0


def test_an_entry_that_was_replaced_meanwhile_is_not_renewed(
    database: Database, cipher: Cipher
) -> None:
    enter(database, cipher, now=1.0)
    with database.reading() as tx:
        entry = registry.outdated(tx, cipher, registry.outdated_ids(tx, "newer")[0], "newer")
    assert entry is not None
    enter(database, cipher, "李四", photo=b"other", replace=True, now=2.0)
    with database.transaction() as tx:
        assert not registry.renew(tx, cipher, entry, StoredFace(-FACE.embedding, "newer"))
    found = look(database, cipher)
    assert found is not None
    assert found.embedding(NETWORK) is not None
    remove(database, cipher, DEMO)
    with database.transaction() as tx:
        assert not registry.renew(tx, cipher, entry, None)


# --- what others see ----------------------------------------------------------------------------


def spellings(value: bytes) -> list[bytes]:
    """``value``, and other ways in which it may be written."""
    return [value, value.hex().encode(), base64.b64encode(value)[:-3]]


def secrets_of_a_person() -> list[bytes]:
    texts = [
        spelling
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
        for word in ("买买提·吐尔逊", DEMO, DEMO[6:14])
        for spelling in spellings(word.encode(encoding))
    ]
    pieces = [PHOTO[:16], PHOTO[2000:2016], PHOTO[-16:], FACE_BYTES[:16], FACE_BYTES[-16:]]
    return texts + [spelling for piece in pieces for spelling in spellings(piece)]


def test_the_databases_files_have_no_name_number_photo_or_face_in_the_clear(
    sqlite_url: str, tmp_path: Path, cipher: Cipher
) -> None:
    database = Database(sqlite_url)
    database.migrate()
    enter(database, cipher, "买买提·吐尔逊")
    dump = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    database.close()
    dump += (tmp_path / "idphoto.db").read_bytes()
    assert cipher.mac(DEMO).encode() in dump
    assert [secret for secret in secrets_of_a_person() if secret in dump] == []


def test_sql_statements_contain_no_personal_data_either(database: Database, cipher: Cipher) -> None:
    enter(database, cipher, "买买提·吐尔逊")
    with database.reading() as tx:
        rows = [*tx.execute(text("SELECT * FROM registry_people")).one()]
        rows += tx.execute(text("SELECT * FROM registry_proofs")).one()
    dump = b"\n".join(each if isinstance(each, bytes) else str(each).encode() for each in rows)
    assert len(dump) > len(PHOTO)
    assert [secret for secret in secrets_of_a_person() if secret in dump] == []


# --- faults -------------------------------------------------------------------------------------


def test_with_another_secret_nothing_is_found_added_listed_or_removed(
    database: Database, cipher: Cipher
) -> None:
    enter(database, cipher)
    for call in (
        lambda: look(database, OTHER),
        lambda: enter(database, OTHER, number=invented(1)),
        lambda: enter(database, OTHER, replace=True),
        lambda: names(database, OTHER),
        lambda: remove(database, OTHER, DEMO),
    ):
        with pytest.raises(WrongSecret) as caught:
            call()
        assert caught.value.code == "wrong_secret"
        assert "IDPHOTO_SECRET" in caught.value.message
    assert names(database, cipher) == ["张三"]


def test_an_empty_registry_belongs_to_no_secret_yet(database: Database, cipher: Cipher) -> None:
    assert look(database, OTHER) is None
    assert names(database, OTHER) == []
    assert enter(database, cipher) == "added"


def test_removing_the_last_person_keeps_the_secret(database: Database, cipher: Cipher) -> None:
    enter(database, cipher)
    remove(database, cipher, DEMO)
    with pytest.raises(WrongSecret):
        enter(database, OTHER)


@pytest.mark.parametrize("column", ["number", "name", "photo", "embedding"])
def test_altered_data_is_reported_by_the_entrys_id(
    database: Database, cipher: Cipher, column: str
) -> None:
    enter(database, cipher)
    with database.transaction() as tx:
        (row,) = tx.scalars(select(RegisteredPerson))
        sealed = bytearray(getattr(row, column))
        sealed[20] ^= 1
        tx.execute(update(RegisteredPerson).values({column: bytes(sealed)}))
    with pytest.raises(RegistryDamaged) as caught:
        look(database, cipher)
    assert (caught.value.field, caught.value.id) == (column, row.id)
    assert caught.value.code == "registry_damaged"


def test_one_persons_photo_cannot_be_decrypted_as_anothers(
    database: Database, cipher: Cipher
) -> None:
    enter(database, cipher, number=invented(1))
    enter(database, cipher, "李四", number=invented(2), photo=b"another's")
    with database.transaction() as tx:
        photos = dict(tx.execute(select(RegisteredPerson.number_mac, RegisteredPerson.photo)).all())
        forged = update(RegisteredPerson).where(
            RegisteredPerson.number_mac == cipher.mac(invented(1))
        )
        tx.execute(forged.values(photo=photos[cipher.mac(invented(2))]))
    with pytest.raises(RegistryDamaged):
        look(database, cipher, invented(1))


def test_database_errors_contain_no_personal_data(
    sqlite_database: Database, cipher: Cipher, tmp_path: Path
) -> None:
    with sqlite_database.transaction() as tx:
        tx.execute(text("DROP TABLE registry_people"))
    with pytest.raises(DatabaseUnavailable) as caught:
        look(sqlite_database, cipher)
    told = f"{caught.value.message} {caught.value.__cause__!r}"
    assert "no such table" in told
    assert DEMO not in told
    assert cipher.mac(DEMO) not in told


# --- many at once -------------------------------------------------------------------------------


def test_one_of_many_simultaneous_additions_of_a_number_succeeds(
    database: Database, cipher: Cipher
) -> None:
    outcomes = at_once(8, lambda n: enter(database, cipher, f"第{n}"))
    assert sum(each == "added" for each in outcomes) == 1
    assert sum(isinstance(each, PersonExists) for each in outcomes) == 7
    winner = outcomes.index("added")
    assert names(database, cipher) == [f"第{winner}"]


def test_simultaneous_replacements_leave_one_whole_entry(
    database: Database, cipher: Cipher
) -> None:
    outcomes = at_once(
        8, lambda n: enter(database, cipher, f"第{n}", photo=f"photo {n}".encode(), replace=True)
    )
    assert Counter(map(str, outcomes)) == {"added": 1, "replaced": 7}
    found = look(database, cipher)
    assert found is not None
    assert found.photo == f"photo {found.name[1:]}".encode()


def test_only_one_of_two_simultaneous_secrets_starts_the_registry(
    database: Database, cipher: Cipher
) -> None:
    ciphers = [cipher, OTHER] * 4

    def begin(n: int) -> Did:
        return enter(database, ciphers[n], number=invented(n))

    outcomes = at_once(8, begin)
    with database.reading() as tx:
        proof = tx.scalars(select(RegistryProof.proof)).one()
    for used, outcome in zip(ciphers, outcomes, strict=True):
        if used.proof == proof:
            assert outcome == "added"
        else:
            assert isinstance(outcome, WrongSecret)


ADD = """
import sys
from idphoto.authority import registry
from idphoto.authority.cipher import Cipher
from idphoto.db.database import Database
from idphoto.errors import PersonExists

url, first, last, secret = sys.argv[1:]
database, cipher = Database(url), Cipher(secret.encode())
sys.path.insert(0, "")
from tests.authority.numbers import invented

print("ready", flush=True)
sys.stdin.readline()
added = 0
for n in range(int(first), int(last)):
    try:
        with database.transaction() as tx:
            person = registry.new_person("张三", invented(n))
            registry.add(tx, cipher, person, replace=False, now=1.0)
        added += 1
    except PersonExists:
        pass
print(added)
"""


def test_processes_add_side_by_side(database: Database, database_url: str) -> None:
    shared = "the secret that two processes share"
    told = run_together(ADD, *[(database_url, first, first + 40, shared) for first in (0, 20)])
    assert sum(map(int, told)) == 60
    assert len(names(database, Cipher(shared.encode()))) == 60
