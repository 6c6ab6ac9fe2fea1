"""``python -m benchmarks [PART]… [--json] [--held]``: run benchmarks, and print tables or JSON.

Without a name all run but ``peers``, which installs another product, ``cluster``, which starts a
PostgreSQL server and takes a quarter of an hour (``--tasks=N``: with fewer tasks than 10,000), and
``compliance``, which needs labelled pictures: ``--pictures=FOLDER`` says where they are
(compliance/README.md: how to lay them out), ``--write`` writes the error rates that reports show.
``--held``: cards that are held back while the product is built, in place of those that are looked
at.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.cards import (
    measure_checks,
    measure_reading,
    measure_refusals,
    measure_warnings,
)
from benchmarks.cluster.measure import measure_cluster
from benchmarks.cluster.nodes import ServerMissing
from benchmarks.compliance.measure import (
    error_rows,
    measure_compliance,
    rows,
    skin_rows,
    write_rates,
)
from benchmarks.framing import measure_framing
from benchmarks.geometry import by_kind, by_measure, by_photo, measure_geometry
from benchmarks.headshot import measure_headshots
from benchmarks.load import measure_blank, measure_endurance, measure_overhead, measure_share
from benchmarks.machine import describe_machine
from benchmarks.mattes import measure_mattes, summarise
from benchmarks.peers.compare import by_picture, by_set, measure_peers
from benchmarks.peers.environment import PeerUnavailable
from benchmarks.retouch import measure_retouch
from benchmarks.sheets import count_photos, measure_sheets
from benchmarks.speed import measure_latency, measure_throughput
from benchmarks.studio.browsing import StudioUnavailable, open_studio
from benchmarks.studio.making import PRESSES, SLIDES, measure_trips, measure_uploads
from benchmarks.studio.making import summarise as summarise_trips
from benchmarks.studio.opening import measure_bytes, measure_interactive
from benchmarks.wardrobe import measure_wardrobe
from idphoto.errors import WeightsUnavailable
from idphoto.matting.matte import Quality

QUALITIES: tuple[Quality, ...] = ("fast", "best")


@dataclass(frozen=True, slots=True)
class Figures:
    """One table. Without rows, the title says why there are none."""

    title: str
    rows: list[dict[str, Any]]


def speed() -> Iterator[Figures]:
    singles = [measure_latency(quality) for quality in QUALITIES]
    steps = [{"quality": r["quality"], **r.pop("steps_ms")} for r in singles]
    yield Figures(f"One photo: {singles[0]['input']} → 295×413 JPEG, ms", singles)
    yield Figures("Steps of one photo, median ms", steps)
    yield Figures("All cores busy", [measure_throughput(quality) for quality in QUALITIES])


def mattes() -> Iterator[Figures]:
    rows = {quality: measure_mattes(quality) for quality in QUALITIES}
    if not all(rows.values()):
        yield Figures("mattes: skipped, because no exact mattes are beside this checkout", [])
        return
    yield Figures(
        "Matte error: MSE ×10⁻³, SAD in 1000 px",
        [{"quality": quality, **row} for quality in QUALITIES for row in summarise(rows[quality])],
    )
    for quality in QUALITIES:
        yield Figures(f"Matte error, {quality}: MSE ×10⁻³, SAD in 1000 px", rows[quality])


def peers() -> Iterator[Figures]:
    try:
        found = measure_peers()
    except (PeerUnavailable, WeightsUnavailable) as error:
        yield Figures(f"peers: skipped: {error}", [])
        return
    if found is None:
        yield Figures("peers: skipped, because no exact mattes are beside this checkout", [])
        return
    yield Figures("Peers", [{"peer": name, "is": about} for name, about in found.about.items()])
    yield Figures("MSE ×10⁻³; speed and error compared with rembg's", by_set(found))
    yield Figures("MSE ×10⁻³ and median ms, by picture", by_picture(found))


def geometry() -> Iterator[Figures]:
    heads = measure_geometry()
    if not heads:
        yield Figures(
            "geometry: skipped, because no hand-placed points are beside this checkout", []
        )
        return
    yield Figures("Distance to points placed by hand, % of the head's height", by_kind(heads))
    yield Figures("Measures less those by hand, % of the head's height", by_measure(heads))
    yield Figures("Distance by photo, % of the head's height", by_photo(heads))


def framing() -> Iterator[Figures]:
    rows = measure_framing()
    title = "Framing error, % of the height, measured on the output"
    yield Figures(title, _with_mean(rows, "photo"))


def retouch() -> Iterator[Figures]:
    title = "Retouching at strength 0.5, 413×626: ms, and distance of embeddings"
    yield Figures(title, measure_retouch())


def wardrobe() -> Iterator[Figures]:
    yield Figures("A garment on a body, 413×626, ms", measure_wardrobe())


def headshot() -> Iterator[Figures]:
    yield Figures("A pair of headshots and its parts, ms", measure_headshots())


def cards(held: bool = False) -> Iterator[Figures]:
    yield Figures("One check of an ID card with all warnings, ms", measure_checks())
    yield Figures("Cards read correctly, %", measure_reading(held))
    yield Figures("Pictures with each warning, %", measure_warnings(held))
    yield Figures("Pictures without one portrait side, by outcome", measure_refusals(held))


def compliance(folder: Path | None = None, write: bool = False) -> Iterator[Figures]:
    measured = None if folder is None else measure_compliance(folder)
    if measured is None:
        yield Figures("compliance: skipped: --pictures=FOLDER names no labelled pictures", [])
        return
    if write:
        write_rates(measured)
    yield Figures(f"Error rates of the checks on {measured.judged:,} pictures", rows(measured))
    yield Figures("By quarter of skin lightness, the darkest first", skin_rows(measured))
    yield Figures("Pictures on which checks err", error_rows(measured))


def sheet() -> Iterator[Figures]:
    yield Figures("A sheet of 35×53 mm photos at 300 dpi, ms", measure_sheets())
    yield Figures("Photos on a sheet (*: cannot be separated by straight cuts)", count_photos())


def load() -> Iterator[Figures]:
    yield Figures("A synchronous request, one at a time", [measure_overhead(q) for q in QUALITIES])
    yield Figures("A synchronous request for a blank picture, one at a time", [measure_blank()])
    yield Figures("Server and bare engine, all cores busy", [measure_share(q) for q in QUALITIES])
    yield Figures("Many photos by many clients", [measure_endurance("fast")])


def cluster(tasks: int = 10_000) -> Iterator[Figures]:
    try:
        found = measure_cluster(tasks)
    except ServerMissing:
        yield Figures("cluster: skipped, because PostgreSQL's server is not installed", [])
        return
    yield Figures("Orders of photos through two API nodes, by 16 clients", found.accepting)
    yield Figures("Tasks that sleep for 0.2 s, two at a time on each worker", found.scaling)
    yield Figures("From accepted to begun, by key", found.waits)
    yield Figures("How far keys are apart", found.spreads)
    yield Figures("The database's load", found.database)
    yield Figures("Processor time by process, ms", found.cpu)


def studio() -> Iterator[Figures]:
    try:
        with open_studio() as opened:
            yield Figures("The first load over the wire, bytes", measure_bytes(opened))
            yield Figures(
                "From the navigation's start, cold cache, ms", measure_interactive(opened)
            )
            yield Figures("From the chosen file to the first photo, ms", [measure_uploads(opened)])
            for title, moves in (("A colour pressed", PRESSES), ("A slider moved", SLIDES)):
                trips = summarise_trips(measure_trips(opened, moves))
                yield Figures(f"{title}: the page beside its own request, ms", trips)
    except StudioUnavailable as error:
        yield Figures(f"studio: skipped: {error}", [])


PARTS: dict[str, Callable[[], Iterator[Figures]]] = {
    "speed": speed,
    "mattes": mattes,
    "peers": peers,
    "geometry": geometry,
    "framing": framing,
    "retouch": retouch,
    "wardrobe": wardrobe,
    "headshot": headshot,
    "cards": cards,
    "compliance": compliance,
    "sheet": sheet,
    "load": load,
    "cluster": cluster,
    "studio": studio,
}
ONLY_BY_NAME = {"peers", "compliance", "cluster"}


_OPTIONS = {"--json", "--held", "--write"}


def main(arguments: list[str]) -> None:
    wanted = [each for each in arguments if not each.startswith("--")]
    counts = [each.partition("=")[2] for each in arguments if each.startswith("--tasks=")]
    folders = [each.partition("=")[2] for each in arguments if each.startswith("--pictures=")]
    if (
        unfit := {each for each in arguments if each.startswith("--")}
        - _OPTIONS
        - {f"--pictures={folder}" for folder in folders}
        - {f"--tasks={count}" for count in counts}
    ):
        sys.exit(f"unknown: {', '.join(sorted(unfit))}")
    parts = PARTS | ({"cards": partial(cards, held=True)} if "--held" in arguments else {})
    if folders:
        checks = partial(compliance, Path(folders[-1]), "--write" in arguments)
        parts = parts | {"compliance": checks}
    if counts:
        parts = parts | {"cluster": partial(cluster, int(counts[-1]))}
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; choose from {', '.join(PARTS)}")
    machine = describe_machine()
    names = wanted or [name for name in PARTS if name not in ONLY_BY_NAME]
    tables = (figures for name in names for figures in parts[name]())
    if "--json" in arguments:
        report = {"machine": machine, "tables": [asdict(figures) for figures in tables]}
        print(json.dumps(report, ensure_ascii=False, indent=2))
        return
    console = Console(width=110)
    console.print(machine)
    for figures in tables:
        _print(console, figures)


def _print(console: Console, figures: Figures) -> None:
    rows = figures.rows
    if not rows:
        console.print(figures.title)
        return
    table = Table(title=figures.title, title_justify="left")
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


if __name__ == "__main__":
    main(sys.argv[1:])
