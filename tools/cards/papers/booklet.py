"""A booklet's page like a passport's."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tools.cards.canvas import Canvas, scaling
from tools.cards.chance import chance
from tools.cards.draw import PX_PER_MM, DrawnCard, paint_lines, paint_portrait
from tools.cards.ink import Type, set_line
from tools.cards.papers.print import SANS, finished, sheet
from tools.cards.people import Person
from tools.cards.plate import PASSPORT

from idphoto.imaging.geometry import Box

PASSPORT_WH_MM: Final = (125.0, 88.0)  # ICAO 9303 TD3


def draw_passport(person: Person, portrait: NDArray[np.uint8], seed: int) -> DrawnCard:
    """A booklet's page like a passport's: portrait at the left, two machine lines below."""
    rng = chance(seed, "passport")
    pixels = sheet(rng, PASSPORT, PASSPORT_WH_MM)
    small, body = Type("Noto Sans", 1.7, 1.9), Type(SANS, 2.9, 3.1)
    number = "".join(rng.choose("0123456789") for _ in range(8))
    rows = [
        ("类型/Type", "P", 44, 14),
        ("国家码/Country Code", "UTO", 60, 14),
        ("护照号码/Passport No.", f"L{number}", 88, 14),
        ("姓名/Name", person.name, 44, 22),
        ("性别/Sex", person.sex, 44, 33),
        ("国籍/Nationality", "UTOPIA", 66, 33),
        ("出生日期/Date of birth", f"{person.birth:%d %m %Y}", 88, 33),
        ("出生地点/Place of birth", person.address[:3], 44, 43),
        ("签发机关/Authority", "SPECIMEN 样本", 44, 53),
    ]
    labels = [set_line(text, replace(small, family=SANS), x, y) for text, _, x, y in rows]
    values = [set_line(text, body, x, y + 2.6) for _, text, x, y in rows]
    values.append(set_line("护照 PASSPORT", Type(SANS, 4.2, 4.6), 8, 5))
    zone = Type("DejaVu Sans Mono", 3.3, 2.62, monospaced=True)
    values += [
        set_line(text.ljust(44, "<")[:44], zone, 5.0, y)
        for text, y in (
            (f"P<UTOSPECIMEN<<{number}", 70),
            (f"L{number}<0UTO{person.birth:%y%m%d}", 77),
        )
    ]
    box = Box(8.0, 16.0, 41.0, 58.0)
    canvas = Canvas(pixels, scaling(PX_PER_MM))
    paint_portrait(canvas, rng, portrait, box)
    paint_lines(canvas, rng, labels, (90, 100, 130), (0.8, 1.0))
    paint_lines(canvas, rng, values, (35, 35, 40), (0.8, 1.0))
    return replace(finished(pixels, [*labels, *values]), portrait_mm=box, corner_mm=4.0)
