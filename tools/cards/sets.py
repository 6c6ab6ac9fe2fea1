"""The benchmark's named sets: the same samples in every process.

>>> for sample in draw_set("clean", count=20):
...     read(sample.jpeg)

Each set has two ranges of seeds that share no sample: the one that is looked at while the product
is built, and one that is held back (``held=True``) for figures.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final, Literal

from tools.cards.attacks.copy import CopySettings
from tools.cards.sample import Sample
from tools.cards.scenes import attacked, company, ordinary

SetName = Literal[
    "clean",
    "scan",
    "small",
    "edge_desk",
    "bilingual",
    "rare_name",
    "turned",
    "copy",
    "colour_copy",
    "marked",
    "inked",
    "cut",
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
    "residence_permit",
    "foreign_resident",
    "driving_licence",
    "bank_card",
    "nothing",
]
HELD_BACK: Final = 1_000_000  # added to a set's seeds


@dataclass(frozen=True, slots=True)
class _Recipe:
    seed: int
    count: int


def set_size(name: SetName) -> int:
    """How many samples the whole set has."""
    return _recipes()[name].count


def draw_set(name: SetName, count: int | None = None, *, held: bool = False) -> Iterator[Sample]:
    """The first ``count`` samples of a set, or all; of those held back, if ``held``."""
    whole = set_size(name)
    for number in range(whole if count is None else min(count, whole)):
        yield draw_sample(name, number, held=held)


def draw_sample(name: SetName, number: int, *, held: bool = False) -> Sample:
    """One sample of a set, by its number from 0."""
    seed = _recipes()[name].seed + number + (HELD_BACK if held else 0)
    title = f"held/{name}" if held else name
    return replace(_DRAW[name](seed), name=f"{title}/{number:03d}")


_DRAW: Final[dict[SetName, Callable[[int], Sample]]] = {
    "clean": ordinary.clean,
    "scan": ordinary.scan,
    "small": ordinary.small,
    "edge_desk": ordinary.edge_desk,
    "bilingual": ordinary.bilingual,
    "rare_name": ordinary.rare_name,
    "turned": ordinary.turned,
    "copy": attacked.copied(CopySettings(), "copy"),
    "colour_copy": attacked.copied(CopySettings(kinds=("colour",)), "colour_copy"),
    "marked": attacked.mark,
    "inked": attacked.ink,
    "cut": attacked.cut,
    "border": attacked.border,
    "cover": attacked.cover,
    "reshoot": attacked.reshoot,
    "temporary": attacked.temporary,
    "blur": attacked.blurred,
    "exposure": attacked.exposure,
    "edited": attacked.edited,
    "two_cards": company.pair,
    "beside": company.beside,
    "back": company.document("back"),
    "passport": company.document("passport"),
    "other_card": company.document("other_card"),
    "residence_permit": company.residence_permit,
    "foreign_resident": company.document("foreign_resident"),
    "driving_licence": company.document("driving_licence"),
    "bank_card": company.document("bank_card"),
    "nothing": company.nothing,
}


@cache
def _recipes() -> dict[str, _Recipe]:
    data = tomllib.loads(Path(__file__).with_name("sets.toml").read_text("utf-8"))
    return {name: _Recipe(**entry) for name, entry in data.items()}
