"""The tally of cards that were read."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
from benchmarks.cards import CardTally
from tools.cards.people import invent_person
from tools.cards.sample import Sample

from idphoto.idcard.warnings.judge import CardWarning

CORNERS = np.array([(0.0, 0.0), (856.0, 0.0), (856.0, 540.0), (0.0, 540.0)])
SAMPLE = Sample("clean/000", b"", invent_person(1), CORNERS, None)
HIDDEN = replace(SAMPLE, person=replace(invent_person(1), hidden=frozenset({"number"})))


def reading(confidence: float = 0.9, **texts: str) -> Any:
    """Of ``SAMPLE``, all right but for ``texts``, 1 mm off."""
    assert SAMPLE.person is not None
    fields = {
        name: SimpleNamespace(text=text, confidence=confidence)
        for name, text in (SAMPLE.person.fields | texts).items()
    }
    return SimpleNamespace(
        fields=SimpleNamespace(**fields),
        card=SimpleNamespace(corners_px=CORNERS + np.array([10.0, 0.0]), px_per_mm=10.0),
        portrait=None,
        judgement=SimpleNamespace(warnings=(CardWarning.BORDER,)),
    )


def test_a_card_read_right_counts_in_every_field() -> None:
    tally = CardTally()
    tally.add(SAMPLE, reading())
    row = tally.row()
    assert row["all"] == row["number"] == row["found"] == 100
    assert row["sure"] == row["covered"] == row["portrait"] == 0
    assert row["border"] == 100  # falsely: all of it is there
    assert row["corner_p50_mm"] == 1
    assert "invented" not in row


def test_a_refused_card_is_neither_found_nor_right() -> None:
    tally = CardTally()
    tally.add(SAMPLE, None)
    assert tally.row()["found"] == tally.row()["all"] == 0


def test_a_number_for_one_that_cannot_be_read_is_invented() -> None:
    tally = CardTally()
    tally.add(HIDDEN, reading())
    tally.add(HIDDEN, reading(number=""))
    assert tally.row()["invented"] == 50
    assert tally.row()["number"] == 50


def test_a_wrong_field_counts_as_sure_by_its_confidence() -> None:
    tally = CardTally()
    tally.add(SAMPLE, reading(0.85, name="某某"))
    tally.add(SAMPLE, reading(0.75, name="某某"))
    assert tally.row()["sure"] == 100 / 12


def test_a_warning_of_a_covered_card_is_not_false() -> None:
    tally = CardTally()
    tally.add(replace(SAMPLE, covered=frozenset({"name"})), reading())
    assert "border" not in tally.row()
