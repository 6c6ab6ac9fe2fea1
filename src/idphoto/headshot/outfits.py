"""Outfits by name: the wardrobe's, and those of templates."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from idphoto.photo.wardrobe.garment import Garment
from idphoto.photo.wardrobe.load import GARMENT_IDS, load_garment, read_garment

_DATA: Final = files("idphoto.headshot") / "data"


@cache
def load_outfit(name: str) -> Garment:
    """A garment of the wardrobe, or one from this room's ``data``; read once per process.

    Raises:
        UnknownGarment: there is none of this name.
        BadGarment: its file is broken.
    """
    own = _DATA / f"{name}.toml"
    if name in GARMENT_IDS or not own.is_file():
        return load_garment(name)
    return read_garment(name, own.read_text(encoding="utf-8"))
