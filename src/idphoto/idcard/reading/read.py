"""Read a card: from its lines to what is printed in each field.

The lines that were found give the places of the labels, and the labels those of the values. A value
that no line contains clearly is cut from the canvas again, without its label. If something is
printed over the card, it is read a second time with nothing left but the ink of its values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import Card, TextLine
from idphoto.idcard.finding.lines import read_along
from idphoto.idcard.layout import ADDRESS, BILINGUAL, BIRTH, CARD_WH_MM, NAME, NATION, NUMBER, SEX
from idphoto.idcard.number import LENGTH
from idphoto.idcard.reading.card_line import CardLine, card_line
from idphoto.idcard.reading.characters import is_common
from idphoto.idcard.reading.field_prints import FieldPrint, FieldPrints
from idphoto.idcard.reading.field_rows import FieldRow, address_rows, row_after, value_row
from idphoto.idcard.reading.hidden import why_hidden
from idphoto.idcard.reading.ink import InkMap
from idphoto.idcard.reading.label_positions import LabelPositions, find_label_positions
from idphoto.idcard.reading.overprint import Overprint, find_overprint, is_foreign, values_level
from idphoto.idcard.reading.second_script import certainty, continues, is_bilingual, is_in_letters
from idphoto.idcard.reading.unread_ink import unread_characters
from idphoto.models.text_finder import find_text
from idphoto.models.text_reader import Reading, cut_line, read_line
from idphoto.runtime.engine import Engine

# A print with a character less certain than this is cut and read again, ...
_SURE: Final = 0.95
# ... at these heights, relative to its box.
_CLOSER: Final = (1.05, 1.4)
# Heights for names with uncommon characters: what the reader does not know, it takes for others at
# other sizes.
_UNCOMMON: Final = (1.05, 1.8)
# A line that the finder missed counts if the mean certainty of its characters reaches this.
_THERE: Final = 0.8
# The factor of a value's confidence if it is read differently with and without the print over it,
# or if that print cannot be taken away.
_DISPUTED: Final = 0.6
# Of 40 drawn cards narrower than this in their pictures, all numbers are read right, which repeat
# the birth and check themselves, but only 31 names and 20 addresses.
_SMALL_PX: Final = 300.0
_OF_SMALL: Final = 0.75  # the factor of the confidence of both
# Where a name may stand: from a little left of its place, and not in the portrait's hair.
_MARGIN_MM: Final = 0.5
_BESIDE_PORTRAIT_MM: Final = 3.0
_INK: Final = 0.5  # what is darker than halfway from a value's ink to the ground is ink
_TEXT_SCORE: Final = 0.5
_LENGTHS: Final = {SEX: 1, NUMBER: LENGTH}


@dataclass(frozen=True, slots=True)
class _View:
    """What is read from: a canvas, uint8 ``(H, W, 3)``, the card's own lines in Chinese, where its
    labels are, and whether it has a second script."""

    engine: Engine
    rgb: NDArray[np.uint8]
    lines: Sequence[CardLine]
    positions: LabelPositions
    is_bilingual: bool


def find_prints(engine: Engine, card: Card) -> FieldPrints:
    """The fields of ``card`` as printed."""
    own = _own_lines(card.lines)
    positions = find_label_positions(own, card.layout)
    ink = InkMap(card.rgb, card.px_per_mm, card.seen)
    view = _View(engine, card.rgb, _chinese(own), positions, is_bilingual(own, card.layout))
    rows = _rows(view)
    # the line of the birth has pale labels between its digits
    values = [row for name in rows if name != BIRTH for row in rows[name] if _is_certain(row)]
    overprint = find_overprint(card.lines, values, ink, card.portrait_mm)
    prints = _prints(view)
    if overprint is not None:
        prints = _without(overprint, view, ink, prints)
    passed_over = _passed_over(view, rows[NAME][0], ink, overprint)
    prints[NAME] = [replace(prints[NAME][0], passed_over=passed_over)]
    is_small = card.px_per_mm * CARD_WH_MM[0] < _SMALL_PX
    for name in (NAME, ADDRESS) if is_small else ():
        prints[name] = [replace(each, trust=each.trust * _OF_SMALL) for each in prints[name]]
    for name in prints:
        hidden = why_hidden(name, rows[name], positions, card.seen, ink)
        prints[name] = [replace(each, hidden=hidden) for each in prints[name]]
    return FieldPrints(
        name=prints[NAME][0],
        sex=prints[SEX][0],
        nation=prints[NATION][0],
        birth=prints[BIRTH][0],
        address=tuple(prints[ADDRESS]),
        number=prints[NUMBER][0],
        overprint=overprint,
        clarity=_clarity(rows),
        is_small=is_small,
    )


def _own_lines(lines: Sequence[TextLine]) -> list[CardLine]:
    """The lines of the card's own print."""
    own = [card_line(line) for line in lines if not is_foreign(line)]
    return [line for line in own if line is not None]


def _chinese(lines: Sequence[CardLine]) -> list[CardLine]:
    return [line for line in lines if not is_in_letters(line.reading)]


def _rows(view: _View) -> dict[str, list[FieldRow]]:
    """The rows of the values, by their labels."""
    one = {
        name: [value_row(view.lines, view.positions, name)]
        for name in (NAME, SEX, NATION, BIRTH, NUMBER)
    }
    return {**one, ADDRESS: address_rows(view.lines, view.positions)}


