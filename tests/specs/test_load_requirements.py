from __future__ import annotations

import re
from datetime import date

import pytest

from idphoto.errors import BadCatalogue
from idphoto.specs.load_requirements import (
    load_requirements,
    read_requirements,
    requirement_sets,
)
from idphoto.specs.ranges import Range
from idphoto.specs.requirements import ChildRule

BASE = """
[base]
title = "Base"
glasses = "clear"
smile = "forbidden"
mouth_closed = true
eyes_open = true
looking_at_camera = true
head_covering = "religious"
max_yaw_deg = 5
max_pitch_deg = 5
max_roll_deg = 8
min_inter_eye_px = 90
even_light = true
background_plain = true
background_shadow = "forbidden"
background_delta_e = 12
colour = true
source = "A page"
checked = 2026-11-29
"""
STRICT = """
[strict]
like = "base"
title = "Strict"
glasses = "forbidden"
inter_eye_share = [0.23, 0.33]
children = [
    { below_years = 10, head_height_mm = [22, 36] },
    { below_years = 1, waives = ["eyes_open"] },
]
checked = 2026-11-29
unverified = ["glasses"]
"""


def test_every_set_is_valid_and_names_its_source_and_its_day() -> None:
    assert len(requirement_sets()) >= 14
    for name in requirement_sets():
        asked = load_requirements(name)
        assert asked.name == name
        assert re.search(r"https?://", asked.source), name
        assert re.search(r"stored cop(y|ies)|as copied at|as quoted at", asked.source), name
        assert asked.checked is not None and asked.checked >= date(2026, 11, 29), name
        stated = [getattr(asked, field) for field in asked.unverified]
        assert all(value not in (None, ()) for value in stated), name


def test_no_field_is_listed_as_unverified_twice() -> None:
    for name in requirement_sets():
        unverified = load_requirements(name).unverified
        assert len(unverified) == len(set(unverified)), name


def test_the_default_is_icaos() -> None:
    icao = load_requirements()
    assert (icao.name, icao.min_inter_eye_px, icao.max_age_months) == ("icao", 90, 6)
    assert (icao.max_yaw_deg, icao.max_pitch_deg, icao.max_roll_deg) == (5, 5, 8)


def test_a_us_passport_may_smile_without_glasses_and_a_us_visa_may_not() -> None:
    passport, visa = load_requirements("us-passport"), load_requirements("us-visa")
    assert (passport.glasses, visa.glasses) == ("forbidden", "forbidden")
    assert (passport.smile, visa.smile) == ("allowed", "forbidden")


def test_known_contradictions_are_in_a_note() -> None:
    assert "22 to 35" in load_requirements("us-visa").note
    visa = load_requirements("cn-visa")
    assert (visa.max_yaw_deg, visa.max_pitch_deg, visa.max_roll_deg) == (20, 25, 20)
    assert "ICAO" in visa.note
    assert "20 and 25 degrees" in load_requirements("icao").note


def test_british_and_german_children_are_let_off_as_their_authorities_say() -> None:
    briton = load_requirements("gb")
    assert not briton.for_age(5).looking_at_camera
    assert briton.for_age(5).eyes_open
    assert not briton.for_age(0).eyes_open
    german = load_requirements("de").for_age(5)
    assert (german.max_roll_deg, german.max_yaw_deg) == (180, 5)


def test_chinas_files_have_shares_of_the_width_and_a_least_quality() -> None:
    asked = load_requirements("cn-exit-entry")
    assert (asked.inter_eye_share, asked.face_width_share) == (Range(0.23, 0.33), Range(0.53, 0.8))
    assert asked.min_jpeg_quality == 85


def test_a_set_that_is_like_another_verifies_only_what_it_states() -> None:
    strict = read_requirements(BASE + STRICT, "strict", "x.toml")
    assert (strict.title, strict.source, strict.glasses) == ("Strict", "", "forbidden")
    assert strict.min_inter_eye_px == 90
    assert not strict.is_verified("glasses")
    assert not strict.is_verified("smile")
    assert strict.is_verified("inter_eye_share")
    assert strict.children == (
        ChildRule(10, head_height_mm=Range(22, 36)),
        ChildRule(1, waives=("eyes_open",)),
    )
    assert "children" not in strict.unverified
    assert "background_delta_e" not in strict.unverified


def test_a_set_without_a_date_is_unverified_as_a_whole() -> None:
    text = BASE.replace("checked = 2026-11-29", "")
    assert read_requirements(text, "base", "x.toml").unverified == ("all",)


@pytest.mark.parametrize(
    ("text", "entry", "reason"),
    [
        ("", "base", "no set"),
        ('[base]\nlike = "icao"\n', "icao", "no set"),
        ('[base]\nlike = "base"\n', "base", "like itself"),
        (BASE + BASE, "?", "twice"),
        (BASE + "shoes = 1\n", "base", "shoes"),
        (BASE + "glasses = \n", "base", ""),
        (BASE.replace('"clear"', '"tinted"'), "base", "tinted"),
        (BASE.replace("eyes_open = true\n", ""), "base", "eyes_open"),
        (BASE + "children = [{ below = 1 }]\n", "base", "below"),
        (BASE + 'children = [{ below_years = 1, waives = ["x"] }]\n', "base", "unknown"),
        (BASE + "face_width_share = [0.8, 0.5]\n", "base", "low end"),
        (BASE + "children = 6\n", "base", "iterable"),
    ],
)
def test_a_broken_set_names_file_set_and_reason(text: str, entry: str, reason: str) -> None:
    with pytest.raises(BadCatalogue) as caught:
        read_requirements(text, "base", "x.toml")
    assert (caught.value.code, caught.value.file) == ("bad_catalogue", "x.toml")
    assert caught.value.entry == entry
    assert reason in caught.value.reason
