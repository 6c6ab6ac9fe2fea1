"""The benchmark's pictures: always the same, of nobody, and what they say of themselves is true."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
from tests.kept.cards import draw_sample, specimen
from tools.cards import sets
from tools.cards.draw import RESIDENT_CARD, draw_card
from tools.cards.ink import Type, set_line
from tools.cards.people import _data, invent_person
from tools.cards.photograph import photograph
from tools.cards.second import Script, homes
from tools.cards.sets import HELD_BACK, SetName, _recipes, set_size

from idphoto.idcard.layout import CARD_WH_MM
from idphoto.idcard.number import is_number
from idphoto.idcard.regions import province
from idphoto.imaging.decode import open_source
from idphoto.imaging.geometry import project

DEMONSTRATION = "440305199505132561"


@pytest.mark.parametrize("name", get_args(SetName))
def test_a_sample_is_a_small_jpeg_and_unlike_the_next(name: SetName) -> None:
    one = draw_sample(name, 1)
    assert one.name == f"{name}/001"
    assert open_source(one.jpeg).format == "jpeg"
    assert len(one.jpeg) < 3_000_000  # what the page takes
    assert one.jpeg != draw_sample(name, 2).jpeg


@pytest.mark.parametrize("name", ["clean", "colour_copy", "edited", "passport"])
def test_a_sample_is_the_same_each_time(name: SetName) -> None:
    assert sets.draw_sample(name, 1).jpeg == draw_sample(name, 1).jpeg


def test_sets_do_not_share_samples() -> None:
    spans = sorted((first(name), first(name) + set_size(name)) for name in get_args(SetName))
    assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))


@pytest.mark.parametrize("name", get_args(SetName))
def test_what_is_held_back_is_none_of_what_is_looked_at(name: SetName) -> None:
    assert first(name) + set_size(name) <= HELD_BACK


def test_a_sample_held_back_is_another() -> None:
    one = sets.draw_sample("small", 1, held=True)
    assert one.name == "held/small/001"
    assert one.person != draw_sample("small", 1).person


@pytest.mark.parametrize(
    "name",
    ["clean", "scan", "small", "edge_desk", "turned", "bilingual", "rare_name", "marked"],
)
def test_all_of_an_ordinary_card_can_be_read(name: SetName) -> None:
    sample = draw_sample(name, 1)
    assert sample.complete
    assert sample.person is not None and all(sample.person.fields.values())


def test_a_small_card_is_as_small_as_it_says() -> None:
    corners = draw_sample("small", 2).corners_px
    assert corners is not None
    assert 185 <= float(np.linalg.norm(corners[1] - corners[0])) <= 305


def test_a_scan_lacks_the_desk_on_a_side() -> None:
    sample = draw_sample("scan", 1)
    assert sample.corners_px is not None
    width, height = open_source(sample.jpeg).size_wh
    (left, top), (right, bottom) = sample.corners_px.min(axis=0), sample.corners_px.max(axis=0)
    per_mm = (right - left) / CARD_WH_MM[0]
    assert min(left, top, width - right, height - bottom) / per_mm < 0.1


def test_a_field_outside_of_the_picture_is_hidden() -> None:
    sample = draw_sample("border", 0)
    assert not sample.complete
    assert sample.person is not None
    assert sample.person.hidden == {"number"}
    assert sample.person.fields["number"] == "" and sample.person.fields["name"]


def test_a_field_under_a_thing_is_covered() -> None:
    sample = draw_sample("cover", 3)
    assert sample.covered == {"address", "number"}


@pytest.mark.parametrize("number", range(3))
def test_inked_fields_cannot_be_read(number: int) -> None:
    sample = draw_sample("inked", number)
    assert sample.covered and sample.complete
    assert sample.person is not None
    assert all(sample.person.fields[name] == "" for name in sample.covered)


@pytest.mark.parametrize("number", range(3))
def test_the_number_of_a_cut_card_is_not_in_the_picture(number: int) -> None:
    sample = draw_sample("cut", number)
    assert not sample.complete and not sample.covered
    assert sample.person is not None
    assert sample.person.fields["number"] == ""


def test_a_mark_is_said_to_cross_fields() -> None:
    assert draw_sample("marked", 4).crossed == {"address", "birth", "number", "portrait"}


def test_a_bilingual_card_lives_where_its_script_does() -> None:
    sample = draw_sample("bilingual", 0)
    assert sample.person is not None
    script = next(each for each in get_args(Script) if sample.how.startswith(each))
    provinces, nations = homes(script)
    assert sample.person.number[:2] in provinces
    assert sample.person.nation in nations


def test_a_second_script_is_no_field() -> None:
    person = invent_person(7, home=("壮", "45"))
    white = np.full((441, 358, 3), 255, np.uint8)
    card = draw_card(person, white, 7, replace(RESIDENT_CARD, second="zhuang"))
    plain = draw_card(person, white, 7)
    assert any(each.kind == "second" for each in card.prints)
    assert len(card.boxes("address")) == len(plain.boxes("address"))


@pytest.mark.parametrize("letter", "ABCDEFG")
def test_characters_of_every_extension_can_be_drawn(letter: str) -> None:
    for character in _data()["extensions"][letter]:
        assert set_line(character, Type("Noto Sans CJK SC", 3.0, 3.0), 0, 0).box_mm.area > 0


def test_a_rare_name_has_a_character_of_an_extension() -> None:
    sample = draw_sample("rare_name", 0)
    assert sample.person is not None
    assert any(c in _data()["extensions"][sample.how] for c in sample.person.name)


def first(name: SetName) -> int:
    return _recipes()[name].seed


@pytest.mark.parametrize("name", ["clean", "turned", "blur", "cover"])
def test_corners_are_a_cards_and_within_the_picture(name: SetName) -> None:
    sample = draw_sample(name, 3)
    assert sample.corners_px is not None
    rgb = open_source(sample.jpeg).decode().rgb
    height, width = rgb.shape[:2]
    x, y = sample.corners_px.T
    area = 0.5 * float(x @ np.roll(y, -1) - y @ np.roll(x, -1))
    assert area > 0.1 * width * height  # clockwise, and no speck
    assert (sample.corners_px >= 0).all() and (sample.corners_px <= (width, height)).all()
    sides = np.linalg.norm(np.roll(sample.corners_px, -1, axis=0) - sample.corners_px, axis=1)
    assert sides[::2].mean() / sides[1::2].mean() == pytest.approx(
        CARD_WH_MM[0] / CARD_WH_MM[1], rel=0.35
    )


@pytest.mark.parametrize("seed", range(40))
def test_an_invented_person_is_nobody(seed: int) -> None:
    person = invent_person(seed)
    number = person.fields["number"]
    assert is_number(number)
    assert province(number) is not None
    # of no region in use, or the public demonstration number
    assert number[2:4] == "99" or number == DEMONSTRATION
    born = person.fields["birth"].split("/")
    assert "".join((born[0], born[1].zfill(2), born[2].zfill(2))) == number[6:14]
    assert (int(number[16]) % 2 == 1) == (person.fields["sex"] == "男")


def test_a_view_takes_the_cards_corners_to_where_the_sample_says() -> None:
    flat = specimen(61_004).flat
    shot = photograph(flat, 61_004)
    there = project(shot.view.to_px, flat.corners_mm)
    assert np.allclose(there, shot.corners_px)
