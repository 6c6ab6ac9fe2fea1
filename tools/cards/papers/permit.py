"""Residence permits of residents of Hong Kong, Macao and Taiwan.

Made like the identity card since 2018: same plate, portrait and number, no nation. The other side
has the title, and the number of the travel permit. That the rows below the sex stay where an
identity card has them is not certain.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tools.cards.canvas import Canvas, scaling
from tools.cards.chance import chance
from tools.cards.draw import (
    PX_PER_MM,
    RESIDENT_CARD,
    CardSettings,
    DrawnCard,
    blank_card,
    paint_lines,
)
from tools.cards.ink import Type, set_line
from tools.cards.layout import RESIDENT
from tools.cards.papers.print import BLACK, GREY, SANS, badge, finished
from tools.cards.people import Person, authority, check_digit, validity

# What their numbers begin with, and the travel permits'.
ORIGINS: Final = {"810000": ("港澳居民居住证", "H"), "820000": ("港澳居民居住证", "M"),
                  "830000": ("台湾居民居住证", "")}  # fmt: skip
PERMIT: Final[CardSettings] = replace(
    RESIDENT_CARD,
    layout=replace(
        RESIDENT,
        labels={name: at for name, at in RESIDENT.labels.items() if name != "民族"},
        values={name: at for name, at in RESIDENT.values.items() if name != "nation"},
    ),
)


def permit_holder(person: Person, seed: int) -> tuple[Person, str]:
    """``person`` as a holder of a permit: no nation; and what the number begins with.

    These prefixes are the only ones there are. The three digits for the order within a day are
    beyond what any day has seen.
    """
    rng = chance(seed, "permit")
    origin = rng.choose(tuple(ORIGINS))
    order = 990 + 2 * rng.whole(0, 4) + (person.sex == "男")
    first = f"{origin}{person.birth:%Y%m%d}{order}"
    return replace(person, nation="", number=first + check_digit(first)), origin


def draw_permit_back(person: Person, origin: str, seed: int) -> DrawnCard:
    """The side without a portrait."""
    rng = chance(seed, "permit back")
    pixels = blank_card(rng, RESIDENT_CARD.plate)
    title, letter = ORIGINS[origin]
    digits = "".join(rng.choose("0123456789") for _ in range(8))
    label, value = Type(SANS, 2.6, 2.9), Type(SANS, 2.9, 3.1)
    rows = [
        ("签发机关", authority(person)),
        ("有效期限", validity(rng)),
        ("通行证号码", f"{letter}{digits}"),
        ("签发次数", f"{rng.whole(1, 4):02d}"),
    ]
    heading = [
        set_line("中华人民共和国", Type(SANS, 4.4, 5.2), 32.0, 6.0),
        set_line(title, Type(SANS, 5.0, 6.2, stroke_mm=0.1), 29.0, 13.0),
    ]
    labels = [set_line(t, label, 17.0, 28.0 + 5.6 * n) for n, (t, _) in enumerate(rows)]
    values = [set_line(t, value, 34.0, 27.8 + 5.6 * n) for n, (_, t) in enumerate(rows)]
    mark = set_line("SPECIMEN 样本", Type(SANS, 2.0, 2.2), 60.0, 2.6)
    canvas = Canvas(pixels, scaling(PX_PER_MM))
    badge(canvas, rng, 15.5, 14.0)
    paint_lines(canvas, rng, [*heading, *labels, *values], BLACK, (0.85, 1.0))
    paint_lines(canvas, rng, [mark], GREY, (0.9, 1.0))
    return finished(pixels, [*heading, *labels, *values, mark])
