from __future__ import annotations

import pytest

from idphoto.specs.terms import terms

KNOWN = {"护照", "签证", "电子签证", "一寸", "公务员考试"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Photo for a South Korean e-Visa", ["@KR", "evisa"]),
        ("one-inch", ["1", "inch"]),
        ("2inch", ["2", "inch"]),
        ("美国签证", ["@US", "签证"]),
        ("日本电子签证照片", ["@JP", "电子签证"]),
        ("US签证", ["@US", "签证"]),
        ("护照 Japan", ["护照", "@JP"]),
        ("北京公务员考试", ["北京", "公务员考试"]),
        ("護照的尺寸", ["护照"]),
        ("1寸证件照", ["一寸"]),
        ("美围签证", ["美围", "签证"]),
        ("照片", []),
        ("", []),
    ],
)
def test_a_query_is_cut_into_the_words_it_is_compared_by(text: str, found: list[str]) -> None:
    assert list(terms(text, KNOWN)) == found
