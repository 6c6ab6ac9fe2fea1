from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace

import pytest

from idphoto.specs.languages import LANGUAGES, CatalogueLanguage
from idphoto.specs.load_requirements import load_requirements, requirement_sets
from idphoto.specs.phrases import CHINESE, ENGLISH, RequirementPhrases
from idphoto.specs.ranges import Range
from idphoto.specs.requirements import OWN, WAIVERS, ChildRule, Requirements
from idphoto.specs.words import PHRASES, range_in_words, requirements_in_words

ICAO = load_requirements("icao")


def _every_phrase(phrases: RequirementPhrases) -> Iterator[tuple[str, str]]:
    """Where it stands → the phrase."""
    for field in fields(phrases):
        pending = [(field.name, getattr(phrases, field.name))]
        while pending:
            where, value = pending.pop()
            if isinstance(value, str):
                yield where, value
            else:
                items = value.items() if isinstance(value, Mapping) else enumerate(value)
                pending += [(f"{where}.{key}", inner) for key, inner in items]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", requirement_sets())
def test_every_limit_that_a_set_has_is_put_into_words(
    name: str, language: CatalogueLanguage
) -> None:
    asked = load_requirements(name)
    limits = [field.name for field in fields(Requirements) if field.name not in OWN]
    stated = {field for field in limits if getattr(asked, field) not in (None, ())}
    assert requirements_in_words(asked, language).keys() == stated | {"background_delta_e"}


def test_words_say_what_the_fields_hold() -> None:
    words = requirements_in_words(load_requirements("cn-exit-entry"))
    assert words["inter_eye_share"] == "the eyes 23–33 % of the photo's width apart"
    assert words["min_jpeg_quality"] == "JPEG quality at least 85"
    assert words["max_pitch_deg"] == "head raised or lowered by at most 5°"
    loose = replace(ICAO, glasses="free", eyes_open=False, colour=False, max_age_months=1)
    words = requirements_in_words(loose)
    assert words["glasses"] == "glasses may be worn"
    assert words["eyes_open"] == "the eyes may be closed"
    assert words["colour"] == "in colour or black and white"
    assert words["max_age_months"] == "taken within the last month"


def test_a_childs_rule_is_one_clause_for_each_age() -> None:
    rules = (
        ChildRule(10, head_height_mm=Range(22, 36), eye_line_mm=Range(18)),
        ChildRule(1, waives=("eyes_open",)),
    )
    assert requirements_in_words(replace(ICAO, children=rules))["children"] == (
        "below 10 years: head 22–36 mm, eyes at least 18 mm above the bottom; "
        "below 1 year: the eyes may be closed"
    )


def test_every_waiver_has_words() -> None:
    for name in WAIVERS:
        asked = replace(ICAO, children=(ChildRule(6, waives=(name,)),))
        assert requirements_in_words(asked)["children"].startswith("below 6 years: ")


def test_a_waived_pose_is_said_without_a_number() -> None:
    child = replace(ICAO, children=(ChildRule(6, waives=("pose",)),)).for_age(3)
    assert requirements_in_words(child)["max_roll_deg"] == "the head may be tilted"


def test_a_range_with_one_end_is_said_in_words() -> None:
    assert range_in_words(Range(25, 35)) == "25–35"
    assert range_in_words(Range(low=2)) == "at least 2"
    assert range_in_words(Range(high=240_000)) == "at most 240,000"
    assert range_in_words(Range(high=4_000_000)) == "at most 4,000,000"
    assert range_in_words(Range(22.5, 36)) == "22.5–36"


def test_every_language_has_phrases() -> None:
    assert PHRASES.keys() == set(LANGUAGES)


def test_every_english_phrase_has_a_chinese_one_with_the_same_values() -> None:
    english, chinese = dict(_every_phrase(ENGLISH)), dict(_every_phrase(CHINESE))
    assert english.keys() == chinese.keys()
    # "last month" needs no number in English, and Chinese writes one all the same
    places = re.compile(r"{\w+}")
    for where, phrase in english.items():
        assert places.findall(phrase) == places.findall(chinese[where]), where
        assert chinese[where] != phrase, where


def test_chinese_words_say_what_the_fields_hold() -> None:
    rules = (
        ChildRule(10, head_height_mm=Range(22, 36), eye_line_mm=Range(18)),
        ChildRule(1, waives=("eyes_open", "smile")),
    )
    words = requirements_in_words(replace(ICAO, children=rules, max_age_months=1), "zh")
    assert words["smile"] == "表情自然，不得微笑"
    assert words["max_pitch_deg"] == "头部俯仰不超过 5°"
    assert words["max_age_months"] == "近 1 个月内拍摄"
    assert words["children"] == (
        "10 岁以下：头部高 22–36 毫米，眼睛距下边缘 至少 18 毫米；"
        "1 岁以下：眼睛可以闭上，表情不作要求"
    )
    assert range_in_words(Range(high=35), "zh") == "最多 35"
