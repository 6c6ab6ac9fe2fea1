"""Reading a card as a list of steps."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import CardUnreadable, NoCard
from idphoto.idcard.card import Card, Fields
from idphoto.idcard.find import find_card
from idphoto.idcard.glimpse import Glimpse
from idphoto.idcard.parse import Contradictions, contradictions, hypotheses, settle
from idphoto.idcard.portrait import crop_portrait
from idphoto.idcard.read import find_prints
from idphoto.idcard.warnings.judge import Doubt, Exhibit, Judgement, Thresholds, judge
from idphoto.idcard.warnings.unread import why_unread
from idphoto.imaging.decode import Source
from idphoto.runtime.engine import Engine
from idphoto.steps import Progress, run_steps

# The number's digits are 2.5 of the card's 85.6 mm high, and are read at 40 px: more than so many
# pixels along the longer side show nothing more, even of a card that fills half of them.
_ENOUGH_PX: Final = 2800


@dataclass(frozen=True, slots=True)
class CardReading:
    """A card, read and judged.

    ``portrait``: uint8 ``(H, W, 3)``, the card's photo; None where it cannot be cut out.
    ``judgement``: of the doubts that were looked for. ``timings_ms``: by step.
    """

    card: Card
    fields: Fields
    portrait: NDArray[np.uint8] | None
    judgement: Judgement
    timings_ms: dict[str, float]


@dataclass(slots=True)
class _Desk:
    """What lies on the desk while a card is read; later parts are there after their steps."""

    engine: Engine
    source: Source
    wanted: Set[Doubt]
    thresholds: Thresholds
    rgb: NDArray[np.uint8] = field(init=False)
    card: Card = field(init=False)
    fields: Fields = field(init=False)
    portrait: NDArray[np.uint8] | None = field(init=False)
    contradictions: Contradictions = field(init=False)
    judgement: Judgement = field(init=False)


def decode(desk: _Desk) -> None:
    desk.rgb = desk.source.decode(desk.source.shrink_for(_ENOUGH_PX)).rgb


def find(desk: _Desk) -> None:
    found = find_card(desk.engine, desk.rgb)
    if isinstance(found, Glimpse):
        why = why_unread(desk.rgb, found.card, desk.thresholds, is_bordered=found.is_bordered)
        raise why or NoCard(found.reason)
    desk.card = found


def read(desk: _Desk) -> None:
    prints = find_prints(desk.engine, desk.card)
    try:
        weighed = hypotheses(prints, date.today())
    except CardUnreadable as unreadable:
        why = why_unread(desk.rgb, desk.card, desk.thresholds, is_bordered=True)
        raise why or unreadable from unreadable
    desk.contradictions = contradictions(weighed)
    desk.fields = settle(prints, weighed)


def cut_portrait(desk: _Desk) -> None:
    desk.portrait = crop_portrait(desk.card.rgb, desk.card.face)


def weigh_doubts(desk: _Desk) -> None:
    exhibit = Exhibit(desk.rgb, desk.source.data, desk.card, desk.contradictions)
    desk.judgement = judge(exhibit, desk.wanted, desk.thresholds)


STEPS: Final[tuple[Callable[[_Desk], None], ...]] = (
    decode,
    find,
    read,
    cut_portrait,
    weigh_doubts,
)


def read_card(
    engine: Engine,
    source: Source,
    wanted: Set[Doubt],
    thresholds: Thresholds,
    *,
    deadline: float | None = None,
    progress: Progress | None = None,
) -> CardReading:
    """Find the card of a picture, read it, and look for the doubts that are ``wanted``.

    ``deadline`` and ``progress``: as for ``run_steps``.

    Raises:
        NoCard, SeveralCards, CardTooSmall, CardUnreadable, CardBlurred, CardOnScreen: see their
            messages.
        BadImage: the pixels cannot be read whole.
        DeadlineExceeded: found out between two steps.
    """
    desk = _Desk(engine, source, wanted, thresholds)
    timings = run_steps(STEPS, desk, deadline, progress)
    return CardReading(desk.card, desk.fields, desk.portrait, desk.judgement, timings)
