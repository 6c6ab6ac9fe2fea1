"""How long a photo takes, how many are made per second, and how much memory that needs.

Each setting runs in a process of its own, so that its peak memory can be measured.
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
from idphoto.api import default_engine, default_setup
from idphoto.imaging.decode import open_source
from idphoto.matting.matte import Quality
from idphoto.photo import pipeline
from idphoto.photo.request import photo_request
from idphoto.photo.setup import Setup
from idphoto.runtime.cores import usable_cores

RUNS = 30
BATCH = 20
PAIRS = 3
# The steps that look at the person for the compliance checks, and run them.
_JUDGING = ("inspect_face", "check")


Mode = Literal["single", "rate", "batch"]


def measure_latency(quality: Quality) -> dict[str, Any]:
    """Times of one photo after another, in ms: the first in a fresh process, p50, p90, by step."""
    return _in_fresh_process(quality, "single")


def measure_throughput(quality: Quality) -> dict[str, Any]:
    """Photos per second, one after another and on all cores, and the ratio of the two.

    Measured alternately, so that a drift of the machine's speed affects both alike.
    """
    pairs = [
        (_in_fresh_process(quality, "rate"), _in_fresh_process(quality, "batch"))
        for _ in range(PAIRS)
    ]
    return {
        "quality": quality,
        "single_per_s": statistics.median(alone["per_s"] for alone, _ in pairs),
        "batch_per_s": statistics.median(together["per_s"] for _, together in pairs),
        "ratio": statistics.median(both["per_s"] / alone["per_s"] for alone, both in pairs),
        "batch_peak_mb": max(together["peak_mb"] for _, together in pairs),
    }


def measure_rate(quality: Quality) -> float:
    """Photos per second on all cores, without a server."""
    rate: float = _in_fresh_process(quality, "batch")["per_s"]
    return rate


def _in_fresh_process(quality: Quality, mode: Mode) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.speed", quality, mode]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return result


def _one(setup: Setup, data: bytes, quality: Quality) -> tuple[float, dict[str, float]]:
    started = time.perf_counter()
    photo = pipeline.run(setup, open_source(data), photo_request(quality=quality))
    return (time.perf_counter() - started) * 1000.0, photo.timings_ms


def _single(data: bytes, quality: Quality) -> dict[str, Any]:
    setup = default_setup()
    first, _ = _one(setup, data, quality)
    runs = [_one(setup, data, quality) for _ in range(RUNS)]
    totals = sorted(total for total, _ in runs)
    steps = {step: statistics.median(t[step] for _, t in runs) for step in runs[0][1]}
    judging = sum(steps[step] for step in _JUDGING)
    return {
        "first_ms": first,
        "p50_ms": statistics.median(totals),
        "p90_ms": totals[int(0.9 * len(totals))],
        # of the time of a photo without them; without a specification nothing else is checked
        "checks_share": judging / (sum(steps.values()) - judging),
        "steps_ms": steps,
    }


def _rate(data: bytes, quality: Quality, setup: Setup, threads: int) -> dict[str, Any]:
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda _: _one(setup, data, quality), range(threads)))
        started = time.perf_counter()
        list(pool.map(lambda _: _one(setup, data, quality), range(BATCH)))
        return {"per_s": BATCH / (time.perf_counter() - started)}


def _main(quality: Quality, mode: Mode) -> None:
    about, data = twelve_megapixels()
    if mode == "single":
        figures = _single(data, quality)
    elif mode == "rate":
        figures = _rate(data, quality, default_setup(), 1)
    else:
        figures = _rate(data, quality, default_setup(default_engine("throughput")), usable_cores())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report = {"quality": quality, "input": about, "peak_mb": peak, **figures}
    print(json.dumps(report))


if __name__ == "__main__":
    _main(cast(Quality, sys.argv[1]), cast(Mode, sys.argv[2]))
