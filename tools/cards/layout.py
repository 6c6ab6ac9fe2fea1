"""Where things are printed, in mm from the card's upper left corner.

``RESIDENT`` holds the mean places on 26 photographed cards: boxes of the ink, half of its peak and
more, each known to about 0.1 mm. Against the cut card the whole print is off by ``SHIFT_SD_MM``.
``BILINGUAL`` is one Mongolian card. ``TEMPORARY`` is not measured: its columns are taken over, its
rows are a guess, closer together because the card also says who issued it and until when.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

Place = tuple[float, float]

# Standard deviations over the cards, x and y, less what the corners' own error adds.
SHIFT_SD_MM: Final = (0.47, 0.30)
# ... of a label or a value within its card's print.
FIELD_SD_MM: Final = (0.08, 0.06)
PORTRAIT_SD_MM: Final = (0.3, 0.2)


@dataclass(frozen=True, slots=True)
class Layout:
    """What is printed where.

    ``labels``: the middle of each character, and the middle of the row. ``values``: left and top
    of the ink of an ordinary value. ``centred``: the middle of a month's or day's ink for one
    digit and for two, and its top. ``number``: the middle of the first digit, and the top.
    ``marks``: places outside of every field. ``address_step``: from line to line.
    """

    labels: dict[str, tuple[tuple[float, ...], float]]
    values: dict[str, Place]
    centred: dict[str, tuple[float, float, float]]
    number: Place
    marks: tuple[Place, ...]
    portrait: Place = (53.35, 7.5)
    portrait_wh: Place = (26.0, 32.0)  # GA 461-2004
    value_right: float = 51.4
    address_em: float = 11.0
    address_lines: int = 4
    address_step: float = 4.47


def _row(first: float, pitch: float, count: int, y: float) -> tuple[tuple[float, ...], float]:
    return tuple(first + pitch * place for place in range(count)), y


RESIDENT: Final = Layout(
    labels={
        "姓名": ((7.66, 12.04), 9.27),
        "性别": ((7.69, 12.09), 15.76),
        "民族": ((26.71, 31.11), 15.76),
        "出生": ((7.71, 12.06), 22.20),
        "年": ((26.64,), 22.2),
        "月": ((34.59,), 22.2),
        "日": ((42.64,), 22.2),
        "住址": ((7.66, 12.11), 29.20),
        "公民身份号码": _row(7.95, 3.19, 6, 46.3),
    },
    values={
        "name": (16.62, 7.09),
        "sex": (16.57, 14.51),
        "nation": (33.49, 14.60),
        "year": (16.75, 21.25),
        "address": (16.52, 27.89),
    },
    centred={"month": (30.65, 30.85, 21.25), "day": (39.2, 38.55, 21.25)},
    number=(30.64, 44.8),
    # above the name, above and below the portrait, below the number
    marks=((6.0, 2.4), (24.0, 2.6), (57.0, 2.6), (57.0, 41.0), (6.0, 49.6), (52.0, 49.4)),
)


def _moved(layout: Layout, labels: dict[str, float], values: dict[str, float]) -> Layout:
    """``layout`` with columns moved by so many mm to the right, by name."""
    return replace(
        layout,
        labels={
            name: (tuple(x + labels[name] for x in xs), y)
            for name, (xs, y) in layout.labels.items()
        },
        values={name: (x + values[name], y) for name, (x, y) in layout.values.items()},
        centred={
            name: (one + values[name], two + values[name], y)
            for name, (one, two, y) in layout.centred.items()
        },
        number=(layout.number[0] + values["number"], layout.number[1]),
        portrait=(layout.portrait[0] + values["portrait"], layout.portrait[1]),
        value_right=layout.value_right + values["name"],
    )


def _lowered(layout: Layout, by: float) -> Layout:
    """All of the print but the number's row and the portrait, so many mm further down."""
    return replace(
        layout,
        labels={n: (xs, y + by if y < 40 else y) for n, (xs, y) in layout.labels.items()},
        values={n: (x, y + by) for n, (x, y) in layout.values.items()},
        centred={n: (one, two, y + by) for n, (one, two, y) in layout.centred.items()},
    )


BILINGUAL: Final = _moved(
    _lowered(RESIDENT, 0.3),
    labels={
        "姓名": 2.6,
        "性别": 2.6,
        "民族": 6.57,
        "出生": 2.6,
        "年": 3.66,
        "月": 6.66,
        "日": 9.71,
        "住址": 2.6,
        "公民身份号码": 10.6,
    },
    # day and month between the labels that were measured
    values={
        "name": 2.6,
        "sex": 2.6,
        "nation": 6.6,
        "year": 2.6,
        "month": 5.1,
        "day": 8.2,
        "address": 2.6,
        "number": 7.81,
        "portrait": 2.7,
    },
)

TEMPORARY: Final = replace(
    RESIDENT,
    labels={
        name: (RESIDENT.labels[name][0], y)
        for name, y in {
            "姓名": 7.2,
            "性别": 13.0,
            "民族": 13.0,
            "出生": 18.6,
            "年": 18.6,
            "月": 18.6,
            "日": 18.6,
            "住址": 24.6,
            "公民身份号码": 41.4,
        }.items()
    }
    | {"签发机关": _row(7.95, 3.19, 4, 46.0), "有效期限": _row(7.95, 3.19, 4, 50.2)},
    values={
        "name": (16.62, 5.0),
        "sex": (16.57, 11.75),
        "nation": (33.49, 11.85),
        "year": (16.75, 17.65),
        "address": (16.52, 23.3),
        "authority": (21.6, 44.7),
        "validity": (21.6, 49.2),
    },
    centred={"month": (30.65, 30.85, 17.65), "day": (39.2, 38.55, 17.65)},
    number=(30.64, 39.9),
    marks=((6.0, 1.6), (24.0, 1.6), (57.0, 2.4)),
    portrait=(53.35, 6.0),
    address_step=4.3,
)
