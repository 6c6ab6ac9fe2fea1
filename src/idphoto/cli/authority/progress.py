"""A bar for work on many people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_T = TypeVar("_T")


def with_progress(outcomes: Iterable[_T], total: int, *, hidden: bool) -> Iterator[_T]:
    """The outcomes as they come, with a bar on standard error; nothing if ``hidden``."""
    columns = TextColumn("people"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), disable=hidden) as bar:
        task = bar.add_task("people", total=total)
        for outcome in outcomes:
            yield outcome
            bar.advance(task)
