"""The benchmark's named sets: the same samples in every process.

>>> for sample in draw_set("clean", count=20):
...     read(sample.jpeg)
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from tools.cards.attacks.border import incomplete
from tools.cards.attacks.company import beside_person, two_cards
from tools.cards.attacks.copy import CopySettings, photocopy
from tools.cards.attacks.cover import covered
from tools.cards.attacks.edit import edit
from tools.cards.attacks.screen import recapture
from tools.cards.attacks.spoil import badly_lit, blur
from tools.cards.camera import draw_view
from tools.cards.chance import chance
from tools.cards.documents import draw_back, draw_library_card, draw_passport
from tools.cards.draw import RESIDENT_CARD, TEMPORARY_CARD, CardSettings, DrawnCard, draw_card
from tools.cards.files import FileSettings, write_jpeg
from tools.cards.people import Person, invent_person
from tools.cards.photograph import (
    PHONE,
    Flat,
    Photograph,
    ShotSettings,
    expose,
    photograph,
)
from tools.cards.portraits import Source, available, portrait, registry_photo

from idphoto.imaging.decode import open_source

SetName = Literal[
    "clean",
    "turned",
    "copy",
    "colour_copy",
    "border",
    "cover",
    "reshoot",
    "temporary",
    "blur",
    "exposure",
    "edited",
    "two_cards",
    "beside",
    "back",
    "passport",
    "other_card",
    "nothing",
]
_BESIDE_PX: Final = 1600


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture, and the truth about it.

    ``name``: ``clean/017``. ``person``: what the card says, edits included; None where no portrait
    side is to be read. ``corners_px``: float64 ``(4, 2)``, the card's corners in the upright
    picture, not rounded off, clockwise from the printed upper left, maybe outside of it; None
    where there is no card. ``source``: whose portrait the card bears; None where it has none.
    ``what_is_wrong``: "" where nothing is, or else the set's name. ``how``: in which way.
    """

    name: str
    jpeg: bytes
    person: Person | None
    corners_px: NDArray[np.float64] | None
    source: Source | None
    what_is_wrong: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Specimen:
    """A drawn card, and whose portrait it bears."""

    card: DrawnCard
    source: Source

    @property
    def flat(self) -> Flat:
        """The card, to be laid on a table."""
        return Flat(self.card.rgb, self.card.px_per_mm, self.card.corner_mm)


@dataclass(frozen=True, slots=True)
class _Recipe:
    seed: int
    count: int


def set_size(name: SetName) -> int:
    """How many samples the whole set has."""
    return _recipes()[name].count


def draw_set(name: SetName, count: int | None = None) -> Iterator[Sample]:
    """The first ``count`` samples of a set, or all."""
    whole = set_size(name)
    for number in range(whole if count is None else min(count, whole)):
        yield draw_sample(name, number)


def draw_sample(name: SetName, number: int) -> Sample:
    """One sample of a set, by its number from 0."""
    sample = _DRAW[name](_recipes()[name].seed + number)
    return replace(sample, name=f"{name}/{number:03d}")


def specimen(seed: int, settings: CardSettings = RESIDENT_CARD) -> Specimen:
    """A card of an invented person."""
    person = invent_person(seed)
    source = _source(seed, person)
    return Specimen(draw_card(person, portrait(source).rgb, seed, settings), source)


def _source(seed: int, person: Person, other_than: str = "") -> Source:
    fit = [each for each in available() if each.sex == person.sex and each.identity != other_than]
    return chance(seed, "portrait").choose(fit or available())


def _sample(
    seed: int, shot: Photograph, card: Specimen, what_is_wrong: str = "", how: str = ""
) -> Sample:
    jpeg = write_jpeg(shot.rgb, seed)
    return Sample("", jpeg, card.card.person, shot.corners_px, card.source, what_is_wrong, how)


def _clean(seed: int) -> Sample:
    card = specimen(seed)
    return _sample(seed, photograph(card.flat, seed), card)


def _turned(seed: int) -> Sample:
    card = specimen(seed)
    shot = replace(PHONE, view=replace(PHONE.view, turn_deg=(0.0, 360.0)))
    return _sample(seed, photograph(card.flat, seed, shot), card)


def _copied(settings: CopySettings, wrong: str) -> Callable[[int], Sample]:
    def draw(seed: int) -> Sample:
        card = specimen(seed)
        sheet, kind = photocopy(card.card, seed, settings)
        # the view of a card, and the sheet in its place under it
        view = draw_view(chance(seed, "view"), PHONE.view, card.card.size_wh_mm)
        place = np.eye(3)
        place[:2, 2] = -sheet.corners_mm.mean(axis=0) + np.array(card.card.size_wh_mm) / 2
        return _sample(seed, expose([(sheet, view.moved(place))], seed), card, wrong, kind)

    return draw


def _border(seed: int) -> Sample:
    card = specimen(seed)
    shot, kind = incomplete(card.flat, seed)
    return _sample(seed, shot, card, "border", kind)


