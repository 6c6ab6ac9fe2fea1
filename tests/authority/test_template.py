"""Text with placeholders."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from idphoto.authority.template import fill, fill_all, placeholders

VALUES = {"name": "张 三", "number": "4403{name}", "secret.token": "t&k"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("plain", "plain"),
        ("{name}", "张 三"),
        ("<{name}|{name}>", "<张 三|张 三>"),
        ("Bearer {secret.token}", "Bearer t&k"),
        ("{{name}}", "{name}"),
        ("{number}", "4403{name}"),  # filled-in text is not parsed again
    ],
)
def test_placeholders_are_filled_once(text: str, expected: str) -> None:
    assert fill(text, VALUES) == expected


def test_values_are_quoted_and_the_text_is_not() -> None:
    quoted = fill("/a b/{name}?t={secret.token}", VALUES, partial(quote, safe=""))
    assert quoted == "/a b/%E5%BC%A0%20%E4%B8%89?t=t%26k"


def test_all_texts_of_a_json_value_are_filled_and_its_keys_are_not() -> None:
    value: JsonValue = {"{name}": ["{name}", 1, True, None, {"n": "{number}"}]}
    assert fill_all(value, VALUES) == {"{name}": ["张 三", 1, True, None, {"n": "4403{name}"}]}
    assert placeholders(value) == {"name", "number"}


@pytest.mark.parametrize("text", ["{", "}", "{name", "{name!r}", "{name:>9}", "a{}}"])
def test_a_stray_brace_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"brace|[Ss]ingle|expected|place"):
        placeholders(text)


@given(st.text())
def test_any_value_is_inserted_unchanged(value: str) -> None:
    assert fill("<{name}>", {"name": value}) == f"<{value}>"
