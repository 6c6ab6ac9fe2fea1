"""Making one photo, or a batch into a folder, with a line about each."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from idphoto.api import default_engine, default_setup
from idphoto.cli.inputs import expand, is_batch
from idphoto.cli.output import print_json
from idphoto.errors import BadRequest
from idphoto.imaging.encode import SUFFIXES
from idphoto.photo.batch import Job, finished, make_one, plan, run_batch
from idphoto.photo.request import PhotoRequest
from idphoto.runtime.cores import usable_cores

_GRAVEST: Final = "editing_forbidden"


def run(
    photos: list[Path], request: PhotoRequest, output: Path | None, *, again: bool, as_json: bool
) -> list[dict[str, Any]]:
    """Make the photos and print a line about each; returns their reports in the photos' order.

    Raises:
        BadRequest: a photo does not exist, or ``output`` cannot hold the results.
    """
    files = expand(photos)
    if not is_batch(photos):
        return [_run_one(files[0], request, output, as_json)]
    folder = output or Path("idphotos")
    if folder.exists() and not folder.is_dir():
        raise BadRequest("output", f"{folder} is a file, but several photos need a folder")
    folder.mkdir(parents=True, exist_ok=True)
    return _run_batch(files, request, folder, again, as_json)


def _run_one(
    photo: Path, request: PhotoRequest, output: Path | None, as_json: bool
) -> dict[str, Any]:
    suffix = SUFFIXES[request.output.format]
    target = output or Path(f"{photo.stem}-idphoto{suffix}")
    if target.is_dir() or not target.suffix:
        target.mkdir(parents=True, exist_ok=True)
        target = target / (photo.stem + suffix)
    if target.resolve() == photo.resolve():
        raise BadRequest("output", f"{target} is the source photo: choose another name")
    report = make_one(default_setup(), Job(photo, target, ""), request)
    _print_report(report, as_json)
    return report


def _run_batch(
    files: list[Path], request: PhotoRequest, folder: Path, again: bool, as_json: bool
) -> list[dict[str, Any]]:
    jobs = plan(files, request, folder)
    done = {} if again else finished(jobs, folder)
    reports = list(done.values())
    for report in reports:
        _print_report(report, as_json, note="already done")
    left = [job for job in jobs if job.key not in done]
    if left:
        workers = usable_cores()
        engine = default_engine("throughput" if len(left) > workers else "latency")
        made = run_batch(default_setup(engine), left, request, folder, workers)
        for report in _with_progress(made, len(left), hidden=as_json):
            reports.append(report)
            _print_report(report, as_json)
    order = {str(job.photo): number for number, job in enumerate(jobs)}
    return sorted(reports, key=lambda one: order[one["photo"]])


def _with_progress(
    reports: Iterable[dict[str, Any]], total: int, *, hidden: bool
) -> Iterable[dict[str, Any]]:
    columns = TextColumn("photos"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), disable=hidden) as bar:
        task = bar.add_task("photos", total=total)
        for report in reports:
            yield report
            bar.advance(task)


def _print_report(report: dict[str, Any], as_json: bool, note: str = "") -> None:
    _print_gravest(report)
    if as_json:
        print_json(report, indent=None)
    elif report["ok"]:
        width, height = report["px"]
        about = f"{width}×{height} px, {report['dpi']:g} dpi, {report['bytes']:,} bytes"
        typer.echo(f"{report['output']}: {about}{f' ({note})' if note else ''}")
        for warning in report["warnings"]:
            if warning["code"] != _GRAVEST:
                typer.echo(f"  note: {warning['message']}")
    else:
        typer.echo(f"{report['photo']}: {report['error']['message']}", err=True)


def _print_gravest(report: dict[str, Any]) -> None:
    """Say first, on standard error and in JSON too, that a photo may be refused for its edits."""
    for warning in report.get("warnings", ()):
        if warning["code"] == _GRAVEST:
            text = f"CAUTION: {report['photo']}: {warning['message']}"
            typer.secho(text, err=True, fg="red", bold=True)
