"""A bar for work on many things."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TypeVar

from idphoto.cli.levels import is_quiet

_T = TypeVar("_T")


def with_progress(
    outcomes: Iterable[_T], what: str, total: int, *, hidden: bool = False
) -> Generator[_T, None, None]:
    """The outcomes as they come, with a bar on standard error if that is a terminal.

    ``what``: they are, in the plural. ``hidden``: without a bar.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    hidden = hidden or is_quiet() or not console.is_terminal
    columns = TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, disable=hidden) as bar:
        task = bar.add_task(what, total=total)
        for outcome in outcomes:
            yield outcome
            bar.advance(task)
