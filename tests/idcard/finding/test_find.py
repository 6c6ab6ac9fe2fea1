"""Cards found in pictures, and other documents refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.kept.cards import draw_sample
from tools.cards.draw import draw_card
from tools.cards.files import write_jpeg
from tools.cards.people import invent_person
from tools.cards.photograph import Flat, photograph
from tools.cards.portraits import available, portrait
from tools.cards.sets import SetName

from idphoto import read_card
from idphoto.errors import NoCard, SeveralCards
from idphoto.idcard.card import Card
from idphoto.idcard.finding.find import find_card
from idphoto.idcard.finding.unlabelled import UnlabelledCard
from idphoto.idcard.reading.parse import hypotheses, settle
from idphoto.idcard.reading.read import find_prints
from idphoto.imaging.decode import open_source
from idphoto.runtime.engine import Engine

# What a refusal says the picture shows.
SHOWN = {"back": "the back of the card", "passport": "a passport"}


@pytest.mark.parametrize(
    "address",
    [
        "海南省文昌市文城镇农业银行宿舍3栋",
        "海南省文昌市图书馆路12号户口大院",
        "海南省文昌市执业学校会员楼",
    ],
)
def test_an_address_may_contain_the_titles_of_other_documents(engine: Engine, address: str) -> None:
    person = replace(invent_person(61_007), address=address)
    card = draw_card(person, portrait(available()[0]).rgb, 61_007)
    shot = photograph(Flat(card.rgb, card.px_per_mm, card.corner_mm), 61_007)
    rgb = open_source(write_jpeg(shot.rgb, 61_007)).decode().rgb
    found = find_card(engine, rgb)
    assert isinstance(found, Card)
    prints = find_prints(engine, found)
    assert settle(prints, hypotheses(prints, date.today())).address.text == address


@pytest.mark.parametrize("name", ["back", "passport", "other_card", "nothing"])
def test_anything_but_a_portrait_side_is_refused(engine: Engine, name: SetName) -> None:
    reasons = [reason_of_refusal(engine, name, number) for number in range(4)]
    assert all(reasons)
    if name in SHOWN:  # not for all: the text of small ones is misread
        assert sum(SHOWN[name] in reason for reason in reasons) >= 3


def reason_of_refusal(engine: Engine, name: SetName, number: int) -> str:
    with pytest.raises(NoCard) as caught:
        read_card(draw_sample(name, number).jpeg, engine=engine)
    assert caught.value.code == "no_card"
    return caught.value.reason


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_blurred_card_is_found_by_its_portrait_and_borders(engine: Engine, number: int) -> None:
    sample = draw_sample("blur", number)
    found = find_card(engine, open_source(sample.jpeg).decode().rgb)
    assert isinstance(found, UnlabelledCard)
    assert found.is_bordered
    assert sample.corners_px is not None
    off_px = np.linalg.norm(found.card.corners_px - sample.corners_px, axis=1).max()
    assert off_px / found.card.px_per_mm < 10.0  # of 85.6 mm


@pytest.mark.parametrize("number", range(3))
def test_two_cards_in_a_picture_are_counted(engine: Engine, number: int) -> None:
    with pytest.raises(SeveralCards) as caught:
        find_card(engine, open_source(draw_sample("two_cards", number).jpeg).decode().rgb)
    assert (caught.value.code, caught.value.found) == ("several_cards", 2)
