"""``idphoto idcard calibrate``: check the similarity curve on people of one's own, or fit one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from idphoto.api import default_engine
from idphoto.cli.output import AsJson, print_json, say_about
from idphoto.cli.progress import with_progress
from idphoto.cli.table import print_table
from idphoto.errors import BadRequest, IdPhotoError
from idphoto.idcard.calibration.chart import to_svg
from idphoto.idcard.calibration.check import PairShare, Rates, check
from idphoto.idcard.calibration.curve import SimilarityCurve
from idphoto.idcard.calibration.fit import FittedPoint, fit
from idphoto.idcard.calibration.load import load_curve
from idphoto.idcard.calibration.measure import Embedded, Unembedded, compare_all, embed_all
from idphoto.idcard.calibration.pairs import Pairs
from idphoto.idcard.calibration.people import Labelled, read_labelled
from idphoto.idcard.calibration.report import Calibration, to_toml
from idphoto.imaging.files import write_whole
from idphoto.settings import get_settings


@dataclass(frozen=True, slots=True)
class Compared:
    """``refused``: the photos that were left out, by their path in the folder, and why."""

    pairs: Pairs
    photos: int
    people: int
    refused: list[tuple[Path, IdPhotoError]]

    @property
    def said(self) -> str:
        left_out = f", {len(self.refused):,} left out" if self.refused else ""
        return f"{self.people:,} people, {self.photos:,} photos{left_out}"

    def described(self) -> dict[str, Any]:
        return {
            "people": self.people,
            "photos": self.photos,
            "refused": [{"photo": str(path), "error": error.code} for path, error in self.refused],
        }


def calibrate(
    folder: Annotated[
        Path,
        typer.Argument(
            help="Holds a sub-folder of photos for each person, or pairs.csv: file_a,file_b,same."
        ),
    ],
    check_only: Annotated[
        bool, typer.Option("--check", help="Check the curve in use; write nothing.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write, for IDPHOTO_IDCARD_CALIBRATION."),
    ] = None,
    chart: Annotated[
        Path | None,
        typer.Option(help="With -o, also draw the distances and the curve as an SVG file."),
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
    as_json: AsJson = False,
) -> None:
    """Compare labelled photos of your own people: check the similarity curve, or fit a new one.

    Choose people like those whose cards you will check: strangers of the same origin, sex and age.
    A check counts the strangers that reach 50, 70 and 80 and the pairs of one person that do not;
    its exit status is 1 if more strangers pass than promised, by more than chance. To fit a curve,
    at least 246 people are needed.

    Examples:

    - `idphoto idcard calibrate people/ --check`

    - `idphoto idcard calibrate people/ --cards --chart curve.svg -o ours.toml`
    """
    if check_only == (output is not None):
        raise BadRequest("output", "give --check, or -o and the file to write")
    if chart is not None and (check_only or chart.suffix.lower() != ".svg"):
        raise BadRequest("chart", "needs -o, and a name that ends in .svg")
    in_use = load_curve(get_settings().idcard_calibration)  # an error in it comes before the work
    found = _compared(folder, cards=cards, seed=seed, quiet=as_json)
    if output is None:
        _check(found, in_use, draws, seed, as_json)
        return
    made = Calibration(
        pairs=found.pairs,
        points=fit(found.pairs, draws=draws, seed=seed),
        photos=found.photos,
        people=found.people,
        cards=cards,
        draws=draws,
        seed=seed,
    )
    write_whole(output, to_toml(made, datetime.now(UTC).date()).encode())
    if chart is not None:
        write_whole(chart, to_svg(made, in_use).encode())
    if as_json:
        points = [dataclasses.asdict(point) for point in made.points]
        print_json({"output": str(output), **found.described(), "points": points})
        return
    print_table(_POINT_HEADINGS, map(_point_cells, made.points))
    say_about(
        f"\n{output}: {found.said}. Between these points the curve is straight; 100 is distance 0."
    )


def _compared(folder: Path, *, cards: bool, seed: int, quiet: bool) -> Compared:
    labelled = read_labelled(folder)
    seen = list(_with_progress(labelled, cards=cards, seed=seed, quiet=quiet))
    embedded = [each for each in seen if isinstance(each, Embedded)]
    refused = [
        (labelled.photos[each.place].relative_to(folder), each.error)
        for each in seen
        if isinstance(each, Unembedded)
    ]
    if not quiet:
        for path, error in refused:
            typer.echo(f"{path}: {error.message}", err=True)
    people = {labelled.people[each.place] for each in embedded}
    return Compared(compare_all(labelled, embedded), len(embedded), len(people), refused)


def _with_progress(
    labelled: Labelled, *, cards: bool, seed: int, quiet: bool
) -> Iterator[Embedded | Unembedded]:
    engine = default_engine("throughput")
    yield from with_progress(
        embed_all(engine, labelled.photos, cards=cards, seed=seed),
        "photos",
        len(labelled.photos),
        hidden=quiet,
    )


def _check(found: Compared, in_use: SimilarityCurve, draws: int, seed: int, as_json: bool) -> None:
    path = get_settings().idcard_calibration
    rates = check(found.pairs, in_use, draws=draws, seed=seed)
    too_many = [each for each in rates if each.too_many]
    curve = "the shipped one" if path is None else str(path)
    if as_json:
        print_json({"curve": curve, **found.described(), "rates": list(map(_described, rates))})
    else:
        print_table(_RATE_HEADINGS, map(_rate_cells, rates))
        say_about(f"\nThe curve in use: {curve}. {found.said}. Intervals are 95 %.")
        for each in too_many:
            typer.echo(
                f"At {each.similarity:g} more strangers pass than promised: fit a curve with -o, "
                "and compare faces with it.",
                err=True,
            )
    if too_many:
        raise typer.Exit(1)


def _described(rates: Rates) -> dict[str, Any]:
    def share(found: PairShare | None) -> dict[str, Any] | None:
        return None if found is None else {**dataclasses.asdict(found), "share": found.share}

    return {
        "similarity": rates.similarity,
        "promised": rates.promised,
        "strangers_accepted": share(rates.accepted),
        "genuine_missed": share(rates.missed),
        "too_many": rates.too_many,
    }


_RATE_HEADINGS = ("similarity", "promised", "strangers who reach it", "pairs of one person missed")
_POINT_HEADINGS = ("similarity", "false accepts", "distance", "95 %", "strangers nearer", "missed")


def _rate_cells(rates: Rates) -> tuple[str, ...]:
    return (
        f"{rates.similarity:g}",
        _one_in(rates.promised),
        _share_cell(rates.accepted),
        _share_cell(rates.missed),
    )


def _share_cell(found: PairShare | None) -> str:
    if found is None:
        return "–"
    low, high = (100 * each for each in found.interval)
    return (
        f"{found.count:,} of {found.pairs:,}: {100 * found.share:.2g} % ({low:.2g} to {high:.2g})"
    )


def _point_cells(point: FittedPoint) -> tuple[str, ...]:
    low, high = point.interval
    return (
        f"{point.similarity:g}",
        _one_in(point.false_accepts) if point.false_accepts < 0.5 else "nearly all",
        f"{point.distance:.3f}",
        f"{low:.3f} to {high:.3f}",
        f"{point.accepted:,} of {point.impostors:,}",
        f"{point.rejected:,} of {point.genuine:,}" if point.genuine else "–",
    )


def _one_in(share: float) -> str:
    return f"1 in {1 / share:,.0f}"
