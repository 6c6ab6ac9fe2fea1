"""When the authority can be asked about a reading."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.services.identity.cards import FIELDS, face

from idphoto.idcard.card import NOTHING_READ, UNKNOWN_CHARACTER, Fields
from idphoto.services.identity.model import IdentityVerdict, ReadCard
from idphoto.services.identity.verdicts import unfit


def reading(fields: Fields) -> ReadCard:
    return ReadCard(fields, b"", (), None, face(), {})


def test_a_well_read_card_is_fit() -> None:
    assert unfit(reading(FIELDS)) is None


@pytest.mark.parametrize(("field", "confidence"), [("number", 0.89), ("name", 0.09)])
def test_the_authority_is_not_asked_about_a_guessed_name_or_number(
    field: str, confidence: float
) -> None:
    guessed = replace(getattr(FIELDS, field), confidence=confidence)
    assert unfit(reading(replace(FIELDS, **{field: guessed}))) is IdentityVerdict.UNREADABLE


def test_a_name_may_be_less_certain_than_a_number() -> None:
    unsure = replace(FIELDS, name=replace(FIELDS.name, confidence=0.3))
    assert unfit(reading(unsure)) is None


@pytest.mark.parametrize("field", ["number", "name"])
def test_the_authority_is_not_asked_without_a_number_or_a_name(field: str) -> None:
    assert unfit(reading(replace(FIELDS, **{field: NOTHING_READ}))) is IdentityVerdict.UNREADABLE


def test_the_authority_is_not_asked_about_a_name_with_an_unknown_character() -> None:
    unknown = replace(FIELDS.name, text="李" + UNKNOWN_CHARACTER)
    assert unfit(reading(replace(FIELDS, name=unknown))) is IdentityVerdict.UNREADABLE
