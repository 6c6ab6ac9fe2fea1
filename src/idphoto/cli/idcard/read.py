"""``idphoto idcard read``: read a card, and warn about its picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from idphoto.cli.inputs import open_input
from idphoto.cli.output import AsJson, print_json, say_timings
from idphoto.cli.table import print_table
from idphoto.errors import BadRequest
from idphoto.imaging.files import write_whole

if TYPE_CHECKING:
    from idphoto.idcard.pipeline import CardReading
    from idphoto.idcard.reading.overprint import Overprint

CardFile = Annotated[
    Path,
    typer.Argument(help="A picture of the card's portrait side; - is standard input."),
]

_PORTRAITS = (".jpg", ".jpeg", ".png")
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
    if portrait is not None and portrait.suffix.lower() not in _PORTRAITS:
        raise BadRequest("portrait", f"{portrait.name} must end in .jpg, .jpeg or .png")
    source = open_input("card", card)
    from idphoto.api import read_card

    found = read_card(source)
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
    rows = []
    for name in FIELDS:
        value = getattr(found.fields, name)
        confidence = f"{100 * value.confidence:.0f} %" + (", repaired" if value.repaired else "")
        if value.reason is not None:
            confidence = value.reason.value
        rows.append((name, value.text or "–", confidence))
    if found.overprint is not None:
        rows.append(("overprint", _quoted(found.overprint), ""))
    quality = found.judgement.quality
    if quality is not None:
        rows.append(("quality", f"{quality:.0f} of 100", ""))
    for warning in found.judgement.warnings:
        score = found.judgement.scores.get(warning)
        rows.append(("warning", warning.value, "" if score is None else f"{score:.2f}"))
    rows += [("not judged", warning.value, "") for warning in found.judgement.not_judged]
    print_table(("field", "value", "confidence"), rows)
    say_timings(dict(found.timings_ms))


def _quoted(overprint: Overprint) -> str:
    return " / ".join(overprint.texts) or "paler than the card's own"


def _write_portrait(path: Path, found: CardReading) -> None:
    from idphoto.imaging.encode import EncodeOptions, encode

    if found.portrait is None:
        typer.echo("the card's portrait cannot be cut out: no file is written", err=True)
        return
    options = EncodeOptions(format="png" if path.suffix.lower() == ".png" else "jpeg")
    write_whole(path, encode(found.portrait, options).data)
