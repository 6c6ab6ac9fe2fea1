"""The portrait side of a specimen card: drawn flat, with the truth of where everything is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.chance import Chance, Span, chance
from tools.cards.ink import Colour, Line, Type, set_line, wrap
from tools.cards.layout import RESIDENT, TEMPORARY, Layout
from tools.cards.people import Person, authority, validity
from tools.cards.plate import CARD_WH_MM, PLATES, PlateSettings, draw_plate
from tools.cards.plate import RESIDENT as RESIDENT_PLATE
from tools.cards.plate import TEMPORARY as TEMPORARY_PLATE
from tools.cards.wear import WearSettings, fade, scratch

from idphoto.drawing.library import skia
from idphoto.imaging.geometry import Box

PX_PER_MM: Final = 24.0
CARD_WH_PX: Final = (round(CARD_WH_MM[0] * PX_PER_MM), round(CARD_WH_MM[1] * PX_PER_MM))

Kind = Literal["label", "value", "mark"]

_MARKS: Final = ("SPECIMEN 样本", "SPECIMEN", "样本 SPECIMEN", "样本  样本", "SPECIMEN  样  本")


@dataclass(frozen=True, slots=True)
class CardSettings:
    """How much prints differ, in mm unless a name says otherwise.

    ``shift``: of all that is printed. ``field_shift``: of each field. ``turn_deg``: of the data.
    ``size_share``: of the characters' size. ``families`` for labels and values, with how often.
    """

    shift: float = 0.7
    field_shift: float = 0.3
    turn_deg: float = 0.35
    size_share: float = 0.05
    families: tuple[str, ...] = ("Noto Sans CJK SC",) * 4 + ("Noto Serif CJK SC",)
    number_families: tuple[str, ...] = (
        "DejaVu Sans Mono",
        "DejaVu Sans Mono",
        "Noto Sans Mono CJK SC",
        "DejaVu Sans",
        "Noto Sans",
    )
    value_ink: Colour = (28, 26, 30)
    label_ink: Colour = (70, 120, 175)
    density: Span = (0.82, 1.0)
    plate: PlateSettings = RESIDENT_PLATE
    layout: Layout = RESIDENT
    wear: WearSettings = field(default_factory=WearSettings)
    grey_portrait: bool = False


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
    """A line of print. ``name``: of the field, or the label's text. ``box_mm``: of its ink."""

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
        return [each.box_mm for each in self.prints if each.name == name]


def draw_card(
    person: Person,
    portrait: NDArray[np.uint8],
    seed: int,
    settings: CardSettings = RESIDENT_CARD,
) -> DrawnCard:
    """A card of ``person``.

    ``portrait``: uint8 sRGB ``(H, W, 3)``, of 26 × 32 mm, on white.

    Raises:
        MissingGlyph: a font is not installed, or lacks a character.
    """
    rng = chance(seed, "card")
    shift = np.array([rng.about(settings.shift), rng.about(settings.shift)])
    labels = _labels(rng, settings, shift)
    values = _values(rng, settings, person, shift)
    mark = _mark(rng, settings.layout, shift)
    pixels = blank_card(rng, settings.plate)
    place = shift + _off(rng, settings.field_shift) + np.array(settings.layout.portrait)
    portrait_mm = Box(*place, *(place + settings.layout.portrait_wh))
    turn = skia().Matrix.RotateDeg(
        rng.about(settings.turn_deg), skia().Point(CARD_WH_MM[0] / 2, CARD_WH_MM[1] / 2)
    )
    with skia().Surface(pixels) as canvas:
        canvas.scale(PX_PER_MM, PX_PER_MM)
        paint_lines(canvas, rng, labels.values(), settings.label_ink, settings.density)
        paint_lines(canvas, rng, [mark], (rng.whole(115, 165),) * 3, (0.8, 1.0))
        canvas.concat(turn)
        paint_portrait(canvas, rng, portrait, portrait_mm, settings.grey_portrait)
        lines = [line for rows in values.values() for line in rows]
        paint_lines(canvas, rng, lines, settings.value_ink, settings.density, settings.wear)
    scratch(pixels, chance(seed, "scratch"), settings.wear, PX_PER_MM)
    prints = [Printed("label", name, line.text, line.box_mm) for name, line in labels.items()]
    for name, rows in values.items():
        prints += [Printed("value", name, ln.text, turned(turn, ln.box_mm)) for ln in rows]
    prints.append(Printed("mark", "mark", mark.text, mark.box_mm))
    rgb = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB), np.uint8)
    return DrawnCard(rgb, person, tuple(prints), turned(turn, portrait_mm))


def blank_card(rng: Chance, plate: PlateSettings) -> NDArray[np.uint8]:
    """A card with its ground alone: uint8 ``(H, W, 4)``, opaque."""
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
    canvas: Any,
    rng: Chance,
    lines: Iterable[Line],
    ink: Colour,
    density: Span,
    wear: WearSettings | None = None,
) -> None:
    """Lines in one ink, each with a density of its own; ``wear`` fades parts of them."""
    paint = skia().Paint(AntiAlias=True)
    whole = skia().Rect.MakeWH(*CARD_WH_MM)
    if wear is not None:
        canvas.saveLayer(whole, None)
    strength = rng.between(density)
    for line in lines:
        paint.setStyle(skia().Paint.kFill_Style)
        paint.setColor(skia().Color(*ink, round(255 * strength * rng.between((0.94, 1.0)))))
        line.paint(canvas, paint)
    if wear is not None:
        fade(canvas, rng, wear, CARD_WH_MM)
        canvas.restore()


