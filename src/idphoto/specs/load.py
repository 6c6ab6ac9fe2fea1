"""Read the catalogue's data files.

``picwish.csv`` is the vendor's table as published, one specification per line. ``national/*.toml``
holds the documents of national authorities, one per table. A table's name is the slug, which begins
with the country; its keys are ``Spec``'s fields. A range is ``[low, high]``: a low of 0 or a high
of inf leaves that end open. ``requirements`` names a set of ``requirements.toml``; without it,
ICAO's is taken. An entry without ``checked`` is unverified as a whole.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from idphoto.errors import BadCatalogue
from idphoto.specs.load_requirements import (
    DEFAULT,
    load_requirements,
    read_range,
    requirement_sets,
)
from idphoto.specs.model import PRINT_DPI, Spec, mm_to_px, sizes_agree
from idphoto.specs.tables import split_tables

# White, blue and red are the vendor's own values. Authorities name colours without giving values:
# light grey, for example, is any grey that stands out from both skin and white.
COLOURS = {
    "white": "FFFFFF",
    "blue": "438EDB",
    "red": "FF0000",
    "light grey": "DCDCDC",
    "light blue": "CFE2F3",
    "cream": "F5F0E1",
}

VENDOR_SOURCE = "PicWish, ID photo API (external), section ID Photo Specifications List"
VENDOR_CHECKED = date(2026, 11, 21)
# The vendor's documents that are clearly an authority's: id → its set of requirements.
VENDOR_REQUIREMENTS = {
    "3101": "br",
    "3102": "schengen",  # Iceland
    "3108": "us-visa",
    "3109": "jp",
    "3113": "schengen",  # Italy
    "3115": "in",
    "3118": "schengen",  # France
    "3120": "ca-visa",
    "3202": "cn-exit-entry",  # passport, for Chinese abroad
    "3302": "cn-exit-entry",  # Hong Kong and Macau permit
}

_DATA = files("idphoto.specs") / "data"
_RANGES = frozenset({"head_height_mm", "eye_line_mm", "top_margin_mm", "file_bytes"})
_PAIRS = frozenset({"size_mm", "size_px", "min_px", "max_px"})
_WORDS = frozenset({"aliases", "unverified"})
_KEYS = frozenset(field.name for field in fields(Spec)) - {"slug", "vendor_id", "country"}


@lru_cache(maxsize=1)
def all_specs() -> tuple[Spec, ...]:
    """The whole catalogue: national documents by slug, then the vendor's rows by id.

    Read once per process. Raises ``BadCatalogue`` if a data file is broken.

    >>> import idphoto
    >>> [spec.slug for spec in idphoto.all_specs() if spec.country == "JP"][:2]
    ['jp-passport', 'jp-visa']
    """
    national = [
        spec for file, text in _national_texts().items() for spec in read_national(text, file)
    ]
    return unique((*sorted(national, key=lambda spec: spec.slug), *vendor_specs()))


@lru_cache(maxsize=1)
def vendor_specs() -> tuple[Spec, ...]:
    """The vendor's rows only, by id. Read once per process."""
    return tuple(read_vendor((_DATA / "picwish.csv").read_text(encoding="utf-8"), "picwish.csv"))


def spec_by_slug(slug: str) -> Spec | None:
    """The entry with this slug, from its own table only: most runs need no other."""
    for file, text in _national_texts().items():
        table = split_tables(text).get(slug) if f"[{slug}]" in text else None
        if table is not None:
            return next(iter(read_national(table, file)))
    return next((spec for spec in vendor_specs() if spec.slug == slug), None)


@lru_cache(maxsize=1)
def _national_texts() -> dict[str, str]:
    """File name → text."""
    entries = sorted((_DATA / "national").iterdir(), key=lambda entry: entry.name)
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in entries
        if entry.name.endswith(".toml")
    }


