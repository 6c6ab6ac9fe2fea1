"""The README is also the project's page on package indexes, which know no other file."""

from __future__ import annotations

import re
import tomllib

import pytest
from tests.docs.blocks import ROOT, read
from tests.docs.test_tables import leads_to

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
HOME = PROJECT["urls"]["Homepage"]
FILES = HOME.replace("//github.com/", "//raw.githubusercontent.com/")
REFERENCES = dict(re.findall(r"^\[([\w-]+)\]: (\S+)$", read("README.md"), re.MULTILINE))


def test_no_link_is_relative() -> None:
    assert re.findall(r"\]\(([^)]*)\)", read("README.md")) == []
    assert all(url.startswith("https://") for url in REFERENCES.values())


def test_every_reference_is_defined_and_used() -> None:
    used = set(re.findall(r"\]\[([\w-]+)\]", read("README.md")))
    assert used == REFERENCES.keys()


@pytest.mark.parametrize("url", REFERENCES.values())
def test_every_link_into_the_project_leads_to_a_file_and_heading(url: str) -> None:
    address, _, heading = url.partition("#")
    (place,) = re.fullmatch(rf"(?:{HOME}/(?:blob|tree)|{FILES})/main/(.+)", address).groups()  # type: ignore[union-attr]
    assert (ROOT / place).exists()
    assert leads_to(ROOT / place, heading)


def test_the_projects_addresses_are_of_one_home() -> None:
    assert all(url.startswith(HOME) for url in PROJECT["urls"].values())
