"""How long a photo takes, how many are made in a second, and in how much memory.

Each setting runs in a process of its own, so that peak memory is its own.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal, cast

from benchmarks.pictures import twelve_megapixels
from idphoto.imaging.decode import open_source
from idphoto.photo import pipeline
from idphoto.photo.matte import Quality
from idphoto.photo.request import photo_request
from idphoto.runtime.cores import usable_cores
from idphoto.runtime.engine import Engine, default_engine

RUNS = 30
BATCH = 40


def measure_speed() -> list[dict[str, Any]]:
    """Latency of both qualities and throughput of a batch, each in a fresh process."""
    return [_in_fresh_process(quality, mode) for quality in ("fast", "best") for mode in _MODES]


Mode = Literal["single", "batch"]
_MODES: tuple[Mode, ...] = ("single", "batch")


def _in_fresh_process(quality: str, mode: Mode) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.speed", quality, mode]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return result


def _one(engine: Engine, data: bytes, quality: Quality) -> tuple[float, dict[str, float]]:
    started = time.perf_counter()
    photo = pipeline.run(engine, open_source(data), photo_request(quality=quality))
    return (time.perf_counter() - started) * 1000.0, photo.timings_ms


def _single(data: bytes, quality: Quality) -> dict[str, Any]:
    engine = default_engine()
    first, _ = _one(engine, data, quality)
    runs = [_one(engine, data, quality) for _ in range(RUNS)]
    totals = sorted(total for total, _ in runs)
    steps = {step: statistics.median(t[step] for _, t in runs) for step in runs[0][1]}
    return {
        "first_ms": first,
        "p50_ms": statistics.median(totals),
        "p90_ms": totals[int(0.9 * len(totals))],
        "steps_ms": steps,
    }


def _batch(data: bytes, quality: Quality) -> dict[str, Any]:
    workers = usable_cores()
    single, many = default_engine(), default_engine("throughput")

    def rate(engine: Engine, threads: int, count: int) -> float:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda _: _one(engine, data, quality), range(threads)))
            started = time.perf_counter()
            list(pool.map(lambda _: _one(engine, data, quality), range(count)))
        return count / (time.perf_counter() - started)

    # turn by turn, so that a machine whose speed drifts is as kind to the one as to the other
    pairs = [(rate(single, 1, BATCH // 4), rate(many, workers, BATCH // 2)) for _ in range(3)]
    return {
        "single_per_s": statistics.median(alone for alone, _ in pairs),
        "batch_per_s": statistics.median(together for _, together in pairs),
        "ratio": statistics.median(together / alone for alone, together in pairs),
    }


def _main(quality: Quality, mode: Mode) -> None:
    about, data = twelve_megapixels()
    figures = (_single if mode == "single" else _batch)(data, quality)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report = {"quality": quality, "mode": mode, "input": about, "peak_mb": peak, **figures}
    print(json.dumps(report))


if __name__ == "__main__":
    _main(cast(Quality, sys.argv[1]), cast(Mode, sys.argv[2]))
