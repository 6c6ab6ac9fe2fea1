"""Embedding the faces of reference photos, and embedding them anew after a change of network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from idphoto.api import default_engine
from idphoto.authority import registry
from idphoto.authority.cipher import Cipher
from idphoto.authority.port import StoredFace
from idphoto.db.database import Database
from idphoto.errors import IdPhotoError, NoFace, PhotoAtFault, RegistryDamaged
from idphoto.idcard.compare import embed_photo
from idphoto.models.face_embedder import NETWORK
from idphoto.runtime.cores import usable_cores

EmbedFace = Callable[[bytes], StoredFace]


@dataclass(frozen=True, slots=True)
class Renewed:
    """What became of the entry ``id``. ``error``: why it has no face to compare now, if so."""

    id: str
    error: IdPhotoError | None


def embedder(photos: int) -> EmbedFace:
    """A function that embeds the one face in a photo, set up for this number of ``photos``."""
    engine = default_engine("throughput" if photos > usable_cores() else "latency")
    return lambda photo: StoredFace(embed_photo(engine, photo), NETWORK)


def renew_all(database: Database, cipher: Cipher, ids: list[str]) -> Iterator[Renewed]:
    """Embed the stored photos of the entries ``ids`` anew; yields each outcome as it is done.

    Each entry is a transaction of its own. An entry whose photo has no face that can be compared,
    or that has no photo, keeps its photo and loses its embedding. An entry that somebody else
    changes meanwhile is left to them, and not reported.

    Raises:
        IdPhotoError: an error that concerns everybody: the secret, the database, the networks.
    """
    embed = embedder(len(ids))
    with ThreadPoolExecutor(usable_cores(), thread_name_prefix="idphoto") as pool:
        running = [pool.submit(_renew_one, database, cipher, embed, each) for each in ids]
        try:
            for future in as_completed(running):
                outcome = future.result()
                if outcome is not None:
                    yield outcome
        finally:
            pool.shutdown(cancel_futures=True)


def _renew_one(
    database: Database, cipher: Cipher, embed: EmbedFace, entry_id: str
) -> Renewed | None:
    try:
        with database.reading() as tx:
            entry = registry.outdated(tx, cipher, entry_id, NETWORK)
    except RegistryDamaged as damaged:
        return Renewed(entry_id, damaged)
    if entry is None:
        return None
    face, error = None, None
    try:
        if entry.photo is None:
            raise NoFace()
        face = embed(entry.photo)
    except PhotoAtFault as fault:
        error = fault
    with database.transaction() as tx:
        done = registry.renew(tx, cipher, entry, face)
    return Renewed(entry_id, error) if done else None
