"""Warnings about photographs of drawn cards, found and read as in the product.

``python -m benchmarks cards`` measures how often each warning is right and missed. Here are a few
samples of each set, most of which must be flagged, and clean ones, which must not be.
"""

from __future__ import annotations

from functools import cache

import pytest
from tests.kept.cards import draw_sample
from tools.cards.sets import SetName

from idphoto import read_card
from idphoto.errors import IdPhotoError
from idphoto.idcard.pipeline import CardReading
from idphoto.idcard.warnings.judge import CardWarning, Judgement
from idphoto.runtime.engine import Engine

# What is made once for many tests is made in one process.
pytestmark = pytest.mark.xdist_group("card-warnings")

SAMPLES = 4


@cache
def readings(engine: Engine, name: SetName) -> tuple[CardReading, ...]:
    """The readings of the first samples, without those that cannot be read."""
    found = []
    for number in range(SAMPLES):
        try:
            found.append(read_card(draw_sample(name, number).jpeg, engine=engine))
        except IdPhotoError:
            continue
    return tuple(found)


def judgements(engine: Engine, name: SetName) -> list[Judgement]:
    return [reading.judgement for reading in readings(engine, name)]


def test_clean_cards_get_no_warnings(engine: Engine) -> None:
    assert len(judgements(engine, "clean")) == SAMPLES
    assert [each.warnings for each in judgements(engine, "clean")] == [()] * SAMPLES


@pytest.mark.parametrize(
    ("name", "warning"),
    [
        ("copy", CardWarning.COPY),
        ("border", CardWarning.BORDER),
        ("cover", CardWarning.COVERED),
        ("temporary", CardWarning.TEMPORARY),
    ],
)
def test_most_faulty_cards_are_flagged(engine: Engine, name: SetName, warning: CardWarning) -> None:
    found = judgements(engine, name)
    assert len(found) >= SAMPLES / 2
    assert sum(warning in each.warnings for each in found) > len(found) / 2


def test_some_screens_are_flagged(engine: Engine) -> None:
    # fine grids without moiré are missed, and coarse ones make the text unreadable
    assert any(CardWarning.RESHOOT in each.warnings for each in judgements(engine, "reshoot"))


def test_a_temporary_card_is_not_a_copy_and_rarely_covered(engine: Engine) -> None:
    flagged = [
        each for each in judgements(engine, "temporary") if CardWarning.TEMPORARY in each.warnings
    ]
    assert len(flagged) == SAMPLES
    assert not any(CardWarning.COPY in each.warnings for each in flagged)
    # its print lies elsewhere, so the places of a resident card's print do not apply
    assert sum(CardWarning.COVERED in each.warnings for each in flagged) <= 1


def test_blurred_cards_have_lower_quality_than_clean_ones(engine: Engine) -> None:
    clean = [each.quality for each in judgements(engine, "clean") if each.quality is not None]
    blurred = [each.quality for each in judgements(engine, "blur") if each.quality is not None]
    assert min(clean) >= 50
    assert max(blurred, default=0.0) < min(clean)


def test_scores_and_qualities_stay_in_their_ranges(engine: Engine) -> None:
    names: tuple[SetName, ...] = ("clean", "copy", "cover", "reshoot")
    for each in (found for name in names for found in judgements(engine, name)):
        assert all(0.0 <= score <= 1.0 for score in each.scores.values())
        assert each.quality is not None and 0.0 <= each.quality <= 100.0
