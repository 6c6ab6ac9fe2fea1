"""The command's options, and the request that they make."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from idphoto.cli.inputs import is_batch
from idphoto.cli.make.options import (
    ChildOption,
    InfantOption,
    chosen_age,
    chosen_background,
    chosen_face,
    chosen_format,
    chosen_label,
    chosen_retouch,
    pixel_size,
)
from idphoto.cli.make.report import check_report, write_report
from idphoto.cli.make.run import run
from idphoto.cli.values import FaceOption, parse_limits, parse_size
from idphoto.imaging.encode import OutputFormat
from idphoto.photo.request import photo_request
from idphoto.photo.size import photo_size
from idphoto.specs import load_spec

_STRENGTH: Final = "0–1; 0.5 is usual."
_SIZE, _BACK, _LOOK, _FILE = "Size", "Background", "Retouching, clothes and text", "File"
_FACE = "Head: TARGET, LOW:HIGH or LOW:TARGET:HIGH, in px or with mm"


def make(
    photos: Annotated[list[Path], typer.Argument(help="Portraits, or folders of portraits.")],
    spec: Annotated[
        str | None,
        typer.Option(help='The specification: a name, an id or words ("us-passport", 1102).'),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write, or a folder for several photos."),
    ] = None,
    size: Annotated[
        str | None, typer.Option(help="Size in pixels, such as 295x413.", rich_help_panel=_SIZE)
    ] = None,
    mm: Annotated[
        str | None,
        typer.Option(help="Size of the print in mm, such as 35x45.", rich_help_panel=_SIZE),
    ] = None,
    dpi: Annotated[
        int | None,
        typer.Option(
            help="Resolution, 10–1000; a specification in mm keeps its mm. Default: the "
            "specification's, or 300.",
            rich_help_panel=_SIZE,
        ),
    ] = None,
    face_width: Annotated[
        str | None,
        typer.Option(help="Width of the face across the cheekbones.", rich_help_panel=_FACE),
    ] = None,
    face_height: Annotated[
        str | None, typer.Option(help="From the chin to the crown.", rich_help_panel=_FACE)
    ] = None,
    head_height: Annotated[
        str | None,
        typer.Option(help="From the chin to the top of the hair.", rich_help_panel=_FACE),
    ] = None,
    head_top: Annotated[
        str | None,
        typer.Option(help="From the top edge to the top of the hair.", rich_help_panel=_FACE),
    ] = None,
    chin_top: Annotated[
        str | None, typer.Option(help="From the top edge to the chin.", rich_help_panel=_FACE)
    ] = None,
    eyes_top: Annotated[
        str | None, typer.Option(help="From the top edge to the eye line.", rich_help_panel=_FACE)
    ] = None,
    bg: Annotated[
        str | None,
        typer.Option(help="Background colour: white, 438EDB, '#ff0000'.", rich_help_panel=_BACK),
    ] = None,
    bg2: Annotated[
        str | None,
        typer.Option(
            help="Bottom colour of a gradient; --bg is the top one.", rich_help_panel=_BACK
        ),
    ] = None,
    bg_image: Annotated[
        Path | None, typer.Option(help="A picture to put behind the person.", rich_help_panel=_BACK)
    ] = None,
    transparent: Annotated[
        bool,
        typer.Option("--transparent", help="No background (PNG or WebP).", rich_help_panel=_BACK),
    ] = False,
    keep_background: Annotated[
        bool, typer.Option("--keep-background", help="Keep the original.", rich_help_panel=_BACK)
    ] = False,
    retouch: Annotated[
        bool,
        typer.Option(
            "--retouch", help="--bright, --smooth and --sharp at 0.5.", rich_help_panel=_LOOK
        ),
    ] = False,
    bright: Annotated[
        float | None, typer.Option(help=f"Improve the light, {_STRENGTH}", rich_help_panel=_LOOK)
    ] = None,
    smooth: Annotated[
        float | None, typer.Option(help=f"Smooth the skin, {_STRENGTH}", rich_help_panel=_LOOK)
    ] = None,
    thin_face: Annotated[
        float | None, typer.Option(help=f"Slim the jaw, {_STRENGTH}", rich_help_panel=_LOOK)
    ] = None,
    sharp: Annotated[
        float | None, typer.Option(help=f"Sharpen the edges, {_STRENGTH}", rich_help_panel=_LOOK)
    ] = None,
    clothes: Annotated[
        str | None,
        typer.Option(help="A garment; `idphoto wardrobe` lists them all.", rich_help_panel=_LOOK),
    ] = None,
    label: Annotated[
        str | None, typer.Option(help="Text on a white strip at the bottom.", rich_help_panel=_LOOK)
    ] = None,
    label_height: Annotated[
        int | None,
        typer.Option(help="Height of the strip in pixels. Default: 30.", rich_help_panel=_LOOK),
    ] = None,
    watermark: Annotated[
        str | None,
        typer.Option(help="Text repeated across the whole photo.", rich_help_panel=_LOOK),
    ] = None,
    format: Annotated[  # noqa: A002 - the word users know
        OutputFormat | None,
        typer.Option(help="Default: what the output's name says.", rich_help_panel=_FILE),
    ] = None,
    quality: Annotated[
        int | None, typer.Option(help="JPEG or WebP quality, 1–100.", rich_help_panel=_FILE)
    ] = None,
    min_bytes: Annotated[
        int | None, typer.Option(help="Smallest size of the file.", rich_help_panel=_FILE)
    ] = None,
    max_bytes: Annotated[
        int | None, typer.Option(help="Largest size of the file.", rich_help_panel=_FILE)
    ] = None,
    best: Annotated[
        bool,
        typer.Option(
            "--best/--fast", help="Finer hair with a network of its own, at twice the time."
        ),
    ] = False,
    edit_anyway: Annotated[
        bool,
        typer.Option(
            "--edit-anyway",
            help="Replace the background (and what else is asked for) although the authority "
            "forbids editing.",
            rich_help_panel=_BACK,
        ),
    ] = False,
    face: FaceOption = None,
    one_face: Annotated[
        bool,
        typer.Option("--one-face", help="Refuse photos that show several faces."),
    ] = False,
    child: ChildOption = None,
    infant: InfantOption = False,
    again: Annotated[
        bool, typer.Option("--again", help="Redo photos that an interrupted batch already made.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write a report to this .csv or .json file.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one line of JSON per photo.")
    ] = False,
) -> None:
    """Make official photos from portraits.

    Examples:

    - `idphoto make me.jpg --spec jp-passport -o photo.jpg`

    - `idphoto make me.jpg --spec us-passport --dpi 600` (keeps the photo's own background)

    - `idphoto make me.jpg --size 295x413 --bg 438EDB --max-bytes 40000 --json`

    - `idphoto make me.jpg --spec it-passport --retouch --label "Ada Lovelace"`

    - `idphoto make me.jpg --size 413x626 --clothes woman_7 --bg 438EDB`

    - `idphoto make class-3b/ --mm 35x45 --head-height 32mm:36mm -o done/ --report done.csv`
    """
    known = load_spec(spec) if spec is not None else None
    size_px = pixel_size(size)
    size_mm = parse_size("mm", mm) if mm is not None else None
    density = photo_size(known, size_px=size_px, size_mm=size_mm, dpi=dpi).dpi
    heads = {
        "face_width": face_width,
        "face_height": face_height,
        "head_height": head_height,
        "head_top": head_top,
        "chin_top": chin_top,
        "eyes_top": eyes_top,
    }
    if format is None and not is_batch(photos):
        format = chosen_format(output)  # noqa: A001
    request = photo_request(
        known,
        size_px=size_px,
        size_mm=size_mm,
        dpi=dpi,
        background=chosen_background(bg, bg2, bg_image, transparent, keep_background),
        constraints=parse_limits(heads, density),
        retouch=chosen_retouch(retouch, bright, smooth, thin_face, sharp),
        clothes=clothes,
        label=chosen_label(label, label_height),
        watermark=watermark,
        format=format,
        jpeg_quality=quality,
        min_bytes=min_bytes,
        max_bytes=max_bytes,
        quality="best" if best else "fast",
        faces=chosen_face(face, one_face),
        edit_anyway=edit_anyway,
        age=chosen_age(child, infant),
    )
    if report is not None:
        check_report(report)
    reports = run(photos, request, output, again=again, as_json=as_json)
    if report is not None:
        write_report(report, reports)
    if not all(one["ok"] for one in reports):
        raise typer.Exit(1)
