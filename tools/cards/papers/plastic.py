"""Plastic cards of an identity card's size: libraries', shops' and banks'."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from tools.cards.canvas import Canvas, scaling
from tools.cards.chance import Chance, chance
from tools.cards.draw import PX_PER_MM, DrawnCard, blank_card, paint_lines, paint_portrait
from tools.cards.ink import Type, bold, set_line
from tools.cards.papers.print import SANS, finished
from tools.cards.people import Person
from tools.cards.plate import CARD_WH_MM, LIBRARY, PlateSettings

from idphoto.drawing.outlines import joined, polygon, rectangle, round_rectangle
from idphoto.imaging.geometry import Box


def draw_library_card(person: Person, portrait: NDArray[np.uint8], seed: int) -> DrawnCard:
    """A plastic card of the same size: a library's, a school's, a shop's."""
    rng = chance(seed, "library")
    pixels = blank_card(rng, LIBRARY)
    band = rng.rng.integers(20, 200, 3)
    title = rng.choose(
        ("市图书馆读者证", "职工工作证", "学生证", "会员卡", "体检中心就诊卡", "LIBRARY CARD")
    )
    left = rng.happens(0.5)
    x = 34.0 if left else 8.0
    texts = [f"姓名 {person.name}", f"编号 {person.number[6:14]}{rng.whole(10, 99)}",
             rng.choose(("部门 编目部", "班级 三年级2班", "有效期 2027-08-31"))]  # fmt: skip
    body = Type(SANS, 3.2, 3.5)
    lines = [set_line(text, body, x, 20 + 7 * row) for row, text in enumerate(texts)]
    lines.append(set_line("SPECIMEN", Type("Noto Sans", 2.2, 2.5), 62, 49))
    heading = set_line(title, bold(SANS, 5.0, 5.8), 8, 4)
    box = Box(8.0, 17.0, 28.0, 42.0) if left else Box(58.0, 17.0, 78.0, 42.0)
    canvas = Canvas(pixels, scaling(PX_PER_MM))
    canvas.fill(rectangle(Box(0, 0, CARD_WH_MM[0], 12)), _codes(band))
    if rng.happens(0.7):
        paint_portrait(canvas, rng, portrait, box)
    paint_lines(canvas, rng, lines, (30, 30, 35), (0.9, 1.0))
    paint_lines(canvas, rng, [heading], (250, 250, 250), (0.95, 1.0))
    if rng.happens(0.5):
        _bars(canvas, rng, x, 44.0)
    return finished(pixels, [*lines, heading])


def draw_bank_card(seed: int) -> DrawnCard:
    """A bank card: one strong colour, a chip, a long number in fours. The bank does not exist.

    The number's check digit is wrong on purpose.
    """
    rng = chance(seed, "bank")
    hue = rng.rng.uniform(20, 170, 3)
    light = np.clip(hue + rng.rng.uniform(20, 80, 3), 0, 255)
    plate = PlateSettings(
        (_codes(hue), _codes(light)), (_codes(np.clip(light + 25, 0, 255)),), 10.0, (0.1, 0.4)
    )
    pixels = blank_card(rng, plate)
    digits = "6299" + "".join(rng.choose("0123456789") for _ in range(14))
    digits += str((_luhn(digits) + rng.whole(1, 9)) % 10)
    groups = [digits[start : start + 4] for start in range(0, len(digits), 4)]
    number = Type(rng.choose(("DejaVu Sans Mono", "Noto Sans")), 4.6, 3.0, monospaced=True)
    big, small = Type(SANS, 4.6, 5.2), Type(SANS, 2.6, 2.9)
    lines = [
        set_line(rng.choose(("示例银行", "样本商业银行", "某某农村信用社")), big, 7.0, 5.0),
        set_line(rng.choose(("储蓄卡", "信用卡", "借记卡")), small, 62.0, 6.5),
        set_line(" ".join(groups), number, 7.0, 31.0),
        set_line(f"VALID THRU {rng.whole(1, 12):02d}/{rng.whole(26, 35)}", small, 34.0, 40.5),
        set_line("ZHANG SAN" if rng.happens(0.5) else "SPECIMEN CARD", small, 7.0, 46.0),
        set_line("SPECIMEN 样本", Type(SANS, 2.0, 2.2), 62.0, 48.5),
    ]
    ink = (245, 245, 245) if hue.mean() < 130 else (30, 30, 35)
    canvas = Canvas(pixels, scaling(PX_PER_MM))
    _chip(canvas, 10.0, 17.5)
    paint_lines(canvas, rng, lines, ink, (0.85, 1.0))
    return finished(pixels, lines)


def _codes(colour: NDArray[np.number]) -> tuple[int, int, int]:
    red, green, blue = (int(c) for c in colour)
    return red, green, blue


def _luhn(digits: str) -> int:
    """The check digit that would be right."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def _chip(canvas: Canvas, x: float, y: float) -> None:
    gold, brown = (215, 185, 110), (120, 95, 45)
    canvas.fill(round_rectangle(Box(x, y, x + 12.0, y + 9.5), 1.4), gold)
    rows = [y + 2.4 * row for row in range(1, 4)]
    lines = [polygon(np.array([(x, row), (x + 12.0, row)])) for row in rows]
    canvas.stroke(joined(lines), 0.18, brown)
    middle = rectangle(Box(x + 4.0, y + 2.4, x + 8.0, y + 7.2))
    canvas.fill(middle, gold)
    canvas.stroke(middle, 0.18, brown, closed=True)


def _bars(canvas: Canvas, rng: Chance, x: float, y: float) -> None:
    bars = []
    for _ in range(40):
        wide = 0.25 * rng.whole(1, 3)
        bars.append(rectangle(Box(x, y, x + wide, y + 6.5)))
        x += wide + 0.25 * rng.whole(1, 3)
    canvas.fill(joined(bars), (20, 20, 20))
