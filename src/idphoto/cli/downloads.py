"""Progress bars for downloads, in every command that loads networks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from idphoto.assets.downloads import heard_by
from idphoto.cli.levels import is_quiet

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@contextmanager
def shown_downloads(*, hidden: bool = False) -> Iterator[None]:
    """Show a bar on standard error for each download, unless hidden, quiet or off a terminal."""
    if hidden or not sys.stderr.isatty():
        yield
        return
    bars = _Bars()
    try:
        with heard_by(bars.report):
            yield
    finally:
        bars.stop()


class _Bars:
    """One bar at a time, from a download's first report to its last.

    Weights are fetched by one thread at a time, so reports never overlap.
    """

    def __init__(self) -> None:
        self._name = ""
        self._shown: tuple[Progress, TaskID] | None = None

    def report(self, name: str, done: int, total: int | None) -> None:
        """See ``DownloadProgress``."""
        if is_quiet():
            return
        if self._shown is None or name != self._name:
            self.stop()
            self._name, self._shown = name, _start(name, total)
        progress, task = self._shown
        progress.update(task, completed=done)
        if done == total:
            self.stop()

    def stop(self) -> None:
        """Leave the last bar as it is."""
        if self._shown is not None:
            self._shown[0].stop()
            self._shown = None


def _start(name: str, total: int | None) -> tuple[Progress, TaskID]:
    # imported late: most commands download nothing
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

    progress = Progress(
        "{task.description}",
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        # a photo may be on its way to standard output
        redirect_stdout=False,
        redirect_stderr=False,
    )
    task = progress.add_task(name, total=total)
    progress.start()
    return progress, task
