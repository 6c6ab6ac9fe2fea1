"""``python -m benchmarks [PART]…``: run the named benchmarks, or all, and print their tables."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.cards import (
    measure_checks,
    measure_reading,
    measure_refusals,
    measure_warnings,
)
from benchmarks.framing import measure_framing
from benchmarks.headshot import measure_headshots
from benchmarks.load import measure_endurance, measure_overhead, measure_share
from benchmarks.machine import describe_machine
from benchmarks.mattes import measure_mattes
from benchmarks.retouch import measure_retouch
from benchmarks.sheets import count_photos, measure_sheets
from benchmarks.speed import measure_latency, measure_throughput
from benchmarks.wardrobe import measure_wardrobe
from idphoto.photo.matte import Quality

console = Console(width=110)
QUALITIES: tuple[Quality, ...] = ("fast", "best")


def _print(title: str, rows: list[dict[str, Any]]) -> None:
    table = Table(title=title, title_justify="left")
    columns = list(dict.fromkeys(name for row in rows for name in row))
    for name in columns:
        table.add_column(name, justify="left" if isinstance(rows[0].get(name), str) else "right")
    for row in rows:
        cells = (row.get(name, "") for name in columns)
        table.add_row(*(f"{c:.2f}" if isinstance(c, float) else str(c) for c in cells))
    console.print(table)


def _with_mean(rows: list[dict[str, Any]], label: str) -> list[dict[str, Any]]:
    numbers = [n for n, value in rows[0].items() if isinstance(value, float)]
    means = {n: statistics.fmean(r[n] for r in rows if n in r) for n in numbers}
    return [*rows, {label: "mean", **means}]


def speed() -> None:
    singles = [measure_latency(quality) for quality in QUALITIES]
    steps = [{"quality": r["quality"], **r.pop("steps_ms")} for r in singles]
    _print(f"One photo: {singles[0]['input']} → 295×413 JPEG, ms", singles)
    _print("Steps of one photo, median ms", steps)
    _print("All cores busy", [measure_throughput(quality) for quality in QUALITIES])


def mattes() -> None:
    for quality in QUALITIES:
        rows = measure_mattes(quality)
        if not rows:
            console.print("mattes: skipped, because no exact mattes are beside this checkout")
            return
        _print(f"Matte error, {quality}: MSE ×10⁻³, SAD in 1000 px", _with_mean(rows, "picture"))


def framing() -> None:
    rows = measure_framing()
    _print("Framing error, % of the height, measured on the output", _with_mean(rows, "photo"))


def retouch() -> None:
    _print("Retouching at strength 0.5, 413×626: ms, and distance of embeddings", measure_retouch())


def wardrobe() -> None:
    _print("A garment on a body, 413×626, ms", measure_wardrobe())


def headshot() -> None:
    _print("A pair of headshots and its parts, ms", measure_headshots())


def cards() -> None:
    _print("One check of an ID card with all warnings, ms", measure_checks())
    _print("Cards read correctly, %", measure_reading())
    _print("Pictures with each warning, %", measure_warnings())
    _print("Pictures without one portrait side, by outcome", measure_refusals())


def sheet() -> None:
    _print("A sheet of 35×53 mm photos at 300 dpi, ms", measure_sheets())
    _print("Photos on a sheet (*: cannot be separated by straight cuts)", count_photos())


def load() -> None:
    _print("A synchronous request, one at a time", [measure_overhead(q) for q in QUALITIES])
    _print("Server and bare engine, all cores busy", [measure_share(q) for q in QUALITIES])
    _print("Many photos by many clients", [measure_endurance("fast")])


PARTS: dict[str, Callable[[], None]] = {
    "speed": speed,
    "mattes": mattes,
    "framing": framing,
    "retouch": retouch,
    "wardrobe": wardrobe,
    "headshot": headshot,
    "cards": cards,
    "sheet": sheet,
    "load": load,
}


def main(wanted: list[str]) -> None:
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; choose from {', '.join(PARTS)}")
    console.print(describe_machine())
    for name in wanted or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
