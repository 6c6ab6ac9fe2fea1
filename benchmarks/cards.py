"""ID cards: how many are found and read correctly, which warnings they get, and how fast.

The pictures are drawn (``tools/cards``): cards of invented people, photographed, copied, covered,
shown on screens and edited. They are the same in every run.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from tools.cards.sample import Sample
from tools.cards.sets import SetName, draw_set

from idphoto.api import default_engine, read_card
from idphoto.errors import CardBlurred, CardOnScreen, IdPhotoError
from idphoto.idcard.card import Fields
from idphoto.idcard.pipeline import CardReading
from idphoto.idcard.warnings.judge import CardWarning
from idphoto.imaging.decode import DEFAULT_LIMITS
from idphoto.services.identity.model import ALL
from idphoto.services.pictures import open_checker

READ: Final[tuple[SetName, ...]] = (
    "clean",
    "scan",
    "small",
    "edge_desk",
    "bilingual",
    "rare_name",
    "turned",
    "marked",
    "inked",
    "cut",
)
WARNED: Final[tuple[SetName, ...]] = (
    "clean",
    "copy",
    "border",
    "cover",
    "reshoot",
    "temporary",
    "blur",
    "edited",
)
REFUSED: Final[tuple[SetName, ...]] = (
    "two_cards",
    "back",
    "passport",
    "other_card",
    "residence_permit",
    "foreign_resident",
    "driving_licence",
    "bank_card",
    "nothing",
)
OF_A_READING: Final = 60
OF_A_SET: Final = 100
OF_A_REFUSAL: Final = 40
SURE: Final = 0.8  # a wrong field at or above this confidence misleads
RUNS: Final = 20

FIELDS: Final = tuple(Fields.__slots__)


def measure_reading(held: bool = False) -> list[dict[str, Any]]:
    """One row per set, in per cent of its pictures unless a column says otherwise.

    ``found``; each field and ``all`` of them right, where a field that cannot be read is right if
    nothing is returned; ``invented``: numbers returned where none can be read, of these pictures;
    ``sure``: fields that are wrong at a confidence of ``SURE`` or more, of all fields; ``border``
    and ``covered``: warned of, where the card is whole and nothing covers it; ``portrait``:
    returned; and the worst corner's error in mm.
    """
    return [_reading_row(name, held) for name in READ]


def measure_warnings(held: bool = False) -> list[dict[str, Any]]:
    """One row per set: % refused for other reasons, and % with each warning."""
    return [_warnings_row(name, held) for name in WARNED]


def measure_refusals(held: bool = False) -> list[dict[str, Any]]:
    """One row per set: how many pictures are read, or refused with each error."""
    rows = []
    for name in REFUSED:
        samples = draw_set(name, OF_A_REFUSAL, held=held)
        outcomes = Counter(_outcome(sample) for sample in samples)
        rows.append(
            {"set": name, **{outcome: str(count) for outcome, count in sorted(outcomes.items())}}
        )
    return rows


def measure_checks() -> list[dict[str, Any]]:
    """The time of one check, in ms: with all warnings and the embedding, without the authority."""
    checker = open_checker(default_engine(), DEFAULT_LIMITS)
    samples = [sample.jpeg for sample in draw_set("clean", RUNS)]
    for jpeg in samples[:3]:
        checker.read(jpeg, ALL, math.inf)
    readings = [checker.read(jpeg, ALL, math.inf) for jpeg in samples]
    whole = [sum(reading.timings_ms.values()) for reading in readings]
    steps = {
        step: statistics.median(reading.timings_ms[step] for reading in readings)
        for step in readings[0].timings_ms
    }
    return [{"p50": statistics.median(whole), "max": max(whole), **steps}]


@dataclass(slots=True)
class CardTally:
    """What came of reading a set's pictures."""

    counts: Counter[str] = field(default_factory=Counter)
    corners_mm: list[float] = field(default_factory=list)

    def add(self, sample: Sample, found: CardReading | None) -> None:
        """Count one picture; ``found`` is None if it was refused."""
        assert sample.person is not None and sample.corners_px is not None
        truth = sample.person.fields
        whole = sample.complete and not sample.covered
        self.counts.update(done=1, whole=whole, unreadable=truth["number"] == "")
        if found is None:
            return
        values = {each: getattr(found.fields, each) for each in FIELDS}
        wrong = [each for each in FIELDS if values[each].text != truth[each]]
        warnings = found.judgement.warnings
        self.counts.update(
            found=1,
            all=not wrong,
            portrait=found.portrait is not None,
            sure=sum(values[each].confidence >= SURE for each in wrong),
            invented=truth["number"] == "" and values["number"].text != "",
            border=whole and CardWarning.BORDER in warnings,
            covered=whole and CardWarning.COVERED in warnings,
            **{each: each not in wrong for each in FIELDS},
        )
        off_px = np.linalg.norm(found.card.corners_px - sample.corners_px, axis=1).max()
        self.corners_mm.append(float(off_px) / found.card.px_per_mm)

    def row(self) -> dict[str, float]:
        """Shares in per cent, and the corners' errors; what there is none of is left out."""
        counts = self.counts
        of = dict.fromkeys(("found", *FIELDS, "all", "portrait"), counts["done"])
        of |= {"sure": counts["done"] * len(FIELDS), "invented": counts["unreadable"]}
        of |= {"border": counts["whole"], "covered": counts["whole"]}
        row = {name: 100.0 * counts[name] / total for name, total in of.items() if total}
        if self.corners_mm:
            p50, p95, most = np.quantile(self.corners_mm, (0.5, 0.95, 1.0))
            row |= {"corner_p50_mm": float(p50), "p95": float(p95), "max": float(most)}
        return row


def _reading_row(name: SetName, held: bool) -> dict[str, Any]:
    tally = CardTally()
    for sample in draw_set(name, OF_A_READING, held=held):
        tally.add(sample, _read(sample))
    return {"set": f"{name}, {tally.counts['done']}", **tally.row()}


def _warnings_row(name: SetName, held: bool) -> dict[str, Any]:
    counts: Counter[CardWarning] = Counter()
    refused = done = 0
    for sample in draw_set(name, OF_A_SET, held=held):
        done += 1
        holding = _holding(sample)
        refused += holding is None
        counts.update(holding or ())
    shares = {each.value: 100.0 * counts[each] / done for each in CardWarning}
    return {"set": f"{name}, {done}", "refused": 100.0 * refused / done, **shares}


def _holding(sample: Sample) -> tuple[CardWarning, ...] | None:
    """A card's warnings, even if it cannot be read because of them; None if refused otherwise."""
    try:
        return read_card(sample.jpeg).judgement.warnings
    except CardBlurred:
        return (CardWarning.BLURRED,)
    except CardOnScreen:
        return (CardWarning.RESHOOT,)
    except IdPhotoError:
        return None


def _read(sample: Sample) -> CardReading | None:
    try:
        return read_card(sample.jpeg)
    except IdPhotoError:
        return None


def _outcome(sample: Sample) -> str:
    try:
        read_card(sample.jpeg, wanted=frozenset())
    except IdPhotoError as error:
        return error.code
    return "read"
