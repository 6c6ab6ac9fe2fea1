"""The documents' tables leave nothing out."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings
from tests.docs.blocks import ROOT, read

from idphoto import errors
from idphoto.accounts.prices import Prices
from idphoto.cli.commands import load
from idphoto.cli.levels import level_options
from idphoto.compliance.registry import CHECKS
from idphoto.headshot.templates import TEMPLATES
from idphoto.photo import notices
from idphoto.settings import ServerSettings, Settings
from idphoto.specs import all_specs
from scripts import doc_compliance, doc_errors, doc_house

DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("examples/*.md"),
        *ROOT.glob("deploy/*.md"),
    ]
)
FILES = [
    path.as_posix()
    for folder in ("src", "tests", "tools", "benchmarks", "scripts", "examples", "deploy")
    for path in ROOT.glob(f"{folder}/**/*.*")
]
MAX_PICTURE_BYTES = 400_000


def table(document: str, heading: str) -> set[str]:
    """What stands, in backticks, in the first column of the tables under a heading."""
    section = re.split(r"^#+ ", read(document), flags=re.MULTILINE)
    text = next(part for part in section if part.startswith(f"{heading}\n"))
    cells = re.findall(r"^\| ([^|]*) \|", text, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def error_codes() -> set[str]:
    classes = [errors.IdPhotoError]
    for each in classes:
        classes += each.__subclasses__()
    return {each.code for each in classes}


def test_the_page_of_errors_is_what_the_classes_say() -> None:
    page = doc_errors.page()
    assert doc_errors.PAGE.read_text("utf-8") == page, "make docs writes it anew"
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", page, re.MULTILINE)
    codes = [code for code, _ in rows]
    assert sorted(codes) == sorted(error_codes() - {"idphoto_error"})
    assert [code for code, remedy in rows if remedy == "–"] == []


def test_the_drawing_of_the_house_shows_the_layers_that_are_enforced() -> None:
    assert doc_house.DRAWING.read_text("utf-8") == doc_house.drawing(), "make docs draws it anew"


def test_the_guide_explains_the_notices_that_are_no_checks() -> None:
    source = Path(str(notices.__file__)).read_text("utf-8")
    named = set(re.findall(r'Notice\("(\w+)"', source))
    assert named == {"turned_upright", "adjusted_by_hand", "spec_overridden"}
    assert table("docs/guide.md", "Notices") == named


def test_the_page_of_checks_is_what_the_registry_says() -> None:
    page = doc_compliance.page()
    assert doc_compliance.PAGE.read_text("utf-8") == page, "make docs writes it anew"
    assert table("docs/compliance.md", "The checks") == {check.id for check in CHECKS}


@pytest.mark.parametrize("name", ["make", "check", "sheet", "headshot"])
def test_the_guide_explains_every_option(name: str) -> None:
    words = {
        word
        for option in load(name).params
        if option not in level_options()
        for word in (*option.opts, *option.secondary_opts)
    }
    options = {word for word in words if word[0] == "-"}
    assert table("docs/guide.md", f"Options of `idphoto {name}`") == options - {"--help"}


def test_the_guide_describes_every_template() -> None:
    assert table("docs/guide.md", "Headshots") == set(TEMPLATES)


@pytest.mark.parametrize(
    ("heading", "settings"),
    [("Settings", Settings), ("Settings of the server", ServerSettings)],
)
def test_every_setting_is_in_the_table(heading: str, settings: type[BaseSettings]) -> None:
    names = {f"IDPHOTO_{name.upper()}" for name in settings.model_fields}
    assert table("docs/configuration.md", heading) == names


def test_the_price_table_has_every_operation_and_what_it_costs() -> None:
    section = read("docs/configuration.md").partition("## Prices")[2]
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", section, re.MULTILINE)
    assert {name: int(price) for name, price in rows} == asdict(Prices())


def test_the_table_has_the_servers_defaults() -> None:
    """Those that are plain numbers."""
    rows = re.findall(
        r"^\| `IDPHOTO_(\w+)` \|[^|]*\| `([\d.,]+)` \|", read("docs/configuration.md"), re.M
    )
    listed = {name.lower(): tuple(map(float, default.split(","))) for name, default in rows}
    defaults = {
        name: tuple(map(float, value if isinstance(value, tuple) else (value,)))
        for name, field in {**Settings.model_fields, **ServerSettings.model_fields}.items()
        if isinstance(value := field.default, int | float) or name == "callback_delays_s"
    }
    assert listed == defaults


def test_the_readme_counts_the_catalogue_right() -> None:
    specs = all_specs()
    national = [spec for spec in specs if spec.vendor_id is None]
    countries = {spec.country for spec in specs} - {None}
    counts = (
        f"{len(specs)} specifications: {len(national)} of national authorities, "
        f"{len(specs) - len(national)} of a vendor's table; {len(countries)} countries."
    )
    assert counts in " ".join(read("README.md").split())
    assert f"A catalogue of {len(specs)} specifications" in read("CHANGELOG.md")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_within_the_project_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)[^)]*\)", document.read_text("utf-8"))
    dead = []
    for link in links:
        name, _, heading = link.partition("#")
        target = document.parent / name if name else document
        if "://" not in link and not (target.exists() and leads_to(target, heading)):
            dead.append(link)
    assert dead == []


def leads_to(document: Path, heading: str) -> bool:
    """Whether a heading of the document has this anchor, as GitHub spells it."""
    if not heading:
        return True
    titles = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower() for title in titles)
    return heading in {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in plain}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_files_that_a_document_names_exist(document: Path) -> None:
    """Files in backticks, by the last parts of their paths."""
    pattern = r"`((?:[\w./-]+/)?[\w-]+\.py|[\w./-]+/[\w-]+\.(?:toml|sh))`"
    named = set(re.findall(pattern, document.read_text("utf-8")))
    ends = {f"/{name.removeprefix('./')}" for name in named}
    assert [end for end in ends if not any(path.endswith(end) for path in FILES)] == []


def test_the_committed_pictures_are_small_and_all_used() -> None:
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    text = "".join(document.read_text("utf-8") for document in DOCUMENTS)
    assert sum(picture.stat().st_size for picture in pictures) <= MAX_PICTURE_BYTES
    assert [picture.name for picture in pictures if f"pictures/{picture.name}" not in text] == []
