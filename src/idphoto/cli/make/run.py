"""Making one photo, or a batch into a folder, with a line about each."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typer

from idphoto.cli.inputs import expand, is_batch, open_input
from idphoto.cli.interrupt import INTERRUPTED, leave
from idphoto.cli.make.targets import folder_of, target_of
from idphoto.cli.output import (
    give_stdout_to,
    is_kept,
    is_standing,
    print_json,
    say,
    say_timings,
    write_output,
)
from idphoto.cli.progress import with_progress
from idphoto.photo.batch import Job, finished, make_one, plan, run_batch
from idphoto.photo.request import PhotoRequest
from idphoto.runtime.cores import usable_cores

_GRAVEST: Final = "editing_forbidden"

Reports = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class MakeRun:
    """How to run. ``jobs``: photos at the same time, or None for one for each core."""

    jobs: int | None
    again: bool
    dry: bool
    no_clobber: bool
    as_json: bool


def run(photos: list[Path], request: PhotoRequest, output: Path | None, how: MakeRun) -> Reports:
    """Make the photos and print a line about each; returns their reports in the photos' order.

    A photo that ``how`` leaves alone has no report.

    Raises:
        BadRequest: a photo does not exist, or ``output`` cannot hold the results.
        IoError: the operating system refuses to read or write a file.
    """
    files = expand(photos)
    if not is_batch(photos):
        return _run_one(files[0], request, output, how)
    return _run_batch(files, request, folder_of(output), how)


def _run_one(photo: Path, request: PhotoRequest, output: Path | None, how: MakeRun) -> Reports:
    target = target_of(photo, output, request.output.format)
    if how.dry:
        _foresee(Job(photo, target, ""), request, how)
        return []
    give_stdout_to(target)
    if is_kept(target, how.no_clobber):
        return []
    source = open_input("photo", photo)
    from idphoto.api import default_setup

    report = make_one(
        default_setup(), Job(photo, target, ""), request, source=source, write=write_output
    )
    print_report(report, how.as_json)
    return [report]


def _run_batch(files: list[Path], request: PhotoRequest, folder: Path, how: MakeRun) -> Reports:
    jobs = plan(files, request, folder)
    done = {} if how.again else finished(jobs, folder)
    left = [job for job in jobs if job.key not in done]
    if how.dry:
        for job in jobs:
            _foresee(job, request, how, is_done=job.key in done)
        return []
    reports = list(done.values())
    for report in reports:
        print_report(report, how.as_json, note="already done")
    left = [job for job in left if not is_kept(job.output, how.no_clobber)]
    try:
        with closing(_made(left, request, folder, how)) as made:
            for report in made:
                reports.append(report)
                print_report(report, how.as_json)
    except KeyboardInterrupt:
        _end_interrupted(len(reports), len(jobs))
    order = {str(job.photo): number for number, job in enumerate(jobs)}
    return sorted(reports, key=lambda one: order[one["photo"]])


def _made(
    jobs: Sequence[Job], request: PhotoRequest, folder: Path, how: MakeRun
) -> Generator[dict[str, Any], None, None]:
    if not jobs:
        return
    from idphoto.api import default_engine, default_setup

    workers = how.jobs or usable_cores()
    engine = default_engine("throughput" if len(jobs) > workers > 1 else "latency")
    made = run_batch(default_setup(engine), jobs, request, folder, workers)
    shown = with_progress(made, "photos", len(jobs), hidden=how.as_json)
    with closing(made), closing(shown):  # when interrupted, too: then nothing is written any more
        yield from shown


def _end_interrupted(done: int, of: int) -> None:
    again = shlex.join(["idphoto", *(word for word in sys.argv[1:] if word != "--again")])
    typer.echo(f"idphoto: interrupted after {done} of {of} photos. To go on:", err=True)
    typer.echo(f"\n  {again}", err=True)
    leave(INTERRUPTED)


def _foresee(job: Job, request: PhotoRequest, how: MakeRun, *, is_done: bool = False) -> None:
    """Say what would become of a photo."""
    exists = not is_standing(job.output) and job.output.exists()
    would = "make"
    if is_done:
        would = "nothing: already done"
    elif exists:
        would = "nothing: exists" if how.no_clobber else "overwrite"
    width, height = request.size_wh
    facts = {
        "photo": str(job.photo),
        "output": str(job.output),
        "px": [width, height],
        "dpi": request.output.dpi,
        "format": request.output.format,
        "would": would,
    }
    if how.as_json:
        print_json(facts, indent=None)
        return
    about = f"{width}×{height} px, {request.output.dpi:g} dpi, {request.output.format}"
    typer.echo(f"{job.photo} → {job.output}: {about} ({would})")


def print_report(report: dict[str, Any], as_json: bool, note: str = "") -> None:
    """Print what ``make_one`` reports of a photo."""
    _print_gravest(report)
    if as_json:
        print_json(report, indent=None)
    elif report["ok"]:
        width, height = report["px"]
        about = f"{width}×{height} px, {report['dpi']:g} dpi, {report['bytes']:,} bytes"
        say(f"{report['output']}: {about}{f' ({note})' if note else ''}")
        for warning in report["warnings"]:
            if warning["code"] != _GRAVEST:
                say(f"  note: {warning['message']}")
        if not note:
            say_timings(report["timings_ms"])
    else:
        error = report["error"]
        named = report["photo"] if "path" not in error else "idphoto"
        typer.echo(f"{named}: {error['message']}", err=True)


def _print_gravest(report: dict[str, Any]) -> None:
    """Say first, on standard error and in JSON too, that a photo may be refused for its edits."""
    for warning in report.get("warnings", ()):
        if warning["code"] == _GRAVEST:
            text = f"CAUTION: {report['photo']}: {warning['message']}"
            typer.secho(text, err=True, fg="red", bold=True)
