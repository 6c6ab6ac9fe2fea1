"""rembg and this product on the same composites in one run: matte error, time and memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.mattes import Composite, composites, exact_alpha, matte_errors, summarise
from benchmarks.peers.environment import ROOT, PeerUnavailable, rembg_environment
from idphoto.runtime.cores import usable_cores

ROUNDS: Final = 3
# Thread pools spin for a while after their work, at the expense of the process measured next.
_PAUSE_S: Final = 0.1
REMBG: Final = "rembg"


@dataclass(frozen=True, slots=True)
class Measured:
    """One picture cut out by one peer. ``ms``: one time for each round."""

    composite: Composite
    peer: str
    errors: dict[str, float]
    ms: tuple[float, ...]

    @property
    def median_ms(self) -> float:
        return statistics.median(self.ms)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``about``: what each peer says of itself. ``peak_mb``: the peers' memory."""

    about: dict[str, str]
    measured: tuple[Measured, ...]
    peak_mb: dict[str, float | None]


def commands() -> dict[str, tuple[list[str], dict[str, str]]]:
    """Each peer's command and what it adds to the environment; all use the same threads.

    Raises:
        PeerUnavailable, WeightsUnavailable: as ``rembg_environment``.
    """
    threads = str(usable_cores())
    there = rembg_environment()
    theirs = {
        "U2NET_HOME": str(there.weights),
        "MODEL_CHECKSUM_DISABLED": "1",  # the same numbers in another file
        "OMP_NUM_THREADS": threads,  # rembg hands this to onnxruntime
    }
    ours = {"IDPHOTO_THREADS": threads}
    module = ["-m", "benchmarks.peers.our_worker"]
    return {
        REMBG: ([str(there.python), "-m", "benchmarks.peers.rembg_worker"], theirs),
        "fast": ([sys.executable, *module, "fast"], ours),
        "best": ([sys.executable, *module, "best"], ours),
    }


def compare(
    peers: Mapping[str, tuple[list[str], dict[str, str]]],
    pictures: Sequence[Composite],
    rounds: int = ROUNDS,
) -> Comparison:
    """Let every peer cut out every picture ``rounds`` times, after one to warm up.

    The peers take turns at each picture, so that a drift of the machine's speed affects all alike.

    Raises:
        PeerUnavailable: a peer cannot be started, or has ended.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        workers = {
            name: stack.enter_context(_worker(name, command, extra))
            for name, (command, extra) in peers.items()
        }
        for worker in workers.values():
            worker.cut_out(pictures[0].picture, folder / "alpha.npy")
        times: dict[tuple[str, Path], list[float]] = {}
        errors: dict[tuple[str, Path], dict[str, float]] = {}
        for turn in range(rounds):
            for place, composite in enumerate(pictures):
                for name in _rotated(list(workers), turn + place):
                    key = name, composite.picture
                    time.sleep(_PAUSE_S)
                    ms = workers[name].cut_out(composite.picture, folder / "alpha.npy")
                    times.setdefault(key, []).append(ms)
                    if key not in errors:
                        alpha = np.load(folder / "alpha.npy").astype(np.float32) / 255.0
                        errors[key] = matte_errors(alpha, exact_alpha(composite))
        return Comparison(
            {name: worker.about for name, worker in workers.items()},
            tuple(
                Measured(each, name, errors[name, each.picture], tuple(times[name, each.picture]))
                for each in pictures
                for name in workers
            ),
            {name: worker.peak_mb for name, worker in workers.items()},
        )


def by_set(found: Comparison) -> list[dict[str, Any]]:
    """One row for each set and peer.

    ``ms``: the median of the pictures' medians. ``speed``: how many times as long rembg took, the
    median over all pictures and rounds. ``error``: the mean error as a share of rembg's.
    """
    rows = []
    for group in dict.fromkeys(each.composite.group for each in found.measured):
        of_set = [each for each in found.measured if each.composite.group == group]
        theirs = {each.composite: each for each in of_set if each.peer == REMBG}
        for peer in found.about:
            mine = [each for each in of_set if each.peer == peer]
            [summary] = summarise([_row(each) for each in mine])
            row = {"set": group, "peer": peer, **summary}
            row["ms"] = statistics.median(each.median_ms for each in mine)
            if theirs:
                row["speed"] = statistics.median(
                    their_ms / ms
                    for each in mine
                    for their_ms, ms in zip(theirs[each.composite].ms, each.ms, strict=True)
                )
                their_error = statistics.fmean(each.errors["mse"] for each in theirs.values())
                row["error"] = row["mse"] / their_error
            rows.append(row | {"peak_mb": found.peak_mb[peer]})
    return rows


def by_picture(found: Comparison) -> list[dict[str, Any]]:
    """One row for each picture, with each peer's error, edge error and median time."""
    rows: dict[Composite, dict[str, Any]] = {}
    for each in found.measured:
        about = {"set": each.composite.group, "picture": each.composite.name}
        row = rows.setdefault(each.composite, about)
        row[f"{each.peer} mse"] = each.errors["mse"]
        row[f"{each.peer} edge"] = each.errors["edge_mse"]
        row[f"{each.peer} ms"] = each.median_ms
    return list(rows.values())


def measure_peers() -> Comparison | None:
    """All composites beside this checkout; None if there are none."""
    pictures = composites()
    return compare(commands(), pictures) if pictures else None


def _row(each: Measured) -> dict[str, Any]:
    return {"set": each.composite.group, "picture": each.composite.name, **each.errors}


def _rotated(names: list[str], by: int) -> list[str]:
    return names[by % len(names) :] + names[: by % len(names)]


class _Worker:
    """A process that serves ``worker.serve``."""

    def __init__(self, name: str, process: subprocess.Popen[str]) -> None:
        self._name, self._process = name, process
        self.about = str(self._answer()["about"])
        self.peak_mb: float | None = None

    def cut_out(self, picture: Path, alpha: Path) -> float:
        """Write the picture's matte to ``alpha``; the time it took, in ms."""
        assert self._process.stdin is not None
        asked = json.dumps({"picture": str(picture), "alpha": str(alpha)})
        with suppress(BrokenPipeError):  # _answer says why
            print(asked, file=self._process.stdin, flush=True)
        answer = self._answer()
        self.peak_mb = answer["peak_mb"]
        return float(answer["ms"])

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            status = self._process.wait()
            raise PeerUnavailable(f"{self._name} ended with status {status}; see its messages")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def _worker(name: str, command: list[str], extra: dict[str, str]) -> Iterator[_Worker]:
    """Its error messages go where this process's go."""
    environment = os.environ | extra
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield _Worker(name, process)
        finally:
            process.kill()
