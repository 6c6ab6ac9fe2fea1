"""The one way to print a table: for people on a terminal, tab-separated for programs off it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import typer

from idphoto.cli.output import on_terminal

_NOTHING: Final[Mapping[str, str]] = {}


def print_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    empty: str = "Nothing found.",
    whole: Collection[str] = (),
    below: Mapping[str, str] = _NOTHING,
    title: str = "",
) -> None:
    """Print rows of cells. ``whole``: the columns that are never cut or wrapped; by default the
    first, which identifies a row.

    Off a terminal: a line of headings, then a line for each row, cells separated by tabs. On a
    terminal: a table. ``below``: columns that a terminal shows dimmed under another one, because
    they do not fit beside it. ``empty`` is said, on standard error, if there are no rows.
    """
    cells = [list(row) for row in rows]
    if not on_terminal():
        print_rows([headings, *cells])
    elif cells:
        _print_for_people(headings, cells, whole or headings[:1], below, title)
    if not cells:
        typer.echo(empty, err=True)


def print_rows(rows: Iterable[Sequence[str]]) -> None:
    """Print lines for a program, cells separated by tabs; white space in a cell is one blank."""
    for row in rows:
        typer.echo("\t".join(" ".join(cell.split()) for cell in row))


def _print_for_people(
    headings: Sequence[str],
    rows: list[list[str]],
    whole: Collection[str],
    below: Mapping[str, str],
    title: str,
) -> None:
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, title=title or None, title_justify="left")
    under = {headings.index(above): headings.index(name) for name, above in below.items()}
    shown = [place for place in range(len(headings)) if headings[place] not in below]
    for place in shown:
        kept = [each for each in (place, under.get(place)) if each is not None]
        kept = [each for each in kept if headings[each] in whole]
        widths = [cell_len(row[each]) for row in rows for each in kept]
        table.add_column(headings[place], min_width=max(widths, default=None), overflow="fold")
    for row in rows:
        cells = []
        for place in shown:
            cell = Text(row[place])
            if place in under and row[under[place]]:
                cell.append(f"\n{row[under[place]]}", style="dim")
            cells.append(cell)
        table.add_row(*cells)
    Console(highlight=False).print(table)
