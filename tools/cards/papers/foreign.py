"""Permanent residence cards of foreigners, old and new.

The old form (2004) is titled PERMANENT RESIDENCE CARD and unlike an identity card; those of 2017
and 2023 share its plate, and the number's place: 15 characters that begin with a country's three
letters in 2017, 18 that begin with 9 in 2023. Labels in two languages, the name in Latin letters
first. Places are guesses.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from tools.cards.canvas import Canvas, scaling
from tools.cards.chance import Chance, chance
from tools.cards.draw import (
    PX_PER_MM,
    RESIDENT_CARD,
    DrawnCard,
    blank_card,
    paint_lines,
    paint_portrait,
)
from tools.cards.ink import Line, Type, bold, set_line
from tools.cards.papers.print import BLACK, GREY, SANS, badge, finished
from tools.cards.people import Person, check_digit, validity
from tools.cards.plate import PlateSettings

from idphoto.imaging.geometry import Box

ForeignForm = Literal["2004", "2017", "2023"]
_OLD_PLATE: Final = PlateSettings(
    ((222, 232, 214), (236, 232, 210), (224, 230, 216)),
    ((140, 180, 140), (205, 180, 120), (150, 170, 190)),
)
_NATIONS: Final = (("加拿大", "CAN"), ("美国", "USA"), ("德国", "DEU"), ("英国", "GBR"),
                   ("日本", "JPN"), ("法国", "FRA"), ("韩国", "KOR"))  # fmt: skip
_FAMILY: Final = ("SMITH", "MUELLER", "TREMBLAY", "TANAKA", "MARTIN", "SPECIMEN", "KIM", "BROWN")
_GIVEN: Final = ("JOHN", "ANNA MARIA", "PIERRE", "YUKI", "GRACE", "THOMAS", "MIN SEO", "EMILY")
_CHINESE: Final = ("史密斯", "穆勒", "田中雪", "马丁", "金敏书", "艾米莉")


def draw_foreigner(
    person: Person, portrait: NDArray[np.uint8], seed: int
) -> tuple[DrawnCard, ForeignForm]:
    """A permanent residence card, and its form. Of ``person`` are sex and birth."""
    rng = chance(seed, "foreigner")
    form: ForeignForm = rng.choose(("2004", "2017", "2023"))
    return (_old if form == "2004" else _new)(rng, person, portrait, form), form


def _old(rng: Chance, person: Person, portrait: NDArray[np.uint8], form: ForeignForm) -> DrawnCard:
    pixels = blank_card(rng, _OLD_PLATE)
    country, code = rng.choose(_NATIONS)
    label, value = Type(SANS, 1.9, 2.0), Type(SANS, 2.6, 2.8)
    rows = [
        ("姓名 Name", f"{rng.choose(_FAMILY)}, {rng.choose(_GIVEN)}"),
        ("性别 Sex / 出生日期 Date of Birth", f"{_sex(person)}    {person.birth:%Y.%m.%d}"),
        ("国籍 Nationality", f"{country} / {code}"),
        ("有效期限 Period of Validity", validity(rng)),
        ("签发机关 Issuing Authority", "中华人民共和国公安部"),
    ]
    left = 33.0 if rng.happens(0.5) else 6.0
    labels, values = _rows(rows, label, value, left, 14.5, 6.4)
    values.append(
        set_line(f"证件号码 Card No.  {_number(rng, person, code, form)}", value, 6.0, 47.5)
    )
    title = [
        set_line("外国人永久居留证", bold(SANS, 3.8, 4.4), 18.0, 3.2),
        set_line("PERMANENT RESIDENCE CARD", Type("Noto Sans", 2.6, 3.2), 18.0, 8.2),
    ]
    mark = set_line("SPECIMEN 样本", Type(SANS, 1.9, 2.1), 62.0, 1.2)
    box = Box(6.0, 14.0, 30.0, 44.0) if left > 20 else Box(56.0, 14.0, 80.0, 44.0)
    canvas = Canvas(pixels, scaling(PX_PER_MM))
    badge(canvas, rng, 10.5, 7.0, 0.55)
    paint_portrait(canvas, rng, portrait, box)
    paint_lines(canvas, rng, labels, (70, 110, 90), (0.85, 1.0))
    paint_lines(canvas, rng, [*title, *values], BLACK, (0.85, 1.0))
    paint_lines(canvas, rng, [mark], GREY, (0.9, 1.0))
    return finished(pixels, [*title, *labels, *values, mark])


def _new(rng: Chance, person: Person, portrait: NDArray[np.uint8], form: ForeignForm) -> DrawnCard:
    pixels = blank_card(rng, RESIDENT_CARD.plate)
    country, code = rng.choose(_NATIONS)
    label, value = Type(SANS, 2.0, 2.1), Type(SANS, 2.9, 3.05)
    name = f"{rng.choose(_FAMILY)}, {rng.choose(_GIVEN)}"
    rows = [
        ("姓名 / Name", name),
        ("", rng.choose(_CHINESE)),
        ("性别 / Sex", _sex(person)),
        ("出生日期 / Date of Birth", f"{person.birth:%Y.%m.%d}"),
        ("国籍 / Nationality", f"{country} / {code}"),
        ("有效期限 / Period of Validity", validity(rng)),
    ]
    labels, values = _rows(rows, label, value, 6.4, 5.0, 6.4)
    number = _number(rng, person, code, form)
    labels.append(set_line("证件号码 / ID No.", label, 6.4, 45.9))
    values.append(
        set_line(number, Type("DejaVu Sans Mono", 3.7, 2.54, 0.95, monospaced=True), 29.4, 44.4)
    )
    mark = set_line("SPECIMEN 样本", Type(SANS, 1.9, 2.1), 6.0, 50.0)
    title = set_line("外国人永久居留身份证", Type(SANS, 2.3, 2.6), 52.5, 3.2)
    box = Box(53.4, 7.5, 79.4, 39.5)
    canvas = Canvas(pixels, scaling(PX_PER_MM))
    paint_portrait(canvas, rng, portrait, box)
    paint_lines(canvas, rng, labels, RESIDENT_CARD.label_ink, (0.9, 1.0))
    paint_lines(canvas, rng, values, BLACK, (0.85, 1.0))
    paint_lines(canvas, rng, [title], RESIDENT_CARD.label_ink, (0.9, 1.0))
    paint_lines(canvas, rng, [mark], GREY, (0.9, 1.0))
    return finished(pixels, [title, *labels, *values, mark])


def _rows(
    rows: list[tuple[str, str]], label: Type, value: Type, left: float, top: float, step: float
) -> tuple[list[Line], list[Line]]:
    labels = [set_line(t, label, left, top + n * step) for n, (t, _) in enumerate(rows) if t]
    values = [
        set_line(text, value, left, top + n * step + (2.2 if name else 0.4))
        for n, (name, text) in enumerate(rows)
    ]
    return labels, values


def _sex(person: Person) -> str:
    return f"{person.sex} / {'M' if person.sex == '男' else 'F'}"


def _number(rng: Chance, person: Person, code: str, form: ForeignForm) -> str:
    """Of a region that does not exist, as in ``people``."""
    if form != "2023":
        return f"{code}9999{person.birth:%y%m%d}{rng.whole(0, 99):02d}"
    first = f"9{rng.whole(1, 9)}99{rng.whole(10, 99)}{person.birth:%Y%m%d}{rng.whole(0, 999):03d}"
    return first + check_digit(first)
