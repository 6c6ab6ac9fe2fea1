"""The documentation as a site: it builds without a warning, and needs no other host."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from scripts.docs_site.examples import as_markdown
from scripts.docs_site.outside import REPOSITORY, address_of
from tests.docs.blocks import ROOT, read

import idphoto

# What a browser fetches by itself, and not only when a reader follows a link.
_FETCHED = re.compile(
    r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=[\"']?(?:https?:)?//([^/\"']+)"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.xdist_group("site")
def test_the_site_holds_every_page_and_fetches_nothing(site: Path) -> None:
    pages = {page.relative_to(site).with_suffix(".md").as_posix() for page in site.rglob("*.html")}
    written = {page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")}
    assert pages - {"404.md"} == written
    hosts = {
        host for page in site.rglob("*.html") for host in _FETCHED.findall(page.read_text("utf-8"))
    }
    assert hosts == set()


@pytest.mark.xdist_group("site")
def test_the_reference_shows_examples_as_code(site: Path) -> None:
    page = (site / "reference" / "photos.html").read_text("utf-8")
    assert 'id="idphoto.make_photo"' in page
    assert "<blockquote>" not in page
    assert ":class:" not in page


def test_the_reference_has_every_public_name_once() -> None:
    pages = sorted((ROOT / "docs" / "reference").glob("*.md"))
    named = re.findall(r"^::: idphoto\.(\w+)$", "".join(map(read_page, pages)), re.MULTILINE)
    assert sorted([*named, "errors"]) == sorted(idphoto.__all__)


def test_examples_and_roles_become_markdown() -> None:
    assert as_markdown("See :class:`X`.\n\n>>> 1 + 1\n2\n\nMore.") == (
        "See `X`.\n\n```pycon\n>>> 1 + 1\n2\n```\n\nMore."
    )


def read_page(path: Path) -> str:
    return read(path.relative_to(ROOT).as_posix())


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("guide.md", "guide.md"),
        ("pictures/house.svg", "pictures/house.svg"),
        ("adr/", f"{REPOSITORY}docs/adr"),
        ("../CONTRIBUTING.md", f"{REPOSITORY}CONTRIBUTING.md"),
        ("../src/idphoto/tasks/", f"{REPOSITORY}src/idphoto/tasks"),
        ("../missing.md", "../missing.md"),  # which MkDocs then reports
    ],
)
def test_links_out_of_the_documentation_lead_to_the_repository(link: str, address: str) -> None:
    assert address_of(link, "docs") == address
