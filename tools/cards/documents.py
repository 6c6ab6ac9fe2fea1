"""Documents that are no second-generation card's portrait side: what a reader has to tell apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.chance import Chance, chance
from tools.cards.draw import (
    PX_PER_MM,
    RESIDENT_CARD,
    CardSettings,
    DrawnCard,
    Printed,
    blank_card,
    paint_lines,
    paint_portrait,
)
from tools.cards.ink import Line, Type, set_line
from tools.cards.people import Person, authority, validity
from tools.cards.plate import (
    CARD_WH_MM,
    LIBRARY,
    PASSPORT,
    PLATES,
    PlateSettings,
    draw_plate,
)

from idphoto.drawing.library import skia
from idphoto.imaging.geometry import Box

PASSPORT_WH_MM: Final = (125.0, 88.0)  # ICAO 9303 TD3
_SANS: Final = "Noto Sans CJK SC"
_SERIF: Final = "Noto Serif CJK SC"


def draw_back(person: Person, seed: int, settings: CardSettings = RESIDENT_CARD) -> DrawnCard:
    """The side without a portrait: title, authority, validity, and an emblem made up here."""
    rng = chance(seed, "back")
    pixels = blank_card(rng, settings.plate)
    dx, dy = (rng.about(2 * sd) for sd in settings.shift_sd)
    title = Type(rng.choose((_SANS, _SERIF)), 4.6, 5.6)
    heading = Type(title.family, 6.6, 8.1, stroke_mm=0.1)
    label = Type(_SANS, 2.6, 2.9)
    value = Type(_SANS, 2.9, 3.1)
    black = [
        set_line("中华人民共和国", title, 30.0 + dx, 7.0 + dy),
        set_line("居民身份证", heading, 28.0 + dx, 15.0 + dy),
        set_line(authority(person), value, 33.5 + dx, 38.2 + dy),
        set_line(validity(rng), value, 33.5 + dx, 45.2 + dy),
    ]
    labels = [
        set_line("签发机关", label, 19.5 + dx, 38.4 + dy),
        set_line("有效期限", label, 19.5 + dx, 45.4 + dy),
    ]
    mark = set_line("SPECIMEN 样本", Type(_SANS, 2.0, 2.2), 60.0, 3.0)
    with skia().Surface(pixels) as canvas:
        canvas.scale(PX_PER_MM, PX_PER_MM)
        _badge(canvas, rng, 15.5 + dx, 15.5 + dy)
        paint_lines(canvas, rng, black, settings.value_ink, settings.density, settings.wear)
        paint_lines(canvas, rng, labels, settings.value_ink, settings.density)
        paint_lines(canvas, rng, [mark], (140, 140, 140), (0.9, 1.0))
    return _document(pixels, [*black, *labels, mark])


def draw_passport(person: Person, portrait: NDArray[np.uint8], seed: int) -> DrawnCard:
    """A booklet's page like a passport's: portrait at the left, two machine lines below."""
    rng = chance(seed, "passport")
    pixels = _sheet(rng, PASSPORT, PASSPORT_WH_MM)
    small, body = Type("Noto Sans", 1.7, 1.9), Type(_SANS, 2.9, 3.1)
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
    labels = [set_line(text, replace(small, family=_SANS), x, y) for text, _, x, y in rows]
    values = [set_line(text, body, x, y + 2.6) for _, text, x, y in rows]
    values.append(set_line("护照 PASSPORT", Type(_SANS, 4.2, 4.6), 8, 5))
    zone = Type("DejaVu Sans Mono", 3.3, 2.62, monospaced=True)
    values += [
        set_line(text.ljust(44, "<")[:44], zone, 5.0, y)
        for text, y in (
            (f"P<UTOSPECIMEN<<{number}", 70),
            (f"L{number}<0UTO{person.birth:%y%m%d}", 77),
        )
    ]
    box = Box(8.0, 16.0, 41.0, 58.0)
    with skia().Surface(pixels) as canvas:
        canvas.scale(PX_PER_MM, PX_PER_MM)
        paint_portrait(canvas, rng, portrait, box)
        paint_lines(canvas, rng, labels, (90, 100, 130), (0.8, 1.0))
        paint_lines(canvas, rng, values, (35, 35, 40), (0.8, 1.0))
    return replace(_document(pixels, [*labels, *values]), portrait_mm=box, corner_mm=4.0)


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
    body = Type(_SANS, 3.2, 3.5)
    lines = [set_line(text, body, x, 20 + 7 * row) for row, text in enumerate(texts)]
    lines.append(set_line("SPECIMEN", Type("Noto Sans", 2.2, 2.5), 62, 49))
    heading = set_line(title, Type(_SANS, 5.0, 5.8, bold=True), 8, 4)
    box = Box(8.0, 17.0, 28.0, 42.0) if left else Box(58.0, 17.0, 78.0, 42.0)
    with skia().Surface(pixels) as canvas:
        canvas.scale(PX_PER_MM, PX_PER_MM)
        paint = skia().Paint(Color=skia().Color(*map(int, band)))
        canvas.drawRect(skia().Rect.MakeWH(CARD_WH_MM[0], 12), paint)
        if rng.happens(0.7):
            paint_portrait(canvas, rng, portrait, box)
        paint_lines(canvas, rng, lines, (30, 30, 35), (0.9, 1.0))
        paint_lines(canvas, rng, [heading], (250, 250, 250), (0.95, 1.0))
        if rng.happens(0.5):
            _bars(canvas, rng, x, 44.0)
    return _document(pixels, [*lines, heading])


def _sheet(rng: Chance, plate: PlateSettings, size_wh_mm: tuple[float, float]) -> NDArray[np.uint8]:
    ground = draw_plate(rng.whole(0, PLATES - 1), plate, size_wh_mm)
    size = round(size_wh_mm[0] * PX_PER_MM), round(size_wh_mm[1] * PX_PER_MM)
    return np.asarray(cv2.resize(ground, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _badge(canvas: Any, rng: Chance, x: float, y: float) -> None:
    """A round red badge with rings and rays: nobody's emblem."""
    red = skia().Color(190 + rng.whole(-15, 15), 60, 55)
    disc = skia().Paint(Color=red, AntiAlias=True)
    gold = skia().Paint(Color=skia().Color(225, 185, 100), AntiAlias=True)
    canvas.drawCircle(x, y, 8.0, disc)
    canvas.drawCircle(x, y, 5.6, gold)
    canvas.drawCircle(x, y, 5.0, disc)
    gold.setStyle(skia().Paint.kStroke_Style)
    gold.setStrokeWidth(0.5)
    rays = rng.whole(9, 15)
    for turn in np.linspace(0, 2 * np.pi, rays, endpoint=False):
        dx, dy = float(np.cos(turn)), float(np.sin(turn))
        canvas.drawLine(x + 5.8 * dx, y + 5.8 * dy, x + 7.6 * dx, y + 7.6 * dy, gold)
        canvas.drawLine(x + 1.5 * dx, y + 1.5 * dy, x + 3.9 * dx, y + 3.9 * dy, gold)


def _bars(canvas: Any, rng: Chance, x: float, y: float) -> None:
    black = skia().Paint(Color=skia().Color(20, 20, 20))
    for _ in range(40):
        wide = 0.25 * rng.whole(1, 3)
        canvas.drawRect(skia().Rect.MakeXYWH(x, y, wide, 6.5), black)
        x += wide + 0.25 * rng.whole(1, 3)


def _document(pixels: NDArray[np.uint8], lines: list[Line]) -> DrawnCard:
    prints = tuple(Printed("mark", "text", line.text, line.box_mm) for line in lines)
    rgb = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB), np.uint8)
    return DrawnCard(rgb, None, prints, None)
