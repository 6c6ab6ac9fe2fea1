"""The deployment's own registry: people, each with a number, a name and a reference photo.

Its contents are encrypted (``cipher``). All functions raise ``WrongSecret`` if the registry was
written under another secret, rather than finding nobody.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from idphoto.authority.cipher import Cipher, Column, Damaged
from idphoto.authority.names import plain_name
from idphoto.authority.port import Embedding, StoredFace
from idphoto.db.statements import changed, insert_new
from idphoto.db.tables import RegisteredPerson, RegistryProof
from idphoto.db.text import storable
from idphoto.errors import (
    BadRequest,
    ImageTooLarge,
    OutdatedEmbeddings,
    PersonExists,
    RegistryDamaged,
    UnknownPerson,
    WrongSecret,
)
from idphoto.idcard.number import parse_number

# A reference photo is 358 × 441 px (GA 461-2004), about 50 kB; the limit allows phones' pictures.
MAX_PHOTO_BYTES: Final = 4 * 2**20
MAX_NAME_LENGTH: Final = 100
EMBEDDING_NUMBERS: Final = 128
_STORED: Final = np.dtype("<f8")  # fixed, so that a database can move between machines
_ONLY_ROW: Final = 1

Did = Literal["added", "replaced"]


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A checked and normalised entry, not yet stored. ``new_person`` makes it."""

    name: str
    number: str
    photo: bytes | None
    face: StoredFace | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, decrypted. ``photo``: as in ``port.Record``. ``face``: the one in the photo."""

    id: str
    name: str
    number: str
    photo: bytes | None
    face: StoredFace | None

    def embedding(self, network: str) -> Embedding | None:
        """The face's embedding, to be compared with others of ``network``.

        Raises:
            OutdatedEmbeddings: another network made it.
        """
        if self.face is None:
            return None
        if self.face.network != network:
            raise OutdatedEmbeddings(1, network)
        return self.face.embedding


@dataclass(frozen=True, slots=True)
class Outdated:
    """An entry whose embedding another network made. ``updated_at``: as it was when read."""

    id: str
    photo: bytes | None
    updated_at: float


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry in the list. Times are seconds since the epoch."""

    id: str
    name: str
    number: str
    has_photo: bool
    created_at: float
    updated_at: float


def new_person(
    name: str, number: str, photo: bytes | None = None, face: StoredFace | None = None
) -> NewPerson:
    """A person to add.

    ``number``: may be spaced as people write it. ``photo``: a picture file. ``face``: the only one
    in the photo.

    Raises:
        BadRequest: for ``id_num`` or ``name``; the message does not repeat the value.
        ImageTooLarge: the photo has more than ``MAX_PHOTO_BYTES``.
    """
    name = name.strip()
    if not name or len(name) > MAX_NAME_LENGTH or not storable(name):
        raise BadRequest("name", f"must be 1 to {MAX_NAME_LENGTH} printable characters")
    if photo is not None and len(photo) > MAX_PHOTO_BYTES:
        raise ImageTooLarge("file size in bytes", len(photo), MAX_PHOTO_BYTES)
    if face is not None and face.embedding.shape != (EMBEDDING_NUMBERS,):
        shape = face.embedding.shape
        raise BadRequest("embedding", f"has shape {shape}, not ({EMBEDDING_NUMBERS},)")
    return NewPerson(name, parse_number(number).text, photo, face)


def add(tx: Session, cipher: Cipher, person: NewPerson, *, replace: bool, now: float) -> Did:
    """Store a person. With ``replace``, an entry with the same number is replaced as a whole.

    Raises:
        PersonExists: the number is already there, and ``replace`` is not set.
    """
    changed(tx, insert_new(tx, RegistryProof).values(id=_ONLY_ROW, proof=cipher.proof))
    check_secret(tx, cipher)
    mac = cipher.mac(person.number)
    values: dict[str, Any] = {
        "number": cipher.seal(person.number.encode(), "number", mac),
        "name": cipher.seal(person.name.encode(), "name", mac),
        "photo": None if person.photo is None else cipher.seal(person.photo, "photo", mac),
        **_face_values(cipher, mac, person.face),
        "updated_at": now,
    }
    row = {"id": str(uuid.uuid4()), "number_mac": mac, "created_at": now, **values}
    if changed(tx, insert_new(tx, RegisteredPerson).values(row)):
        return "added"
    if not replace:
        raise PersonExists()
    # If the entry was just removed, this changes nothing: as if the removal had come second.
    tx.execute(update(RegisteredPerson).where(RegisteredPerson.number_mac == mac).values(values))
    return "replaced"


def find(tx: Session, cipher: Cipher, number: str) -> Entry | None:
    """The entry with this number, in its plain form; None if there is none.

    Raises:
        RegistryDamaged: the stored data cannot be decrypted.
    """
    check_secret(tx, cipher)
    row = tx.scalar(
        select(RegisteredPerson).where(RegisteredPerson.number_mac == cipher.mac(number))
    )
    if row is None:
        return None
    embedding = _opened(cipher, row, "embedding")
    return Entry(
        row.id,
        _text(cipher, row, "name"),
        _text(cipher, row, "number"),
        _opened(cipher, row, "photo"),
        None
        if embedding is None
        else StoredFace(np.frombuffer(embedding, _STORED), row.embedding_network),
    )


