"""The command: which folder, where to, and how often to look."""

from pathlib import Path
from typing import Annotated

import typer

from idphoto.cli.borrow import with_options_of
from idphoto.cli.make.request import RequestOf, request_of
from idphoto.cli.options import JobsOption
from idphoto.cli.output import AsJson
from idphoto.cli.profile_command import ProfileCommand

app = typer.Typer(add_completion=False, rich_markup_mode="markdown")


@app.command(cls=ProfileCommand)
@with_options_of(request_of, "request")
def watch(
    inbox: Annotated[Path, typer.Argument(metavar="IN", help="The folder that photos arrive in.")],
    outbox: Annotated[
        Path, typer.Argument(metavar="OUT", help="The folder for photos and their reports.")
    ],
    request: RequestOf = request_of,
    move_to: Annotated[
        Path | None,
        typer.Option(help="Move photos that were made or refused to this folder. Default: none."),
    ] = None,
    interval: Annotated[
        float, typer.Option(min=0.1, max=3600, help="Seconds between two looks at IN.")
    ] = 1.0,
    jobs: JobsOption = None,
    as_json: AsJson = False,
) -> None:
    """Make a photo of each file that arrives in a folder, until interrupted.

    OUT gets each photo and, beside it, a `.json` file with its report: what was measured and
    checked, or the error. Nothing is overwritten. After a restart, photos that were made or
    refused before are left alone; a file that has changed since counts as a new one. An error of
    the machine, such as a full disk, ends the command with status 1.

    Examples:

    - `idphoto watch in/ out/ --spec jp-passport`

    - `idphoto watch in/ out/ --profile passport --move-to done/`
    """
    from idphoto.cli.watch.run import Watch, run

    run(Watch(inbox, outbox, move_to, interval, jobs, as_json), request())
