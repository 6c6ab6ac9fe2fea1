"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from idphoto.cli import complete

SpecOption = Annotated[
    str | None,
    typer.Option(
        help='The specification: a name, an id or words ("us-passport", 1102).',
        autocompletion=complete.specs,
    ),
]
FaceOption = Annotated[
    str | None,
    typer.Option(
        help="Of several faces: largest, left, right, or a number that counts them from the left, "
        "starting at 1. Default: largest.",
        autocompletion=complete.faces,
    ),
]
ChildOption = Annotated[
    float | None,
    typer.Option(help="The child's age in years: authorities ask less of small children."),
]
InfantOption = Annotated[bool, typer.Option("--infant", help="As --child 0.")]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        help="Take options from this profile of idphoto.toml; those typed here win.",
        autocompletion=complete.profiles,
        rich_help_panel="Profile",
    ),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option(
        help="The file with the profiles. Default: idphoto.toml here or above, or in the user's "
        "configuration folder.",
        rich_help_panel="Profile",
    ),
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        help="Photos worked on at the same time. Default: one for each core.",
        rich_help_panel="Batches",
    ),
]
