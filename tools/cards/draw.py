"""The portrait side of a specimen card: drawn flat, with the truth of where everything is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.canvas import Canvas, scaling, turning
from tools.cards.chance import Chance, Span, chance
from tools.cards.gloss import RainbowSettings, add_rainbow
from tools.cards.ink import (
    Line,
    Type,
    moved,
    set_ink,
    set_line,
    set_middles,
    wrap,
)
from tools.cards.layout import (
    FIELD_SD_MM,
    PORTRAIT_SD_MM,
    RESIDENT,
    SHIFT_SD_MM,
    TEMPORARY,
    Layout,
)
from tools.cards.people import Person, authority, validity
from tools.cards.plate import CARD_WH_MM, PLATES, PlateSettings, draw_plate
from tools.cards.plate import RESIDENT as RESIDENT_PLATE
from tools.cards.plate import TEMPORARY as TEMPORARY_PLATE
from tools.cards.second import Script, Shaped, second_script
from tools.cards.wear import WearSettings, rubbed, scratch

from idphoto.drawing.outlines import Matrix, rectangle
from idphoto.imaging.colour import Colour
from idphoto.imaging.geometry import Box

PX_PER_MM: Final = 24.0
CARD_WH_PX: Final = (round(CARD_WH_MM[0] * PX_PER_MM), round(CARD_WH_MM[1] * PX_PER_MM))

Kind = Literal["label", "value", "mark", "second"]

_MARKS: Final = ("SPECIMEN 样本", "SPECIMEN", "样本 SPECIMEN", "样本  样本", "SPECIMEN  样  本")


@dataclass(frozen=True, slots=True)
class CardSettings:
    """How much prints differ, in mm unless a name says otherwise.

    ``shift_sd``: of all that is printed, x and y. ``field_sd``: of each label or value within it.
    ``turn_deg``: of the data. ``size_share``: of the characters' size.
    ``second``: the script that a bilingual card bears besides Chinese.
    """

    shift_sd: tuple[float, float] = SHIFT_SD_MM
    field_sd: tuple[float, float] = FIELD_SD_MM
    portrait_sd: tuple[float, float] = PORTRAIT_SD_MM
    turn_deg: float = 0.15
    size_share: float = 0.02
    family: str = "Noto Sans CJK SC"
    value_ink: Colour = (22, 21, 25)
    label_ink: Colour = (60, 140, 178)
    label_spread: float = 12.0  # of its codes, from card to card
    density: Span = (0.82, 1.0)
    plate: PlateSettings = RESIDENT_PLATE
    layout: Layout = RESIDENT
    wear: WearSettings = field(default_factory=WearSettings)
    rainbow: RainbowSettings = field(default_factory=RainbowSettings)
    grey_portrait: bool = False
    second: Script | None = None


# Em sizes for characters as high and wide as those measured: labels' ink is 2.4 × 2.45 mm, the
# number's label's 2.65 wide, values' 2.75 × 2.9 in a line, names' 3.5 high.
_LABEL_MM: Final = 2.66
_NUMBER_LABEL_MM: Final = 2.9
_VALUE_MM: Final = 3.04
_VALUE_PITCH_MM: Final = 3.17
_NAME_MM: Final = 3.72
_NAME_PITCH_MM: Final = 3.8
_APART_MM: Final = 5.95  # from the first to the second of two characters
DIGIT_PITCH_MM: Final = 2.54  # ten to the inch
DIGIT_MM: Final = 2.85  # high
# The number is set in OCR-B. A third of the numbers are in what is nearest to it: files that went
# through other hands.
_NUMBER_FAMILIES: Final = ("OCR-B", "OCR-B", "DejaVu Sans Mono")

# Ordinary texts: the mean place of their ink is where a field's ink was measured.
_TYPICAL: Final = {
    "name": ("王小明", "李建国", "张秀英", "陈思雨", "刘志强"),
    "sex": ("男", "女"),
    "nation": ("汉", "藏", "壮", "回", "满", "苗"),
    "year": ("1990", "1985", "1978"),
    "address": ("浙江省杭州市西湖区文三", "河南省郑州市金水区东风", "四川省成都市锦江区春熙"),
    "authority": ("浙江省公安局",),
    "validity": ("2009.08.05",),
}


RESIDENT_CARD: Final = CardSettings()
# Light green, black and white, for three months.
TEMPORARY_CARD: Final = CardSettings(
    plate=TEMPORARY_PLATE,
    layout=TEMPORARY,
    label_ink=(40, 60, 45),
    grey_portrait=True,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of print. ``name``: of the field, or the label's text. ``box_mm``: of its ink.

    ``second``: in a bilingual card's other script, by the label or value of that name.
    """

    kind: Kind
    name: str
    text: str
    box_mm: Box