def paint_portrait(
    canvas: Any, rng: Chance, portrait: NDArray[np.uint8], box: Box, grey: bool = False
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
    image = skia().Image.fromarray(
        cv2.resize(rgba, size, interpolation=cv2.INTER_CUBIC), skia().kRGBA_8888_ColorType
    )
    rect = skia().Rect.MakeLTRB(box.left, box.top, box.right, box.bottom)
    if rng.happens(0.4):
        white = skia().Paint(Color=skia().ColorWHITE, Alphaf=rng.between((0.1, 0.9)))
        canvas.drawRect(rect, white)
    paint = skia().Paint(Alphaf=rng.between((0.88, 1.0)))
    smooth = skia().SamplingOptions(skia().FilterMode.kLinear)
    canvas.drawImageRect(image, rect, smooth, paint)


def turned(matrix: Any, box: Box) -> Box:
    """The upright box round ``box`` after ``matrix``."""
    rect = matrix.mapRect(skia().Rect.MakeLTRB(box.left, box.top, box.right, box.bottom))
    return Box(rect.left(), rect.top(), rect.right(), rect.bottom())


def _labels(rng: Chance, settings: CardSettings, shift: NDArray[np.float64]) -> dict[str, Line]:
    size = 2.5 * (1 + rng.about(settings.size_share))
    type_ = Type(
        rng.choose(settings.families),
        size,
        size * rng.between((1.04, 1.2)),
        stroke_mm=rng.between((0, 0.03)),
    )
    lines = {}
    rows = {top: rng.about(settings.field_shift / 2) for _, top in settings.layout.labels.values()}
    for name, (left, top) in settings.layout.labels.items():
        off = np.array([rng.about(settings.field_shift / 2), rows[top]])
        lines[name] = set_line(name, type_, *(np.array((left, top)) + shift + off))
    return lines


def _values(
    rng: Chance, settings: CardSettings, person: Person, shift: NDArray[np.float64]
) -> dict[str, list[Line]]:
    size = 3.0 * (1 + rng.about(settings.size_share))
    body = Type(
        rng.choose(settings.families),
        size,
        size * rng.between((1.0, 1.08)),
        rng.between((0.94, 1.04)),
        rng.between((0, 0.07)),
    )
    places = {
        name: shift + place + _off(rng, settings.field_shift)
        for name, place in settings.layout.values.items()
    }
    # one line of print: year, month and day are too high or too low together
    for part in ("month", "day"):
        places[part][1] = places["year"][1]
    texts = {
        "sex": person.sex,
        "nation": person.nation,
        "year": str(person.birth.year),
        "month": str(person.birth.month),
        "day": str(person.birth.day),
    }
    if "authority" in places:
        texts |= {"authority": authority(person), "validity": validity(rng, days=92)}
    lines = {
        "name": [
            set_line(
                person.name, _name_type(body, rng, person.name, settings.layout), *places["name"]
            )
        ]
    }
    lines |= {name: [set_line(text, body, *places[name])] for name, text in texts.items()}
    lines["address"] = _address(rng, person.address, body, places["address"], settings.layout)
    lines["number"] = [set_line(person.number, _number_type(rng, settings), *places["number"])]
    return lines


def _name_type(body: Type, rng: Chance, name: str, layout: Layout) -> Type:
    size = body.size_mm * rng.between((1.1, 1.22))
    pitch = size * rng.between((1.0, 1.12))
    squeeze = min(1.0, layout.value_width / (pitch * len(name)))
    return replace(
        body, size_mm=size, pitch_mm=pitch * squeeze, stretch=body.stretch * min(1, squeeze * 1.05)
    )


def _number_type(rng: Chance, settings: CardSettings) -> Type:
    size = 3.45 * (1 + rng.about(settings.size_share))
    return Type(
        rng.choose(settings.number_families),
        size,
        rng.between((2.1, 2.45)),
        rng.between((0.95, 1.08)),
        rng.between((0.0, 0.12)),
        monospaced=True,
    )


def _address(
    rng: Chance, text: str, body: Type, place: NDArray[np.float64], layout: Layout
) -> list[Line]:
    em = layout.address_em - (rng.happens(0.25))
    pitch = min(body.pitch_mm, layout.value_width / em)
    step = layout.address_step * rng.between((0.88, 1.0))
    rows = wrap(text, body, em)
    while len(rows) > layout.address_lines:  # the longest are set narrower
        em += 1
        pitch = min(pitch, layout.value_width / em)
        rows = wrap(text, body, em)
    if len(rows) == layout.address_lines:
        step = min(step, 4.4)
    narrow = replace(body, pitch_mm=pitch, stretch=min(body.stretch, pitch / body.size_mm))
    return [set_line(row, narrow, place[0], place[1] + n * step) for n, row in enumerate(rows)]


def _mark(rng: Chance, layout: Layout, shift: NDArray[np.float64]) -> Line:
    left, top = np.array(rng.choose(layout.marks)) + shift * (1, 0.3)
    size = rng.between((1.7, 2.2))
    return set_line(rng.choose(_MARKS), Type("Noto Sans CJK SC", size, size * 1.1), left, top)


def _off(rng: Chance, most: float) -> NDArray[np.float64]:
    return np.array([rng.about(most), rng.about(most)])
