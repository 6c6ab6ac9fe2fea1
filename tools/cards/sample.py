"""One picture of a set, and the truth about it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.attacks.cover import Placed
from tools.cards.camera import View, corners_of
from tools.cards.chance import chance
from tools.cards.draw import RESIDENT_CARD, CardSettings, DrawnCard, draw_card
from tools.cards.edges import EDGES
from tools.cards.files import PLAIN, FileSettings, write_jpeg
from tools.cards.people import Person, invent_person
from tools.cards.photograph import Flat, Photograph
from tools.cards.portraits import Source, available, portrait
from tools.cards.truth import hidden_fields, is_complete, seen_in, seen_of


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture, and the truth about it.

    ``name``: ``clean/017``, or ``held/clean/017``. ``person``: what the card says, edits included;
    None where no portrait side is to be read. What is covered or outside of the picture is in
    ``person.hidden``, and "" in ``person.fields``. ``corners_px``: float64 ``(4, 2)``, the card's
    corners in the upright picture, not rounded off, clockwise from the printed upper left, maybe
    outside of it; None where there is no card. ``source``: whose portrait the card bears; None
    where it has none. ``what_is_wrong``: "" where nothing is, or else the set's name. ``how``: in
    which way. ``complete``: whether all of the card's border is in the picture. ``crossed``:
    fields that a mark is written over. ``covered``: those under something that hides them.
    """

    name: str
    jpeg: bytes
    person: Person | None
    corners_px: NDArray[np.float64] | None
    source: Source | None
    what_is_wrong: str = ""
    how: str = ""
    complete: bool = True
    crossed: frozenset[str] = frozenset()
    covered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Specimen:
    """A drawn card, and whose portrait it bears."""

    card: DrawnCard
    source: Source

    @property
    def flat(self) -> Flat:
        """The card, to be laid on a table."""
        return Flat(self.card.rgb, self.card.px_per_mm, self.card.corner_mm, edges=EDGES)


def specimen(
    seed: int, settings: CardSettings = RESIDENT_CARD, person: Person | None = None
) -> Specimen:
    """A card of an invented person, or of ``person``."""
    person = person or invent_person(seed)
    source = bearer(seed, person)
    return Specimen(draw_card(person, portrait(source).rgb, seed, settings), source)


def bearer(seed: int, person: Person, other_than: str = "") -> Source:
    """Whose portrait is on the card of ``person``; not of the identity ``other_than``."""
    fit = [each for each in available() if each.sex == person.sex and each.identity != other_than]
    return chance(seed, "portrait").choose(fit or available())


def taken(
    seed: int,
    shot: Photograph,
    card: Specimen,
    what_is_wrong: str = "",
    how: str = "",
    *,
    thing: Flat | None = None,
    over: tuple[Placed, ...] = (),
    crossed: frozenset[str] = frozenset(),
    covered: frozenset[str] = frozenset(),
    file: FileSettings = PLAIN,
) -> Sample:
    """The sample of a photograph of ``card``.

    ``thing``: what is left of the card, if not all. ``over``: what lies on it. ``covered``: fields
    that are hidden in another way.
    """
    size = card.card.size_wh_mm
    view = view_of(shot, size)
    framed = hidden_fields(card.card.prints, seen_in(view, size))
    rest = seen_in(view, size, over) * (1 if thing is None else seen_of(thing))
    hidden = hidden_fields(card.card.prints, rest) | covered
    person = card.card.person
    return Sample(
        "",
        write_jpeg(shot.rgb, seed, file),
        None if person is None else replace(person, hidden=hidden),
        shot.corners_px,
        card.source,
        what_is_wrong,
        how,
        is_complete(view, size) and (thing is None or thing.cover is None),
        crossed,
        (hidden - framed) | covered,
    )


def view_of(shot: Photograph, size_wh_mm: tuple[float, float]) -> View:
    """The card's own mm in the picture, whether it is a card, on a sheet or on a screen."""
    to_px = cv2.getPerspectiveTransform(
        corners_of(size_wh_mm).astype(np.float32), shot.corners_px.astype(np.float32)
    )
    height, width = shot.rgb.shape[:2]
    return View((width, height), np.asarray(to_px, np.float64))
