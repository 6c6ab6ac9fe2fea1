"""The command: which photos, for which authority."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from idphoto.cli import complete
from idphoto.cli.options import ChildOption, FaceOption, InfantOption, JobsOption
from idphoto.cli.output import AsJson
from idphoto.cli.values import chosen_age, parse_face

EXIT_FAIL: Final = 3
EXIT_UNSURE: Final = 4


def check(
    photos: Annotated[
        list[Path], typer.Argument(help="Photos, or folders of photos; - is standard input.")
    ],
    spec: Annotated[
        str | None,
        typer.Option(
            help='The specification: a name, an id or words ("us-passport", 1102). Default: '
            "ICAO's general requirements.",
            autocompletion=complete.specs,
        ),
    ] = None,
    judge_as: Annotated[
        Literal["auto", "source", "finished"],
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
    jobs: JobsOption = None,
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
    from idphoto.cli.check.run import run
    from idphoto.specs import load_spec

    verdicts = run(
        photos,
        load_spec(spec) if spec is not None else None,
        judged_as=judge_as,
        years=chosen_age(child, infant),
        faces=parse_face(face),
        report=report,
        everything=everything,
        jobs=jobs,
        as_json=as_json,
    )
    for verdict, status in ((None, 1), ("fail", EXIT_FAIL), ("unsure", EXIT_UNSURE)):
        if verdict in verdicts:
            raise typer.Exit(status)