@dataclass(frozen=True, slots=True)
class DrawnCard:
    """A document, flat and face up.

    ``rgb``: uint8 sRGB ``(H, W, 3)``, ``px_per_mm`` both ways; square, its corners are rounded off
    by ``corner_mm`` when it is photographed. ``person``: None where it is no identity card's
    portrait side. ``prints``: all lines of it; an address has one for each of its lines.
    """

    rgb: NDArray[np.uint8]
    person: Person | None
    prints: tuple[Printed, ...]
    portrait_mm: Box | None
    px_per_mm: float = PX_PER_MM
    corner_mm: float = 3.18  # ISO/IEC 7810

    @property
    def size_wh_mm(self) -> tuple[float, float]:
        height, width = self.rgb.shape[:2]
        return width / self.px_per_mm, height / self.px_per_mm

    def boxes(self, name: str) -> list[Box]:
        """Where a label or a field is, a box for each of its lines."""
        prints = (each for each in self.prints if each.kind != "second")
        return [each.box_mm for each in prints if each.name == name]


def draw_card(
    person: Person,
    portrait: NDArray[np.uint8],
    seed: int,
    settings: CardSettings = RESIDENT_CARD,
) -> DrawnCard:
    """A card of ``person``.

    ``portrait``: uint8 sRGB ``(H, W, 3)``, of 26 × 32 mm, on white.

    Raises:
        MissingGlyph: a font lacks a character.
        WeightsUnavailable: a font is not here and cannot be fetched.
    """
    rng = chance(seed, "card")
    shift = _off(rng, settings.shift_sd)
    labels = _labels(rng, settings, shift)
    values = _values(rng, settings, person, shift)
    mark = _mark(rng, settings.layout, shift)
    pixels = blank_card(rng, settings.plate)
    place = shift + _off(rng, settings.portrait_sd) + np.array(settings.layout.portrait)
    portrait_mm = Box(*place, *(place + settings.layout.portrait_wh))
    turn = _turn(rng.about(settings.turn_deg))
    sheet = Canvas(pixels, scaling(PX_PER_MM))
    paint_lines(sheet, rng, [mark], (rng.whole(115, 165),) * 3, (0.8, 1.0))
    canvas = sheet.under(turn)
    paint_lines(canvas, rng, labels.values(), _label_ink(rng, settings), (0.9, 1.0))
    paint_portrait(canvas, rng, portrait, portrait_mm, settings.grey_portrait)
    lines = [line for rows in values.values() for line in rows]
    paint_lines(canvas, rng, lines, settings.value_ink, settings.density, settings.wear)
    by_labels, by_values = _second(rng, settings, person, labels, values)
    for shaped in by_labels:
        canvas.fill(shaped.outline, settings.label_ink, 0.95)
    for shaped in by_values:
        canvas.fill(shaped.outline, settings.value_ink, 0.9)
    scratch(sheet, chance(seed, "scratch"), settings.wear, CARD_WH_MM)
    prints = [
        Printed("label", name, line.text, turned(turn, line.box_mm))
        for name, line in labels.items()
    ]
    for name, rows in values.items():
        prints += [Printed("value", name, ln.text, turned(turn, ln.box_mm)) for ln in rows]
    prints += [
        Printed("second", each.of, each.text, turned(turn, each.box_mm))
        for each in (*by_labels, *by_values)
    ]
    prints.append(Printed("mark", "mark", mark.text, mark.box_mm))
    add_rainbow(pixels, chance(seed, "rainbow"), PX_PER_MM, settings.rainbow)
    return DrawnCard(pixels, person, tuple(prints), turned(turn, portrait_mm))


