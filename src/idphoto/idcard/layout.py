"""The card in millimetres: second-generation resident identity card, portrait side.

The format is ISO/IEC 7810 ID-1. The places of print were measured on 26 real cards, set straight by
their borders; the bilingual ones on a single card, in Mongolian. The print as a whole lies
elsewhere on every card (``PRINT_SHIFT_SIGMA_MM``); within it, places differ by 0.1 mm.

All x and y are from the card's upper left corner, as if that were not round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from idphoto.idcard.number import LENGTH
from idphoto.imaging.geometry import Box

CARD_WH_MM: Final = (85.6, 54.0)
CORNER_RADIUS_MM: Final = 3.18  # ISO/IEC 7810
# The number's digits are 2.85 mm high, so at 16 px per mm they have the 40 px that the reader
# takes, and a little more.
PX_PER_MM: Final = 16.0
CANVAS_WH: Final = (round(CARD_WH_MM[0] * PX_PER_MM), round(CARD_WH_MM[1] * PX_PER_MM))
# Standard deviation of the whole print's place, from card to card: across and down.
PRINT_SHIFT_SIGMA_MM: Final = (0.51, 0.36)
PORTRAIT_WH_MM: Final = (26.0, 32.0)  # GA 461-2004

NAME, SEX, NATION, BIRTH, ADDRESS = "姓名", "性别", "民族", "出生", "住址"
NUMBER: Final = "公民身份号码"
# Like labels, the number itself and the marks of the date are found by what they say.
DIGITS: Final = "number"
DATE_MARKS: Final = "年月日"
# From one character's middle to the next one's.
NAME_PITCH_MM: Final = 3.8
VALUE_PITCH_MM: Final = 3.17
DIGIT_PITCH_MM: Final = 2.54
# Heights of the characters: of names, of other values, of digits, of labels.
NAME_HEIGHT_MM: Final = 3.5
VALUE_HEIGHT_MM: Final = 2.9
DIGIT_HEIGHT_MM: Final = 2.85
LABEL_HEIGHT_MM: Final = 2.45
ADDRESS_STEP_MM: Final = 4.47  # from line to line
ADDRESS_LENGTH: Final = 11  # characters in a full line


@dataclass(frozen=True, slots=True)
class LabelPlace:
    """A printed label: the middles of its first and last characters, and that of its line.

    >>> import idphoto
    >>> layout = idphoto.read_card("id-card.jpg").card.layout
    >>> layout.labels["姓名"].y_mm
    9.27
    """

    first_mm: float
    last_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True)
class ValuePlace:
    """A printed value: its left edge, and the middle of its (first) line.

    >>> import idphoto
    >>> layout = idphoto.read_card("id-card.jpg").card.layout
    >>> layout.values["姓名"].left_mm
    16.62
    """

    left_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where one kind of card has its print.

    ``labels``: by their texts, with ``DATE_MARKS``, and the number under ``DIGITS``. ``values``: by
    their labels.

    >>> import idphoto
    >>> layout = idphoto.read_card("id-card.jpg").card.layout
    >>> layout.portrait.width, layout.portrait.height
    (25.85, 32.05)
    """

    labels: Mapping[str, LabelPlace]
    values: Mapping[str, ValuePlace]
    portrait: Box

    def character_mm(self, kind: str, index: int) -> tuple[float, float]:
        """The middle of a label's character, or of a digit of the number; ``index``: from 0."""
        place = self.labels[kind]
        last = (LENGTH if kind == DIGITS else len(kind)) - 1
        x = place.first_mm + index * (place.last_mm - place.first_mm) / last
        return x, place.y_mm


ORDINARY: Final = Layout(
    labels={
        NAME: LabelPlace(7.66, 12.04, 9.27),
        SEX: LabelPlace(7.69, 12.09, 15.76),
        NATION: LabelPlace(26.71, 31.11, 15.76),
        BIRTH: LabelPlace(7.71, 12.06, 22.20),
        ADDRESS: LabelPlace(7.66, 12.11, 29.20),
        NUMBER: LabelPlace(7.95, 23.9, 46.3),
        DIGITS: LabelPlace(30.64, 73.85, 46.25),
        DATE_MARKS: LabelPlace(26.64, 42.64, 22.20),
    },
    values={
        NAME: ValuePlace(16.62, 8.84),
        SEX: ValuePlace(16.57, 15.93),
        NATION: ValuePlace(33.49, 15.93),
        BIRTH: ValuePlace(16.75, 22.40),
        ADDRESS: ValuePlace(16.52, 29.35),
        NUMBER: ValuePlace(29.89, 46.25),
    },
    portrait=Box(53.40, 7.5, 79.25, 39.55),
)
# A second script stands over every label and beside every value, so all is set further right.
BILINGUAL: Final = Layout(
    labels={
        NAME: LabelPlace(10.35, 14.7, 9.57),
        SEX: LabelPlace(10.35, 14.7, 16.06),
        NATION: LabelPlace(33.35, 37.6, 16.06),
        BIRTH: LabelPlace(10.35, 14.7, 22.50),
        ADDRESS: LabelPlace(10.35, 14.7, 29.50),
        NUMBER: LabelPlace(18.55, 34.5, 46.6),
        DIGITS: LabelPlace(38.39, 81.6, 46.55),
        DATE_MARKS: LabelPlace(30.3, 52.35, 22.50),
    },
    values={
        NAME: ValuePlace(19.2, 9.14),
        SEX: ValuePlace(19.2, 16.23),
        NATION: ValuePlace(40.1, 16.23),
        BIRTH: ValuePlace(19.3, 22.70),
        ADDRESS: ValuePlace(19.1, 29.65),
        NUMBER: ValuePlace(37.7, 46.55),
    },
    portrait=Box(56.1, 7.8, 81.9, 39.85),
)
LAYOUTS: Final = (ORDINARY, BILINGUAL)
