from __future__ import annotations

from typing import cast

import numpy as np
import pytest
from tests.matting.pictures import Reader, Rgb, painted

from idphoto.imaging.geometry import Box
from idphoto.matting.look import Look, look_at
from idphoto.models.segmenter import BodyPart
from idphoto.runtime.engine import Engine

SIDE = 1000
GRID_WH = (500, 500)


def looked(rgb: Rgb, closer: Box | None = None) -> tuple[Look, Reader]:
    reader = Reader()
    return look_at(cast(Engine, reader), rgb, GRID_WH, closer), reader


def person(left: int, top: int, right: int, bottom: int) -> Rgb:
    """A shirt, with hair in the uppermost fifth."""
    middle = top + (bottom - top) // 5
    return painted(
        (SIDE, SIDE),
        (BodyPart.CLOTHES, (left, middle, right, bottom)),
        (BodyPart.HAIR, (left, top, right, middle)),
    )


def test_a_picture_of_nobody_is_looked_at_once() -> None:
    look, reader = looked(painted((SIDE, SIDE)))
    assert len(reader.seen) == 1
    assert max(look.person.max(), look.hair.max()) < 1e-6
    assert (look.parts == BodyPart.BACKGROUND).all()


def test_people_who_fill_the_picture_are_looked_at_once() -> None:
    _, reader = looked(person(100, 50, 900, 1000))
    assert len(reader.seen) == 1


def test_small_people_are_looked_at_again_with_a_margin() -> None:
    look, reader = looked(person(400, 300, 600, 700))
    assert len(reader.seen) == 2
    clothed = (reader.seen[1] > 200).any(axis=-1).mean()
    assert clothed == pytest.approx(200 * 400 / ((200 + 80) * (400 + 80)), abs=0.05)
    assert look.person[:140].max() < 0.01


def test_what_matters_is_looked_at_from_nearby_if_it_is_small_still() -> None:
    head = Box(400, 300, 500, 400)
    _, reader = looked(person(400, 300, 600, 700), head)
    assert len(reader.seen) == 3
    large = Box(350, 250, 650, 750)
    _, reader = looked(person(400, 300, 600, 700), large)
    assert len(reader.seen) == 2


def test_a_closer_look_sees_a_gap_that_the_first_one_misses() -> None:
    rgb = person(200, 100, 900, 1000)
    rgb[150:250, 449:451] = 0
    coarse, _ = looked(rgb)
    fine, _ = looked(rgb, Box(400, 100, 500, 280))
    assert coarse.person[80:120, 223:227].min() > 0.9
    assert fine.person[80:120, 223:227].min() < 0.5


def test_the_answers_lie_on_the_grid() -> None:
    look, _ = looked(person(400, 300, 600, 700))
    assert look.person.shape == look.hair.shape == look.parts.shape == GRID_WH[::-1]
    assert look.person.dtype == look.hair.dtype == np.float32
    assert look.parts.dtype == np.uint8
    assert look.parts[170, 250] == BodyPart.HAIR
    assert look.hair[170, 250] > 0.99
    assert look.parts[300, 250] == BodyPart.CLOTHES
    assert look.hair[300, 250] < 0.01
    assert look.person[300, 250] > 0.99
