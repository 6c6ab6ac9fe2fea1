"""The page's sources: their types, and their own tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from scripts.studio import SOURCES, CannotBuild, Node, find_node

MODULES = SOURCES / "node_modules"


@pytest.fixture(scope="module")
def node() -> Node:
    if not (MODULES / "vitest").is_dir() or not (SOURCES / "src" / "api" / "schema.d.ts").is_file():
        pytest.skip("the studio's packages are not installed: make studio")
    try:
        return find_node()
    except CannotBuild as error:
        pytest.skip(str(error))


def run(node: Node, program: Path, arguments: Sequence[str]) -> str:
    """What a program of the packages says against the sources; empty if nothing."""
    try:
        node.run([*node.node, str(program), *arguments])
    except CannotBuild as error:
        return str(error)
    return ""


def test_the_types_of_the_page_hold(node: Node) -> None:
    assert run(node, MODULES / "typescript" / "bin" / "tsc", ["--noEmit"]) == ""


def test_the_parts_of_the_page_do_what_they_say(node: Node) -> None:
    assert run(node, MODULES / "vitest" / "vitest.mjs", ["run"]) == ""


def test_no_package_is_named_by_its_registrys_host() -> None:
    assert "resolved" not in (SOURCES / "package-lock.json").read_text(encoding="utf-8")
