"""What a card that was read says of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from idphoto.idcard.card import Fields, Value
from idphoto.idcard.pipeline import CardReading
from idphoto.idcard.warnings.judge import CardWarning, Judgement

FIELDS = Fields(name=Value("欧阳濂泽", 0.9), number=Value("110101200308030017", 0.9))
NO_CARD: Any = None
READING = CardReading(
    card=NO_CARD,
    fields=FIELDS,
    overprint=None,
    portrait=np.zeros((512, 416, 3), np.uint8),
    judgement=Judgement((CardWarning.COPY, CardWarning.BLURRED), {}, None),
    timings_ms={},
)


def test_a_reading_in_a_log_shows_neither_name_nor_number() -> None:
    assert repr(READING) == "CardReading(2 of 6 fields, portrait, warnings: copy, blurred)"
    bare = replace(READING, portrait=None, judgement=Judgement((), {}, None))
    assert repr(bare) == "CardReading(2 of 6 fields, no portrait, warnings: none)"


def test_the_portrait_is_an_image_where_there_is_one() -> None:
    image = READING.portrait_image
    assert image is not None
    assert (image.mode, image.size) == ("RGB", (416, 512))
    assert replace(READING, portrait=None).portrait_image is None
