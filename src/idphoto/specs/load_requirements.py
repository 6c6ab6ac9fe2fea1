"""Read the catalogue's sets of requirements.

``requirements.toml`` has one table for each set. Its name is the set's; its keys are
``Requirements``' fields. A set may be ``like`` another: fields that it does not state itself are
taken from there, and are unverified, because its own source was not seen to state them. Title,
note, source and date are always its own. A set without ``checked`` is unverified as a whole.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any

from idphoto.errors import BadCatalogue
from idphoto.specs.ranges import Range
from idphoto.specs.requirements import OWN, ChildRule, Requirements
from idphoto.specs.tables import split_tables

DEFAULT = "icao"
"""The set of documents whose authority has none: ICAO's, which most authorities start from."""

_FILE = "requirements.toml"
_RANGES = frozenset({"inter_eye_share", "face_width_share", "head_height_mm", "eye_line_mm"})
_WORDS = frozenset({"waives", "unverified"})
_KEYS = frozenset(field.name for field in fields(Requirements)) - {"name"}
_INHERITED = _KEYS - OWN | {"background_delta_e"}


@cache
def load_requirements(name: str = DEFAULT) -> Requirements:
    """The set of this name. Raises ``BadCatalogue`` if there is none, or if it is broken."""
    return _requirements(name, _tables(), _FILE, ())


def requirement_sets() -> tuple[str, ...]:
    """The names of all sets, as in the file."""
    return tuple(_tables())


def read_requirements(text: str, name: str, file: str) -> Requirements:
    """One set of a TOML file, and those it is like. ``file``: its name, for errors."""
    return _requirements(name, _split(text, file), file, ())


def read_range(raw: Sequence[float]) -> Range:
    """``[low, high]``: a low of 0 or a high of inf leaves that end open."""
    low, high = raw
    return Range(low or None, None if math.isinf(high) else high)


def _requirements(
    name: str, tables: Mapping[str, str], file: str, within: tuple[str, ...]
) -> Requirements:
    if name not in tables:
        raise BadCatalogue(file, name, "there is no set of requirements of this name")
    if name in within:
        raise BadCatalogue(file, name, f"a set cannot be like itself: {(*within, name)}")
    try:
        table = tomllib.loads(tables[name])[name]
        like = table.pop("like", None)
        unknown = table.keys() - _KEYS
        if unknown:
            raise ValueError(f"unknown keys {sorted(unknown)}")
        values = {key: _value(key, raw) for key, raw in table.items()}
        if like is not None:
            _inherit(values, _requirements(like, tables, file, (*within, name)))
        if "checked" not in values:
            values["unverified"] = ("all",)
        return Requirements(name=name, **values)
    except (AttributeError, TypeError, ValueError) as error:
        raise BadCatalogue(file, name, str(error)) from error


def _inherit(values: dict[str, Any], parent: Requirements) -> None:
    """Add the fields that ``values`` lacks from ``parent``, and list them as unverified."""
    taken = {key: getattr(parent, key) for key in sorted(_INHERITED - values.keys())}
    stated = [key for key, value in taken.items() if value not in (None, ()) and key not in OWN]
    values |= taken | {"unverified": (*values.get("unverified", ()), *stated)}


def _value(key: str, raw: Any) -> Any:
    """A TOML value in the form that the field ``key`` holds."""
    if key in _RANGES:
        return read_range(raw)
    if key == "children":
        return tuple(
            ChildRule(**{name: _value(name, value) for name, value in rule.items()}) for rule in raw
        )
    return tuple(raw) if key in _WORDS else raw


@cache
def _tables() -> dict[str, str]:
    return _split((files("idphoto.specs") / "data" / _FILE).read_text(encoding="utf-8"), _FILE)


def _split(text: str, file: str) -> dict[str, str]:
    try:
        return split_tables(text)
    except ValueError as error:
        raise BadCatalogue(file, "?", str(error)) from error
