"""The documents' tables leave nothing out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import typer
from pydantic_settings import BaseSettings

from idphoto import errors
from idphoto.cli.app import app
from idphoto.headshot.templates import TEMPLATES
from idphoto.photo import notices
from idphoto.settings import ServerSettings, Settings
from idphoto.specs import all_specs

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def read(document: str) -> str:
    return (ROOT / document).read_text("utf-8")


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


def notice_codes() -> set[str]:
    """The second of every (applies, code, message) in the source of ``notices.py``."""
    tree = ast.parse(Path(str(notices.__file__)).read_text("utf-8"))
    return {
        node.elts[1].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Tuple)
        and len(node.elts) == 3
        and isinstance(node.elts[1], ast.Constant)
        and isinstance(node.elts[1].value, str)
    }


def test_the_guide_explains_every_error() -> None:
    assert table("docs/guide.md", "Errors") == error_codes() | {"io_error"}


def test_the_guide_explains_every_warning() -> None:
    assert len(notice_codes()) > 5
    assert table("docs/guide.md", "Warnings") == notice_codes()


@pytest.mark.parametrize("name", ["make", "sheet", "headshot"])
def test_the_guide_explains_every_option(name: str) -> None:
    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
    words = {word for option in command.params for word in (*option.opts, *option.secondary_opts)}
    options = {word for word in words if word[0] == "-"}
    assert table("docs/guide.md", f"Options of `idphoto {name}`") == options - {"--help"}


def test_the_guide_tells_of_every_template() -> None:
    assert table("docs/guide.md", "Headshots") == set(TEMPLATES)


@pytest.mark.parametrize(
    ("heading", "settings"),
    [("Settings", Settings), ("Settings of the server", ServerSettings)],
)
def test_every_setting_is_in_the_table(heading: str, settings: type[BaseSettings]) -> None:
    names = {f"IDPHOTO_{name.upper()}" for name in settings.model_fields}
    assert table("docs/configuration.md", heading) == names


def test_the_table_tells_the_servers_defaults() -> None:
    """Those that are plain numbers."""
    rows = re.findall(
        r"^\| `IDPHOTO_(\w+)` \|[^|]*\| `([\d.,]+)` \|", read("docs/configuration.md"), re.M
    )
    told = {name.lower(): tuple(map(float, default.split(","))) for name, default in rows}
    defaults = {
        name: tuple(map(float, value if isinstance(value, tuple) else (value,)))
        for name, field in {**Settings.model_fields, **ServerSettings.model_fields}.items()
        if isinstance(value := field.default, int | float) or name == "callback_delays_s"
    }
    assert told == defaults


def test_the_readme_counts_the_catalogue_right() -> None:
    specs = all_specs()
    national = [spec for spec in specs if spec.vendor_id is None]
    countries = {spec.country for spec in specs} - {None}
    row = (
        f"| {len(specs)}: {len(national)} of national authorities, "
        f"{len(specs) - len(national)} of a vendor's table; {len(countries)} countries."
    )
    assert row in read("README.md")
    assert f"A catalogue of {len(specs)} specifications" in read("CHANGELOG.md")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_within_the_project_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (document.parent / link).exists()] == []
