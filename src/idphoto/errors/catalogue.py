"""Names that the data files do not have, and data files that are broken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import IdPhotoError


@dataclass(eq=False)
class UnknownSpec(IdPhotoError):
    """The catalogue has no specification of this name, or several."""

    template: ClassVar[str] = "no specification named {query!r}{suggestion}"
    remedy: ClassVar[str] = "use one of the suggestions; `idphoto specs search` finds more"

    query: str
    suggestion: str = ""


@dataclass(eq=False)
class BadCatalogue(IdPhotoError):
    """A data file of the catalogue is broken; `entry` is the specification's slug or row."""

    template: ClassVar[str] = "catalogue file {file}, entry {entry!r}: {reason}"
    remedy: ClassVar[str] = "correct the entry that is named"

    file: str
    entry: str
    reason: str


@dataclass(eq=False)
class UnknownGarment(IdPhotoError):
    """The wardrobe has no garment of this id."""

    template: ClassVar[str] = "no garment {garment!r}: choose {known}"
    remedy: ClassVar[str] = "`idphoto wardrobe` lists the garments"

    garment: str
    known: str


@dataclass(eq=False)
class BadGarment(IdPhotoError):
    """A data file of the wardrobe is broken; the file and the fault are named."""

    template: ClassVar[str] = "wardrobe file {garment}.toml: {reason}"
    remedy: ClassVar[str] = "correct the file"

    garment: str
    reason: str


@dataclass(eq=False)
class UnknownTemplate(IdPhotoError):
    """There is no headshot template of this name."""

    template: ClassVar[str] = "no template {style!r}: choose one of {known}"
    remedy: ClassVar[str] = "`idphoto headshot --list` lists the templates"

    style: str
    known: str
