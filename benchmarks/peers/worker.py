"""The loop of one process that cuts out pictures and times itself."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matte = Callable[[bytes], NDArray[np.uint8]]


def serve(about: str, matte: Matte) -> None:
    """Answer each line of standard input, ``{"picture": path, "alpha": path}``, with one line.

    First comes ``{"about": …}``. The alpha of ``matte``, uint8 ``(H, W)``, is written to ``alpha``
    in numpy's format. Reading and writing these files is not timed. ``peak_mb``: the most memory
    that the process has used so far; None where the system does not say.
    """
    answers, sys.stdout = sys.stdout, sys.stderr  # libraries that print do not disturb the answers

    def answer(line: dict[str, Any]) -> None:
        print(json.dumps(line), file=answers, flush=True)

    answer({"about": about})
    for line in sys.stdin:
        asked = json.loads(line)
        data = Path(asked["picture"]).read_bytes()
        started = time.perf_counter()
        alpha = matte(data)
        ms = (time.perf_counter() - started) * 1000.0
        np.save(asked["alpha"], alpha)
        answer({"ms": ms, "peak_mb": _peak_mb()})


def _peak_mb() -> float | None:
    """Unlike ``getrusage``, this counts nothing of the process that started this one."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(lines["VmHWM"].split()[0]) / 1024
