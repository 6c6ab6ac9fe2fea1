"""Cards read from end to end, in photographs of invented people's cards."""

from __future__ import annotations

import time

import cv2
import numpy as np
import pytest
from tests.kept.cards import draw_sample
from tools.cards.portraits import Source, available, registry_photo
from tools.cards.sets import SetName

from idphoto import read_card
from idphoto.errors import CardBlurred, CardOnScreen, DeadlineExceeded, NoCard
from idphoto.idcard.card import Fields
from idphoto.idcard.pipeline import STEPS
from idphoto.idcard.warnings.judge import CardWarning
from idphoto.imaging.decode import open_source
from idphoto.runtime.engine import Engine

HIDDEN_BY_GRID = 5  # this sample of the set


def texts(fields: Fields) -> dict[str, str]:
    return {name: getattr(fields, name).text for name in Fields.__slots__}


@pytest.mark.parametrize("number", [1, 7, 12])
def test_every_field_of_a_photographed_card_is_read(engine: Engine, number: int) -> None:
    sample = draw_sample("clean", number)
    assert sample.person is not None and sample.corners_px is not None
    found = read_card(sample.jpeg, engine=engine)
    assert texts(found.fields) == sample.person.fields
    assert found.fields.number.confidence > 0.9
    off_px = np.linalg.norm(found.card.corners_px - sample.corners_px, axis=1)
    assert off_px.max() < 1.5 * found.card.px_per_mm
    assert found.portrait is not None and found.portrait.shape == (512, 416, 3)
    assert list(found.timings_ms) == [step.__name__ for step in STEPS]


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_card_may_lie_any_way_up(engine: Engine, quarters: int) -> None:
    sample = draw_sample("clean", 7)
    assert sample.person is not None
    turned = np.rot90(open_source(sample.jpeg).decode().rgb, quarters)
    _, jpeg = cv2.imencode(".jpg", turned[..., ::-1])
    found = read_card(jpeg.tobytes(), engine=engine)
    assert texts(found.fields) == sample.person.fields


def test_only_the_wanted_warnings_are_looked_for(engine: Engine) -> None:
    jpeg = draw_sample("clean", 7).jpeg
    assert set(read_card(jpeg, engine=engine).judgement.scores) == set(CardWarning) - {
        CardWarning.BLURRED
    }
    one = read_card(jpeg, wanted={CardWarning.COPY}, engine=engine).judgement
    assert set(one.scores) == {CardWarning.COPY}
    assert one.quality is None
    assert read_card(jpeg, wanted=set(), engine=engine).judgement.warnings == ()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_card_too_blurred_to_read_is_refused_as_blurred(engine: Engine, number: int) -> None:
    with pytest.raises(CardBlurred) as caught:
        read_card(draw_sample("blur", number).jpeg, engine=engine)
    assert caught.value.quality < caught.value.need == 50


def test_a_screen_whose_grid_hides_the_print_is_refused_as_a_screen(engine: Engine) -> None:
    jpeg = draw_sample("reshoot", HIDDEN_BY_GRID).jpeg
    with pytest.raises(CardOnScreen) as caught:
        read_card(jpeg, engine=engine)
    assert caught.value.score > 0.5


@pytest.mark.parametrize("name", ["passport", "other_card", "back"])
def test_another_document_is_refused_as_no_card_rather_than_a_blurred_one(
    engine: Engine, name: SetName
) -> None:
    with pytest.raises(NoCard):
        read_card(draw_sample(name, 4).jpeg, engine=engine)


@pytest.mark.parametrize("source", available()[:4], ids=lambda source: source.identity)
def test_a_portrait_is_refused(engine: Engine, source: Source) -> None:
    with pytest.raises(NoCard):
        read_card(registry_photo(source), engine=engine)


def test_a_person_without_a_card_is_refused(engine: Engine, astronaut_jpeg: bytes) -> None:
    with pytest.raises(NoCard) as caught:
        read_card(astronaut_jpeg, engine=engine)
    assert caught.value.code == "no_card"
    assert caught.value.message.startswith("the portrait side of an ID card was not found: ")


def test_a_deadline_in_the_past_stops_before_the_first_step(engine: Engine) -> None:
    jpeg = draw_sample("clean", 7).jpeg
    with pytest.raises(DeadlineExceeded) as caught:
        read_card(jpeg, engine=engine, deadline=time.monotonic() - 5)
    assert caught.value.step == STEPS[0].__name__


def test_a_large_picture_is_read_as_well_at_a_reduced_size(engine: Engine) -> None:
    sample = draw_sample("clean", 7)
    assert sample.person is not None
    rgb = open_source(sample.jpeg).decode().rgb
    scale = 6000 / max(rgb.shape[:2])
    large = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    _, jpeg = cv2.imencode(".jpg", large[..., ::-1])
    found = read_card(jpeg.tobytes(), wanted=set(), engine=engine)
    assert max(np.ptp(found.card.corners_px, axis=0)) < 3100
    assert texts(found.fields) == sample.person.fields
