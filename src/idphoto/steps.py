"""Pipelines as lists of steps, with a deadline and a progress report between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from idphoto.errors import DeadlineExceeded

Progress = Callable[[str, float], None]
StateT = TypeVar("StateT")


def run_steps(
    steps: Sequence[Callable[[StateT], None]],
    state: StateT,
    deadline: float | None,
    progress: Progress | None,
) -> dict[str, float]:
    """Every step on ``state``, in order; what each took, in milliseconds, by its name.

    ``deadline``: by ``time.monotonic()``; ``progress`` gets a step's name and the share done, 0–1.

    Raises:
        DeadlineExceeded: found out between two steps.
    """
    timings: dict[str, float] = {}
    for number, step in enumerate(steps):
        started = time.monotonic()
        if deadline is not None and started > deadline:
            raise DeadlineExceeded(step=step.__name__, late_s=started - deadline)
        if progress is not None:
            progress(step.__name__, number / len(steps))
        step(state)
        timings[step.__name__] = (time.monotonic() - started) * 1000.0
    if progress is not None:
        progress("done", 1.0)
    return timings