def unique(specs: Iterable[Spec]) -> tuple[Spec, ...]:
    """The same specifications. Raises ``BadCatalogue`` if two share a slug or a vendor's id."""
    found: dict[str | int, Spec] = {}
    for spec in specs:
        for key in (spec.slug, spec.vendor_id):
            if key is not None and found.setdefault(key, spec) is not spec:
                raise BadCatalogue("data", spec.slug, f"{key} appears twice")
    return tuple({spec.slug: spec for spec in found.values()}.values())


def read_national(text: str, file: str) -> list[Spec]:
    """The documents of one TOML file. ``file``: its name, for errors."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadCatalogue(file, "?", str(error)) from error
    return [_national_spec(slug, table, file) for slug, table in tables.items()]


def read_vendor(text: str, file: str) -> list[Spec]:
    """The rows of the vendor's table (CSV with a header). ``file``: its name, for errors."""
    return [_vendor_spec(row, file) for row in csv.DictReader(io.StringIO(text))]


def _national_spec(slug: str, table: Mapping[str, Any], file: str) -> Spec:
    try:
        unknown = table.keys() - _KEYS
        if unknown:
            raise ValueError(f"unknown keys {sorted(unknown)}")
        values = {name: _value(name, raw) for name, raw in table.items()}
        size_mm = values.setdefault("size_mm", None)
        if size_mm is not None and "size_px" not in values:
            dpi = values.get("dpi", PRINT_DPI)
            values["size_px"] = tuple(round(mm_to_px(mm, dpi)) for mm in size_mm)
        if "checked" not in values:
            values.setdefault("unverified", ("all",))
        prefix = slug.partition("-")[0]
        country = prefix.upper() if len(prefix) == 2 else None
        return Spec(slug=slug, country=country, vendor_id=None, **values)
    except (AttributeError, TypeError, ValueError) as error:
        raise BadCatalogue(file, slug, str(error)) from error


def _value(name: str, raw: Any) -> Any:
    """A TOML value in the form that the field ``name`` holds."""
    if name in _RANGES:
        return read_range(raw)
    if name in _PAIRS:
        width, height = raw
        return width, height
    if name == "backgrounds":
        return _colours(raw)
    if name == "requirements":
        if raw not in requirement_sets():
            raise ValueError(f"unknown requirements {raw!r}; known are {requirement_sets()}")
        return load_requirements(raw)
    return tuple(raw) if name in _WORDS else raw


def _vendor_spec(row: Mapping[str, str], file: str) -> Spec:
    try:
        size_mm, size_px, dpi = _pair(row["mm"]), _pair(row["px"]), int(row["dpi"])
        colours = () if row["colours"] == "No Requirement" else row["colours"].split(", ")
        return Spec(
            slug=f"picwish-{row['id']}",
            title=row["title"],
            category=row["category"],
            country=row["country"] or None,
            vendor_id=int(row["id"]),
            size_mm=size_mm,
            size_px=size_px,
            dpi=dpi,
            backgrounds=_colours(colours),
            note="" if sizes_agree(size_mm, size_px, dpi) else _disagreement(size_mm, dpi),
            source=VENDOR_SOURCE,
            checked=VENDOR_CHECKED,
            unverified=("country",) if row["country"] else (),  # our addition to the table
            requirements=load_requirements(VENDOR_REQUIREMENTS.get(row["id"], DEFAULT)),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadCatalogue(file, str(row.get("id")), str(error)) from error


def _pair(text: str) -> tuple[int, int]:
    """``25x35`` → (25, 35)."""
    width, height = map(int, text.split("x"))
    return width, height


def _disagreement(size_mm: tuple[float, float], dpi: int) -> str:
    width, height = (round(mm_to_px(mm, dpi)) for mm in size_mm)
    return (
        f"The vendor's sizes disagree: its size in millimetres is {width}x{height} px at "
        f"{dpi} dpi. The picture is made at the vendor's size in pixels."
    )


def _colours(names: Iterable[str]) -> tuple[str, ...]:
    missing = [name for name in names if name.lower() not in COLOURS]
    if missing:
        raise ValueError(f"unknown colours {missing}; known are {list(COLOURS)}")
    return tuple(COLOURS[name.lower()] for name in names)
