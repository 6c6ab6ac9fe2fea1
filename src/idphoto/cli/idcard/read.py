"""``idphoto idcard read``: read a card, and warn about its picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from idphoto.api import read_card
from idphoto.cli.inputs import require_file
from idphoto.cli.output import AsJson, print_json
from idphoto.errors import BadRequest
from idphoto.idcard.pipeline import CardReading
from idphoto.idcard.reading.overprint import Overprint
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.photo.batch import write_whole

CardFile = Annotated[Path, typer.Argument(help="A picture of the card's portrait side.")]

FIELDS = ("name", "sex", "nation", "birth", "address", "number")


def read(
    card: CardFile,
    portrait: Annotated[
        Path | None, typer.Option(help="Write the card's portrait to this JPEG or PNG file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read an ID card: its fields with their confidence, and warnings about the picture.

    Examples:

    - `idphoto idcard read card.jpg`

    - `idphoto idcard read card.jpg --json --portrait face.jpg`
    """
    require_file("card", card)
    found = read_card(card)
    if portrait is not None:
        _write_portrait(portrait, found)
    if as_json:
        print_json(_described(found))
    else:
        _show(found)


def _described(found: CardReading) -> dict[str, Any]:
    """A reading as JSON values."""
    judgement = found.judgement
    values = {name: getattr(found.fields, name) for name in FIELDS}
    return {
        "fields": {
            name: {
                "text": value.text,
                "confidence": round(value.confidence, 4),
                "repaired": value.repaired,
                "reason": value.reason and value.reason.value,
            }
            for name, value in values.items()
        },
        "overprint": [] if found.overprint is None else list(found.overprint.texts),
        "warnings": [warning.value for warning in judgement.warnings],
        "not_judged": [warning.value for warning in judgement.not_judged],
        "scores": {warning.value: round(score, 3) for warning, score in judgement.scores.items()},
        "quality": None if judgement.quality is None else round(judgement.quality, 1),
        "portrait": found.portrait is not None,
        "corners_px": found.card.corners_px.round(1).tolist(),
        "px_per_mm": round(found.card.px_per_mm, 2),
        "timings_ms": {step: round(ms, 1) for step, ms in found.timings_ms.items()},
    }


def _show(found: CardReading) -> None:
    table = Table("field", "value", "confidence")
    for name in FIELDS:
        value = getattr(found.fields, name)
        confidence = f"{100 * value.confidence:.0f} %" + (", repaired" if value.repaired else "")
        if value.reason is not None:
            confidence = value.reason.value
        table.add_row(name, value.text or "–", confidence)
    console = Console()
    console.print(table)
    if found.overprint is not None:
        console.print(f"print over the card: {_quoted(found.overprint)}", highlight=False)
    quality = found.judgement.quality
    if quality is not None:
        console.print(f"quality {quality:.0f} of 100", highlight=False)
    for warning in found.judgement.warnings:
        score = found.judgement.scores.get(warning)
        console.print(f"warning: {warning.value}" + ("" if score is None else f" ({score:.2f})"))
    for warning in found.judgement.not_judged:
        console.print(f"not judged: {warning.value}")


def _quoted(overprint: Overprint) -> str:
    return " / ".join(overprint.texts) or "paler than the card's own"


def _write_portrait(path: Path, found: CardReading) -> None:
    suffix = path.suffix.lower()
    if suffix not in (".jpg", ".jpeg", ".png"):
        raise BadRequest("portrait", f"{path.name} must end in .jpg, .jpeg or .png")
    if found.portrait is None:
        typer.echo("the card's portrait cannot be cut out: no file is written", err=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    options = EncodeOptions(format="png" if suffix == ".png" else "jpeg")
    write_whole(path, encode(found.portrait, options).data)
