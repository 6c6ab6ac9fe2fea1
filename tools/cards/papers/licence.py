"""A driving licence: a folded paper's main page, 88 × 60 mm, in two languages, with a red stamp.

Drawn after GA 482's list of items and their order; places are read off descriptions.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tools.cards.canvas import Canvas, scaling
from tools.cards.chance import chance
from tools.cards.draw import PX_PER_MM, DrawnCard, paint_lines, paint_portrait
from tools.cards.ink import Type, bold, set_line, wrap
from tools.cards.papers.print import BLACK, GREY, SANS, finished, sheet, stamp
from tools.cards.people import Person
from tools.cards.plate import PlateSettings

from idphoto.imaging.geometry import Box

LICENCE_WH_MM: Final = (88.0, 60.0)
_PLATE: Final = PlateSettings(
    ((232, 240, 236), (240, 244, 238), (228, 240, 240)),
    ((150, 200, 185), (170, 205, 220)),
)
_LABEL: Final = (60, 90, 110)


def draw_licence(person: Person, portrait: NDArray[np.uint8], seed: int) -> DrawnCard:
    """The main page of a driving licence of ``person``."""
    rng = chance(seed, "licence")
    pixels = sheet(rng, _PLATE, LICENCE_WH_MM)
    label, small = Type(SANS, 1.9, 2.0), Type("Noto Sans", 1.4, 1.5)
    value = Type(SANS, 2.8, 2.95)
    first = person.birth + timedelta(days=7000 + rng.whole(0, 4000))
    until = first.replace(year=first.year + 6, day=min(first.day, 28))
    rows = [
        ("证号", "", person.number, 22.0, 12.5),
        ("姓名", "Name", person.name, 5.0, 18.5),
        ("性别", "Sex", person.sex, 40.0, 18.5),
        ("国籍", "Nationality", "中国", 60.0, 18.5),
        ("住址", "Address", "", 5.0, 24.5),
        ("出生日期", "Date of Birth", f"{person.birth:%Y-%m-%d}", 32.0, 35.5),
        ("初次领证日期", "Date of First Issue", f"{first:%Y-%m-%d}", 32.0, 41.5),
        ("准驾车型", "Class", rng.choose(("C1", "C2", "B2", "A1", "C1E")), 32.0, 47.5),
        ("有效期限", "Valid Period", f"{first:%Y-%m-%d} 至 {until:%Y-%m-%d}", 5.0, 54.0),
    ]
    labels = [set_line(t, label, x, y) for t, _, _, x, y in rows]
    labels += [set_line(t, small, x, y + 2.2) for _, t, _, x, y in rows if t]
    indent = {"初次领证日期": 14.5, "出生日期": 14.5, "准驾车型": 14.5, "有效期限": 12.0}
    values = [set_line(t, value, x + indent.get(name, 9.0), y) for name, _, t, x, y in rows if t]
    lines = wrap(person.address, value, 23)
    values += [set_line(t, value, 14.0, 24.3 + 3.6 * n) for n, t in enumerate(lines)]
    title = [
        set_line("中华人民共和国机动车驾驶证", bold(SANS, 3.8, 4.2), 16.5, 2.4),
        set_line("Driving License of the People's Republic of China",
                 Type("Noto Sans", 1.9, 2.05), 18.0, 7.2),
    ]  # fmt: skip
    mark = set_line("SPECIMEN 样本", Type(SANS, 1.9, 2.1), 66.0, 56.5)
    box = Box(62.0, 30.0, 83.0, 55.0)
    canvas = Canvas(pixels, scaling(PX_PER_MM))
    paint_portrait(canvas, rng, portrait, box)
    paint_lines(canvas, rng, [*labels, *title], _LABEL, (0.9, 1.0))
    paint_lines(canvas, rng, values, BLACK, (0.8, 1.0))
    paint_lines(canvas, rng, [mark], GREY, (0.9, 1.0))
    stamp(canvas, rng, 16.0, 42.5, 9.0)
    return replace(finished(pixels, [*title, *labels, *values, mark]), corner_mm=3.0)
