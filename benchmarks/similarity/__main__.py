"""``python -m benchmarks.similarity FOLDER``: fit the similarity curve to people of your own."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.similarity.fit import Point, fit
from benchmarks.similarity.measure import Embedded, Refused, compare_all, embed_all
from benchmarks.similarity.people import Labelled, read_labelled
from benchmarks.similarity.report import Calibration, to_svg, to_toml
from idphoto.api import default_engine
from idphoto.errors import BadRequest, IdPhotoError
from idphoto.idcard.calibration.curve import SimilarityCurve
from idphoto.idcard.calibration.load import load_curve
from idphoto.settings import get_settings

_Refusals = list[tuple[Path, IdPhotoError]]


def calibrate(
    folder: Annotated[
        Path,
        typer.Argument(
            help="Holds a sub-folder of photos for each person, or pairs.csv: file_a,file_b,same."
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file for IDPHOTO_IDCARD_CALIBRATION.")
    ] = Path("calibration.toml"),
    chart: Annotated[
        Path | None, typer.Option(help="Also draw the distances and the curve as an SVG file.")
    ] = None,
    cards: Annotated[
        bool,
        typer.Option(
            "--cards", help="Compare each photo with simulated card prints of the others."
        ),
    ] = False,
    draws: Annotated[
        int, typer.Option(min=100, help="How many times people are resampled for the intervals.")
    ] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the random numbers.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure the distances between photos of one person and of strangers, and fit the curve.

    Choose people like those whose cards you will check: strangers of the same origin, sex and age.
    Several hundred people with two photos each are a good start.

    Examples:

    - `python -m benchmarks.similarity people/`

    - `python -m benchmarks.similarity people/ --cards --chart curve.svg -o ours.toml`
    """
    if chart is not None and chart.suffix.lower() != ".svg":
        raise BadRequest("chart", f"{chart.name} must end in .svg")
    labelled = read_labelled(folder)
    seen = list(_with_progress(labelled, cards=cards, seed=seed, quiet=as_json))
    embedded = [each for each in seen if isinstance(each, Embedded)]
    refused = [
        (labelled.photos[each.place].relative_to(folder), each.error)
        for each in seen
        if isinstance(each, Refused)
    ]
    pairs = compare_all(labelled, embedded)
    made = Calibration(
        pairs=pairs,
        points=fit(pairs, draws=draws, seed=seed),
        photos=len(embedded),
        people=len({labelled.people[each.place] for each in embedded}),
        cards=cards,
        draws=draws,
        seed=seed,
    )
    output.write_text(to_toml(made, datetime.now(UTC).date()), "utf-8")
    if chart is not None:
        chart.write_text(to_svg(made, _curve_in_use()), "utf-8")
    (_print_json if as_json else _print_table)(made, refused, output)


def _with_progress(
    labelled: Labelled, *, cards: bool, seed: int, quiet: bool
) -> Iterator[Embedded | Refused]:
    engine = default_engine("throughput")
    yield from track(
        embed_all(engine, labelled.photos, cards=cards, seed=seed),
        "photos",
        total=len(labelled.photos),
        console=Console(stderr=True),
        disable=quiet,
    )


def _print_table(made: Calibration, refused: _Refusals, output: Path) -> None:
    for path, error in refused:
        typer.echo(f"{path}: {error.message}", err=True)
    table = Table(box=None, pad_edge=False)
    headings = ("similarity", "false accepts", "distance", "95 %", "strangers nearer", "missed")
    for heading in headings:
        table.add_column(heading)
    for point in made.points:
        table.add_row(*_cells(point))
    Console().print(table)
    typer.echo(f"\n{_in_use(made)}")
    typer.echo(
        f"{output}: {made.people} people, {made.photos} photos, {len(refused)} left out. "
        "Between these points the curve is straight; 100 is distance 0."
    )


def _in_use(made: Calibration) -> str:
    """How well the curve in use fits these pairs."""
    curve = _curve_in_use()
    counts = []
    for mark, at in zip((80, 70), curve.distances, strict=False):
        nearer = int((made.pairs.only(same=False).distances <= at).sum())
        missed = int((made.pairs.only(same=True).distances > at).sum())
        counts.append(
            f"{mark} accepts {nearer:,} pairs of strangers and rejects {missed:,} of one person"
        )
    return f"With the curve in use, {'; '.join(counts)}."


def _curve_in_use() -> SimilarityCurve:
    return load_curve(get_settings().idcard_calibration)


def _cells(point: Point) -> tuple[str, ...]:
    low, high = point.interval
    accepted = f"{point.accepted} of {point.impostors:,}"
    missed = f"{point.rejected} of {point.genuine:,}" if point.genuine else "–"
    return (
        f"{point.similarity:g}",
        f"1 in {1 / point.false_accepts:,.0f}" if point.false_accepts < 0.5 else "nearly all",
        f"{point.distance:.3f}",
        f"{low:.3f} to {high:.3f}",
        accepted,
        missed,
    )


def _print_json(made: Calibration, refused: _Refusals, output: Path) -> None:
    report: dict[str, Any] = {
        "output": str(output),
        "people": made.people,
        "photos": made.photos,
        "points": [dataclasses.asdict(point) for point in made.points],
        "refused": [{"photo": str(path), "error": error.code} for path, error in refused],
    }
    typer.echo(json.dumps(report, ensure_ascii=False, indent=2))


def main() -> None:
    try:
        typer.run(calibrate)
    except IdPhotoError as error:
        sys.exit(f"similarity: {error.message}")


if __name__ == "__main__":
    main()
