"""Find the card in a picture and set it straight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import CardTooSmall, NoCard, SeveralCards
from idphoto.face.find import find_faces
from idphoto.face.landmarks import Face
from idphoto.idcard.card import Card, TextLine
from idphoto.idcard.layout import (
    ADDRESS_MM,
    CANVAS_WH,
    CARD_WH_MM,
    NUMBER_MM,
    PORTRAIT_MM,
    PX_PER_MM,
)
from idphoto.idcard.lines import alongside, read_along, read_upright
from idphoto.idcard.outline import find_outline
from idphoto.idcard.place import Placed, beyond, marked_lines, on_card, place_card
from idphoto.idcard.pose import Pose, fit, joined
from idphoto.idcard.spots import face_spots, portrait_sights
from idphoto.idcard.substitutes import another_document, what_else
from idphoto.imaging.geometry import Box, project
from idphoto.imaging.warp import warp_perspective
from idphoto.models.text_finder import TextBox, find_text
from idphoto.runtime.engine import Engine

_TEXT_SCORE: Final = 0.5
# A card has about ten lines, and few things beside it have any. Where there are more, the card is
# looked for around a face first, among the nearest.
_MOST_LINES: Final = 24
_MOST_SPOTS: Final = 3
_LEAST_WIDTH_PX: Final = 300.0
_TO_CANVAS: Final = np.diag((PX_PER_MM, PX_PER_MM, 1.0))
_CORNERS_MM: Final = np.array([(0, 0), (CARD_WH_MM[0], 0), CARD_WH_MM, (0, CARD_WH_MM[1])])
# The head's place on the card may be off by as much as prints are, and more where borders hide.
_AROUND_PORTRAIT_MM: Final = 4.0
_AROUND_ADDRESS_MM: Final = 1.0


@dataclass(frozen=True, slots=True)
class _Search:
    """What was read, in pixels of the picture, and the card that it belongs to."""

    lines: tuple[TextLine, ...]
    boxes: tuple[TextBox, ...]
    placed: Placed | None


def find_card(engine: Engine, rgb: NDArray[np.uint8]) -> Card:
    """The one ID card in ``rgb``, uint8 ``(H, W, 3)``: any way up, seen from any side.

    Raises:
        NoCard: no portrait side of one is to be seen; the reason says what is.
        SeveralCards: there are more.
        CardTooSmall: its print is too small to be read.
    """
    search = _searched(engine, rgb)
    if search.placed is None:
        raise NoCard(what_else(search.lines))
    pose, sights = search.placed.pose, search.placed.sights
    portrait = portrait_sights(engine, rgb, pose)
    if portrait is not None:
        sights = joined((sights, portrait))
        pose = fit(pose.start, sights)
    outline = find_outline(rgb, pose, sights)
    _only(engine, rgb, search, outline.pose)
    corners = project(np.linalg.inv(outline.pose.to_mm), _CORNERS_MM)
    px_per_mm = _px_per_mm(corners)
    if px_per_mm * CARD_WH_MM[0] < _LEAST_WIDTH_PX:
        raise CardTooSmall(px_per_mm * CARD_WH_MM[0], _LEAST_WIDTH_PX)
    to_canvas = _TO_CANVAS @ outline.pose.to_mm
    canvas = warp_perspective(rgb, to_canvas, CANVAS_WH)
    seen = warp_perspective(np.full(rgb.shape[:2], 255, np.uint8), to_canvas, CANVAS_WH) > 127
    lines = _read_canvas(engine, canvas)
    document = another_document([line for line in lines if not _in_address(line)])
    if document is not None:
        raise NoCard(document)
    return Card(canvas, seen, to_canvas, corners, px_per_mm, lines, _face(engine, canvas))


def _searched(engine: Engine, rgb: NDArray[np.uint8]) -> _Search:
    """Look at the whole picture, and if that shows no card, more closely at parts of it."""
    height, width = rgb.shape[:2]
    boxes = find_text(engine, rgb, _TEXT_SCORE)
    lines: list[TextLine] = []
    if len(boxes) <= _MOST_LINES:
        placed = _placed(engine, rgb, boxes, lines)
        if placed is not None:
            return _Search(tuple(lines), tuple(boxes), placed)
    for spot in face_spots(engine, rgb, _MOST_SPOTS):
        closer = _text_in(engine, rgb, spot.part((width, height)))
        read = read_along(engine, rgb, spot.lines(closer), spot.ahead)
        lines += read
        placed = place_card(marked_lines(read))
        if placed is not None and placed.is_card:
            return _Search(tuple(lines), (*boxes, *closer), placed)
    if 0 < len(boxes) <= _MOST_LINES:
        closer = _text_in(engine, rgb, _around(boxes, width, height))
        placed = _placed(engine, rgb, _nearest(closer, (width / 2, height / 2)), lines)
        if placed is not None:
            return _Search(tuple(lines), (*boxes, *closer), placed)
    if len(boxes) > _MOST_LINES:
        placed = _placed(engine, rgb, _nearest(boxes, (width / 2, height / 2)), lines)
        return _Search(tuple(lines), tuple(boxes), placed)
    return _Search(tuple(lines), tuple(boxes), None)


def _placed(
    engine: Engine, rgb: NDArray[np.uint8], boxes: Sequence[TextBox], lines: list[TextLine]
) -> Placed | None:
    """Read ``boxes`` till there is a card among them; what is read is added to ``lines``."""
    for group in alongside(boxes):
        read = read_upright(engine, rgb, group)
        lines += read
        placed = place_card(marked_lines(read))
        if placed is not None and placed.is_card:
            return placed
    return None


def _nearest(boxes: Sequence[TextBox], centre: tuple[float, float]) -> list[TextBox]:
    """Those to be read, where there are too many."""
    away = [float(np.hypot(*(box.quad.mean(axis=0) - centre))) for box in boxes]
    return [boxes[i] for i in np.argsort(away, kind="stable")[:_MOST_LINES]]


def _around(boxes: Sequence[TextBox], width: int, height: int) -> Box:
    """The part of the picture with text, and as much around it as may belong to it."""
    corners = np.concatenate([box.quad for box in boxes])
    text = Box(*map(float, corners.min(axis=0)), *map(float, corners.max(axis=0)))
    room = max(text.width, text.height)
    return text.grown(room, room, room, room).intersect(Box(0.0, 0.0, width, height))


def _text_in(engine: Engine, rgb: NDArray[np.uint8], part: Box) -> list[TextBox]:
    """Lines in a part of the picture, in pixels of the whole."""
    left, top, right, bottom = (
        round(side) for side in (part.left, part.top, part.right, part.bottom)
    )
    if right <= left or bottom <= top:
        return []
    found = find_text(engine, rgb[top:bottom, left:right], _TEXT_SCORE)
    return [TextBox(box.quad + np.array((left, top)), box.score) for box in found]


def _only(engine: Engine, rgb: NDArray[np.uint8], search: _Search, pose: Pose) -> None:
    """Raises SeveralCards where there is another one beside the card at ``pose``."""
    read = {line.quad.mean(axis=0).round().tobytes() for line in search.lines}
    beside = [
        box
        for box in search.boxes
        if box.quad.mean(axis=0).round().tobytes() not in read and not on_card(pose, box.quad)
    ]
    lines = list(search.lines)
    for group in alongside(beside if len(beside) <= _MOST_LINES else []):
        lines += read_upright(engine, rgb, group)
    left = [each for each in marked_lines(lines) if not on_card(pose, each.px)]
    found = 1
    while (other := place_card(left)) is not None and other.is_card:
        found += 1
        left = beyond(other, left)
    if found > 1:
        raise SeveralCards(found)


def _px_per_mm(corners: NDArray[np.float64]) -> float:
    """The picture's, on the mean over the card."""
    x, y = corners.T
    area = 0.5 * abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1)))
    return float(np.sqrt(area / (CARD_WH_MM[0] * CARD_WH_MM[1])))


