"""``idphoto sheet``: finished photos on paper, ready to print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from idphoto.cli.limits import parse_pair
from idphoto.errors import BadRequest
from idphoto.photo.batch import write_whole
from idphoto.sheet.make import make_sheet
from idphoto.sheet.paper import Orientation
from idphoto.sheet.report import describe, summary
from idphoto.sheet.request import LIGHT_GREY, SheetFormat, SheetPhoto, SheetRequest

_FORMATS: Final[dict[str, SheetFormat]] = {
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".png": "png",
    ".pdf": "pdf",
}
_PAPER, _EXTRAS, _FILE = "Paper", "Label and QR code", "File"


def sheet(
    photos: Annotated[
        list[str], typer.Argument(help="Finished photos; me.jpg:4 is printed four times.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A .jpg, .png or .pdf file."),
    ] = None,
    count: Annotated[
        int | None,
        typer.Option(help="How often each photo is printed. Default: as often as fits."),
    ] = None,
    size: Annotated[
        str | None, typer.Option(help="Of the print in mm, 25x35, if the file's DPI are wrong.")
    ] = None,
    paper: Annotated[
        str,
        typer.Option(
            help="5inch, 6inch, 4x6, 5x7, A4, A5, A6, Letter, or mm: 100x150.",
            rich_help_panel=_PAPER,
        ),
    ] = "6inch",
    orientation: Annotated[
        Orientation, typer.Option(help="Auto: as more photos fit.", rich_help_panel=_PAPER)
    ] = "auto",
    margin: Annotated[
        float, typer.Option(help="Free along the edges, mm.", rich_help_panel=_PAPER)
    ] = 3.0,
    gutter: Annotated[
        float, typer.Option(help="Between photos, mm.", rich_help_panel=_PAPER)
    ] = 2.0,
    background: Annotated[
        str, typer.Option(help="The paper's colour: white, DCDCDC.", rich_help_panel=_PAPER)
    ] = LIGHT_GREY,
    crop_marks: Annotated[
        bool, typer.Option("--crop-marks/--no-crop-marks", rich_help_panel=_PAPER)
    ] = True,
    rotate: Annotated[
        bool,
        typer.Option(
            "--rotate/--no-rotate",
            help="Whether photos may lie on their side.",
            rich_help_panel=_PAPER,
        ),
    ] = True,
    label: Annotated[
        str | None, typer.Option(help="A text; \\n begins a new line.", rich_help_panel=_EXTRAS)
    ] = None,
    qr: Annotated[
        str | None, typer.Option(help="What a QR code says.", rich_help_panel=_EXTRAS)
    ] = None,
    qr_size: Annotated[
        int, typer.Option(help="Its side in pixels.", rich_help_panel=_EXTRAS)
    ] = 290,
    dpi: Annotated[
        int | None, typer.Option(help="Default: the photos'.", rich_help_panel=_FILE)
    ] = None,
    quality: Annotated[int | None, typer.Option(help="JPEG, 1–100.", rich_help_panel=_FILE)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Lay finished photos on paper, at their exact size, as many as fit.

    Examples:

    - `idphoto sheet photo.jpg --paper 5inch -o sheet.jpg`

    - `idphoto sheet one.jpg:4 two.jpg:2 --paper A4 -o sheet.pdf`

    - `idphoto sheet photo.jpg --label "Ada L.\\n2026-07-01" --qr https://example.com/1`
    """
    target = output or Path(f"{Path(_split(photos[0])[0]).stem}-sheet.jpg")
    kind = _FORMATS.get(target.suffix.lower())
    if kind is None:
        raise BadRequest("output", f"{target.name} ends in none of {', '.join(_FORMATS)}")
    size_mm = parse_pair("size", size) if size is not None else None
    loaded = []
    for text in photos:
        name, own = _split(text)
        if not Path(name).is_file():
            raise BadRequest("photo", f"there is no file {name}")
        if Path(name).resolve() == target.resolve():
            raise BadRequest("output", f"{target} is a photo itself: choose another name")
        loaded.append(SheetPhoto.load(name, count if own is None else own, size_mm=size_mm))
    request = SheetRequest(
        paper=paper,
        orientation=orientation,
        dpi=dpi,
        background=background,
        margin_mm=margin,
        gutter_mm=gutter,
        crop_marks=crop_marks,
        rotate=rotate,
        label=label.replace("\\n", "\n") if label is not None else None,
        qr=qr,
        qr_size_px=qr_size,
        format=kind,
        quality=quality,
    )
    made = make_sheet(loaded, request)
    write_whole(target, made.data)
    if as_json:
        typer.echo(json.dumps({"output": str(target), **describe(made)}, ensure_ascii=False))
        return
    pixels = "" if kind == "pdf" else f"{made.size_wh[0]}×{made.size_wh[1]} px, {made.dpi} dpi, "
    typer.echo(f"{target}: {summary(made)}, {pixels}{len(made.data):,} bytes")
    if not made.plan.is_straight:
        typer.echo("  note: cutting straight through does not take these photos apart")


def _split(text: str) -> tuple[str, int | None]:
    """``me.jpg:4`` → a file's name and how often, unless a file has all of it for its name."""
    name, colon, number = text.rpartition(":")
    if colon and name and number.isdecimal() and not Path(text).exists():
        return name, int(number)
    return text, None
