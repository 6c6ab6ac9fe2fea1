"""A garment's closed cut, for people whose photo does not show their neck."""

from __future__ import annotations

from dataclasses import replace

from idphoto.photo.wardrobe.garment import Garment, Part, Polo, Shirt, Top


def with_closed_collar(garment: Garment) -> Garment:
    """The garment with shirts and polos buttoned up, and tops that close round the neck.

    >>> from idphoto.photo.wardrobe.load import load_garment
    >>> with_closed_collar(load_garment("man_11")).parts[0].collar
    'classic'
    """
    return replace(garment, parts=tuple(_closed(part) for part in garment.parts))


def _closed(part: Part) -> Part:
    match part:
        case Shirt(collar="open" | "camp"):
            return replace(part, collar="classic")
        case Polo():
            return replace(part, fastened=True)
        case Top(neck="turtle" | "mock"):
            return part
        case Top():
            return replace(part, neck="mock")
        case _:
            return part
