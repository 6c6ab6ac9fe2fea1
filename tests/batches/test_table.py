"""A batch as a table for spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest

from idphoto.batches.table import TableRow, defused, write_table

ADA = TableRow("a.jpg", "Ada", "4b", "fail", "mouth_open", "mouth: open", "close it", "413×531 px")
LI = TableRow("l.jpg", "李小明", '4"b', "pass", "", "", "", "413×531 px")


def test_a_spreadsheet_reads_the_table_back() -> None:
    data = write_table([ADA, LI])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert list(rows[0]) == [
        "name", "person", "group", "verdict", "worst", "reasons", "advice", "size",
    ]  # fmt: skip
    assert (rows[0]["person"], rows[0]["worst"]) == ("Ada", "mouth_open")
    assert (rows[1]["person"], rows[1]["group"]) == ("李小明", '4"b')


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_name_is_never_a_formula(start: str) -> None:
    assert defused(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


def test_other_cells_stay_as_they_are() -> None:
    assert [defused(cell) for cell in ("", "a=b", "Ada-Lu")] == ["", "a=b", "Ada-Lu"]
