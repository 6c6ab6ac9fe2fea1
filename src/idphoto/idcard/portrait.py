"""The photo on a card: cut out of its canvas, and embedded."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.face.find import choose_face, find_faces
from idphoto.face.landmarks import Face
from idphoto.idcard.compare import embed_found
from idphoto.idcard.layout import CANVAS_WH, PORTRAIT_MM, PORTRAIT_WH_MM, PX_PER_MM
from idphoto.imaging.geometry import Box
from idphoto.models.face_embedder import Embedding
from idphoto.runtime.engine import Engine

# What a photo after GA 461-2004 is, in px at 350 dpi, and what fourteen people's came to be: a
# face 207 wide, give or take 14 and what a child's or an old print's may differ; eyes 167 to 238
# below the top, since hair is high or flat.
_PX_PER_MM_OF_PRINT: Final = 350 / 25.4
FACE_WIDTH_MM: Final = (150 / _PX_PER_MM_OF_PRINT, 260 / _PX_PER_MM_OF_PRINT)
EYES_BELOW_TOP_MM: Final = (160 / _PX_PER_MM_OF_PRINT, 240 / _PX_PER_MM_OF_PRINT)
# Prints are off by a millimetre, a card set straight by another.
_STRAY_MM: Final = 3.0


def crop_portrait(canvas: NDArray[np.uint8], face: Face | None) -> NDArray[np.uint8] | None:
    """The card's photo, 26 × 32 mm: uint8 ``(512, 416, 3)``; None where no face is in its place.

    ``canvas``: uint8 ``(864, 1370, 3)``, the card set straight. ``face``: the one found on it.
    """
    if face is None or not _in_place(face):
        return None
    box = portrait_box(face)
    rows = slice(round(box.top), round(box.bottom))
    return np.ascontiguousarray(canvas[rows, round(box.left) : round(box.right)])


def portrait_box(face: Face) -> Box:
    """Where the photo round a face lies, in whole pixels of the canvas and inside of it.

    Across, the face says it, since it stands in the photo's middle. Down, the card's layout says
    it, as far as the eyes then are where they may be: what is above a face is hair, high or flat.
    """
    width, height = (round(mm * PX_PER_MM) for mm in PORTRAIT_WH_MM)
    eyes = (face.right_eye + face.left_eye) / 2
    # turned a little, a face's outline moves one way and its eyes the other
    middle = (_middle_x(face) + float(eyes[0])) / 2
    highest, lowest = (float(eyes[1]) - mm * PX_PER_MM for mm in reversed(EYES_BELOW_TOP_MM))
    top = min(max(PORTRAIT_MM.top * PX_PER_MM, highest), lowest)
    left = min(max(round(middle - width / 2), 0), CANVAS_WH[0] - width)
    top = min(max(round(top), 0), CANVAS_WH[1] - height)
    return Box(left, top, left + width, top + height)


def card_embedding(
    engine: Engine, canvas: NDArray[np.uint8], face: Face | None
) -> tuple[Embedding, bool]:
    """The embedding of the card's face, and whether it is that of the photo in its place.

    ``canvas`` and ``face``: as for ``crop_portrait``. Where no photo can be cut, the whole card is
    searched for its one face, however small.

    Raises:
        NoFace, SeveralFaces: there is not exactly one on the card.
        FaceTooSmall: see ``embed_face``.
        LibraryMissing, WeightsUnavailable: see ``embed_face``.
    """
    if face is not None and _in_place(face):
        return embed_found(engine, canvas, face), True
    anywhere = choose_face(find_faces(engine, canvas, tiled=True), "only")
    return embed_found(engine, canvas, anywhere), False


def _in_place(face: Face) -> bool:
    """Whether a face on the canvas may be that of a photo after GA 461-2004, in its place."""
    x = _middle_x(face) / PX_PER_MM
    y = float((face.right_eye + face.left_eye)[1]) / 2 / PX_PER_MM
    width = face.width_px / PX_PER_MM
    centre = (PORTRAIT_MM.left + PORTRAIT_MM.right) / 2
    nearest, farthest = (PORTRAIT_MM.top + mm for mm in EYES_BELOW_TOP_MM)
    return (
        abs(x - centre) <= _STRAY_MM
        and nearest - _STRAY_MM <= y <= farthest + _STRAY_MM
        and FACE_WIDTH_MM[0] <= width <= FACE_WIDTH_MM[1]
    )


def _middle_x(face: Face) -> float:
    return float(face.mesh[:, 0].min() + face.mesh[:, 0].max()) / 2
