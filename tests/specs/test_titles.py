from __future__ import annotations

import re

import pytest

from idphoto.specs import all_specs, load_spec
from idphoto.specs.chinese import HAN, chinese_words
from idphoto.specs.titles import aliases_in, category_in, note_in, title_in


def test_every_entry_and_category_has_a_title_in_chinese() -> None:
    for spec in all_specs():
        assert HAN.search(title_in(spec, "zh")), spec.title
        assert HAN.search(category_in(spec.category, "zh")), spec.category


def test_no_english_word_is_left_in_a_chinese_title() -> None:
    kept = {"AB", "BIM"}  # which Chinese writes so, too
    for spec in all_specs():
        latin = {word for word in title_in(spec, "zh").split() if word.isascii()}
        letters = "".join(c if c.isascii() and c.isalpha() else " " for c in title_in(spec, "zh"))
        assert set(letters.split()) | latin <= kept, spec.title


def test_entries_with_different_english_titles_have_different_chinese_ones_in_a_country() -> None:
    shared: dict[tuple[str | None, str], set[str]] = {}
    for spec in all_specs():
        shared.setdefault((spec.country, title_in(spec, "zh")), set()).add(spec.title.casefold())
    # the same document of an authority and of the vendor, which spell the country differently
    assert {titles for titles in map(frozenset, shared.values()) if len(titles) > 1} == {
        frozenset({"us visa", "usa visa"})
    }


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("us-passport", "美国护照"),
        ("gb-passport-online", "英国护照（网上申请）"),
        ("th-visa-on-arrival", "泰国落地签证"),
        ("schengen-visa", "申根签证"),
        ("1101", "小一寸"),
        ("2103", "居住证"),
        ("cz-residence", "捷克居留许可"),
        ("5104", "成都公务员考试"),
        ("5203", "甘肃省（国考）"),
        ("5603", "注册会计师考试（178×220）"),
    ],
)
def test_a_chinese_title_is_put_together_from_its_phrases(name: str, title: str) -> None:
    assert title_in(load_spec(name), "zh") == title


def test_the_english_title_stays_as_it_is() -> None:
    for spec in all_specs():
        assert title_in(spec, "en") == spec.title
        assert aliases_in(spec, "en") == spec.aliases


def test_aliases_without_a_translation_stay() -> None:
    assert aliases_in(load_spec("de-passport"), "zh") == ("身份证", "personalausweis", "reisepass")


def test_every_note_has_a_chinese_one_with_the_same_numbers() -> None:
    def numbers(text: str) -> list[str]:
        # "two thirds" and "first" are words; sizes are written with x in English
        return sorted(re.findall(r"\d+", text))

    for spec in all_specs():
        chinese = note_in(spec, "zh")
        assert bool(HAN.search(chinese)) == bool(spec.note), spec.slug
        assert note_in(spec, "en") == spec.note
        # a month's number in Chinese is its name in English
        assert set(numbers(spec.note)) <= set(numbers(chinese)), spec.slug


def test_the_tables_name_entries_and_phrases_that_exist() -> None:
    tables, slugs = chinese_words(), {spec.slug for spec in all_specs()}
    assert slugs >= tables.titles.keys() | tables.aliases.keys() | tables.notes.keys()
    english = " ".join(
        " ".join((spec.title, spec.category, *spec.aliases)).casefold() for spec in all_specs()
    )
    assert [phrase for phrase in tables.words if phrase not in english] == []
    assert all(phrase == phrase.casefold() and words for phrase, words in tables.words.items())
