"""A card as a picture shows it, set straight, and what was read on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import Face
from idphoto.idcard.layout import ORDINARY, Layout
from idphoto.imaging.geometry import Box
from idphoto.models.text_reader import Reading


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text on the card.

    ``quad``: float64 ``(4, 2)``, pixels of the canvas, clockwise from the line's own top left.
    ``score``: 0–1, how likely this is text.

    >>> import idphoto
    >>> line = idphoto.read_card("id-card.jpg").card.lines[0]
    >>> line.quad.shape, line.score > 0.5
    ((4, 2), True)
    """

    quad: NDArray[np.float64]
    score: float
    reading: Reading


@dataclass(frozen=True, slots=True)
class Card:
    """The card on its canvas (``layout.CANVAS_WH``), upright.

    ``rgb``: uint8 ``(864, 1370, 3)``. ``seen``: bool ``(864, 1370)``, False for what lies outside
    the picture. ``to_canvas``: float64 ``(3, 3)``, the homography from the picture's pixels.
    ``corners_px``: float64 ``(4, 2)``, the card's corners in the picture, clockwise from the
    printed top left, as if they were not round; they may lie outside the picture. ``px_per_mm``:
    the picture's mean scale on the card. ``lines``: from top to bottom. ``face``: the face in the
    card's portrait, in pixels of the canvas; None if none was found.

    ``layout``: of its print; ``shift_mm``: the print's place less the layout's. ``sides_found``:
    whether the top, right, bottom and left borders are seen; ``sides_sigma_mm``: how exactly the
    place of each is known.

    >>> import idphoto
    >>> card = idphoto.read_card("id-card.jpg").card
    >>> card.rgb.shape, len(card.lines), card.face is not None
    ((864, 1370, 3), 10, True)
    """

    rgb: NDArray[np.uint8]
    seen: NDArray[np.bool_]
    to_canvas: NDArray[np.float64]
    corners_px: NDArray[np.float64]
    px_per_mm: float
    lines: tuple[TextLine, ...]
    face: Face | None
    layout: Layout = ORDINARY
    shift_mm: tuple[float, float] = (0.0, 0.0)
    sides_found: tuple[bool, bool, bool, bool] = (True, True, True, True)
    sides_sigma_mm: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    @property
    def portrait_mm(self) -> Box:
        """Where the portrait is printed."""
        return self.layout.portrait.shifted(*self.shift_mm)


class Unread(StrEnum):
    """Why a field has no value. The values are public codes.

    >>> import idphoto
    >>> birth = idphoto.read_card("id-card.jpg").fields.birth
    >>> birth.reason is idphoto.Unread.COVERED
    False
    """

    OUTSIDE = "outside"  # the place of its print is not, or not wholly, in the picture
    COVERED = "covered"  # something lies over its print
    ILLEGIBLE = "illegible"


# Stands for a character that is printed and cannot be named, because the reader's alphabet lacks it
# or because it is unclear: U+3013, the geta mark, which Chinese and Japanese printers set for a
# character that they do not have. No name on a card contains it.
UNKNOWN_CHARACTER: Final = "\u3013"


@dataclass(frozen=True, slots=True)
class Value:
    """A field's value.

    ``text``: "" if it cannot be read. ``confidence``: 0–1, the probability that all of it is right.
    ``repaired``: whether the reading was corrected from other fields or known names. ``reason``:
    why ``text`` is empty; None if it is not.

    >>> import idphoto
    >>> sex = idphoto.read_card("id-card.jpg").fields.sex
    >>> sex.text, sex.confidence > 0.9, sex.repaired
    ('男', True, False)
    """

    text: str
    confidence: float
    repaired: bool = False
    reason: Unread | None = None

    @classmethod
    def unread(cls, reason: Unread = Unread.ILLEGIBLE) -> Value:
        """A field that cannot be read."""
        return cls("", 0.0, reason=reason)


NOTHING_READ: Final = Value.unread()


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of the portrait side.

    ``name``: ``UNKNOWN_CHARACTER`` stands for each character that cannot be named. ``sex``: 男 or
    女. ``nation``: without 族, as GB/T 3304 spells it. ``birth``: ``1995/8/6``, without leading
    zeros. ``address``: its lines joined. ``number``: 18 characters; the last may be X.

    >>> import idphoto
    >>> fields = idphoto.read_card("id-card.jpg").fields
    >>> fields.sex.text, fields.birth.text, fields.is_blank
    ('男', '2003/8/3', False)
    """

    name: Value = NOTHING_READ
    sex: Value = NOTHING_READ
    nation: Value = NOTHING_READ
    birth: Value = NOTHING_READ
    address: Value = NOTHING_READ
    number: Value = NOTHING_READ

    @property
    def values(self) -> tuple[Value, ...]:
        """Every field, in the order of the card."""
        return self.name, self.sex, self.nation, self.birth, self.address, self.number

    @property
    def is_blank(self) -> bool:
        """Whether no field could be read."""
        return not any(value.text for value in self.values)
