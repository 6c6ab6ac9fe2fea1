"""Open the authority that the settings name."""

from __future__ import annotations

from idphoto.authority.cipher import Cipher
from idphoto.authority.port import Authority, Nobody
from idphoto.db.database import Database
from idphoto.errors import BadSetting
from idphoto.settings import ServerSettings


def open_authority(
    settings: ServerSettings, database: Database, secret: bytes, network: str
) -> Authority:
    """The authority, ready to be asked.

    ``database``: migrated. ``secret``: the server's own. ``network``: the name of the network that
    faces are compared by.

    Raises:
        BadSetting: the outside authority's description cannot be used.
        WrongSecret: the registry was written under another secret.
        OutdatedEmbeddings: another network made some of the registry's embeddings.
        LibraryMissing: a library that it needs is not installed.
        DatabaseUnavailable: the registry cannot be read.
    """
    if settings.authority == "registry":
        from idphoto.authority.own import OwnRegistry

        own = OwnRegistry(database, Cipher(secret), network)
        own.check()
        return own
    if settings.authority == "http":
        from idphoto.authority.connector import Connector
        from idphoto.authority.connector_config import read_config

        if settings.authority_config is None:
            raise BadSetting(
                "IDPHOTO_AUTHORITY_CONFIG", "must name the file that describes the authority"
            )
        return Connector(read_config(settings.authority_config))
    return Nobody()
