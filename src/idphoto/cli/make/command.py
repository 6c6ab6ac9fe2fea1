"""The command: what to make, where to, and how a batch runs."""

from pathlib import Path
from typing import Annotated

import typer

from idphoto.cli.borrow import with_options_of
from idphoto.cli.make.request import RequestOf, request_of
from idphoto.cli.options import JobsOption
from idphoto.cli.output import AsJson, NoClobber
from idphoto.cli.profile_command import ProfileCommand

_BATCH = "Batches"

app = typer.Typer(add_completion=False, rich_markup_mode="markdown")


@app.command(cls=ProfileCommand)
@with_options_of(request_of, "request")
def make(
    photos: Annotated[
        list[Path],
        typer.Argument(help="Portraits, or folders of portraits; - is standard input."),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="The file to write, or a folder for several photos; - is standard output.",
        ),
    ] = None,
    request: RequestOf = request_of,
    jobs: JobsOption = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Redo photos that an interrupted batch already made.",
            rich_help_panel=_BATCH,
        ),
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(help="Write a report to this .csv or .json file.", rich_help_panel=_BATCH),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Only say what would be made.")
    ] = False,
    no_clobber: NoClobber = False,
    as_json: AsJson = False,
) -> None:
    """Make official photos from portraits.

    Examples:

    - `idphoto make me.jpg --spec jp-passport -o photo.jpg`

    - `idphoto make me.jpg --spec us-passport --dpi 600` (keeps the photo's own background)

    - `idphoto make me.jpg --size 295x413 --bg 438EDB --max-bytes 40k --json`

    - `idphoto make me.jpg --spec it-passport --retouch --label "Ada Lovelace"`

    - `idphoto make me.jpg --size 413x626 --clothes woman_7 --bg 438EDB`

    - `idphoto make class-3b/ --size 35x45mm --head-height 32mm:36mm -o done/ --report done.csv`

    - `curl -s https://example.com/me.jpg | idphoto make - --spec jp-visa -o - > visa.jpg`
    """
    from idphoto.cli.make.report import check_report, write_report
    from idphoto.cli.make.run import MakeRun, run
    from idphoto.cli.make.targets import named_format
    from idphoto.cli.output import is_standing
    from idphoto.cli.values import agree

    named = named_format(photos, output)
    asked = request(named)
    if output is not None and not is_standing(output):
        agree(asked.output.format, named, output)
    if report is not None:
        check_report(report)
    reports = run(
        photos,
        asked,
        output,
        MakeRun(jobs=jobs, again=again, dry=dry_run, no_clobber=no_clobber, as_json=as_json),
    )
    if report is not None and not dry_run:
        write_report(report, reports)
    if not all(one["ok"] for one in reports):
        raise typer.Exit(1)
