"""Run many calls at once: threads that start together, and separate processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

_T = TypeVar("_T")


def at_once(count: int, call: Callable[[int], _T]) -> list[_T | Exception]:
    """Run ``call(0)`` … ``call(count - 1)`` on threads that start together. Returns what each
    returned or raised, in order."""
    together = Barrier(count)

    def run(number: int) -> _T | Exception:
        together.wait()
        try:
            return call(number)
        except Exception as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def start_python(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A process that runs ``code`` with the given ``sys.argv[1:]``."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_together(code: str, *argument_lists: tuple[object, ...]) -> list[str]:
    """Run ``code`` in one process per list of arguments. Returns what each printed at its end.

    ``code`` prints ``ready`` and reads a line, which arrives once all are ready.
    """
    processes = [start_python(code, *arguments) for arguments in argument_lists]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None  # otherwise `communicate` would close it again
    said = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), said
    return [out for out, _ in said]


def kill(process: subprocess.Popen[str]) -> str:
    """Kill the process as a crash would (SIGKILL). Returns its output that was not read yet."""
    process.kill()
    out, _ = process.communicate()
    return out
