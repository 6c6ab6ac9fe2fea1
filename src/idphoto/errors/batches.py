"""Batches of portraits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import IdPhotoError


@dataclass(eq=False)
class UnknownBatch(IdPhotoError):
    """The batch does not exist, belongs to another key, or has expired."""

    template: ClassVar[str] = "no batch {batch!r}, or it has expired"
    remedy: ClassVar[str] = "open another one: batches expire after `IDPHOTO_BATCH_KEEP_S`"

    batch: str


# Names of files often are names of people, and errors are logged: these two do not repeat them.


@dataclass(eq=False)
class UnknownItem(IdPhotoError):
    """The batch has no portrait of this name."""

    template: ClassVar[str] = "the batch has no portrait of this name"
    remedy: ClassVar[str] = "list the batch's items"


@dataclass(eq=False)
class ItemExists(IdPhotoError):
    """The batch already has another portrait of this name."""

    template: ClassVar[str] = (
        "the batch already has another portrait of this name: to replace it, add ?replace=true"
    )
    remedy: ClassVar[str] = "replace the portrait with `?replace=true`, or choose another name"


@dataclass(eq=False)
class BatchFull(IdPhotoError):
    """The batch has as many portraits as a batch may have."""

    template: ClassVar[str] = "a batch may have at most {limit:,} portraits"
    remedy: ClassVar[str] = "open another batch"

    limit: int


@dataclass(eq=False)
class NothingToPrint(IdPhotoError):
    """The batch, or the group that was asked for, has no finished photos."""

    template: ClassVar[str] = "there are no finished photos to print"
    remedy: ClassVar[str] = "wait until photos are finished, or name another group"
