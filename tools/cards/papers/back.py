"""The side of an identity card without a portrait, and those of permits of the same make."""

from __future__ import annotations

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
from tools.cards.papers.print import SANS, SERIF, badge, finished
from tools.cards.people import Person, authority, validity


def draw_back(person: Person, seed: int, settings: CardSettings = RESIDENT_CARD) -> DrawnCard:
    """The side without a portrait: title, authority, validity, and an emblem made up here."""
    rng = chance(seed, "back")
    pixels = blank_card(rng, settings.plate)
    dx, dy = (rng.about(2 * sd) for sd in settings.shift_sd)
    title = Type(rng.choose((SANS, SERIF)), 4.6, 5.6)
    heading = Type(title.family, 6.6, 8.1, stroke_mm=0.1)
    label = Type(SANS, 2.6, 2.9)
    value = Type(SANS, 2.9, 3.1)
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
    mark = set_line("SPECIMEN 样本", Type(SANS, 2.0, 2.2), 60.0, 3.0)
    canvas = Canvas(pixels, scaling(PX_PER_MM))
    badge(canvas, rng, 15.5 + dx, 15.5 + dy)
    paint_lines(canvas, rng, black, settings.value_ink, settings.density, settings.wear)
    paint_lines(canvas, rng, labels, settings.value_ink, settings.density)
    paint_lines(canvas, rng, [mark], (140, 140, 140), (0.9, 1.0))
    return finished(pixels, [*black, *labels, mark])
