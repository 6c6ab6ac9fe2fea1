"""Read a card: from its lines to what is printed in each field.

The lines that were found give the places of the labels, and the labels those of the values. A value
that no line contains clearly is cut from the canvas again, without its label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from idphoto.idcard.card import Card, TextLine
from idphoto.idcard.card_line import CardLine, card_line
from idphoto.idcard.field_prints import FieldPrint, FieldPrints
from idphoto.idcard.field_rows import FieldRow, address_rows, row_after, value_row
from idphoto.idcard.label_positions import LabelPositions, find_label_positions
from idphoto.idcard.layout import BIRTH, NAME, NATION, NUMBER, SEX
from idphoto.idcard.number import LENGTH
from idphoto.models.text_reader import Reading, cut_line, read_line
from idphoto.runtime.engine import Engine

# A print with a character less certain than this is cut and read again, ...
_SURE: Final = 0.95
# ... at these heights, relative to its box.
_CLOSER: Final = (1.05, 1.4)
# A line that the finder missed counts if the mean certainty of its characters reaches this.
_THERE: Final = 0.8


def find_prints(engine: Engine, card: Card) -> FieldPrints:
    """The fields of ``card`` as printed."""
    lines = [each for line in card.lines if (each := card_line(line)) is not None]
    positions = find_label_positions(lines, card.layout)

    def read(name: str, characters: int | None = None) -> FieldPrint:
        return _read(engine, card, value_row(lines, positions, name), characters)

    return FieldPrints(
        name=read(NAME),
        sex=read(SEX, 1),
        nation=read(NATION),
        birth=read(BIRTH),
        address=_address(engine, card, lines, positions),
        number=read(NUMBER, LENGTH),
    )


def _read(engine: Engine, card: Card, row: FieldRow, characters: int | None = None) -> FieldPrint:
    """The print in a row, as found or cut again; ``characters``: the number it should have."""
    reading = row.reading
    if reading is None or not row.characters:
        row = _anew(engine, card, row)
        reading = row.reading
    if reading is None:
        return FieldPrint()
    if _is_clear(reading, characters):
        return FieldPrint((reading,))
    closer = row.narrowed()
    cuts = (_anew(engine, card, closer, share).reading for share in _CLOSER)
    return FieldPrint(tuple(cut for cut in cuts if cut is not None))


def _address(
    engine: Engine, card: Card, lines: Sequence[CardLine], positions: LabelPositions
) -> tuple[FieldPrint, ...]:
    """The lines of an address: those found, and one more if the last of them is full."""
    rows = address_rows(lines, positions)
    prints = [_read(engine, card, row) for row in rows]
    beyond = row_after(rows, positions)
    if beyond is not None:
        found = _anew(engine, card, beyond)
        if found.reading is not None and found.reading.score >= _THERE:
            prints.append(_read(engine, card, found))
    return tuple(prints)


def _anew(engine: Engine, card: Card, row: FieldRow, share: float = 1.0) -> FieldRow:
    """The row, read anew from the canvas."""
    quad = row.quad(share)
    line = TextLine(quad, 1.0, read_line(engine, cut_line(card.rgb, quad)))
    seen = card_line(line)
    return replace(row, lines=() if seen is None else (seen,))


def _is_clear(reading: Reading, characters: int | None) -> bool:
    found = [each for each in reading.characters if not each[0].isspace()]
    if characters is not None and len(found) != characters:
        return False
    return bool(found) and min(probability for _, probability, _ in found) >= _SURE
