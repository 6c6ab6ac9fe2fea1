"""Reading a card: from its lines to its fields.

The lines that were found say where the labels are, and the labels where each value is. A value
that no line holds, or not clearly, is cut from the canvas anew: on its own, without its label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from idphoto.idcard.anchors import BIRTH, NAME, NATION, NUMBER, SEX, Anchors, find_anchors
from idphoto.idcard.card import Card, TextLine
from idphoto.idcard.number import LENGTH
from idphoto.idcard.page import Row, address_rows, row_after, value_row
from idphoto.idcard.prints import Print, Prints
from idphoto.idcard.strand import Strand, strand
from idphoto.models.text_reader import Reading, cut_line, read_line
from idphoto.runtime.engine import Engine

# A print whose least sure character is below this is looked at again, ...
_SURE: Final = 0.95
# ... closely: cut so many times as high as its box was found.
_CLOSER: Final = (1.05, 1.4)
# A line that was not found is believed to be there where its characters are this sure, on the mean.
_THERE: Final = 0.8


def find_prints(engine: Engine, card: Card) -> Prints:
    """The fields as they are printed."""
    strands = [each for line in card.lines if (each := strand(line)) is not None]
    anchors = find_anchors(strands)

    def read(name: str, characters: int | None = None) -> Print:
        return _read(engine, card, value_row(strands, anchors, name), characters)

    return Prints(
        name=read(NAME),
        sex=read(SEX, 1),
        nation=read(NATION),
        birth=read(BIRTH),
        address=_address(engine, card, strands, anchors),
        number=read(NUMBER, LENGTH),
    )


def _read(engine: Engine, card: Card, row: Row, characters: int | None = None) -> Print:
    """What stands in a row, as it was found or by a closer look; ``characters``: that many."""
    reading = row.reading
    if reading is None or not row.spots:
        row = _anew(engine, card, row)
        reading = row.reading
    if reading is None:
        return Print()
    if _is_clear(reading, characters):
        return Print((reading,))
    closer = row.narrowed()
    cuts = (_anew(engine, card, closer, share).reading for share in _CLOSER)
    return Print(tuple(cut for cut in cuts if cut is not None))


def _address(
    engine: Engine, card: Card, strands: Sequence[Strand], anchors: Anchors
) -> tuple[Print, ...]:
    """The lines of an address: those found, and what may come after one that is full."""
    rows = address_rows(strands, anchors)
    prints = [_read(engine, card, row) for row in rows]
    beyond = row_after(rows, anchors)
    if beyond is not None:
        found = _anew(engine, card, beyond)
        if found.reading is not None and found.reading.score >= _THERE:
            prints.append(_read(engine, card, found))
    return tuple(prints)


def _anew(engine: Engine, card: Card, row: Row, share: float = 1.0) -> Row:
    """The row as it reads when it is cut from the canvas."""
    quad = row.quad(share)
    line = TextLine(quad, 1.0, read_line(engine, cut_line(card.rgb, quad)))
    seen = strand(line)
    return replace(row, strands=() if seen is None else (seen,))


def _is_clear(reading: Reading, characters: int | None) -> bool:
    found = [each for each in reading.characters if not each[0].isspace()]
    if characters is not None and len(found) != characters:
        return False
    return bool(found) and min(probability for _, probability, _ in found) >= _SURE
