"""The photo on a card: cut it out of the canvas, and embed its face."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.face.choose import choose_face
from idphoto.face.find import find_faces
from idphoto.face.landmarks import Face
from idphoto.idcard.card import Card
from idphoto.idcard.compare import embed_found
from idphoto.idcard.layout import CANVAS_WH, PORTRAIT_WH_MM, PX_PER_MM
from idphoto.imaging.geometry import Box
from idphoto.models.face_embedder import Embedding
from idphoto.runtime.engine import Engine

# Photos after GA 461-2004 at 350 dpi, measured on fourteen people: the face is 207 ± 14 px wide,
# with room for children and old prints; the eyes are 167 to 238 px below the top, because hair can
# be high or flat.
_PX_PER_MM_OF_PRINT: Final = 350 / 25.4
FACE_WIDTH_MM: Final = (150 / _PX_PER_MM_OF_PRINT, 260 / _PX_PER_MM_OF_PRINT)
EYES_BELOW_TOP_MM: Final = (160 / _PX_PER_MM_OF_PRINT, 240 / _PX_PER_MM_OF_PRINT)
# The face's middle is 0.5 mm off the portrait's (standard deviation, 53 real cards), and a card
# without visible borders is set straight to within 2 mm.
_STRAY_MM: Final = 4.0


def crop_portrait(card: Card) -> NDArray[np.uint8] | None:
    """The card's photo, 26 × 32 mm: uint8 ``(512, 416, 3)``; None if no face is in its place."""
    if card.face is None or not _in_place(card.face, card.portrait_mm):
        return None
    box = portrait_box(card.face, card.portrait_mm)
    rows = slice(round(box.top), round(box.bottom))
    return np.ascontiguousarray(card.rgb[rows, round(box.left) : round(box.right)])


def portrait_box(face: Face, portrait_mm: Box) -> Box:
    """The photo around a face, in whole pixels within the canvas.

    ``portrait_mm``: where the card's layout has it.

    Its x follows from the face, which is in the photo's middle. Its y follows from the card's
    layout, moved as needed to put the eyes within their range; the top of the face does not help,
    because hair can be high or flat.
    """
    width, height = (round(mm * PX_PER_MM) for mm in PORTRAIT_WH_MM)
    eyes = (face.right_eye + face.left_eye) / 2
    # in a slightly turned face the outline moves one way and the eyes the other
    middle = (_middle_x(face) + float(eyes[0])) / 2
    highest, lowest = (float(eyes[1]) - mm * PX_PER_MM for mm in reversed(EYES_BELOW_TOP_MM))
    top = min(max(portrait_mm.top * PX_PER_MM, highest), lowest)
    left = min(max(round(middle - width / 2), 0), CANVAS_WH[0] - width)
    top = min(max(round(top), 0), CANVAS_WH[1] - height)
    return Box(left, top, left + width, top + height)


def card_embedding(engine: Engine, card: Card) -> tuple[Embedding, bool]:
    """The embedding of the card's face, and whether it is the face of the photo in its place.

    If no photo can be cut out, the whole card is searched for its one face, of any size.

    Raises:
        NoFace, SeveralFaces: there is not exactly one face on the card.
        FaceTooSmall: see ``embed_face``.
        WeightsUnavailable: see ``embed_face``.
    """
    if card.face is not None and _in_place(card.face, card.portrait_mm):
        return embed_found(engine, card.rgb, card.face), True
    anywhere = choose_face(find_faces(engine, card.rgb, tiled=True), "only")
    return embed_found(engine, card.rgb, anywhere), False


def _in_place(face: Face, portrait_mm: Box) -> bool:
    """Whether a face on the canvas has the place and the size of a photo after GA 461-2004."""
    x = _middle_x(face) / PX_PER_MM
    y = float((face.right_eye + face.left_eye)[1]) / 2 / PX_PER_MM
    width = face.width_px / PX_PER_MM
    nearest, farthest = (portrait_mm.top + mm for mm in EYES_BELOW_TOP_MM)
    return (
        abs(x - portrait_mm.centre[0]) <= _STRAY_MM
        and nearest - _STRAY_MM <= y <= farthest + _STRAY_MM
        and FACE_WIDTH_MM[0] <= width <= FACE_WIDTH_MM[1]
    )


def _middle_x(face: Face) -> float:
    return float(face.mesh[:, 0].min() + face.mesh[:, 0].max()) / 2
