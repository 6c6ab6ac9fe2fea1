"""Doubts about photographs of drawn cards, found and read as in the product.

How often each is told and missed is measured by ``python -m benchmarks cards``; here a few samples
of each set, of which most must be told, and clean ones, of which none may be.
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

SAMPLES = 6


@cache
def readings(engine: Engine, name: SetName) -> tuple[CardReading, ...]:
    """Those of the first samples that can be read at all."""
    found = []
    for number in range(SAMPLES):
        try:
            found.append(read_card(draw_sample(name, number).jpeg, engine=engine))
        except IdPhotoError:
            continue
    return tuple(found)


def judgements(engine: Engine, name: SetName) -> list[Judgement]:
    return [reading.judgement for reading in readings(engine, name)]


def test_nothing_speaks_against_clean_cards(engine: Engine) -> None:
    assert len(judgements(engine, "clean")) == SAMPLES
    assert [each.warnings for each in judgements(engine, "clean")] == [()] * SAMPLES


@pytest.mark.parametrize(
    ("name", "doubt"),
    [
        ("copy", CardWarning.COPY),
        ("border", CardWarning.BORDER),
        ("cover", CardWarning.COVERED),
        ("temporary", CardWarning.TEMPORARY),
    ],
)
def test_most_of_what_is_wrong_is_told(engine: Engine, name: SetName, doubt: CardWarning) -> None:
    found = judgements(engine, name)
    assert len(found) >= SAMPLES / 2
    assert sum(doubt in each.warnings for each in found) > len(found) / 2


def test_some_screens_are_told(engine: Engine) -> None:
    # fine grids that leave no moiré are missed, and of the coarse ones the text is not read
    assert any(CardWarning.RESHOOT in each.warnings for each in judgements(engine, "reshoot"))


def test_a_temporary_card_is_no_copy_and_hardly_ever_covered(engine: Engine) -> None:
    told = [
        each for each in judgements(engine, "temporary") if CardWarning.TEMPORARY in each.warnings
    ]
    assert len(told) == SAMPLES
    assert not any(CardWarning.COPY in each.warnings for each in told)
    # its print stands elsewhere: what is known of resident cards' print says nothing here
    assert sum(CardWarning.COVERED in each.warnings for each in told) <= 1


def test_blurred_cards_are_of_less_quality_than_clean_ones(engine: Engine) -> None:
    clean = [each.quality for each in judgements(engine, "clean") if each.quality is not None]
    blurred = [each.quality for each in judgements(engine, "blur") if each.quality is not None]
    assert min(clean) >= 50
    assert max(blurred, default=0.0) < min(clean)


def test_scores_and_qualities_stay_in_their_ranges(engine: Engine) -> None:
    names: tuple[SetName, ...] = ("clean", "copy", "cover", "reshoot")
    for each in (found for name in names for found in judgements(engine, name)):
        assert all(0.0 <= score <= 1.0 for score in each.scores.values())
        assert each.quality is not None and 0.0 <= each.quality <= 100.0
