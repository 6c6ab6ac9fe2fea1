"""Adding many people to the registry, in parallel, each in a transaction of its own."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Final

from idphoto.authority import registry
from idphoto.authority.cipher import Cipher
from idphoto.cli.authority.embedding import EmbedFace, embedder
from idphoto.cli.authority.people_file import Refused, Row, read_photo
from idphoto.db.database import Database
from idphoto.errors import BadRequest, PersonExists, PhotoAtFault, RegistryDamaged
from idphoto.models.face_embedder import NETWORK
from idphoto.runtime.cores import usable_cores

# Errors that concern one person; any other error concerns everybody and stops the import.
_REFUSALS: Final = (BadRequest, PhotoAtFault, PersonExists, RegistryDamaged)


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome of a line. ``did``: added | replaced | unchanged."""

    line: int
    did: str
    has_photo: bool


def import_all(
    database: Database, cipher: Cipher, rows: list[Row], replace: bool
) -> Iterator[Done | Refused]:
    """Add the people of ``rows``; yields each outcome as it is done.

    People already in the registry with this name and photo are left alone, unless another network
    made their embedding: then this one replaces it. Other people with the same number are refused,
    unless ``replace``.

    Raises:
        IdPhotoError: an error that concerns everybody: the secret, the database, the networks.
    """
    embed = embedder(sum(row.photo is not None for row in rows))
    with ThreadPoolExecutor(usable_cores(), thread_name_prefix="idphoto") as pool:
        running = [
            pool.submit(_import_one, database, cipher, embed, row, replace=replace) for row in rows
        ]
        try:
            for future in as_completed(running):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _import_one(
    database: Database, cipher: Cipher, embed: EmbedFace, row: Row, *, replace: bool
) -> Done | Refused:
    try:
        photo = read_photo(row.photo) if row.photo is not None else None
        person = registry.new_person(row.name, row.number, photo)
        with database.reading() as tx:
            there = registry.find(tx, cipher, row.number)
        same = there is not None and registry.same(there, row.name, photo)
        if there is not None and same and (there.face is None or there.face.network == NETWORK):
            return Done(row.line, "unchanged", photo is not None)
        replace = replace or same
        if there is not None and not replace:
            raise PersonExists()
        if photo is not None:
            person = dataclasses.replace(person, face=embed(photo))
        with database.transaction() as tx:
            did = registry.add(tx, cipher, person, replace=replace, now=time.time())
        return Done(row.line, did, photo is not None)
    except _REFUSALS as error:
        return Refused(row.line, error)
