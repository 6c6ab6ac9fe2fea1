"""Pictures with more than a card, with another document, or with none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from tools.cards.attacks.company import beside_person, two_cards
from tools.cards.camera import draw_view
from tools.cards.chance import chance
from tools.cards.draw import DrawnCard
from tools.cards.files import write_jpeg
from tools.cards.papers.back import draw_back
from tools.cards.papers.booklet import draw_passport
from tools.cards.papers.foreign import draw_foreigner
from tools.cards.papers.licence import draw_licence
from tools.cards.papers.permit import PERMIT, draw_permit_back, permit_holder
from tools.cards.papers.plastic import draw_bank_card, draw_library_card
from tools.cards.people import Person, invent_person
from tools.cards.photograph import WHOLE, Flat, expose, photograph
from tools.cards.plate import CARD_WH_MM
from tools.cards.portraits import Source, available, portrait, registry_photo
from tools.cards.sample import Sample, bearer, specimen, taken

from idphoto.imaging.decode import open_source

DocumentName = Literal[
    "back", "passport", "other_card", "foreign_resident", "driving_licence", "bank_card"
]
_BESIDE_PX: Final = 1600


def pair(seed: int) -> Sample:
    """Two cards, or both sides; the truth is of the first."""
    first, other = specimen(seed), specimen(seed + 500)
    assert other.card.person is not None
    backs = chance(seed, "second").happens(0.4)
    second = draw_back(other.card.person, seed) if backs else other.card
    shot = two_cards(first.flat, Flat(second.rgb, second.px_per_mm, second.corner_mm), seed)
    return taken(seed, shot, first, "two_cards", "back" if backs else "front")


def beside(seed: int) -> Sample:
    """A card and its holder."""
    card = specimen(seed)
    shot, over = beside_person(card.flat, _holder(card.source), seed)
    return taken(seed, shot, card, "beside", over=over)


def document(wrong: DocumentName) -> Callable[[int], Sample]:
    """A picture of something that is no card's portrait side."""

    def draw(seed: int) -> Sample:
        person = invent_person(seed)
        source = bearer(seed, person)
        card, how = _drawn(wrong, person, portrait(source).rgb, seed)
        bears = None if wrong in ("back", "bank_card") else source
        return _pictured(seed, card, wrong, how, bears)

    return draw


def residence_permit(seed: int) -> Sample:
    """A permit for residents of Hong Kong, Macao or Taiwan; one in four shows its other side."""
    person, origin = permit_holder(invent_person(seed), seed)
    if chance(seed, "side").happens(0.25):
        other = draw_permit_back(person, origin, seed)
        return _pictured(seed, other, "residence_permit", f"{origin}, back", None)
    card = specimen(seed, PERMIT, person)
    return taken(seed, photograph(card.flat, seed), card, "residence_permit", origin)


def _pictured(seed: int, card: DrawnCard, wrong: str, how: str, bears: Source | None) -> Sample:
    shot = photograph(Flat(card.rgb, card.px_per_mm, card.corner_mm), seed)
    return Sample("", write_jpeg(shot.rgb, seed), None, shot.corners_px, bears, wrong, how)


def nothing(seed: int) -> Sample:
    """A surface, or somebody's photo, and no card at all."""
    rng = chance(seed, "nothing")
    source: Source | None = rng.choose(available()) if rng.happens(0.3) else None
    if source is not None:
        rgb, how = _holder(source), "person"
    else:
        view = draw_view(chance(seed, "view"), WHOLE.view, CARD_WH_MM)
        bare = Flat(np.zeros((4, 6, 3), np.uint8), 1.0, cover=np.zeros((4, 6), np.uint8))
        unlit = replace(WHOLE, light=replace(WHOLE.light, glare_share=0.0))
        rgb, how = expose([(bare, view)], seed, unlit).rgb, "surface"
    return Sample("", write_jpeg(rgb, seed), None, None, source, "nothing", how)


def _drawn(
    wrong: DocumentName, person: Person, face: NDArray[np.uint8], seed: int
) -> tuple[DrawnCard, str]:
    """The document, and which kind of it."""
    match wrong:
        case "back":
            return draw_back(person, seed), ""
        case "passport":
            return draw_passport(person, face, seed), ""
        case "foreign_resident":
            return draw_foreigner(person, face, seed)
        case "driving_licence":
            return draw_licence(person, face, seed), ""
        case "bank_card":
            return draw_bank_card(seed), ""
        case "other_card":
            return draw_library_card(person, face, seed), ""


@cache
def _holder(source: Source) -> NDArray[np.uint8]:
    picture = open_source(registry_photo(source))
    shrinks = (shrink for shrink in (8, 4, 2) if max(picture.size_wh) / shrink >= _BESIDE_PX)
    return picture.decode(next(shrinks, 1)).rgb
