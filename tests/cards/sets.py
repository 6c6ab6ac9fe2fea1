"""The benchmark's named sets: the same samples in every process.

>>> for sample in draw_set("clean", count=20):
...     read(sample.jpeg)
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from tests.cards.chance import chance
from tests.cards.draw import DrawnCard, draw_card
from tests.cards.files import write_jpeg
from tests.cards.people import Person, invent_person
from tests.cards.photograph import Flat, photograph
from tests.cards.portraits import Source, available, portrait

SetName = Literal["clean"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture, and the truth about it.

    ``name``: ``clean/017``. ``person``: None where no portrait side is to be read.
    ``corners_px``: float64 ``(4, 2)``, the card's corners in the upright picture, not rounded off,
    clockwise from the printed upper left, maybe outside of it; None where there is no card.
    ``source``: whose portrait is on the card. ``what_is_wrong``: "" where nothing is.
    """

    name: str
    jpeg: bytes
    person: Person | None
    corners_px: NDArray[np.float64] | None
    source: Source | None
    what_is_wrong: str = ""


@dataclass(frozen=True, slots=True)
class _Recipe:
    seed: int
    count: int


def set_size(name: SetName) -> int:
    """How many samples the whole set has."""
    return _recipes()[name].count


def draw_set(name: SetName, count: int | None = None) -> Iterator[Sample]:
    """The first ``count`` samples of a set, or all."""
    for number in range(min(count or set_size(name), set_size(name))):
        yield draw_sample(name, number)


def draw_sample(name: SetName, number: int) -> Sample:
    """One sample of a set, by its number from 0."""
    seed = _recipes()[name].seed + number
    return _DRAW[name](f"{name}/{number:03d}", seed)


def specimen(seed: int) -> tuple[DrawnCard, Source]:
    """A card of an invented person, and whose portrait it bears."""
    person = invent_person(seed)
    source = chance(seed, "portrait").choose(
        [s for s in available() if s.sex == person.sex] or available()
    )
    return draw_card(person, portrait(source).rgb, seed), source


def _clean(name: str, seed: int) -> Sample:
    card, source = specimen(seed)
    shot = photograph(Flat(card.rgb, card.px_per_mm, card.corner_mm), seed)
    return Sample(name, write_jpeg(shot.rgb, seed), card.person, shot.corners_px, source)


_DRAW: Final[dict[SetName, Callable[[str, int], Sample]]] = {"clean": _clean}


@cache
def _recipes() -> dict[str, _Recipe]:
    data = tomllib.loads(Path(__file__).with_name("sets.toml").read_text("utf-8"))
    return {name: _Recipe(**entry) for name, entry in data.items()}
