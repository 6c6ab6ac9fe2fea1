from __future__ import annotations

import tomllib

import pytest

from idphoto.specs.tables import split_tables


def test_a_table_parsed_alone_equals_the_table_parsed_with_the_others() -> None:
    text = '# note\n[a]\nx = [\n    1,\n    2,\n]\n\n[b-c] \ny = ["[a]"]\n'
    tables = split_tables(text)
    assert list(tables) == ["a", "b-c"]
    apart = {name: tomllib.loads(table)[name] for name, table in tables.items()}
    assert apart == tomllib.loads(text)


def test_a_text_without_tables_is_empty() -> None:
    assert split_tables("# nothing\n") == {}


def test_a_table_that_appears_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="a appears twice"):
        split_tables("[a]\nx = 1\n[a]\n")
