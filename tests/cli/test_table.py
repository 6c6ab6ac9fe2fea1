from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from idphoto.cli.table import print_table

Run = Callable[..., Any]
HEADINGS = ("name", "title", "note")
ROWS = [("de-passport-of-a-very-long-name", "a\ttitle\nin two lines", "word " * 30), ("b", "", "")]


def test_off_a_terminal_a_row_is_a_line_and_cells_are_separated_by_tabs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table(HEADINGS, ROWS)
    assert capsys.readouterr().out.splitlines() == [
        "name\ttitle\tnote",
        "de-passport-of-a-very-long-name\ta title in two lines\t" + ("word " * 30).strip(),
        "b\t\t",
    ]


def test_off_a_terminal_an_empty_table_has_its_headings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table(HEADINGS, [], empty="Nothing.")
    assert capsys.readouterr() == ("name\ttitle\tnote\n", "Nothing.\n")


def test_on_a_terminal_the_first_column_is_never_cut(
    terminal: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    print_table(HEADINGS, ROWS)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("de-passport-of-a-very-long-name ")
    assert max(map(len, lines)) <= 50
    assert "…" not in "".join(lines)


def test_on_a_terminal_a_column_may_stand_below_another(
    terminal: None, capsys: pytest.CaptureFixture[str]
) -> None:
    print_table(("name", "id", "note"), [("kiosk", "1234", "[b]x")], below={"id": "name"})
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["name", "note"],
        ["kiosk", "[b]x"],
        ["1234"],
    ]


@pytest.mark.parametrize("columns", ["80", "222"])
def test_the_names_of_specifications_are_whole_on_every_terminal(
    idphoto: Run, terminal: None, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    out = idphoto("specs", "search", "german", "passport").out
    assert "\nde-passport " in out
