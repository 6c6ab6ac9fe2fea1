"""``idphoto sheet``: arrange finished photos on a sheet, ready to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from idphoto.cli import complete
from idphoto.cli.inputs import name_of, open_input
from idphoto.cli.output import (
    STANDARD,
    AsJson,
    NoClobber,
    give_stdout_to,
    is_kept,
    is_standing,
    print_json,
    say,
    write_output,
)
from idphoto.cli.values import agree, parse_size_mm
from idphoto.errors import BadRequest

if TYPE_CHECKING:
    from idphoto.sheet.request import SheetFormat, SheetPhoto

_FORMATS: Final[dict[str, SheetFormat]] = {
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".png": "png",
    ".pdf": "pdf",
}
_PAPER, _EXTRAS, _FILE = "Paper", "Label and QR code", "File"


def sheet(
    photos: Annotated[
        list[str],
        typer.Argument(
            help="Finished photos; me.jpg:4 prints four copies of me.jpg, - is standard input."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="The .jpg, .png or .pdf file to write; - is standard output."
        ),
    ] = None,
    count: Annotated[
        int | None,
        typer.Option(help="Copies of each photo. Default: as many as fit."),
    ] = None,
    size: Annotated[
        str | None,
        typer.Option(
            help="Size of a print, such as 25x35mm or 2x2in, if the file's DPI is wrong or not "
            "stated."
        ),
    ] = None,
    paper: Annotated[
        str,
        typer.Option(
            help="5inch, 6inch, 4x6, 5x7, A4, A5, A6, Letter, or a size in mm: 100x150.",
            rich_help_panel=_PAPER,
            autocompletion=complete.papers,
        ),
    ] = "6inch",
    orientation: Annotated[
        Literal["auto", "landscape", "portrait"],
        typer.Option(help="auto takes the one that holds more.", rich_help_panel=_PAPER),
    ] = "auto",
    margin: Annotated[
        float, typer.Option(help="Blank margin along the edges, in mm.", rich_help_panel=_PAPER)
    ] = 3.0,
    gutter: Annotated[
        float, typer.Option(help="Space between photos, in mm.", rich_help_panel=_PAPER)
    ] = 2.0,
    background: Annotated[
        str,
        typer.Option(
            help="Colour of the sheet: white, DCDCDC or any CSS colour name.",
            rich_help_panel=_PAPER,
            autocompletion=complete.colours,
        ),
    ] = "DCDCDC",
    crop_marks: Annotated[
        bool,
        typer.Option(
            "--crop-marks/--no-crop-marks", help="Print crop marks.", rich_help_panel=_PAPER
        ),
    ] = True,
    rotate: Annotated[
        bool,
        typer.Option(
            "--rotate/--no-rotate",
            help="Allow photos to lie on their side.",
            rich_help_panel=_PAPER,
        ),
    ] = True,
    label: Annotated[
        str | None, typer.Option(help="Text; \\n starts a new line.", rich_help_panel=_EXTRAS)
    ] = None,
    qr: Annotated[
        str | None, typer.Option(help="Content of a QR code.", rich_help_panel=_EXTRAS)
    ] = None,
    qr_size: Annotated[
        int, typer.Option(help="Side of the QR code in pixels.", rich_help_panel=_EXTRAS)
    ] = 290,
    dpi: Annotated[
        int | None, typer.Option(help="Resolution. Default: the photos'.", rich_help_panel=_FILE)
    ] = None,
    quality: Annotated[
        int | None, typer.Option(help="JPEG quality, 1–100.", rich_help_panel=_FILE)
    ] = None,
    format: Annotated[  # noqa: A002 - the word users know
        str | None,
        typer.Option(
            help="jpg, png or pdf. Default: what the output's name says, or jpg.",
            rich_help_panel=_FILE,
            autocompletion=complete.sheet_formats,
        ),
    ] = None,
    no_clobber: NoClobber = False,
    as_json: AsJson = False,
) -> None:
    """Arrange finished photos on a print sheet, at their exact size.

    Examples:

    - `idphoto sheet photo.jpg --paper 5inch -o sheet.jpg`

    - `idphoto sheet one.jpg:4 two.jpg:2 --paper A4 -o sheet.pdf`

    - `idphoto sheet photo.jpg --label "Ada L.\\n2026-07-01" --qr https://example.com/1`
    """
    target = _target(photos[0], output, format)
    kind = _kind(target, format)
    size_mm = parse_size_mm("size", size) if size is not None else None
    give_stdout_to(target)
    if is_kept(target, no_clobber):
        return
    from idphoto.sheet.make import make_sheet
    from idphoto.sheet.report import describe, summary
    from idphoto.sheet.request import SheetPhoto, SheetRequest

    loaded, notes = [], []
    for text in photos:
        name, own = _split(text)
        path = Path(name)
        source = open_input("photo", path)
        if STANDARD not in (path, target) and path.resolve() == target.resolve():
            raise BadRequest("output", f"{target} is one of the photos: choose another name")
        photo = SheetPhoto.load(source, count if own is None else own, size_mm=size_mm)
        if photo.dpi_assumed:
            notes.append(_assumption(name, photo))
        loaded.append(photo)
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
    if not made.plan.is_straight:
        notes.append("straight cuts across the whole sheet do not separate these photos")
    write_output(target, made.data)
    if as_json:
        print_json({"output": str(target), **describe(made), "notes": notes}, indent=None)
        return
    pixels = "" if kind == "pdf" else f"{made.size_wh[0]}×{made.size_wh[1]} px, {made.dpi} dpi, "
    say(f"{target}: {summary(made)}, {pixels}{len(made.data):,} bytes")
    for note in notes:
        say(f"  note: {note}")


def _target(photo: str, output: Path | None, kind: str | None) -> Path:
    """The file to write."""
    source = Path(_split(photo)[0])
    if output is not None and not output.is_dir():
        return output
    if output is None and source == STANDARD:
        return STANDARD
    return (output or Path()) / f"{name_of(source)}-sheet.{kind or 'jpg'}"


def _kind(target: Path, given: str | None) -> SheetFormat:
    """The sheet's format, as given or as the file to write is named for.

    Raises:
        BadRequest: of ``format`` or ``output``: it is none that sheets have.
    """
    if given is not None:
        kind = _FORMATS.get(f".{given.lower()}")
        if kind is None:
            raise BadRequest("format", f"{given!r} is not one of jpg, jpeg, png, pdf")
        if not is_standing(target):
            agree(kind, _FORMATS.get(target.suffix.lower()), target)
        return kind
    kind = _FORMATS.get(target.suffix.lower(), "jpeg" if is_standing(target) else None)
    if kind is None:
        raise BadRequest("output", f"{target.name} must end in one of {', '.join(_FORMATS)}")
    return kind


def _assumption(name: str, photo: SheetPhoto) -> str:
    width, height = photo.size_mm
    return (
        f"{Path(name).name} states no print density: it is printed at {photo.dpi:g} dpi, "
        f"{width:.1f} × {height:.1f} mm; --size sets another size"
    )


def _split(text: str) -> tuple[str, int | None]:
    """``me.jpg:4`` → the file's name and the number of copies; a file of that whole name wins."""
    name, colon, number = text.rpartition(":")
    if colon and name and number.isdecimal() and not Path(text).exists():
        return name, int(number)
    return text, None