def _prints(view: _View) -> dict[str, list[FieldPrint]]:
    """The prints of the values, by their labels; of an address, its lines."""
    rows = _rows(view)
    one = {
        name: [_read(view, rows[name][0], _LENGTHS.get(name))]
        for name in (SEX, NATION, BIRTH, NUMBER)
    }
    name = [_name(view, rows[NAME][0])]
    return {**one, NAME: name, ADDRESS: _address(view, rows[ADDRESS])}


def _without(
    overprint: Overprint, view: _View, ink: InkMap, prints: dict[str, list[FieldPrint]]
) -> dict[str, list[FieldPrint]]:
    """The prints read again without what is printed over them, where that can be taken away."""
    if not overprint.is_separable:
        return {name: [_disputed(each) for each in prints[name]] for name in prints}
    bare = ink.own_print(view.rgb, overprint.own_level, overprint.keep_below)
    boxes = find_text(view.engine, bare, _TEXT_SCORE)
    lines = _chinese(_own_lines(read_along(view.engine, bare, boxes, 0.0)))
    found = _prints(replace(view, rgb=bare, lines=lines))
    agreed = {name: _agreed(prints[name], found[name]) for name in prints}
    # the labels between the birth's digits are as pale as what was taken away
    digits = [_digits(each) for each in (prints[BIRTH][0], found[BIRTH][0])]
    birth = prints[BIRTH][0]
    return {**agreed, BIRTH: [birth if digits[0] == digits[1] else _disputed(birth)]}


def _is_certain(row: FieldRow) -> bool:
    """Whether a row is read well enough for its ink to be that of characters."""
    return row.reading is not None and certainty(row.reading) >= _SURE


def _passed_over(
    view: _View, row: FieldRow, ink: InkMap, overprint: Overprint | None
) -> tuple[int, ...]:
    """The characters of the name that were not read, see ``FieldPrint``."""
    if overprint is not None:  # whose ink may be that of the mark
        return ()
    left, right = view.positions.value_mm(NAME)[0], row.to_mm
    level = values_level([row], ink)
    within = left - _MARGIN_MM, right - _BESIDE_PORTRAIT_MM
    found = unread_characters(row, ink, within, level + _INK * (1.0 - level))
    # beside a name in Chinese, it may stand in Mongolian
    between = range(1, len(row.characters))
    beside = view.positions.layout is not BILINGUAL
    return tuple(place for place in found if place in between or beside)


def _agreed(with_it: list[FieldPrint], without: list[FieldPrint]) -> list[FieldPrint]:
    """Of two prints of one value, the one without what is printed over it, if anything was read."""
    if not any(each.text for each in without):
        return [_disputed(each) for each in with_it]
    same = _text(with_it) == _text(without)
    return without if same else [_disputed(each) for each in without]


def _text(prints: list[FieldPrint]) -> str:
    return "".join(each.text for each in prints)


def _digits(print_: FieldPrint) -> str:
    return "".join(character for character in print_.text if character.isdigit())


def _disputed(print_: FieldPrint) -> FieldPrint:
    return replace(print_, trust=_DISPUTED)


def _clarity(rows: dict[str, list[FieldRow]]) -> float:
    """How certainly ordinary characters are read: those of the address's first line."""
    reading = rows[ADDRESS][0].reading
    return 0.0 if reading is None else certainty(reading)


def _read(view: _View, row: FieldRow, characters: int | None = None) -> FieldPrint:
    """The print in a row, as found or cut again; ``characters``: the number it should have."""
    if row.reading is None or not row.characters:
        row = _anew(view, row)
    reading = row.reading
    if reading is None:
        return FieldPrint()
    if _is_clear(reading, characters):
        return FieldPrint((reading,))
    return FieldPrint(_closer(view, row, _CLOSER))


def _name(view: _View, row: FieldRow) -> FieldPrint:
    """The print of a name, which is looked at more often if it has uncommon characters."""
    print_ = _read(view, row)
    if all(is_common(character) for character in print_.text if character.isalpha()):
        return print_
    return FieldPrint((*print_.cuts, *_closer(view, row, _UNCOMMON)))


def _closer(view: _View, row: FieldRow, heights: Sequence[float]) -> tuple[Reading, ...]:
    closer = row.narrowed()
    cuts = (_anew(view, closer, share).reading for share in heights)
    return tuple(cut for cut in cuts if cut is not None)


def _address(view: _View, rows: Sequence[FieldRow]) -> list[FieldPrint]:
    """The lines of an address: those found, and one more if the last of them is full."""
    prints = [_read(view, row) for row in rows]
    beyond = row_after(rows, view.positions)
    if beyond is not None:
        found = _anew(view, beyond)
        if found.reading is not None and found.reading.score >= _THERE:
            prints.append(_read(view, found))
    return _in_chinese(prints) if view.is_bilingual else prints


def _in_chinese(prints: list[FieldPrint]) -> list[FieldPrint]:
    """An address's lines as far as they are in the script of the first."""
    first = prints[0].cuts[:1]
    kept = [
        each
        for each in prints[1:]
        if not first or any(continues(cut, first[0]) for cut in each.cuts)
    ]
    return [prints[0], *kept]


def _anew(view: _View, row: FieldRow, share: float = 1.0) -> FieldRow:
    """The row, read anew from the canvas."""
    quad = row.quad(share)
    line = TextLine(quad, 1.0, read_line(view.engine, cut_line(view.rgb, quad)))
    seen = card_line(line)
    return replace(row, lines=() if seen is None else (seen,))


def _is_clear(reading: Reading, characters: int | None) -> bool:
    """Whether one look is enough."""
    found = [each for each in reading.characters if not each[0].isspace()]
    if characters is not None and len(found) != characters:
        return False
    return bool(found) and min(probability for _, probability, _ in found) >= _SURE
