"""``idphoto cutout``: the person on a transparent background, at full size."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from idphoto.cli import complete
from idphoto.cli.inputs import name_of, open_input
from idphoto.cli.options import FaceOption
from idphoto.cli.output import (
    STANDARD,
    AsJson,
    NoClobber,
    give_stdout_to,
    is_kept,
    is_standing,
    print_json,
    say,
    say_timings,
    write_output,
)
from idphoto.cli.values import agree, parse_face, parse_format
from idphoto.errors import BadRequest

_FORMATS: Final = {".png": "png", ".webp": "webp"}


def cutout(
    photo: Annotated[Path, typer.Argument(help="A picture of a person; - is standard input.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The PNG or WebP file to write; - is standard output."),
    ] = None,
    format: Annotated[  # noqa: A002 - the word users know
        str | None,
        typer.Option(
            help="png or webp. Default: what the output's name says, or png.",
            autocompletion=complete.clear_formats,
        ),
    ] = None,
    best: Annotated[
        bool,
        typer.Option(
            "--best/--fast", help="Finer hair from a separate network, at twice the time."
        ),
    ] = False,
    face: FaceOption = None,
    no_clobber: NoClobber = False,
    as_json: AsJson = False,
) -> None:
    """Cut the person out onto a transparent background, at the photo's full size.

    Examples:

    - `idphoto cutout me.jpg -o me.png`

    - `idphoto cutout - -o - < me.jpg > me.png`
    """
    target = _target(photo, output, format)
    kind = parse_format(format or target.suffix.removeprefix(".") or "png")
    if kind == "jpeg":
        raise BadRequest("format", "JPEG cannot be transparent: choose png or webp")
    if not is_standing(target):
        agree(kind, _FORMATS.get(target.suffix.lower()), target)
    faces = parse_face(face)
    give_stdout_to(target)
    if is_kept(target, no_clobber):
        return
    source = open_input("photo", photo)
    from idphoto.api import cut_out
    from idphoto.imaging.encode import EncodeOptions, encode

    result = cut_out(source, "best" if best else "fast", faces=faces)
    encoded = encode(result.rgba, EncodeOptions(format=kind))
    write_output(target, encoded.data)
    height, width = result.rgba.shape[:2]
    if as_json:
        timings = {step: round(ms, 1) for step, ms in result.timings_ms.items()}
        report = {"output": str(target), "px": [width, height], "bytes": len(encoded.data)}
        print_json({**report, "timings_ms": timings}, indent=None)
    else:
        say(f"{target}: {width}×{height} px, {len(encoded.data):,} bytes")
        say_timings(result.timings_ms)


def _target(photo: Path, output: Path | None, kind: str | None) -> Path:
    """The file to write.

    Raises:
        BadRequest: of ``output``: its name is of a format without transparency, or it is the photo.
    """
    if output is None:
        name = f"{name_of(photo)}-cutout.{kind or 'png'}"
        return STANDARD if photo == STANDARD else Path(name)
    if is_standing(output):
        return output
    if output.is_dir():
        return output / f"{name_of(photo)}.{kind or 'png'}"
    if output.suffix.lower() not in _FORMATS:
        raise BadRequest("output", f"{output.name} must end in .png or .webp to be transparent")
    if photo != STANDARD and output.resolve() == photo.resolve():
        raise BadRequest("output", f"{output} is the source photo: choose another name")
    return output
