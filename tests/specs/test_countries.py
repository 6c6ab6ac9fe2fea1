from __future__ import annotations

import pytest

from idphoto.specs.countries import COUNTRIES, SCHENGEN, country_code, country_name, fold


def test_no_name_belongs_to_two_countries() -> None:
    countries = COUNTRIES.values()
    names = [name for country in countries for name in (*country.names, *country.chinese_names)]
    assert len(names) == len(set(names))
    assert len({country.alpha3 for country in countries}) == len(COUNTRIES)


def test_names_are_written_as_queries_are_compared() -> None:
    for country in COUNTRIES.values():
        assert all(fold(name) == name for name in country.names)


@pytest.mark.parametrize("name", ["FR", "fra", "France", "french", "法国", " FRANCE "])
def test_a_country_goes_by_any_of_its_names(name: str) -> None:
    assert country_code(name) == "FR"


def test_an_unknown_country_has_no_code() -> None:
    assert country_code("Atlantis") is None


def test_every_country_has_a_name_in_both_languages() -> None:
    for code in COUNTRIES:
        assert country_name(code, "en").isascii() or code == "TR"
        assert all("\u4e00" <= char <= "\u9fff" for char in country_name(code, "zh"))


def test_the_schengen_states_are_in_the_table() -> None:
    assert COUNTRIES.keys() >= SCHENGEN
