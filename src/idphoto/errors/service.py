"""Faults of the server and of what it depends on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import IdPhotoError


@dataclass(eq=False)
class Overloaded(IdPhotoError):
    """The server has as many card checks in hand as it keeps in memory."""

    template: ClassVar[str] = (
        "{in_hand} requests of this kind are in hand: try again in {retry_after_s:.0f} s"
    )
    remedy: ClassVar[str] = "wait as `Retry-After` says"

    in_hand: int
    retry_after_s: float


@dataclass(eq=False)
class NetworksUnavailable(IdPhotoError):
    """The server cannot load the networks that the request needs, and tries again by itself."""

    template: ClassVar[str] = "the networks cannot be loaded: {reason}"
    remedy: ClassVar[str] = "read the server's log; `idphoto models pull` fetches what is missing"
    caller_template: ClassVar[str] = (
        "this server lacks a network that this needs: try again in {retry_after_s:.0f} s"
    )

    reason: str
    retry_after_s: float


@dataclass(eq=False)
class TooManyUploads(IdPhotoError):
    """The server holds as many bytes of uploads as it may, of one key or of all."""

    template: ClassVar[str] = (
        "unfinished uploads of {whose} hold {limit_mib} MiB: try again in {retry_after_s:.0f} s"
    )
    remedy: ClassVar[str] = (
        "wait as `Retry-After` says, or raise `IDPHOTO_UPLOADS_PER_KEY_MIB` or "
        "`IDPHOTO_UPLOADS_MIB`"
    )

    whose: str
    limit_mib: int
    retry_after_s: float


@dataclass(eq=False)
class StorageUnavailable(IdPhotoError):
    """Pictures cannot be stored or read."""

    template: ClassVar[str] = "the storage is unavailable: {reason}"
    remedy: ClassVar[str] = (
        "check the folder `blobs` or `IDPHOTO_STORAGE_URL`: rights, disk, network"
    )

    reason: str


@dataclass(eq=False)
class DatabaseUnavailable(IdPhotoError):
    """The database cannot be read or written."""

    template: ClassVar[str] = "the database is unavailable: {reason}"
    remedy: ClassVar[str] = "check `IDPHOTO_DATABASE_URL`, rights and disk"

    reason: str


@dataclass(eq=False)
class DatabaseOutdated(IdPhotoError):
    """The database's tables are older than this program."""

    template: ClassVar[str] = (
        "the database's tables have version {found}; this program needs {needed}: run `idphoto "
        "migrate`"
    )
    remedy: ClassVar[str] = "run `idphoto migrate` once, then start the servers"

    found: str
    needed: str


@dataclass(eq=False)
class DatabaseLost(IdPhotoError):
    """The database is new, but the file `secret` in the data folder is an existing server's."""

    template: ClassVar[str] = (
        "{database} has no tables, but {secret} belongs to a server that had some"
    )
    remedy: ClassVar[str] = (
        "restore the database ([backup](operate.md#backup)); if you want a new server, move the "
        "file `secret` away"
    )

    database: str
    secret: str


@dataclass(eq=False)
class OutOfResources(IdPhotoError):
    """The server has run out of memory or disk space."""

    template: ClassVar[str] = "the server has run out of {what}"
    remedy: ClassVar[str] = "free some; fewer `IDPHOTO_WORKERS` need less memory"

    what: str


@dataclass(eq=False)
class InternalError(IdPhotoError):
    """The server made an error, which its log has under the trace id."""

    template: ClassVar[str] = "internal error: the server's log has more under {trace_id}"
    remedy: ClassVar[str] = "look it up in the log, and please report it"

    trace_id: str
