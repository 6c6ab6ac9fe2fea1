from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.errors import UnknownSpec
from idphoto.specs import Spec, all_specs, load_spec, search_specs
from idphoto.specs.countries import COUNTRIES


@given(st.sampled_from(all_specs()), st.sampled_from([str.lower, str.upper, str.title]))
def test_every_slug_names_its_spec_in_any_case(spec: Spec, case: object) -> None:
    assert callable(case)
    assert load_spec(f" {case(spec.slug)} ") == spec


@given(st.sampled_from(all_specs()))
def test_every_title_finds_its_spec(spec: Spec) -> None:
    found = search_specs(spec.title)
    assert spec in found
    assert any(best.title.casefold() == spec.title.casefold() for best in found[:2])


@given(st.sampled_from([spec for spec in all_specs() if spec.vendor_id is not None]))
def test_every_vendor_id_names_its_row_as_a_number_and_as_text(spec: Spec) -> None:
    assert spec.vendor_id is not None
    assert load_spec(spec.vendor_id) == load_spec(str(spec.vendor_id)) == spec


@given(st.sampled_from([spec for spec in all_specs() if spec.vendor_id is None]))
def test_every_national_title_names_its_spec(spec: Spec) -> None:
    assert load_spec(spec.title) == spec


@given(st.text(max_size=30))
def test_any_text_is_either_a_spec_or_unknown(text: str) -> None:
    try:
        assert load_spec(text) in all_specs()
    except UnknownSpec as error:
        assert error.query == text.strip()


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("1 inch", "picwish-1102"),
        ("1-inch", "picwish-1102"),
        ("japan visa", "jp-visa"),
        ("visa Japan", "jp-visa"),
        ("Japanese visa photo", "jp-visa"),
        ("jp visa", "jp-visa"),
        ("JPN visa", "jp-visa"),
        ("USA visa", "us-visa"),
        ("american passport", "us-passport"),
        ("german passport", "de-passport"),
        ("Deutschland passport", "de-passport"),
        ("french passport", "fr-passport"),
        ("Türkiye passport", "tr-passport"),
        ("turkish passport", "tr-passport"),
        ("United Kingdom passport", "gb-passport"),
        ("south korean passport", "kr-passport"),
        ("new zealand passport", "nz-passport"),
        ("passport photo of Hong Kong", "hk-passport"),
        ("Indian e-visa", "in-evisa"),
        ("India eVisa", "in-evisa"),
        ("schengen", "schengen-visa"),
        ("id card", "picwish-2102"),
        ("beijing civil service", "picwish-5103"),
        ("malaysia visa", "picwish-3107"),
    ],
)
def test_clear_words_name_one_spec(query: str, slug: str) -> None:
    assert load_spec(query).slug == slug


@pytest.mark.parametrize(
    ("query", "suggested"),
    [
        ("germny passport", ["de-passport"]),
        ("france", ["fr-passport", "picwish-3118"]),
        ("chengdu civil service exam", ["picwish-5104", "picwish-5132"]),
        ("us-pasport", ["us-passport"]),
        ("austrai passport", ["at-passport", "au-passport"]),
        ("visa", ["ca-visa"]),
        ("9999", ["specs list"]),
        ("9" * 5000, ["specs list"]),
        ("xyzzy", ["specs list"]),
        ("", ["specs list"]),
        ("photo", ["specs list"]),
    ],
)
def test_words_that_match_no_spec_or_several_are_refused_with_suggestions(
    query: str, suggested: list[str]
) -> None:
    with pytest.raises(UnknownSpec) as caught:
        load_spec(query)
    assert caught.value.code == "unknown_spec"
    for name in suggested:
        assert name in caught.value.message


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("german", "de-passport"),
        ("de", "de-passport"),
        ("visa jp", "jp-visa"),
        ("viza japan", "jp-visa"),
        ("new zeland passport", "nz-passport"),
        ("south koera passport", "kr-passport"),
        ("taiwna", "tw-passport"),
        ("nurs exam", "picwish-5702"),
        ("1102", "picwish-1102"),
        ("umrah", "sa-evisa"),
    ],
)
def test_the_best_match_comes_first(words: str, first: str) -> None:
    assert search_specs(words)[0].slug == first


def test_every_word_must_match() -> None:
    assert search_specs("german xyzzy") == []
    assert search_specs("") == []


def test_an_adjective_finds_what_the_name_finds() -> None:
    assert search_specs("dutch") == search_specs("Netherlands") == search_specs("nl")


def test_a_category_finds_all_its_entries() -> None:
    passports = {spec.slug for spec in all_specs() if spec.category == "Passport"}
    assert passports <= {spec.slug for spec in search_specs("passport")}


def test_no_name_belongs_to_two_countries() -> None:
    names = [name for _, *names in COUNTRIES.values() for name in names]
    alpha3 = [words[0] for words in COUNTRIES.values()]
    assert len(names) == len(set(names))
    assert len(alpha3) == len(set(alpha3))
