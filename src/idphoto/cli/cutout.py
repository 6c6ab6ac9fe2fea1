"""``idphoto cutout``: the person on a transparent background, at full size."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from idphoto.api import cut_out
from idphoto.cli.inputs import require_file
from idphoto.cli.output import AsJson, print_json
from idphoto.cli.values import FaceOption, parse_face
from idphoto.errors import BadRequest
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.photo.batch import write_whole


def cutout(
    photo: Annotated[Path, typer.Argument(help="A picture of a person.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The PNG or WebP file to write.")
    ] = None,
    best: Annotated[
        bool,
        typer.Option(
            "--best/--fast", help="Finer hair with a network of its own, at twice the time."
        ),
    ] = False,
    face: FaceOption = None,
    as_json: AsJson = False,
) -> None:
    """Cut the person out onto a transparent background, at the photo's full size.

    Example: `idphoto cutout me.jpg -o me.png`
    """
    target = output or Path(f"{photo.stem}-cutout.png")
    suffix = target.suffix.lower()
    if suffix not in (".png", ".webp"):
        raise BadRequest("output", f"{target.name} must end in .png or .webp to be transparent")
    require_file("photo", photo)
    result = cut_out(photo, "best" if best else "fast", faces=parse_face(face))
    encoded = encode(result.rgba, EncodeOptions(format="png" if suffix == ".png" else "webp"))
    write_whole(target, encoded.data)
    height, width = result.rgba.shape[:2]
    if as_json:
        timings = {step: round(ms, 1) for step, ms in result.timings_ms.items()}
        report = {"output": str(target), "px": [width, height], "bytes": len(encoded.data)}
        print_json({**report, "timings_ms": timings}, indent=None)
    else:
        typer.echo(f"{target}: {width}×{height} px, {len(encoded.data):,} bytes")