def _cover(seed: int) -> Sample:
    card = specimen(seed)
    shot, kind = covered(card.flat, seed)
    return _sample(seed, shot, card, "cover", kind)


def _reshoot(seed: int) -> Sample:
    card = specimen(seed)
    return _sample(seed, recapture(card.card, seed), card, "reshoot")


def _temporary(seed: int) -> Sample:
    card = specimen(seed, TEMPORARY_CARD)
    return _sample(seed, photograph(card.flat, seed), card, "temporary")


def _blurred(seed: int) -> Sample:
    card = specimen(seed)
    optics, kind = blur(seed)
    return _sample(seed, photograph(card.flat, seed, PHONE, optics), card, "blur", kind)


def _exposure(seed: int) -> Sample:
    card = specimen(seed)
    shot, kind = badly_lit(PHONE, seed)
    return _sample(seed, photograph(card.flat, seed, shot), card, "exposure", kind)


def _edited(seed: int) -> Sample:
    card = specimen(seed)
    assert card.card.person is not None
    other = _source(seed + 1, card.card.person, card.source.identity)
    shot = photograph(card.flat, seed)
    done = edit(shot, card.card, portrait(other).rgb, seed)
    source = other if done.kind == "portrait" else card.source
    jpeg = write_jpeg(done.rgb, seed, FileSettings(software=done.software))
    how = done.kind if done.software is None else f"{done.kind}, signed"
    return Sample("", jpeg, done.person, shot.corners_px, source, "edited", how)


def _two_cards(seed: int) -> Sample:
    first, other = specimen(seed), specimen(seed + 500)
    assert other.card.person is not None
    backs = chance(seed, "second").happens(0.4)
    second = draw_back(other.card.person, seed) if backs else other.card
    shot = two_cards(first.flat, Flat(second.rgb, second.px_per_mm, second.corner_mm), seed)
    return _sample(seed, shot, first, "two_cards", "back" if backs else "front")


def _beside(seed: int) -> Sample:
    card = specimen(seed)
    shot = beside_person(card.flat, _holder(card.source), seed)
    return _sample(seed, shot, card, "beside")


@cache
def _holder(source: Source) -> NDArray[np.uint8]:
    picture = open_source(registry_photo(source))
    shrinks = (shrink for shrink in (8, 4, 2) if max(picture.size_wh) / shrink >= _BESIDE_PX)
    return picture.decode(next(shrinks, 1)).rgb


def _document(wrong: SetName) -> Callable[[int], Sample]:
    def draw(seed: int) -> Sample:
        person = invent_person(seed)
        source: Source | None = _source(seed, person)
        assert source is not None
        if wrong == "back":
            card = draw_back(person, seed)
            source = None
        elif wrong == "passport":
            card = draw_passport(person, portrait(source).rgb, seed)
        else:
            card = draw_library_card(person, portrait(source).rgb, seed)
        shot = photograph(Flat(card.rgb, card.px_per_mm, card.corner_mm), seed)
        return Sample("", write_jpeg(shot.rgb, seed), None, shot.corners_px, source, wrong)

    return draw


def _nothing(seed: int) -> Sample:
    """A surface, or somebody's photo, and no card at all."""
    rng = chance(seed, "nothing")
    source = rng.choose(available()) if rng.happens(0.3) else None
    if source is not None:
        rgb, how = _holder(source), "person"
    else:
        size = (85.6, 54.0)
        view = draw_view(chance(seed, "view"), PHONE.view, size)
        bare = Flat(np.zeros((4, 6, 3), np.uint8), 1.0, cover=np.zeros((4, 6), np.uint8))
        rgb, how = expose([(bare, view)], seed, _without_glare(PHONE)).rgb, "surface"
    return Sample("", write_jpeg(rgb, seed), None, None, source, "nothing", how)


def _without_glare(shot: ShotSettings) -> ShotSettings:
    return replace(shot, light=replace(shot.light, glare_share=0.0))


_DRAW: Final[dict[SetName, Callable[[int], Sample]]] = {
    "clean": _clean,
    "turned": _turned,
    "copy": _copied(CopySettings(), "copy"),
    "colour_copy": _copied(CopySettings(kinds=("colour",)), "colour_copy"),
    "border": _border,
    "cover": _cover,
    "reshoot": _reshoot,
    "temporary": _temporary,
    "blur": _blurred,
    "exposure": _exposure,
    "edited": _edited,
    "two_cards": _two_cards,
    "beside": _beside,
    "back": _document("back"),
    "passport": _document("passport"),
    "other_card": _document("other_card"),
    "nothing": _nothing,
}


@cache
def _recipes() -> dict[str, _Recipe]:
    data = tomllib.loads(Path(__file__).with_name("sets.toml").read_text("utf-8"))
    return {name: _Recipe(**entry) for name, entry in data.items()}
