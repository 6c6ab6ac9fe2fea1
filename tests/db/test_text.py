"""Text from outside: whatever it is, the database can take it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import literal, select

from idphoto.db.database import Database
from idphoto.db.text import fitted, storable

ANY_TEXT = st.text(st.characters(categories=None))  # lone surrogates, NUL and all


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
def test_text_is_cut_and_rid_of_what_cannot_be_stored(text: str, expected: str) -> None:
    assert fitted(text, 5) == expected


@given(text=ANY_TEXT, length=st.integers(0, 20))
def test_fitted_text_always_fits(text: str, length: int) -> None:
    fit = fitted(text, length)
    assert len(fit) == min(len(text), length)
    assert storable(fit)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT)
def test_a_database_takes_all_that_is_called_storable(database: Database, text: str) -> None:
    fit = fitted(text, 100)
    with database.reading() as tx:
        assert tx.scalar(select(literal(fit))) == fit
