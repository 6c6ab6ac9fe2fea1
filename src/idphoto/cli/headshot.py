"""``idphoto headshot``: make styled portraits from templates."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from idphoto.cli import complete
from idphoto.cli.inputs import open_input
from idphoto.cli.options import FaceOption
from idphoto.cli.output import STANDARD, AsJson, print_json, say, say_timings
from idphoto.cli.table import print_table
from idphoto.cli.values import format_of, parse_face
from idphoto.errors import BadRequest
from idphoto.imaging.files import write_whole

if TYPE_CHECKING:
    from idphoto.headshot.result import Headshot
    from idphoto.imaging.encode import OutputFormat


def headshot(
    photos: Annotated[
        list[Path] | None,
        typer.Argument(help="A portrait; for a couple, one photo of both or two photos."),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(
            "--template",
            "-t",
            help="The style; --list shows them all.",
            autocompletion=complete.templates,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="A folder or a file: me.png writes me-1.png and me-2.png."
        ),
    ] = None,
    logo: Annotated[
        Path | None, typer.Option(help="A PNG or JPEG logo for the T-shirt of logo_tshirt.")
    ] = None,
    no_retouch: Annotated[
        bool, typer.Option("--no-retouch", help="Leave the face as it is.")
    ] = False,
    face: FaceOption = None,
    list_all: Annotated[bool, typer.Option("--list", help="List the templates and exit.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make two styled portraits: new clothes, studio light and a backdrop.

    Examples:

    - `idphoto headshot me.jpg --template business_photo -o out/`

    - `idphoto headshot me.jpg -t logo_tshirt --logo logo.png`

    - `idphoto headshot he.jpg she.jpg -t wedding -o couple.jpg`
    """
    if list_all:
        _show(as_json)
        return
    if not photos:
        raise BadRequest("photo", "a portrait is required; --list shows the templates")
    if template is None:
        raise BadRequest("template", "a template is required; --list shows them all")
    sources = [open_input("photo", photo) for photo in photos]
    drawn = open_input("logo", logo) if logo is not None else None
    files, written_as = _targets(photos[0], template, output)
    from idphoto.api import make_headshots
    from idphoto.headshot.templates import TEMPLATES
    from idphoto.imaging.encode import EncodeOptions

    if logo is not None and template in TEMPLATES and not TEMPLATES[template].prints_logo:
        raise BadRequest("logo", f"the template {template} does not show a logo")
    pair = make_headshots(
        sources,
        template,
        logo=drawn,
        retouch=not no_retouch,
        faces=parse_face(face),
        output=EncodeOptions(format=written_as),
    )
    for file, made in zip(files, pair, strict=True):
        write_whole(file, made.data)
    _report(files, pair, as_json)


def _targets(photo: Path, template: str, output: Path | None) -> tuple[list[Path], OutputFormat]:
    """The two files to write, and their format.

    Raises:
        BadRequest: of ``output``: it is standard output, or of a format that cannot be written.
    """
    if output == STANDARD:
        raise BadRequest("output", "two pictures cannot go to standard output: name a folder")
    file = (output or Path()) / f"{photo.stem}-{template}.jpg"
    if output is not None and output.suffix and not output.is_dir():
        file = output
    written_as = format_of(file)
    suffix = file.suffix.lower()
    return [file.with_name(f"{file.stem}-{number}{suffix}") for number in (1, 2)], written_as


def _show(as_json: bool) -> None:
    from idphoto.headshot.templates import TEMPLATES

    rows: list[dict[str, Any]] = [
        {
            "template": each.id,
            "label": each.label,
            "label_zh": each.label_zh,
            "px": list(each.size_wh),
            "people": each.people,
            "logo": each.prints_logo,
        }
        for each in TEMPLATES.values()
    ]
    if as_json:
        print_json(rows, indent=None)
        return
    print_table(
        ("template", "style", "px", "people"),
        (
            (row["template"], row["label"], "×".join(map(str, row["px"])), str(row["people"]))
            for row in rows
        ),
    )


def _described(file: Path, made: Headshot) -> dict[str, Any]:
    return {
        "output": str(file),
        "template": made.template,
        "variant": made.variant,
        "px": list(made.size_wh),
        "bytes": len(made.data),
        "warnings": [asdict(notice) for notice in made.notices],
        "timings_ms": {step: round(ms, 1) for step, ms in made.timings_ms.items()},
    }


def _report(files: list[Path], pair: tuple[Headshot, Headshot], as_json: bool) -> None:
    if as_json:
        reports = [_described(file, made) for file, made in zip(files, pair, strict=True)]
        print_json(reports, indent=None)
        return
    for file, made in zip(files, pair, strict=True):
        width, height = made.size_wh
        say(f"{file}: {width}×{height} px, {len(made.data):,} bytes")
        say_timings(made.timings_ms)
    for notice in pair[0].notices:
        typer.echo(f"  {notice.code}: {notice.message}", err=True)
