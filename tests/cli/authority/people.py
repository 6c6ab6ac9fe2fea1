"""The registry behind the command, and lists of people for it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import true, update
from tests.authority.numbers import DEMO

from idphoto.authority import registry
from idphoto.authority.cipher import Cipher
from idphoto.authority.registry import Entry
from idphoto.db.database import Database
from idphoto.db.tables import RegisteredPerson
from idphoto.storage.secret import load_secret

MASKED = "440305********2561"
NOTE = "note: the server uses this registry only with IDPHOTO_AUTHORITY=registry\n"


def find(folder: Path, number: str = DEMO) -> Entry | None:
    """The entry with this number in the registry of a data folder."""
    database = Database(f"sqlite:///{folder / 'idphoto.db'}")
    try:
        with database.reading() as tx:
            return registry.find(tx, Cipher(load_secret("", folder)), number)
    finally:
        database.close()


def age(folder: Path, *numbers: str) -> None:
    """Make the embeddings of these people, or of everybody, those of an earlier version."""
    database = Database(f"sqlite:///{folder / 'idphoto.db'}")
    cipher = Cipher(load_secret("", folder))
    theirs = RegisteredPerson.number_mac.in_(map(cipher.mac, numbers)) if numbers else true()
    with database.transaction() as tx:
        tx.execute(update(RegisteredPerson).where(theirs).values(embedding_network=None))
    database.close()


def write(path: Path, *rows: str) -> Path:
    """A CSV file with a header and these rows."""
    path.write_text("".join(f"{row}\n" for row in ("name,number,photo", *rows)), "utf-8")
    return path


def photos(folder: Path, **files: bytes) -> Path:
    """A new folder with a ``.jpg`` file for each name."""
    folder.mkdir()
    for name, data in files.items():
        (folder / f"{name}.jpg").write_bytes(data)
    return folder
