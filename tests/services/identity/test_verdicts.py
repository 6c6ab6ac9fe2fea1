"""What a reading must be before the authority is asked about it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.services.identity.cards import FIELDS, face

from idphoto.idcard.card import Fields
from idphoto.services.identity.model import ReadCard, Verdict
from idphoto.services.identity.verdicts import unfit


def reading(fields: Fields) -> ReadCard:
    return ReadCard(fields, b"", (), None, face(), {})


def test_a_card_that_is_read_well_may_be_asked_about() -> None:
    assert unfit(reading(FIELDS)) is None


@pytest.mark.parametrize(("field", "confidence"), [("number", 0.89), ("name", 0.09)])
def test_what_is_no_more_than_a_guess_is_not_held_against_the_authority(
    field: str, confidence: float
) -> None:
    guessed = replace(getattr(FIELDS, field), confidence=confidence)
    assert unfit(reading(replace(FIELDS, **{field: guessed}))) is Verdict.UNREADABLE


def test_a_name_may_be_less_sure_than_a_number() -> None:
    unsure = replace(FIELDS, name=replace(FIELDS.name, confidence=0.3))
    assert unfit(reading(unsure)) is None
