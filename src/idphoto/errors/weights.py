"""The networks' weights, and fonts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import IdPhotoError


@dataclass(eq=False)
class WeightsUnavailable(IdPhotoError):
    """A network's weights, or a font, are not cached and could not be fetched."""

    template: ClassVar[str] = "{name!r} is not in {folder} and could not be fetched: {reason}"
    remedy: ClassVar[str] = (
        "check the connection and the package mirror; "
        "see [without a network](install.md#without-a-network)"
    )
    caller_template: ClassVar[str] = "this server lacks a network that this needs"

    name: str
    folder: str
    reason: str


@dataclass(eq=False)
class WeightsCorrupt(IdPhotoError):
    """A file of weights, or a font, does not have the sha256 that the manifest pins."""

    template: ClassVar[str] = "{name!r} has sha256 {found}, expected {expected}"
    remedy: ClassVar[str] = "`idphoto models pull` fetches them again"
    caller_template: ClassVar[str] = "this server lacks a network that this needs"

    name: str
    found: str
    expected: str


@dataclass(eq=False)
class BadRanges(IdPhotoError):
    """The activation ranges for 8-bit inference do not belong to this network."""

    template: ClassVar[str] = "cannot use the activation ranges of {network!r}: {reason}"
    remedy: ClassVar[str] = "reinstall; until then, set `IDPHOTO_PRECISION=bf16` or `f32`"

    network: str
    reason: str