def same(entry: Entry, name: str, photo: bytes | None) -> bool:
    """Whether adding these again would change nothing."""
    return (plain_name(entry.name), entry.photo) == (plain_name(name), photo)


def list_people(tx: Session, cipher: Cipher) -> list[Listed]:
    """All entries, the oldest first; photos are not read.

    Raises:
        RegistryDamaged: the stored data cannot be decrypted.
    """
    check_secret(tx, cipher)
    columns = (
        RegisteredPerson.id,
        RegisteredPerson.number_mac,
        RegisteredPerson.number,
        RegisteredPerson.name,
        RegisteredPerson.photo.is_not(None).label("has_photo"),
        RegisteredPerson.created_at,
        RegisteredPerson.updated_at,
    )
    rows = tx.execute(select(*columns).order_by(RegisteredPerson.created_at, RegisteredPerson.id))
    return [
        Listed(
            row.id,
            _text(cipher, row, "name"),
            _text(cipher, row, "number"),
            row.has_photo,
            row.created_at,
            row.updated_at,
        )
        for row in rows
    ]


def remove(tx: Session, cipher: Cipher, number_or_id: str) -> None:
    """Remove an entry permanently.

    Raises:
        UnknownPerson: no entry has this number or id.
    """
    check_secret(tx, cipher)
    if not storable(number_or_id):
        raise UnknownPerson()
    try:
        mac = cipher.mac(parse_number(number_or_id).text)
    except BadRequest:  # not a number, so it can only be an id
        mac = ""
    mine = or_(RegisteredPerson.number_mac == mac, RegisteredPerson.id == number_or_id)
    if not changed(tx, delete(RegisteredPerson).where(mine)):
        raise UnknownPerson()


def remove_all(tx: Session) -> int:
    """Remove every entry, whatever secret it was written under; how many there were."""
    removed = changed(tx, delete(RegisteredPerson))
    tx.execute(delete(RegistryProof))
    return removed


def check_secret(tx: Session, cipher: Cipher) -> None:
    """Check that the registry, unless it was never used, was written under this secret.

    Raises:
        WrongSecret: it was written under another one.
    """
    proof = tx.scalar(select(RegistryProof.proof).where(RegistryProof.id == _ONLY_ROW))
    if proof not in (None, cipher.proof):
        raise WrongSecret()


def check_embeddings(tx: Session, network: str) -> None:
    """Check that ``network`` made every embedding in the registry.

    Raises:
        OutdatedEmbeddings: another network made some.
    """
    count = tx.scalar(select(func.count()).where(_not_of(network)))
    if count:
        raise OutdatedEmbeddings(count, network)


def outdated_ids(tx: Session, network: str) -> list[str]:
    """The ids of the entries whose embeddings another network than ``network`` made."""
    return list(tx.scalars(select(RegisteredPerson.id).where(_not_of(network))))


def outdated(tx: Session, cipher: Cipher, entry_id: str, network: str) -> Outdated | None:
    """The entry with this id; None if it is gone, or its embedding is of ``network`` by now.

    Raises:
        RegistryDamaged: the stored photo cannot be decrypted.
    """
    wanted = RegisteredPerson.id == entry_id
    found = tx.scalar(select(RegisteredPerson).where(wanted, _not_of(network)))
    if found is None:
        return None
    return Outdated(found.id, _opened(cipher, found, "photo"), found.updated_at)


def renew(tx: Session, cipher: Cipher, entry: Outdated, face: StoredFace | None) -> bool:
    """Store the face that was found in an entry's photo, or that there is none to compare.

    Returns whether the entry was still as it was read; if not, nothing is changed.
    """
    mac = tx.scalar(select(RegisteredPerson.number_mac).where(RegisteredPerson.id == entry.id))
    if mac is None:
        return False
    unchanged = and_(
        RegisteredPerson.id == entry.id, RegisteredPerson.updated_at == entry.updated_at
    )
    values = _face_values(cipher, mac, face)
    return bool(changed(tx, update(RegisteredPerson).where(unchanged).values(values)))


def _not_of(network: str) -> ColumnElement[bool]:
    return and_(
        RegisteredPerson.embedding.is_not(None),
        or_(
            RegisteredPerson.embedding_network.is_(None),
            RegisteredPerson.embedding_network != network,
        ),
    )


def _face_values(cipher: Cipher, mac: str, face: StoredFace | None) -> dict[str, Any]:
    if face is None:
        return {"embedding": None, "embedding_network": None}
    stored = face.embedding.astype(_STORED).tobytes()
    return {
        "embedding": cipher.seal(stored, "embedding", mac),
        "embedding_network": face.network,
    }


def _text(cipher: Cipher, row: RegisteredPerson | Row[*tuple[Any, ...]], column: Column) -> str:
    return (_opened(cipher, row, column) or b"").decode()


def _opened(
    cipher: Cipher, row: RegisteredPerson | Row[*tuple[Any, ...]], column: Column
) -> bytes | None:
    sealed = getattr(row, column)
    if sealed is None:
        return None
    try:
        return cipher.open(sealed, column, row.number_mac)
    except Damaged:
        raise RegistryDamaged(column, row.id) from None
