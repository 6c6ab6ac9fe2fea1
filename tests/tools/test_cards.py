"""The benchmark's pictures: always the same, of nobody, and what they say of themselves is true."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
from tests.kept.cards import draw_sample, specimen
from tools.cards import sets
from tools.cards.people import invent_person
from tools.cards.photograph import photograph
from tools.cards.sets import SetName, _recipes, set_size

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
