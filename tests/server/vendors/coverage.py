"""The tables of ``docs/vendors``: their rows and the tests that the rows cite."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]
_CITED: Final = re.compile(r"`((?:[\w/]+/)?test_\w+\.py)::(test_\w+)`")


@dataclass(frozen=True)
class Table:
    """One document. ``tests``: the folder of the tests that it cites by file name only."""

    document: str
    tests: Path

    @cached_property
    def text(self) -> str:
        return (ROOT / "docs" / "vendors" / self.document).read_text("utf-8")

    def rows(self, section: str) -> list[tuple[set[str], str]]:
        """The names in the first column of a section's tables, with the rest of each row."""
        parts = re.split(r"^## ", self.text, flags=re.MULTILINE)
        body = next(part for part in parts if part.startswith(f"{section}\n"))
        found = re.findall(r"^\| (`[^|]*) \|(.*)$", body, re.MULTILINE)
        return [(set(re.findall(r"`([^`]+)`", names)), rest) for names, rest in found]

    def names(self, section: str) -> list[str]:
        return sorted(name for row, _ in self.rows(section) for name in row)

    def check_citations(self, section: str) -> None:
        """Every row of the section cites a test or says that its item does not occur."""
        assert self.rows(section)
        for row, rest in self.rows(section):
            assert _CITED.search(rest) or "does not occur" in rest, row

    def check_cited_tests(self, at_least: int) -> None:
        """All cited tests exist, and there are more than ``at_least`` citations."""
        cited = _CITED.findall(self.text)
        assert len(cited) > at_least
        missing = [f"{file}::{test}" for file, test in cited if test not in self._defined(file)]
        assert missing == []

    def _defined(self, file: str) -> frozenset[str]:
        return _functions(ROOT / file if file.startswith("tests/") else self.tests / file)


@cache
def _functions(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