def _read_canvas(engine: Engine, canvas: NDArray[np.uint8]) -> tuple[TextLine, ...]:
    boxes = find_text(engine, canvas, _TEXT_SCORE)
    return tuple(read_along(engine, canvas, boxes, 0.0))


def _in_address(line: TextLine) -> bool:
    """Whether a line on the canvas is where an address stands: people live in banks' houses and
    beside libraries, so that its words tell of no other document."""
    x_mm, y_mm = line.quad.mean(axis=0) / PX_PER_MM
    above, below = ADDRESS_MM[1] - _AROUND_ADDRESS_MM, NUMBER_MM[1] - _AROUND_ADDRESS_MM
    return bool(x_mm < PORTRAIT_MM.left and above < y_mm < below)


def _face(engine: Engine, canvas: NDArray[np.uint8]) -> Face | None:
    """The face in the card's portrait."""
    around = PORTRAIT_MM.grown(*(_AROUND_PORTRAIT_MM,) * 4).scaled(PX_PER_MM)
    place = around.intersect(Box(0.0, 0.0, *map(float, CANVAS_WH)))
    left, top, right, bottom = (
        round(side) for side in (place.left, place.top, place.right, place.bottom)
    )
    faces = find_faces(engine, canvas[top:bottom, left:right])
    return faces[0].shifted(left, top) if faces else None