def blank_card(rng: Chance, plate: PlateSettings) -> NDArray[np.uint8]:
    """A card with its ground alone: uint8 sRGB ``(H, W, 3)``."""
    ground = draw_plate(rng.whole(0, PLATES - 1), plate)
    # the cutting is off by a little: plates go past the edge
    scale = (CARD_WH_PX[0] + 2 * PX_PER_MM) / ground.shape[1]
    slip = PX_PER_MM * np.array([rng.about(0.5) - 1, rng.about(0.5) - 1])
    place = np.array([[scale, 0, slip[0]], [0, scale, slip[1]]])
    pixels = cv2.warpAffine(ground, place, CARD_WH_PX, flags=cv2.INTER_LINEAR)
    tint = 1 + rng.rng.uniform(-plate.tint, plate.tint, 3) / 255
    # OpenCV takes a number for each channel as an array of four
    return np.asarray(cv2.multiply(pixels, np.array([*tint, 1.0])), np.uint8)


def paint_lines(
    canvas: Canvas,
    rng: Chance,
    lines: Iterable[Line],
    ink: Colour,
    density: Span,
    wear: WearSettings | None = None,
) -> None:
    """Lines in one ink, each with a density of its own; ``wear`` fades parts of them."""
    strength = rng.between(density)
    inked = [(line, strength * rng.between((0.94, 1.0))) for line in lines]
    faded = [] if wear is None else rubbed(rng, wear, CARD_WH_MM)
    for line, alpha in inked:
        canvas.fill(line.outline, ink, alpha, pen_mm=line.type.stroke_mm, faded=faded)


