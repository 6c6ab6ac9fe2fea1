"""How long each key's tasks wait, beside a queue that serves first who comes first."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

LATE: Final = "late"
"""The key that orders while the others' tasks wait."""


@dataclass(frozen=True, slots=True)
class Waited:
    """One task: the name of its key, when it was accepted and begun, in seconds."""

    key: str
    accepted_at: float
    begun_at: float


def by_key(tasks: Sequence[Waited]) -> list[dict[str, Any]]:
    """Seconds from accepted to begun, by key, in the order in which keys first came.

    ``fifo_mean_s``: if the same begins went to the tasks in the order in which they were accepted.
    ``share_begun_s``: from the first begin of all to the key's begin number N, where N is how many
    tasks every key has: equal for all if keys take turns.
    """
    came = sorted(tasks, key=lambda task: task.accepted_at)
    begins = sorted(task.begun_at for task in tasks)
    fifo: dict[str, list[float]] = {}
    waits: dict[str, list[float]] = {}
    begun: dict[str, list[float]] = {}
    for task, begin in zip(came, begins, strict=True):
        fifo.setdefault(task.key, []).append(max(0.0, begin - task.accepted_at))
        waits.setdefault(task.key, []).append(task.begun_at - task.accepted_at)
        begun.setdefault(task.key, []).append(task.begun_at - begins[0])
    share = min(len(each) for key, each in waits.items() if key != LATE)
    return [
        {
            "key": key,
            "tasks": len(waited),
            "mean_s": statistics.fmean(waited),
            "median_s": statistics.median(waited),
            "max_s": max(waited),
            "fifo_mean_s": statistics.fmean(fifo[key]),
            "share_begun_s": "" if key == LATE else sorted(begun[key])[share - 1],
        }
        for key, waited in waits.items()
    ]


def spreads(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """How far apart the keys are. ``rows``: as ``by_key`` returns them, the largest key first."""
    keys = [row for row in rows if row["key"] != LATE]
    return [
        _spread("mean wait of the equal keys, s", [row["mean_s"] for row in keys[1:]]),
        _spread("longest wait of the equal keys, s", [row["max_s"] for row in keys[1:]]),
        _spread("an equal share begun, all keys, s", [row["share_begun_s"] for row in keys]),
    ]


def _spread(name: str, values: Sequence[float]) -> dict[str, Any]:
    lowest, highest = min(values), max(values)
    percent = 100 * (highest - lowest) / statistics.fmean(values)
    return {"of": name, "lowest": lowest, "highest": highest, "apart_%": percent}
