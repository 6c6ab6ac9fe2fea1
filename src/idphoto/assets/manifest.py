"""What there is to fetch: ``assets.toml``, read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from idphoto.assets.archives import Archive

Group = Literal["photo", "fonts", "rare-fonts", "best", "idcard", "alternatives"]


@dataclass(frozen=True, slots=True)
class AssetSource:
    """One place to fetch a file from: a member of an archive, or a URL."""

    file: str
    sha256: str
    bytes: int
    archive: Archive | None = None
    member: str = ""
    chunks_of: str = ""
    inner: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Asset:
    """A network's weights, or a font file.

    ``file``, ``sha256`` and ``bytes`` are those of the first source. ``notice`` must be shown
    before the first download. ``precision``: that a network needs. ``scripts``: the first words of
    the Unicode names of a font's letters.
    """

    name: str
    file: str
    group: Group
    licence: str
    note: str
    sha256: str
    bytes: int
    sources: tuple[AssetSource, ...]
    notice: str = ""
    precision: Literal["auto", "f32"] = "auto"
    scripts: tuple[str, ...] = ()


@cache
def manifest() -> tuple[Asset, ...]:
    """All files that the product knows."""
    return read_manifest(
        resources.files("idphoto.assets").joinpath("assets.toml").read_text("utf-8")
    )


def read_manifest(text: str) -> tuple[Asset, ...]:
    """Assets from TOML text, in the form that ``assets.toml`` explains."""
    data = tomllib.loads(text)
    archives = {name: Archive(**fields) for name, fields in data["archives"].items()}

    def asset(fields: dict[str, Any]) -> Asset:
        inherited = {key: fields[key] for key in ("file", "sha256", "bytes")}
        sources = tuple(
            AssetSource(**inherited | source | {"archive": archives.get(source.get("archive", ""))})
            for source in fields["sources"]
        )
        scripts = tuple(fields.get("scripts", ()))
        return Asset(**fields | {"sources": sources, "scripts": scripts})

    return tuple(asset(fields) for fields in data["assets"])