def paint_portrait(
    canvas: Canvas, rng: Chance, portrait: NDArray[np.uint8], box: Box, grey: bool = False
) -> None:
    """The portrait in its place: white is the ground's own colour, mostly, for it takes no ink."""
    # printers differ in tone: what is white stays white
    gains = rng.rng.uniform(0.93, 1.07, 3) * rng.between((0.9, 1.1))
    if grey:
        one = cv2.cvtColor(portrait, cv2.COLOR_RGB2GRAY)
        portrait = np.asarray(cv2.cvtColor(one, cv2.COLOR_GRAY2RGB), np.uint8)
        gains[:] = gains[0]
    codes = np.arange(256)[:, None] / 255
    table = np.clip(255 * codes**gains + 0.5, 0, 255).astype(np.uint8)
    toned = np.asarray(cv2.LUT(portrait, table[:, None]), np.uint8)
    cover = np.clip((252 - toned.min(axis=2).astype(np.float32)) * rng.between((4, 9)), 0, 255)
    size = round(box.width * PX_PER_MM), round(box.height * PX_PER_MM)
    rgba = np.dstack([toned, cover.astype(np.uint8)])
    large = np.asarray(cv2.resize(rgba, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    canvas.picture(large, box, rng.between((0.88, 1.0)))


def turned(matrix: Matrix, box: Box) -> Box:
    """The upright box round ``box`` after ``matrix``."""
    corners = rectangle(box).mapped(matrix).points
    return Box(*map(float, corners.min(axis=0)), *map(float, corners.max(axis=0)))


def _turn(angle_deg: float) -> Matrix:
    """About the card's middle."""
    matrix = turning(angle_deg, 0, 0)
    middle = np.array(CARD_WH_MM) / 2
    matrix[:, 2] = middle - matrix[:, :2] @ middle
    return matrix


def _labels(rng: Chance, settings: CardSettings, shift: NDArray[np.float64]) -> dict[str, Line]:
    share = 1 + rng.about(settings.size_share)
    weight = rng.between((0, 0.05))
    lines = {}
    for name, (xs, y) in settings.layout.labels.items():
        size = share * (_LABEL_MM if len(name) < 4 else _NUMBER_LABEL_MM)
        type_ = Type(settings.family, size, size, stroke_mm=weight)
        x_off, y_off = shift + _off(rng, settings.field_sd)
        lines[name] = set_middles(name, type_, tuple(x + x_off for x in xs), y + y_off)
    return lines


def _label_ink(rng: Chance, settings: CardSettings) -> Colour:
    off = rng.rng.normal(0, settings.label_spread / 2, 3) + rng.about(settings.label_spread)
    red, green, blue = (int(c) for c in np.clip(np.array(settings.label_ink) + off, 0, 255))
    return red, green, blue


def _values(
    rng: Chance, settings: CardSettings, person: Person, shift: NDArray[np.float64]
) -> dict[str, list[Line]]:
    layout = settings.layout
    size = _VALUE_MM * (1 + rng.about(settings.size_share))
    body = Type(settings.family, size, _VALUE_PITCH_MM, stroke_mm=rng.between((0, 0.09)))
    texts = {"sex": person.sex, "nation": person.nation, "year": str(person.birth.year)}
    if "authority" in layout.values:
        texts |= {"authority": authority(person), "validity": validity(rng, days=92)}
    lines = {"name": [_name(rng, settings, person.name, body)]}
    for name, text in texts.items():
        if name not in layout.values:  # some permits have no nation
            continue
        lines[name] = [set_ink(text, body, *layout.values[name], _TYPICAL[name])]
    for name, number in (("month", person.birth.month), ("day", person.birth.day)):
        lines[name] = [_centred(str(number), body, layout.centred[name])]
    lines["address"] = _address(person.address, body, layout)
    lines["number"] = [_number(rng, settings, person.number)]
    placed = {}
    birth = _off(rng, settings.field_sd)  # one line of print, too high or too low together
    for name, rows in lines.items():
        off = shift + (birth if name in ("year", "month", "day") else _off(rng, settings.field_sd))
        placed[name] = [moved(line, *off) for line in rows]
    return placed


def _name(rng: Chance, settings: CardSettings, name: str, body: Type) -> Line:
    left, top = settings.layout.values["name"]
    size = _NAME_MM * (1 + rng.about(settings.size_share))
    pitch = _APART_MM if len(name) == 2 else _NAME_PITCH_MM
    squeeze = min(1.0, (settings.layout.value_right - left) / (pitch * len(name)))
    type_ = replace(body, size_mm=size, pitch_mm=pitch * squeeze, stretch=min(1.0, squeeze * 1.05))
    return set_ink(name, type_, left, top, _TYPICAL["name"])


def _centred(text: str, body: Type, place: tuple[float, float, float]) -> Line:
    one, two, top = place
    line = set_ink(text, body, 0.0, top, _TYPICAL["year"])
    middle = one if len(text) == 1 else two
    return moved(line, middle - line.box_mm.centre[0], 0.0)


def _number(rng: Chance, settings: CardSettings, number: str) -> Line:
    family = rng.choose(_NUMBER_FAMILIES)
    nought = set_line("0", Type(family, 1.0, 1.0, monospaced=True), 0.0, 0.0).box_mm
    size = DIGIT_MM / nought.height * (1 + rng.about(settings.size_share))
    stretch = min(1.0, 1.86 / (nought.width * size))
    type_ = Type(family, size, DIGIT_PITCH_MM, stretch, rng.between((0.0, 0.12)), monospaced=True)
    first, top = settings.layout.number
    line = set_ink(number, type_, 0.0, top, ("0",))
    return moved(line, first - DIGIT_PITCH_MM / 2 - (line.x_mm[0] - _spare(type_, number[0])), 0.0)


def _spare(type_: Type, digit: str) -> float:
    return set_line(digit, type_, 0.0, 0.0).x_mm[0]


def _address(text: str, body: Type, layout: Layout) -> list[Line]:
    em = layout.address_em
    left, top = layout.values["address"]
    rows = wrap(text, body, em)
    while len(rows) > layout.address_lines:  # the longest are set narrower
        em += 1
        rows = wrap(text, body, em)
    squeeze = layout.address_em / em
    narrow = replace(body, pitch_mm=body.pitch_mm * squeeze, stretch=squeeze)
    return [
        set_ink(row, narrow, left, top + n * layout.address_step, _TYPICAL["address"])
        for n, row in enumerate(rows)
    ]


def _second(
    rng: Chance,
    settings: CardSettings,
    person: Person,
    labels: dict[str, Line],
    values: dict[str, list[Line]],
) -> tuple[list[Shaped], list[Shaped]]:
    if settings.second is None:
        return [], []
    return second_script(
        rng,
        settings.second,
        person.sex,
        {name: line.box_mm for name, line in labels.items()},
        {name: [line.box_mm for line in lines] for name, lines in values.items()},
        settings.layout.value_right,
    )


def _mark(rng: Chance, layout: Layout, shift: NDArray[np.float64]) -> Line:
    left, top = np.array(rng.choose(layout.marks)) + shift * (1, 0.3)
    size = rng.between((1.7, 2.2))
    return set_line(rng.choose(_MARKS), Type("Noto Sans CJK SC", size, size * 1.1), left, top)


def _off(rng: Chance, sd: tuple[float, float]) -> NDArray[np.float64]:
    return np.asarray(np.clip(rng.rng.normal(0, 1, 2), -2.2, 2.2) * np.array(sd), np.float64)
