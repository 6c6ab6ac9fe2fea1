"""The table of a batch as CSV, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from typing import Final

# Spreadsheets take the file for UTF-8 only with it.
_BOM: Final = "\ufeff"
# A spreadsheet would compute a cell that begins with one of these (OWASP, "CSV injection").
_ACTIVE: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class TableRow:
    """An item. ``verdict``: pass, fail, unsure, refused or unfinished. ``worst``: the gravest
    check, or the code of the error that refused the portrait. ``size``: of the photo."""

    name: str
    person: str
    group: str
    verdict: str
    worst: str
    reasons: str
    advice: str
    size: str


def write_table(rows: Iterable[TableRow]) -> bytes:
    """The file: a line with the columns' names, and one for each row.

    >>> write_table([]).decode("utf-8-sig")
    'name,person,group,verdict,worst,reasons,advice,size\\r\\n'
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(field.name for field in fields(TableRow))
    for row in rows:
        writer.writerow(map(defused, astuple(row)))
    return (_BOM + text.getvalue()).encode()


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> defused("=1+1"), defused("Ada")
    ("'=1+1", 'Ada')
    """
    return f"'{cell}" if cell.startswith(_ACTIVE) else cell
