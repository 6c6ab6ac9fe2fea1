"""Ask the deployment's own registry."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from idphoto.authority import registry
from idphoto.authority.cipher import Cipher
from idphoto.authority.names import plain_name
from idphoto.authority.port import Answer, NameMismatch, NoPhoto, NoRecord, Record, Unavailable
from idphoto.db.database import Database
from idphoto.errors import DatabaseUnavailable, OutdatedEmbeddings, RegistryDamaged, WrongSecret

# A look-up takes a millisecond or two. It has its own threads, since slow name resolution may block
# the shared ones; only two, since the database has 15 connections and its other users take 12.
_THREADS: Final = ThreadPoolExecutor(2, thread_name_prefix="idphoto-registry")


class OwnRegistry:
    """An authority that reads the registry in ``database``.

    ``network``: the name of the network that faces are compared by.
    """

    def __init__(self, database: Database, cipher: Cipher, network: str) -> None:
        self._database = database
        self._cipher = cipher
        self._network = network

    def check(self) -> None:
        """Check that the registry can be read, and its faces compared.

        Raises:
            WrongSecret: it was written under another secret.
            OutdatedEmbeddings: another network made some of its embeddings.
            DatabaseUnavailable: as for every use of the database.
        """
        with self._database.reading() as tx:
            registry.check_secret(tx, self._cipher)
            registry.check_embeddings(tx, self._network)

    async def lookup(self, name: str, id_num: str) -> Answer:
        """See ``port.Authority``. Names are compared by ``plain_name``."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_THREADS, self._lookup, name, id_num)

    def _lookup(self, name: str, id_num: str) -> Answer:
        try:
            with self._database.reading() as tx:
                entry = registry.find(tx, self._cipher, id_num)
            if entry is None:
                return NoRecord()
            if plain_name(entry.name) != plain_name(name):
                return NameMismatch()
            embedding = entry.embedding(self._network)
        except (DatabaseUnavailable, OutdatedEmbeddings, RegistryDamaged, WrongSecret) as error:
            return Unavailable(error.message)
        if entry.photo is None and embedding is None:
            return NoPhoto()
        return Record(entry.photo, embedding)
