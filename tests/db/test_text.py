"""Any text from outside can be stored in the database."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import literal, select

from idphoto.db.database import Database
from idphoto.db.text import comparable, fitted, storable

ANY_TEXT = st.text(st.characters(categories=None))  # including lone surrogates and NUL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("35×45", "35×45"),
        ("Größen", "Größe"),
        ("a\0b", "a?b"),
        ("\ud800", "?"),
        ("a\nb", "a?b"),
    ],
)
def test_text_is_cut_and_unstorable_characters_are_replaced(text: str, expected: str) -> None:
    assert fitted(text, 5) == expected


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("", True), ("نرگس\u200cها", True), ("a\nb", True), ("a\0b", False), ("\ud800", False)],
)
def test_text_that_drivers_reject_is_not_compared(text: str, is_one: bool) -> None:
    assert comparable(text) is is_one


@given(text=ANY_TEXT, length=st.integers(0, 20))
def test_fitted_text_always_fits(text: str, length: int) -> None:
    fit = fitted(text, length)
    assert len(fit) == min(len(text), length)
    assert storable(fit)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT)
def test_a_database_accepts_all_storable_text(database: Database, text: str) -> None:
    fit = fitted(text, 100)
    with database.reading() as tx:
        assert tx.scalar(select(literal(fit))) == fit
