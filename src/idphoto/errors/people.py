"""The registry of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import IdPhotoError


@dataclass(eq=False)
class PersonExists(IdPhotoError):
    """The number is already in the registry, with another name or photo."""

    template: ClassVar[str] = "this number is already in the registry, with another name or photo"
    remedy: ClassVar[str] = "`--replace`, if the new entry is the right one"


@dataclass(eq=False)
class UnknownPerson(IdPhotoError):
    """Nobody in the registry has this number or id."""

    template: ClassVar[str] = "nobody in the registry has this number or id"
    remedy: ClassVar[str] = "`idphoto authority list` lists the entries"


@dataclass(eq=False)
class WrongSecret(IdPhotoError):
    """The registry was written with another secret, and cannot be read with this one."""

    template: ClassVar[str] = (
        "the registry was written with another secret: restore the IDPHOTO_SECRET, or the file "
        "secret in the data folder, that it was written with"
    )
    remedy: ClassVar[str] = (
        "restore that `IDPHOTO_SECRET` or file `secret`; see "
        "[the authority](authority.md#the-secret)"
    )


@dataclass(eq=False)
class OutdatedEmbeddings(IdPhotoError):
    """Faces in the registry were embedded by another network than the one that compares them."""

    template: ClassVar[str] = (
        "faces in the registry that were embedded by another network than {network}, and cannot be "
        "compared: {count:,}; run `idphoto authority embed`, which embeds the stored photos anew"
    )
    remedy: ClassVar[str] = (
        "`idphoto authority embed`; see [the authority](authority.md#another-network)"
    )

    count: int
    network: str


@dataclass(eq=False)
class RegistryDamaged(IdPhotoError):
    """What is stored about a person is not what was written."""

    template: ClassVar[str] = (
        "the {field} stored in the registry's entry {id} is not what was written: restore a "
        "backup, or remove the entry and add it again"
    )
    remedy: ClassVar[str] = "restore a backup, or remove the entry and add it again"

    field: str
    id: str
