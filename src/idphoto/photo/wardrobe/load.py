"""The garments' data files: one TOML file each, read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from importlib.resources import files
from itertools import count, takewhile
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from idphoto.errors import BadGarment, UnknownGarment
from idphoto.photo.wardrobe.garment import (
    Cloth,
    ClothColour,
    Garment,
    Jacket,
    Knit,
    Neckwear,
    Part,
    Pinafore,
    Polo,
    SailorCollar,
    Shirt,
    StandCoat,
    Top,
    Trim,
)

_PARTS: Final[dict[str, type[Any]]] = {
    "shirt": Shirt,
    "top": Top,
    "polo": Polo,
    "jacket": Jacket,
    "knit": Knit,
    "pinafore": Pinafore,
    "stand_coat": StandCoat,
    "neckwear": Neckwear,
    "sailor_collar": SailorCollar,
    "trim": Trim,
}
_DATA = files("idphoto.photo.wardrobe") / "data"
_KINDS: Final = ("man", "woman", "child")


def _numbered(kind: str) -> list[str]:
    """``man_1``, ``man_2``, …: as far as there are files."""
    ids = (f"{kind}_{number}" for number in count(1))
    return list(takewhile(lambda garment_id: (_DATA / f"{garment_id}.toml").is_file(), ids))


_BY_KIND: Final = [_numbered(kind) for kind in _KINDS]
GARMENT_IDS: Final = tuple(garment_id for ids in _BY_KIND for garment_id in ids)
_RANGES: Final = [f"{ids[0]} to {ids[-1]}" for ids in _BY_KIND]
# For messages: "man_1 to man_20, ... or child_1 to child_10".
KNOWN_GARMENTS: Final = f"{', '.join(_RANGES[:-1])} or {_RANGES[-1]}"


@lru_cache(maxsize=len(GARMENT_IDS))
def load_garment(garment_id: str) -> Garment:
    """One garment of the wardrobe, read once a process.

    Raises:
        UnknownGarment: there is none of this id.
        BadGarment: its file is broken.
    """
    if garment_id not in GARMENT_IDS:
        raise UnknownGarment(garment_id, KNOWN_GARMENTS)
    text = (_DATA / f"{garment_id}.toml").read_text(encoding="utf-8")
    return read_garment(garment_id, text)


def read_garment(garment_id: str, text: str) -> Garment:
    """The garment that a TOML text describes. Raises ``BadGarment``, which names what is wrong."""
    try:
        table = tomllib.loads(text)
        unknown = table.keys() - {"title", "title_zh", "parts"}
        if unknown:
            raise ValueError(f"unknown keys {sorted(unknown)}")
        parts = tuple(_part(raw) for raw in table["parts"])
        if not parts:
            raise ValueError("has no parts")
        return Garment(garment_id, str(table["title"]), str(table["title_zh"]), parts)
    except (KeyError, TypeError, ValueError) as error:
        raise BadGarment(garment_id, str(error)) from error


def _part(raw: Mapping[str, Any]) -> Part:
    values = dict(raw)
    name = values.pop("part")
    if name not in _PARTS:
        raise ValueError(f"unknown part {name!r}; known parts are {list(_PARTS)}")
    part: Part = _build(_PARTS[name], values, name)
    return part


def _build(kind: type[Any], raw: Any, where: str) -> Any:
    """A frozen dataclass from a table, each value held against the field's type."""
    if not isinstance(raw, Mapping):
        raise ValueError(f"{where}: {raw!r} is not a table")
    hints = get_type_hints(kind)
    unknown = raw.keys() - {field.name for field in fields(kind)}
    if unknown:
        raise ValueError(f"{where}: unknown keys {sorted(unknown)}")
    return kind(
        **{name: _value(hints[name], value, f"{where}.{name}") for name, value in raw.items()}
    )


def _value(hint: Any, raw: Any, where: str) -> Any:
    if get_origin(hint) in (Union, UnionType):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if hint is Cloth:
        return _build(Cloth, raw, where)
    if hint == ClothColour:
        return _colour(raw, where)
    if get_origin(hint) is Literal:
        if raw not in get_args(hint):
            raise ValueError(f"{where}: {raw!r} is not one of {', '.join(get_args(hint))}")
        return raw
    if hint is float and isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    if hint is bool and isinstance(raw, bool):
        return raw
    raise ValueError(f"{where}: {raw!r} is not a {getattr(hint, '__name__', hint)}")


def _colour(raw: Any, where: str) -> ClothColour:
    if not isinstance(raw, str) or len(raw) != 6:
        raise ValueError(f"{where}: {raw!r} is not a colour (RRGGBB)")
    red, green, blue = (int(raw[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue
