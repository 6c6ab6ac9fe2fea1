"""``idphoto wardrobe``: list or draw the garments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer

from idphoto.cli.inputs import open_input
from idphoto.cli.output import AsJson, print_json, say
from idphoto.cli.progress import with_progress
from idphoto.cli.table import print_table
from idphoto.cli.values import format_of
from idphoto.drawing.paint import draw_text
from idphoto.drawing.text import fit_text
from idphoto.errors import BadRequest, CannotDress
from idphoto.imaging.arrays import Pixels
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.imaging.files import write_whole
from idphoto.photo.request import photo_request
from idphoto.photo.wardrobe.load import GARMENT_IDS, load_garment
from idphoto.photo.wardrobe.mannequin import on_mannequin

_COLUMNS: Final = 10
_TILE_WH: Final = (236, 320)
_CAPTION_PX: Final = 26


def wardrobe(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Draw them all into this JPEG, PNG or WebP file."),
    ] = None,
    photo: Annotated[
        Path | None,
        typer.Option(help="Draw them on the person in this photo instead of a mannequin."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the garments for `idphoto make --clothes`, or draw a contact sheet of them.

    Examples:

    - `idphoto wardrobe`

    - `idphoto wardrobe -o all.jpg`

    - `idphoto wardrobe --photo me.jpg -o me-in-all.jpg`
    """
    if output is None:
        if photo is not None:
            raise BadRequest("photo", "requires --output, the file to draw into")
        _list(as_json)
        return
    kind = format_of(output)
    source = open_input("photo", photo) if photo is not None else None
    drawn = list(with_progress(_tiles(source), "garments", len(GARMENT_IDS), hidden=as_json))
    tiles = [(garment_id, tile) for garment_id, tile in drawn if not isinstance(tile, CannotDress)]
    refused = {garment_id: tile for garment_id, tile in drawn if isinstance(tile, CannotDress)}
    if not tiles:
        raise next(iter(refused.values()))
    sheet = _sheet(tiles)
    encoded = encode(sheet, EncodeOptions(format=kind))
    write_whole(output, encoded.data)
    height, width = sheet.shape[:2]
    if as_json:
        report = {
            "output": str(output),
            "px": [width, height],
            "bytes": len(encoded.data),
            "left_out": {garment_id: error.message for garment_id, error in refused.items()},
        }
        print_json(report, indent=None)
    else:
        size = f"{width}×{height} px, {len(encoded.data):,} bytes"
        say(f"{output}: {len(tiles)} garments, {size}")
        for garment_id, error in refused.items():
            say(f"left out: {garment_id}: {error.message}")


def _list(as_json: bool) -> None:
    titles = {garment_id: load_garment(garment_id).title for garment_id in GARMENT_IDS}
    if as_json:
        rows = [{"id": garment_id, "title": title} for garment_id, title in titles.items()]
        print_json(rows, indent=None)
        return
    print_table(("id", "garment"), titles.items())


def _tiles(photo: Path | bytes | None) -> Iterator[tuple[str, Pixels | CannotDress]]:
    """Each garment on the person, or why it cannot be put on."""
    from idphoto.api import make_photo

    for garment_id in GARMENT_IDS:
        if photo is None:
            yield garment_id, on_mannequin(load_garment(garment_id), _TILE_WH)
        else:
            request = photo_request(
                size_px=_TILE_WH, clothes=garment_id, background="D6DCE2", quality="fast"
            )
            try:
                yield garment_id, make_photo(photo, request).pixels
            except CannotDress as error:
                yield garment_id, error


def _sheet(tiles: list[tuple[str, Pixels]]) -> Pixels:
    """The tiles in rows, each with its id below."""
    wide, high = _TILE_WH[0], _TILE_WH[1] + _CAPTION_PX
    rows = -(-len(tiles) // _COLUMNS)
    sheet = np.full((rows * high, _COLUMNS * wide, 3), 255, np.uint8)
    for number, (_, pixels) in enumerate(tiles):
        top, left = number // _COLUMNS * high, number % _COLUMNS * wide
        sheet[top : top + _TILE_WH[1], left : left + wide] = pixels
    box_wh = (wide - 8.0, _CAPTION_PX - 8.0)
    for number, (garment_id, _) in enumerate(tiles):
        caption = fit_text([garment_id], box_wh, field="caption", max_size=15, min_size=8)
        x = number % _COLUMNS * wide + (wide - caption.width) / 2
        y = number // _COLUMNS * high + _TILE_WH[1] + (_CAPTION_PX - caption.height) / 2
        draw_text(sheet, caption, x, y, (40, 40, 40))
    return sheet
