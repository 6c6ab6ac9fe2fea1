"""The page of licences leaves nothing out, and nothing in it is refused."""

from __future__ import annotations

import re

import pytest
from tests.docs.blocks import read

from idphoto.assets.manifest import manifest
from scripts import doc_licences


def rows(heading: str) -> dict[str, str]:
    """The name and the licence of each row of the table under a heading."""
    text = read("docs/licences.md").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| `([^`]+)` \|(?:[^|]+\|)? ([^|]+) \|$", text, re.MULTILINE)
    return dict(cells)


def test_every_package_that_the_product_asks_for_is_listed() -> None:
    asked = doc_licences.names(doc_licences.PROJECT["project"]["dependencies"])
    for extra in doc_licences.EXTRAS:
        asked |= doc_licences.names(doc_licences.asked(extra))
    assert asked <= rows("Packages of the product").keys(), "make docs writes it anew"


def test_nothing_of_the_product_has_a_refused_or_unknown_licence() -> None:
    listed = rows("Packages of the product")
    assert {name for name, licence in listed.items() if doc_licences.is_refused(licence)} == set()


def test_all_weights_and_fonts_are_listed_with_the_manifests_licences() -> None:
    assert rows("Weights and fonts") == {each.name: each.licence for each in manifest()}


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-3.0-only",
        "AGPL-3.0-or-later",
        "GNU General Public License v3 (GPLv3)",
        "GNU Affero General Public License v3",
        "MIT AND GPL-2.0-only",
        doc_licences.UNKNOWN,
    ],
)
def test_gpl_agpl_and_unknown_licences_are_refused(licence: str) -> None:
    assert doc_licences.is_refused(licence)


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "LGPL-3.0-only",
        "GNU Lesser General Public License v3 (LGPLv3)",
        "GNU Library or Lesser General Public License (LGPL)",
        "MPL-2.0",
    ],
)
def test_permissive_licences_and_the_lgpl_are_not(licence: str) -> None:
    assert not doc_licences.is_refused(licence)
