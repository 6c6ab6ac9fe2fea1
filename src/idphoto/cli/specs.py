"""``idphoto specs``: list, search and show official photo specifications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from typing import Annotated, Any

import typer

from idphoto.cli.group import group
from idphoto.cli.output import AsJson, print_json
from idphoto.cli.table import print_table
from idphoto.errors import BadRequest
from idphoto.specs import Range, Requirements, Spec, all_specs, load_spec, search_specs
from idphoto.specs.countries import country_code
from idphoto.specs.languages import CatalogueLanguage
from idphoto.specs.requirements import OWN as OWN_REQUIREMENTS
from idphoto.specs.titles import aliases_in, category_in, note_in, title_in
from idphoto.specs.words import range_in_words, requirements_in_words

app = group("List, search and show official photo specifications.")

# Fields of the catalogue itself: no authority states them, so there is nothing to verify.
_OWN = ("slug", "title", "category", "vendor_id", "aliases", "note", "source", "checked")
_ELSEWHERE = ("unverified", "requirements")  # printed beside each field, and below them

_Language = Annotated[
    CatalogueLanguage, typer.Option(help="Language of titles and requirements, en or zh.")
]


@app.command("list")
def list_specs(
    country: Annotated[
        str | None, typer.Option(help="Only this country, by code, name or adjective.")
    ] = None,
    category: Annotated[
        str | None, typer.Option(help="Only this category, such as Passport, Visa or Examination.")
    ] = None,
    language: _Language = "en",
    as_json: AsJson = False,
) -> None:
    """List the whole catalogue, or one country or category.

    Examples:

    - `idphoto specs list --category visa`

    - `idphoto specs list --country french --json`

    - `idphoto specs list --country 中国 --language zh`
    """
    specs: Iterable[Spec] = all_specs()
    if country is not None:
        code = country_code(country)
        if code is None:
            raise BadRequest("country", f"there is no specification for {country!r}")
        specs = [spec for spec in specs if spec.country == code]
    if category is not None:
        known = sorted({spec.category for spec in all_specs()})
        if category.casefold() not in (name.casefold() for name in known):
            raise BadRequest("category", f"must be one of {', '.join(known)}, not {category!r}")
        specs = [spec for spec in specs if spec.category.casefold() == category.casefold()]
    _print_specs(specs, as_json, language)


@app.command()
def search(
    words: Annotated[
        list[str],
        typer.Argument(
            help="Country, document, any word of a title, or a size, in English or Chinese."
        ),
    ],
    near: Annotated[
        str | None, typer.Option(help="Put this country's documents first, if they match.")
    ] = None,
    language: _Language = "en",
    as_json: AsJson = False,
) -> None:
    """Search by words or size, best match first; small spelling mistakes are tolerated.

    Examples:

    - `idphoto specs search german passport`

    - `idphoto specs search civil service beijing`

    - `idphoto specs search 35x45 --near FR`

    - `idphoto specs search 美国签证 --language zh`
    """
    if near is not None and country_code(near) is None:
        raise BadRequest("near", f"there is no specification for {near!r}")
    _print_specs(search_specs(" ".join(words), near), as_json, language)


@app.command()
def show(
    name: Annotated[
        list[str], typer.Argument(help="A name, a vendor's id, or words that match one entry.")
    ],
    language: _Language = "en",
    as_json: AsJson = False,
) -> None:
    """Show everything known about one specification.

    Examples:

    - `idphoto specs show us-visa`

    - `idphoto specs show 1102`

    - `idphoto specs show japan visa`
    """
    spec = load_spec(" ".join(name))
    if as_json:
        print_json(asdict(spec))
        return
    print_table(
        ("field", "value", "verified"),
        [*_own_fields(spec, language), *_requirements(spec.requirements, language)],
        title=title_in(spec, language),
    )


def _own_fields(spec: Spec, language: CatalogueLanguage) -> Iterator[tuple[str, str, str]]:
    """The specification's fields that have a value, and which of them are verified."""
    worded = {
        "title": title_in(spec, language),
        "category": category_in(spec.category, language),
        "aliases": aliases_in(spec, language),
        "note": note_in(spec, language),
    }
    for field in fields(spec):
        value = worded.get(field.name, getattr(spec, field.name))
        pointless = field.name == "head_measured_to" and spec.head_height_mm is None
        if value in (None, (), "") or field.name in _ELSEWHERE or pointless:
            continue
        sure = field.name in _OWN or spec.is_verified(field.name)
        yield field.name, _text(field.name, value, language), "" if sure else "unverified"


def _requirements(
    asked: Requirements, language: CatalogueLanguage
) -> Iterator[tuple[str, str, str]]:
    """What is asked of the person and the scene, below the specification's own fields."""
    yield "requirements", f"{asked.name}: {asked.title}", ""
    for field, words in requirements_in_words(asked, language).items():
        sure = field in OWN_REQUIREMENTS or asked.is_verified(field)
        yield field, words, "" if sure else "unverified"
    for field in ("note", "source", "checked"):
        value = getattr(asked, field)
        if value:
            yield f"requirements' {field}", str(value), ""


def _print_specs(specs: Iterable[Spec], as_json: bool, language: CatalogueLanguage) -> None:
    if as_json:
        print_json([asdict(spec) for spec in specs])
        return
    rows = (
        (
            spec.slug,
            title_in(spec, language),
            category_in(spec.category, language),
            "" if spec.size_mm is None else _text("size_mm", spec.size_mm, language),
            _text("size_px", spec.size_px, language),
            str(spec.dpi),
            ", ".join(spec.backgrounds),
        )
        for spec in specs
    )
    print_table(("name", "title", "category", "mm", "px", "dpi", "background"), rows)


def _text(field: str, value: Any, language: CatalogueLanguage) -> str:
    """A field's value as text for people."""
    if isinstance(value, Range):
        return range_in_words(value, language)
    if field.startswith("size_") or field in ("min_px", "max_px"):
        return " x ".join(f"{side:g}" for side in value)
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
