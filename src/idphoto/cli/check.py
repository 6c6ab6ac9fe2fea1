"""``idphoto check``: what a clerk would refuse on a photo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table
from rich.text import Text

from idphoto.api import default_setup
from idphoto.cli.inputs import expand, is_batch
from idphoto.cli.make.options import ChildOption, InfantOption, chosen_age, chosen_face
from idphoto.cli.output import AsJson, print_json
from idphoto.cli.values import FaceOption
from idphoto.compliance.finding import Finding
from idphoto.compliance.page import render_page
from idphoto.compliance.report import ComplianceReport
from idphoto.compliance.verdict import Verdict
from idphoto.errors import BadRequest, IdPhotoError, IoError
from idphoto.imaging.decode import open_source
from idphoto.photo.batch import error_report, write_whole
from idphoto.photo.examine import Examined, JudgedAs, examine
from idphoto.specs import Spec, load_spec

EXIT_FAIL: Final = 3
EXIT_UNSURE: Final = 4
_MARKS: Final = {
    Verdict.FAIL: ("✗", "red"),
    Verdict.UNSURE: ("?", "yellow"),
    Verdict.NOT_ASSESSED: ("–", "dim"),
    Verdict.PASS: ("✓", "green"),
}
_SUFFIX: Final = ".html"


def check(
    photos: Annotated[list[Path], typer.Argument(help="Photos, or folders of photos.")],
    spec: Annotated[
        str | None,
        typer.Option(
            help='The specification: a name, an id or words ("us-passport", 1102). Default: '
            "ICAO's general requirements."
        ),
    ] = None,
    judge_as: Annotated[
        JudgedAs,
        typer.Option(
            "--as",
            help="A portrait that a photo is still to be made of, or a finished photo. Default: "
            "finished if its shape and the head's size are about those of the specification.",
        ),
    ] = "auto",
    child: ChildOption = None,
    infant: InfantOption = False,
    face: FaceOption = None,
    report: Annotated[
        Path | None,
        typer.Option(help="Write a page to this .html file; for several photos, to this folder."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also list the checks that pass.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check photos against what an authority asks for, and say what a clerk would refuse.

    Each check passes, fails, is unsure, or is not assessed because a person has to look. The exit
    status is 0 if nothing fails, 3 if a photo fails, 4 if none fails but one is unsure, and 1 if a
    file cannot be read.

    Examples:

    - `idphoto check me.jpg --spec us-passport`

    - `idphoto check finished.jpg --spec gb-passport --as finished --report report.html`

    - `idphoto check baby.jpg --spec gb-passport --infant`

    - `idphoto check class-3b/ --spec de-passport --json`
    """
    known = load_spec(spec) if spec is not None else None
    years = chosen_age(child, infant)
    faces = chosen_face(face, False)
    files = expand(photos)
    several = is_batch(photos)
    _check_target(report, several)
    setup = default_setup()
    pages = _pages(report, several, files)
    statuses = set()
    for photo, page in _with_progress(
        list(zip(files, pages, strict=True)), hidden=as_json or not several
    ):
        try:
            examined = examine(
                setup, open_source(photo), known, years=years, judged_as=judge_as, faces=faces
            )
        except IdPhotoError as error:
            _refuse(photo, error, as_json)
            statuses.add(1)
            continue
        if page is not None:
            _write(page, render_page(examined.report, examined.picture, photo.name))
        _print(photo, examined, page, known, everything, as_json)
        statuses.add(_status(examined.report))
    for status in (1, EXIT_FAIL, EXIT_UNSURE):
        if status in statuses:
            raise typer.Exit(status)


def _status(report: ComplianceReport) -> int:
    return {Verdict.FAIL: EXIT_FAIL, Verdict.UNSURE: EXIT_UNSURE}.get(report.verdict, 0)


def _check_target(report: Path | None, several: bool) -> None:
    if report is None:
        return
    if several and report.exists() and not report.is_dir():
        raise BadRequest("report", f"{report} is a file, but several photos need a folder")
    if not several and report.suffix.lower() != _SUFFIX:
        raise BadRequest("report", f"{report.name} must end in {_SUFFIX}")


def _write(page: Path, html: str) -> None:
    try:
        write_whole(page, html.encode("utf-8"))
    except IoError as error:
        raise BadRequest("report", f"{page} cannot be written ({error.reason})") from error


def _pages(report: Path | None, several: bool, files: list[Path]) -> list[Path | None]:
    """Each photo's page; equal names get a number."""
    if report is None:
        return [None] * len(files)
    if not several:
        return [report]
    taken: Counter[str] = Counter()
    pages: list[Path | None] = []
    for photo in files:
        taken[photo.name] += 1
        number = f"-{taken[photo.name]}" if taken[photo.name] > 1 else ""
        pages.append(report / f"{photo.name}{number}{_SUFFIX}")
    return pages


def _with_progress(
    photos: list[tuple[Path, Path | None]], *, hidden: bool
) -> Iterator[tuple[Path, Path | None]]:
    console = Console(stderr=True)
    yield from track(photos, "photos", console=console, disable=hidden or not console.is_terminal)


def _refuse(photo: Path, error: IdPhotoError, as_json: bool) -> None:
    if as_json:
        print_json({"photo": str(photo), "ok": False, "error": error_report(error)}, indent=None)
    else:
        typer.echo(f"{photo}: {error.message}", err=True)


def _print(
    photo: Path,
    examined: Examined,
    page: Path | None,
    spec: Spec | None,
    everything: bool,
    as_json: bool,
) -> None:
    report = examined.report
    if as_json:
        written: dict[str, Any] = {} if page is None else {"page": str(page)}
        print_json(
            {"photo": str(photo), "ok": True, **written, **report.to_json()},
            indent=None,
        )
        return
    console = Console(highlight=False)
    kind = "a portrait" if report.judging == "source" else "a finished photo"
    asked = report.authority if spec is None else f"{report.title} ({spec.slug})"
    said = f"[b]{report.verdict.upper()}[/b], judged as {kind} for {escape(asked)}"
    console.print(f"{escape(str(photo))}: {said}")
    table = Table(box=None, show_header=False, padding=(0, 1))
    for verdict in (Verdict.FAIL, Verdict.UNSURE, Verdict.NOT_ASSESSED, Verdict.PASS):
        if verdict is Verdict.PASS and not everything:
            continue
        for finding in report.having(verdict):
            table.add_row(*_cells(finding))
    console.print(table)
    counts = ", ".join(f"{len(report.having(one))} {_WORDS[one]}" for one in Verdict)
    console.print(f"  {counts}" + ("" if page is None else f"; page: {escape(str(page))}"))


_WORDS: Final = {
    Verdict.FAIL: "failed",
    Verdict.UNSURE: "unsure",
    Verdict.NOT_ASSESSED: "for a person to look at",
    Verdict.PASS: "passed",
}


def _cells(finding: Finding) -> tuple[Text, Text, Text]:
    mark, colour = _MARKS[finding.verdict]
    said = finding.judged.reason
    if finding.verdict in (Verdict.FAIL, Verdict.UNSURE):
        said += f". {finding.check.advice[:1].upper()}{finding.check.advice[1:]}"
    return Text(mark, style=colour), Text(finding.id), Text(said)
