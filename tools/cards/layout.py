"""Where things are printed, in mm from the card's upper left corner.

A place is the left edge and the top of the characters' em box. After one public template of about
20 pixels to the millimetre; every print is off it by something.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """``labels`` and ``values``: what is printed where. ``marks``: places outside of every field.

    ``address_step``: from line to line, at most. ``address_lines``: at most.
    """

    labels: dict[str, Place]
    values: dict[str, Place]
    marks: tuple[Place, ...]
    portrait: Place = (55.5, 7.6)
    portrait_wh: Place = (26.0, 32.0)  # GA 461-2004
    address_em: int = 11
    address_lines: int = 4
    address_step: float = 5.0
    value_width: float = 42.5  # from the values' left edge to the portrait


RESIDENT: Final = Layout(
    labels={
        "姓名": (5.0, 8.0),
        "性别": (5.0, 15.2),
        "民族": (25.3, 15.2),
        "出生": (5.0, 22.2),
        "年": (21.6, 22.2),
        "月": (32.8, 22.2),
        "日": (42.4, 22.2),
        "住址": (5.0, 29.2),
        "公民身份号码": (5.0, 47.1),
    },
    values={
        "name": (12.2, 7.5),
        "sex": (12.2, 15.0),
        "nation": (32.2, 15.0),
        "year": (12.2, 22.0),
        "month": (28.2, 22.0),
        "day": (38.2, 22.0),
        "address": (12.2, 29.0),
        "number": (28.0, 46.4),
    },
    # above the name, above and below the portrait, below the number
    marks=((6.0, 2.4), (24.0, 2.6), (57.0, 2.6), (57.0, 42.2), (6.0, 51.0), (52.0, 50.9)),
)
# The temporary card says on the same side who issued it, and until when: all stands closer.
TEMPORARY: Final = Layout(
    labels={
        "姓名": (5.0, 6.0),
        "性别": (5.0, 12.0),
        "民族": (25.3, 12.0),
        "出生": (5.0, 17.8),
        "年": (21.6, 17.8),
        "月": (32.8, 17.8),
        "日": (42.4, 17.8),
        "住址": (5.0, 23.6),
        "公民身份号码": (5.0, 41.4),
        "签发机关": (5.0, 45.7),
        "有效期限": (5.0, 49.8),
    },
    values={
        "name": (12.2, 5.5),
        "sex": (12.2, 11.8),
        "nation": (32.2, 11.8),
        "year": (12.2, 17.6),
        "month": (28.2, 17.6),
        "day": (38.2, 17.6),
        "address": (12.2, 23.4),
        "number": (28.0, 40.8),
        "authority": (18.0, 45.4),
        "validity": (18.0, 49.5),
    },
    marks=((6.0, 2.0), (24.0, 2.0), (57.0, 2.4)),
    portrait=(55.5, 6.6),
    address_step=4.3,
)
