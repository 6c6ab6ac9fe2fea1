"""Split a TOML file at its tables, so that one of them can be parsed alone."""

from __future__ import annotations

import re

# At the beginning of a line: the catalogue's arrays are indented, and its tables are not nested.
_HEADER = re.compile(r"^\[([^][]+)\]\s*$", re.MULTILINE)


def split_tables(text: str) -> dict[str, str]:
    """Name → the table's text with its header. Raises ``ValueError`` if a name appears twice.

    Parsing takes a hundred times longer than splitting, and most runs need one table.
    """
    headers = list(_HEADER.finditer(text))
    ends = [*(header.start() for header in headers), len(text)][1:]
    tables: dict[str, str] = {}
    for header, end in zip(headers, ends, strict=True):
        if header[1] in tables:
            raise ValueError(f"the table {header[1]} appears twice")
        tables[header[1]] = text[header.start() : end]
    return tables
