from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.errors import UnknownSpec
from idphoto.specs import Spec, all_specs, load_spec, search_specs
from idphoto.specs.titles import title_in


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
        ("一寸", "picwish-1102"),
        ("1寸", "picwish-1102"),
        ("小2寸", "picwish-1104"),
        ("one inch", "picwish-1102"),
        ("美国护照", "us-passport"),
        ("護照 台灣", "tw-passport"),
        ("日本签证", "jp-visa"),
        ("德国 passport", "de-passport"),
        ("北京公务员考试", "picwish-5103"),
        ("港澳通行证", "picwish-3302"),
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
        ("中国", ["cn-passport"]),
        ("美国前证", ["us-visa"]),
        ("35x45", ["picwish-1104"]),
        ("33x43", ["picwish-5507"]),
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


@pytest.mark.parametrize(
    ("words", "near", "first"),
    [
        ("passport", "US", ["us-passport"]),
        ("passport", "german", ["de-passport"]),
        ("pasport", "IE", ["ie-passport", "ie-passport-online"]),
        ("护照", "CN", ["cn-passport", "picwish-3202"]),
        ("visa", "CN", ["cn-visa", "cn-visa-online"]),
        ("美国签证", None, ["us-visa", "picwish-3108"]),
        ("美国签证照片", "CN", ["us-visa", "picwish-3108"]),
        ("中国护照", None, ["cn-passport"]),
        ("德国签证", None, ["schengen-visa"]),
        ("french visa", None, ["picwish-3118", "schengen-visa"]),
        ("日本", None, ["jp-passport", "jp-visa", "picwish-3109"]),
        ("韓國簽證", None, ["picwish-3105"]),
        ("US签证", None, ["us-visa"]),
        ("签正 日本", None, ["jp-visa"]),
        ("美围护照", None, ["us-passport"]),
        ("一寸", None, ["picwish-1102"]),
        ("两寸照片", None, ["picwish-1105"]),
        ("身份证", "CN", ["picwish-2102"]),
        ("驾照", None, ["picwish-2301"]),
        ("国考", "CN", ["picwish-5201", "picwish-5202"]),
        ("北京公务员", None, ["picwish-5103"]),
        ("教资", None, ["picwish-6401"]),
        ("英语四级", None, ["picwish-5507", "picwish-5508"]),
        ("CET4", None, ["picwish-5507", "picwish-5508"]),
        ("绿卡", None, ["us-dv-lottery", "us-visa"]),
        ("35x45", None, ["picwish-1104"]),
        ("35×45mm", "GB", ["gb-passport", "picwish-1104"]),
        ("45x35 mm", "SG", ["sg-passport"]),
        ("3.5*4.5厘米 德国", None, ["de-passport", "schengen-visa"]),
        ("2x2 inch", "US", ["us-passport", "us-visa", "picwish-3108"]),
        ("51x51", None, ["in-passport-print", "in-visa"]),
        ("413x626", None, ["picwish-1106"]),
        ("600x600px", "US", ["us-dv-lottery", "us-passport", "us-visa"]),
        ("1200×1200像素", None, ["us-visa"]),
        ("us visa 2x2 inch", None, ["us-visa", "picwish-3108"]),
    ],
)
def test_typed_searches_find_what_people_mean(
    words: str, near: str | None, first: list[str]
) -> None:
    assert [spec.slug for spec in search_specs(words, near)][: len(first)] == first


@pytest.mark.parametrize("words", ["passport", "签证", "35x45", "german"])
def test_a_country_nearby_reorders_and_removes_nothing(words: str) -> None:
    assert set(search_specs(words)) == set(search_specs(words, near="JP"))
    assert search_specs(words, near="Atlantis") == search_specs(words)


@given(st.sampled_from(all_specs()))
def test_every_chinese_title_finds_its_spec(spec: Spec) -> None:
    title = title_in(spec, "zh")
    found = search_specs(title)
    assert spec in found
    assert title in {title_in(best, "zh") for best in found[:2]}


@given(st.sampled_from([spec for spec in all_specs() if spec.vendor_id is None]))
def test_every_national_title_in_chinese_names_its_spec(spec: Spec) -> None:
    assert load_spec(title_in(spec, "zh")) == spec


@given(st.sampled_from(all_specs()))
def test_every_size_finds_its_spec(spec: Spec) -> None:
    assert spec in search_specs("{}x{}px".format(*spec.size_px))
    if spec.size_mm is not None:
        assert spec in search_specs("{:g} x {:g} mm".format(*spec.size_mm))


def test_a_search_needs_only_the_words_of_its_own_language() -> None:
    code = (
        "import sys; from idphoto.specs import search_specs; search_specs('german passport');"
        "from idphoto.specs.chinese import chinese_words;"
        "assert chinese_words.cache_info().currsize == 0;"
        "assert 'numpy' not in sys.modules; assert 'pydantic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_every_word_must_match() -> None:
    assert search_specs("german xyzzy") == []
    assert search_specs("") == []


def test_an_adjective_finds_what_the_name_finds() -> None:
    assert search_specs("dutch") == search_specs("Netherlands") == search_specs("nl")


def test_a_category_finds_all_its_entries() -> None:
    passports = {spec.slug for spec in all_specs() if spec.category == "Passport"}
    assert passports <= {spec.slug for spec in search_specs("passport")}
