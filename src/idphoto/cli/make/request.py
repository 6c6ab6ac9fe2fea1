"""The options that say what photo to make, and the request that they stand for.

The annotations are read when commands borrow the options, so they must not be strings.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Protocol

import typer

from idphoto.cli import complete
from idphoto.cli.options import ChildOption, FaceOption, InfantOption, SpecOption
from idphoto.cli.values import (
    chosen_age,
    parse_bytes,
    parse_format,
    parse_limits,
    parse_size,
    parse_size_mm,
)
from idphoto.errors import BadRequest

if TYPE_CHECKING:
    from idphoto.imaging.encode import OutputFormat
    from idphoto.photo.request import PhotoRequest

_STRENGTH: Final = "0–1; 0.5 is usual."
_SIZE, _BACK, _LOOK, _FILE = "Size", "Background", "Retouching, clothes and text", "File"
_WHO: Final = "Person"
_FACE: Final = "Head: TARGET, LOW:HIGH or LOW:TARGET:HIGH, in px or with mm"


class RequestOf(Protocol):
    """What photo to make, once the format that the output is named for is known, if any."""

    def __call__(self, named: "OutputFormat | None" = None) -> "PhotoRequest": ...


def request_of(
    named: "OutputFormat | None" = None,
    *,
    spec: SpecOption = None,
    size: Annotated[
        str | None,
        typer.Option(
            help="Size with its unit, such as 35x45mm, 2x2in or 295x413 (pixels).",
            rich_help_panel=_SIZE,
        ),
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
        typer.Option(
            help="Background colour: white, 438EDB, 'rgb(67, 142, 219)' or any CSS colour name.",
            rich_help_panel=_BACK,
            autocompletion=complete.colours,
        ),
    ] = None,
    bg2: Annotated[
        str | None,
        typer.Option(
            help="Bottom colour of a gradient; --bg is the top one.",
            rich_help_panel=_BACK,
            autocompletion=complete.colours,
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
        typer.Option(
            help="A garment; `idphoto wardrobe` lists them all.",
            rich_help_panel=_LOOK,
            autocompletion=complete.garments,
        ),
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
        str | None,
        typer.Option(
            help="jpg, png or webp. Default: what the output's name says.",
            rich_help_panel=_FILE,
            autocompletion=complete.formats,
        ),
    ] = None,
    quality: Annotated[
        int | None, typer.Option(help="JPEG or WebP quality, 1–100.", rich_help_panel=_FILE)
    ] = None,
    min_bytes: Annotated[
        str | None,
        typer.Option(
            help="Smallest size of the file: 40000, 240k, 1.5MB or 240KiB.", rich_help_panel=_FILE
        ),
    ] = None,
    max_bytes: Annotated[
        str | None,
        typer.Option(
            help="Largest size of the file: 40000, 240k, 1.5MB or 240KiB.", rich_help_panel=_FILE
        ),
    ] = None,
    best: Annotated[
        bool,
        typer.Option(
            "--best/--fast",
            help="Finer hair from a separate network, at twice the time.",
            rich_help_panel=_BACK,
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
) -> "PhotoRequest":
    """The request that the options stand for.

    ``named``: the format that the output is named for, where ``--format`` is not given.

    Raises:
        BadRequest: an option cannot be used, or two exclude each other.
        UnknownSpec: there is no such specification.
        EditingForbidden: the specification forbids an edit that is asked for.
    """
    from idphoto.cli.make.parts import (
        chosen_background,
        chosen_face,
        chosen_label,
        chosen_retouch,
    )
    from idphoto.photo.request import photo_request
    from idphoto.photo.size import photo_size
    from idphoto.specs import load_spec

    known = load_spec(spec) if spec is not None else None
    size_px, size_mm = _sizes(size, mm)
    density = photo_size(known, size_px=size_px, size_mm=size_mm, dpi=dpi).dpi
    heads = {
        "face_width": face_width,
        "face_height": face_height,
        "head_height": head_height,
        "head_top": head_top,
        "chin_top": chin_top,
        "eyes_top": eyes_top,
    }
    return photo_request(
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
        format=named if format is None else parse_format(format),
        jpeg_quality=quality,
        min_bytes=None if min_bytes is None else parse_bytes("min_bytes", min_bytes),
        max_bytes=None if max_bytes is None else parse_bytes("max_bytes", max_bytes),
        quality="best" if best else "fast",
        faces=chosen_face(face, one_face),
        edit_anyway=edit_anyway,
        age=chosen_age(child, infant),
    )


def _sizes(
    size: str | None, mm: str | None
) -> tuple[tuple[int, int] | None, tuple[float, float] | None]:
    """The size in pixels, and the size in millimetres; None where it was not given."""
    size_mm = None if mm is None else parse_size_mm("mm", mm)
    if size is None:
        return None, size_mm
    given = parse_size("size", size)
    if given.unit == "mm":
        if mm is not None:
            raise BadRequest("mm", f"cannot be combined with a size of {size}")
        return None, given.wh
    if given.width != int(given.width) or given.height != int(given.height):
        raise BadRequest("size", f"pixels must be whole numbers, not {size!r}; 35x45mm is a print")
    return (int(given.width), int(given.height)), size_mm
