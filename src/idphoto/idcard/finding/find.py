"""Find the card in a picture and set it straight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import CardTooSmall, NoCard, SeveralCards
from idphoto.idcard.card import Card, TextLine
from idphoto.idcard.finding.borders import find_outline
from idphoto.idcard.finding.lines import alongside, read_along, read_upright
from idphoto.idcard.finding.other_documents import (
    NOTHING,
    TEXT,
    another_document,
    foreigners_card,
    what_is_shown,
)
from idphoto.idcard.finding.place import (
    PlacedCard,
    SeenLabel,
    beyond,
    on_card,
    place_by_number,
    place_card,
    seen_labels,
)
from idphoto.idcard.finding.portrait_guess import guess_portraits, portrait_sights
from idphoto.idcard.finding.pose import Pose, fit, joined
from idphoto.idcard.finding.straighten import TEXT_SCORE, straighten
from idphoto.idcard.finding.unlabelled import UnlabelledCard, find_unlabelled
from idphoto.idcard.layout import ADDRESS, CARD_WH_MM, NATION, NUMBER, PX_PER_MM, Layout
from idphoto.idcard.reading.overprint import is_foreign
from idphoto.imaging.geometry import Box, project
from idphoto.models.text_finder import TextBox, find_text
from idphoto.runtime.engine import Engine

# A card has about ten lines, and few things beside it have text. If there is more, the card is
# looked for around a face first, among the nearest lines.
_MOST_LINES: Final = 24
_MOST_GUESSES: Final = 3
# Labels of this many kinds place a card as well as all eight do: the other lines are not read yet.
_ENOUGH_KINDS: Final = 5
# Numbers were read right on all seven real cards of 190 to 297 px; below, what is read is doubtful
# by its own confidence until nothing is left.
_LEAST_WIDTH_PX: Final = 150.0
_AROUND_ADDRESS_MM: Final = 2.5


@dataclass(frozen=True, slots=True)
class _Search:
    """The lines read, in pixels of the picture, and the card they belong to, or else one found by
    portrait and borders."""

    lines: tuple[TextLine, ...]
    boxes: tuple[TextBox, ...]
    placed: PlacedCard | None
    unlabelled: UnlabelledCard | None = None


def find_card(engine: Engine, rgb: NDArray[np.uint8]) -> Card | UnlabelledCard:
    """Find the one ID card in ``rgb``, uint8 ``(H, W, 3)``: any way up, seen from any side.

    Raises:
        NoCard: the picture does not show a card's portrait side; the reason says what it shows.
        SeveralCards: it shows more than one.
        CardTooSmall: the card's print is too small to be read.
    """
    search = _searched(engine, rgb)
    if search.placed is None:
        reason = what_is_shown(search.lines)
        if search.unlabelled is None or reason not in (TEXT, NOTHING):
            raise NoCard(reason)
        return replace(search.unlabelled, reason=reason)
    pose, sights, layout = search.placed.pose, search.placed.sights, search.placed.layout
    portrait = portrait_sights(engine, rgb, pose, layout)
    if portrait is not None:
        sights = joined((sights, portrait))
        pose = fit(pose.start, sights)
    outline = find_outline(rgb, pose, sights, layout)
    _only(engine, rgb, search, outline.pose)
    return _checked(straighten(engine, rgb, outline, layout))


def _searched(engine: Engine, rgb: NDArray[np.uint8]) -> _Search:
    """Search the whole picture, and if that finds no card, parts of it more closely."""
    height, width = rgb.shape[:2]
    boxes = find_text(engine, rgb, TEXT_SCORE)
    lines: list[TextLine] = []
    if len(boxes) <= _MOST_LINES:
        placed = _placed(engine, rgb, boxes, lines)
        if placed is not None:
            return _Search(tuple(lines), tuple(boxes), placed)
    guesses = guess_portraits(engine, rgb, _MOST_GUESSES)
    for guess in guesses:
        closer = _text_in(engine, rgb, guess.part((width, height)))
        read = read_along(engine, rgb, guess.lines(closer), guess.ahead)
        lines += read
        placed = place_card(seen_labels(read))
        if placed is not None and placed.is_card:
            return _Search(tuple(lines), (*boxes, *closer), placed)
    if 0 < len(boxes) <= _MOST_LINES:
        closer = _text_in(engine, rgb, _around(boxes, width, height))
        placed = _placed(engine, rgb, _nearest(closer, (width / 2, height / 2)), lines)
        if placed is not None:
            return _Search(tuple(lines), (*boxes, *closer), placed)
    if len(boxes) > _MOST_LINES:
        placed = _placed(engine, rgb, _nearest(boxes, (width / 2, height / 2)), lines)
        if placed is not None:
            return _Search(tuple(lines), tuple(boxes), placed)
    best = None
    for unlabelled in find_unlabelled(engine, rgb, guesses):
        read = [_in_picture(unlabelled.card, line) for line in unlabelled.card.lines]
        lines += read
        placed = place_card(seen_labels(read))
        if placed is not None and placed.is_card:
            return _Search(tuple(lines), tuple(boxes), placed)
        placed = place_by_number(seen_labels(read))
        if placed is not None and portrait_sights(engine, rgb, placed.pose, placed.layout):
            return _Search(tuple(lines), tuple(boxes), placed)
        if best is None or (unlabelled.is_bordered and not best.is_bordered):
            best = unlabelled
    return _Search(tuple(lines), tuple(boxes), None, best)


def _in_picture(card: Card, line: TextLine) -> TextLine:
    """A line on the canvas, moved to its place in the picture."""
    return replace(line, quad=project(np.linalg.inv(card.to_canvas), line.quad))


def _placed(
    engine: Engine, rgb: NDArray[np.uint8], boxes: Sequence[TextBox], lines: list[TextLine]
) -> PlacedCard | None:
    """Read ``boxes`` until there is a card among them; add what was read to ``lines``."""
    for group in alongside(boxes):
        read: list[TextLine] = []
        labels: list[SeenLabel] = []
        for line in read_upright(engine, rgb, group):
            read.append(line)
            found = seen_labels([line])
            labels += found
            if found and len({each.label.kind for each in labels}) >= _ENOUGH_KINDS:
                placed = place_card(labels)
                if placed is not None and placed.is_card and placed.fits_well:
                    lines += read
                    return placed
        lines += read
        placed = place_card(labels)
        if placed is not None and placed.is_card:
            return placed
    return None


def _nearest(boxes: Sequence[TextBox], centre: tuple[float, float]) -> list[TextBox]:
    """The boxes to read when there are too many: those nearest to the centre."""
    away = [float(np.hypot(*(box.quad.mean(axis=0) - centre))) for box in boxes]
    return [boxes[i] for i in np.argsort(away, kind="stable")[:_MOST_LINES]]


def _around(boxes: Sequence[TextBox], width: int, height: int) -> Box:
    """The part of the picture with text, and a margin as wide as the text."""
    corners = np.concatenate([box.quad for box in boxes])
    text = Box(*map(float, corners.min(axis=0)), *map(float, corners.max(axis=0)))
    room = max(text.width, text.height)
    return text.grown(room, room, room, room).intersect(Box(0.0, 0.0, width, height))


def _text_in(engine: Engine, rgb: NDArray[np.uint8], part: Box) -> list[TextBox]:
    """The lines in a part of the picture, in pixels of the whole."""
    left, top, right, bottom = (
        round(side) for side in (part.left, part.top, part.right, part.bottom)
    )
    if right <= left or bottom <= top:
        return []
    found = find_text(engine, rgb[top:bottom, left:right], TEXT_SCORE)
    return [TextBox(box.quad + np.array((left, top)), box.score) for box in found]


def _only(engine: Engine, rgb: NDArray[np.uint8], search: _Search, pose: Pose) -> None:
    """Raise SeveralCards if there is another card beside the one at ``pose``."""
    read = {line.quad.mean(axis=0).round().tobytes() for line in search.lines}
    beside = [
        box
        for box in search.boxes
        if box.quad.mean(axis=0).round().tobytes() not in read and not on_card(pose, box.quad)
    ]
    lines = list(search.lines)
    for group in alongside(beside if len(beside) <= _MOST_LINES else []):
        lines += list(read_upright(engine, rgb, group))
    left = [each for each in seen_labels(lines) if not on_card(pose, each.px)]
    found = 1
    while (other := place_card(left)) is not None and other.is_card:
        found += 1
        left = beyond(other, left)
    if found > 1:
        raise SeveralCards(found)


def _checked(card: Card) -> Card:
    """Return ``card``; raise CardTooSmall, or NoCard if its text is another document's."""
    if card.px_per_mm * CARD_WH_MM[0] < _LEAST_WIDTH_PX:
        raise CardTooSmall(card.px_per_mm * CARD_WH_MM[0], _LEAST_WIDTH_PX)
    # placed by its number alone, a foreigner's card may lie askew, and its words anywhere
    document = foreigners_card(card.lines)
    # a card with both of these labels is no other; marks over it name banks and schools
    if not {NATION, NUMBER} <= {each.label.kind for each in seen_labels(card.lines)}:
        own = [line for line in card.lines if not is_foreign(line)]
        beside = [line for line in own if not _in_address(line, card.layout)]
        document = document or another_document(beside)
    if document is not None:
        raise NoCard(document)
    return card


def _in_address(line: TextLine, layout: Layout) -> bool:
    """Whether a line on the canvas is part of the address.

    Addresses name banks, libraries and the like, so their words say nothing about the document.
    """
    x_mm, y_mm = line.quad.mean(axis=0) / PX_PER_MM
    above, below = (layout.values[name].y_mm - _AROUND_ADDRESS_MM for name in (ADDRESS, NUMBER))
    return bool(x_mm < layout.portrait.left and above < y_mm < below)
