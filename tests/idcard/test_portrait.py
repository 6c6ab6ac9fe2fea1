"""The photo on a card: cut out where it is printed; None where there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tools.cards.draw import DrawnCard, draw_card
from tools.cards.people import invent_person
from tools.cards.portraits import SOURCES, Source, available, portrait, registry_photo

from idphoto.errors import NoFace
from idphoto.face.find import find_faces
from idphoto.face.landmarks import Face
from idphoto.idcard.calibration.load import shipped_curve
from idphoto.idcard.card import Card
from idphoto.idcard.compare import embed_photo
from idphoto.idcard.layout import CANVAS_WH, ORDINARY, PX_PER_MM
from idphoto.idcard.portrait import card_embedding, crop_portrait, portrait_box
from idphoto.models.face_embedder import distance
from idphoto.runtime.engine import Engine

similarity = shipped_curve().similarity

Rgb = NDArray[np.uint8]
DrawFace = Callable[[float, float, float], Face]
ASTRONAUT = next(source for source in SOURCES if source.id == "astronaut")


@cache
def specimen(source: Source) -> DrawnCard:
    seed = SOURCES.index(source)
    return draw_card(invent_person(seed, sex=source.sex), portrait(source).rgb, seed)


def canvas_of(source: Source) -> Rgb:
    flat = specimen(source).rgb
    return np.asarray(cv2.resize(flat, CANVAS_WH, interpolation=cv2.INTER_AREA), np.uint8)


def card_with(face: Face | None, rgb: Rgb) -> Card:
    width, height = CANVAS_WH
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    return Card(rgb, np.ones(rgb.shape[:2], bool), np.eye(3), corners, PX_PER_MM, (), face)


@pytest.mark.parametrize("source", available(), ids=lambda source: source.id)
def test_the_photo_is_found_to_within_two_millimetres(engine: Engine, source: Source) -> None:
    (face,) = find_faces(engine, canvas_of(source))
    found, printed = portrait_box(face, ORDINARY.portrait), specimen(source).portrait_mm
    assert printed is not None
    assert abs(found.left / PX_PER_MM - printed.left) < 1.0  # by the face
    assert abs(found.top / PX_PER_MM - printed.top) < 2.0  # by the layout, from which prints differ


def test_the_cut_photo_is_the_canvas_within_the_box(engine: Engine) -> None:
    canvas = canvas_of(ASTRONAUT)
    (face,) = find_faces(engine, canvas)
    card = card_with(face, canvas)
    box, cut = portrait_box(face, card.portrait_mm), crop_portrait(card)
    assert cut is not None
    assert cut.shape == (512, 416, 3)
    assert np.array_equal(cut[0, 0], canvas[int(box.top), int(box.left)])
    assert np.array_equal(cut[-1, -1], canvas[int(box.bottom) - 1, int(box.right) - 1])


def test_without_a_face_no_photo_is_cut(engine: Engine) -> None:
    blank = np.full((CANVAS_WH[1], CANVAS_WH[0], 3), 220, np.uint8)
    assert find_faces(engine, blank) == []
    assert crop_portrait(card_with(None, blank)) is None


@pytest.mark.parametrize(
    ("x_mm", "y_mm", "unit_mm"),
    [
        (20.0, 22.0, 6.6),  # where the text is
        (66.3, 40.0, 6.6),  # below the photo
        (66.3, 22.0, 2.0),  # a child on an arm
        (66.3, 22.0, 12.0),  # the face of a poster
    ],
)
def test_a_face_in_another_place_or_of_another_size_is_not_the_photos(
    draw_face: DrawFace, x_mm: float, y_mm: float, unit_mm: float
) -> None:
    canvas = np.zeros((CANVAS_WH[1], CANVAS_WH[0], 3), np.uint8)
    face = draw_face(x_mm * PX_PER_MM, y_mm * PX_PER_MM, unit_mm * PX_PER_MM)
    assert crop_portrait(card_with(face, canvas)) is None


@pytest.mark.parametrize(("eyes_mm", "top_mm"), [(18.0, 6.3), (22.0, 7.5), (26.0, 8.6)])
def test_the_box_moves_to_keep_the_eyes_in_range(
    draw_face: DrawFace, eyes_mm: float, top_mm: float
) -> None:
    box = portrait_box(
        draw_face(66.3 * PX_PER_MM, eyes_mm * PX_PER_MM, 6.6 * PX_PER_MM), ORDINARY.portrait
    )
    assert box.top / PX_PER_MM == pytest.approx(top_mm, abs=0.1)
    assert box.centre[0] / PX_PER_MM == pytest.approx(66.3, abs=0.1)


@pytest.mark.parametrize("source", available(), ids=lambda source: source.id)
def test_a_card_matches_its_owners_photo(engine: Engine, source: Source) -> None:
    canvas = canvas_of(source)
    (face,) = find_faces(engine, canvas)
    on_card, from_portrait = card_embedding(engine, card_with(face, canvas))
    owner = embed_photo(engine, registry_photo(source))
    assert from_portrait
    assert similarity(distance(on_card, owner)) >= 80


def test_without_a_cut_photo_the_whole_card_is_searched_for_a_face(engine: Engine) -> None:
    elsewhere = np.ascontiguousarray(np.roll(canvas_of(ASTRONAUT), -500, axis=1))
    (misplaced,) = find_faces(engine, elsewhere)
    assert crop_portrait(card_with(misplaced, elsewhere)) is None
    on_card, from_portrait = card_embedding(engine, card_with(misplaced, elsewhere))
    owner = embed_photo(engine, registry_photo(ASTRONAUT))
    assert not from_portrait
    assert similarity(distance(on_card, owner)) >= 80


def test_a_card_without_a_face_cannot_be_compared(engine: Engine) -> None:
    blank = np.full((CANVAS_WH[1], CANVAS_WH[0], 3), 220, np.uint8)
    with pytest.raises(NoFace) as caught:
        card_embedding(engine, card_with(None, blank))
    assert caught.value.code == "no_face"
