"""ID cards: how many are found and read correctly, which warnings they get, and how fast.

The pictures are drawn (``tools/cards``): cards of invented people, photographed, copied, covered,
shown on screens and edited. They are the same in every run.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterator
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

READ: Final[dict[SetName, int]] = {"clean": 200, "turned": 60}
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
REFUSED: Final[tuple[SetName, ...]] = ("two_cards", "back", "passport", "other_card", "nothing")
OF_A_SET: Final = 100
OF_A_REFUSAL: Final = 40
RUNS: Final = 20

FIELDS: Final = tuple(Fields.__slots__)


def measure_reading() -> list[dict[str, Any]]:
    """One row per set: % found, % of each field and of all fields correct, corner errors in mm."""
    return [_reading_row(name, count) for name, count in READ.items()]


def measure_warnings() -> list[dict[str, Any]]:
    """One row per set: % refused for other reasons, and % with each warning."""
    return [_warnings_row(name) for name in WARNED]


def measure_refusals() -> list[dict[str, Any]]:
    """One row per set: how many pictures are read, or refused with each error."""
    rows = []
    for name in REFUSED:
        outcomes = Counter(_outcome(sample) for sample in draw_set(name, OF_A_REFUSAL))
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


def _reading_row(name: SetName, count: int) -> dict[str, Any]:
    right: Counter[str] = Counter()
    corners: list[float] = []
    done = 0
    for sample, found in _read(name, count):
        done += 1
        if found is None or sample.person is None or sample.corners_px is None:
            continue
        right["found"] += 1
        truth = sample.person.fields
        same = [each for each in FIELDS if getattr(found.fields, each).text == truth[each]]
        right.update(same)
        right["all"] += len(same) == len(FIELDS)
        off_px = np.linalg.norm(found.card.corners_px - sample.corners_px, axis=1).max()
        corners.append(float(off_px) / found.card.px_per_mm)
    shares = {each: 100.0 * right[each] / done for each in ("found", *FIELDS, "all")}
    p50, p95, most = np.quantile(corners, (0.5, 0.95, 1.0))
    off = {"corner_p50_mm": float(p50), "p95": float(p95), "max": float(most)}
    return {"set": f"{name}, {done}", **shares, **off}


def _warnings_row(name: SetName) -> dict[str, Any]:
    counts: Counter[CardWarning] = Counter()
    refused = done = 0
    for sample in draw_set(name, OF_A_SET):
        done += 1
        held = _held(sample)
        refused += held is None
        counts.update(held or ())
    shares = {each.value: 100.0 * counts[each] / done for each in CardWarning}
    return {"set": f"{name}, {done}", "refused": 100.0 * refused / done, **shares}


def _held(sample: Sample) -> tuple[CardWarning, ...] | None:
    """A card's warnings, even if it cannot be read because of them; None if refused otherwise."""
    try:
        return read_card(sample.jpeg).judgement.warnings
    except CardBlurred:
        return (CardWarning.BLURRED,)
    except CardOnScreen:
        return (CardWarning.RESHOOT,)
    except IdPhotoError:
        return None


def _read(name: SetName, count: int) -> Iterator[tuple[Sample, CardReading | None]]:
    for sample in draw_set(name, count):
        try:
            yield sample, read_card(sample.jpeg)
        except IdPhotoError:
            yield sample, None


def _outcome(sample: Sample) -> str:
    try:
        read_card(sample.jpeg, wanted=frozenset())
    except IdPhotoError as error:
        return error.code
    return "read"
