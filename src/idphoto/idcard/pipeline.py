"""Read a card: a list of steps."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from idphoto.errors import CardUnreadable, NoCard
from idphoto.idcard.card import Card, Fields, Unread
from idphoto.idcard.finding.find import find_card
from idphoto.idcard.finding.other_documents import document_of_number
from idphoto.idcard.finding.unlabelled import UnlabelledCard
from idphoto.idcard.number import is_number
from idphoto.idcard.portrait import crop_portrait
from idphoto.idcard.reading.overprint import Overprint
from idphoto.idcard.reading.parse import Contradictions, contradictions, hypotheses, settle
from idphoto.idcard.reading.read import find_prints
from idphoto.idcard.warnings.judge import CardWarning, Exhibit, Judgement, Thresholds, judge
from idphoto.idcard.warnings.unread import why_unread
from idphoto.imaging.decode import Source
from idphoto.runtime.engine import Engine
from idphoto.steps import Progress, run_steps

# The number's digits are 2.5 mm high on a card of 85.6 mm and are read at 40 px: more pixels than
# this along the longer side show nothing more, even if the card fills only half of them.
_ENOUGH_PX: Final = 2800


@dataclass(frozen=True, slots=True, eq=False)
class CardReading:
    """A card, read and judged.

    ``card``: the card, set straight. ``fields``: what is printed on it, each value with its
    confidence.
    ``overprint``: what is printed over the card, such as a mark against misuse; None if nothing is.
    ``portrait``: uint8 ``(H, W, 3)``, the card's photo; None if it cannot be cut out.
    ``judgement``: on the warnings that were looked for. ``timings_ms``: by step.

    >>> import idphoto
    >>> reading = idphoto.read_card("id-card.jpg")
    >>> reading
    CardReading(6 of 6 fields, portrait, warnings: none)
    >>> reading.portrait_image.size
    (416, 512)
    """

    card: Card
    fields: Fields
    overprint: Overprint | None
    portrait: NDArray[np.uint8] | None
    judgement: Judgement
    timings_ms: dict[str, float]

    @property
    def portrait_image(self) -> Image.Image | None:
        """The card's photo as a PIL image, RGB; None if it cannot be cut out."""
        return None if self.portrait is None else Image.fromarray(self.portrait)

    def __repr__(self) -> str:
        # a log that shows this shows neither name nor number
        read = sum(bool(value.text) for value in self.fields.values)
        warnings = ", ".join(self.judgement.warnings) or "none"
        portrait = "no portrait" if self.portrait is None else "portrait"
        whole = len(self.fields.values)
        return f"CardReading({read} of {whole} fields, {portrait}, warnings: {warnings})"


@dataclass(slots=True)
class _Draft:
    """A reading in the making: what the steps fill in, in order."""

    engine: Engine
    source: Source
    wanted: Set[CardWarning]
    thresholds: Thresholds
    rgb: NDArray[np.uint8] = field(init=False)
    card: Card = field(init=False)
    fields: Fields = field(init=False)
    overprint: Overprint | None = field(init=False)
    portrait: NDArray[np.uint8] | None = field(init=False)
    contradictions: Contradictions = field(init=False)
    judgement: Judgement = field(init=False)


def decode(draft: _Draft) -> None:
    draft.rgb = draft.source.decode(draft.source.shrink_for(_ENOUGH_PX)).rgb


def find(draft: _Draft) -> None:
    found = find_card(draft.engine, draft.rgb)
    if isinstance(found, UnlabelledCard):
        why = why_unread(draft.rgb, found.card, draft.thresholds, is_bordered=found.is_bordered)
        raise why or NoCard(found.reason)
    draft.card = found


def read(draft: _Draft) -> None:
    prints = find_prints(draft.engine, draft.card)
    weighed = hypotheses(prints, date.today())
    draft.contradictions = contradictions(weighed)
    draft.fields = settle(prints, weighed)
    draft.overprint = prints.overprint
    document = document_of_number(draft.fields.number.text)
    if document is not None and is_number(draft.fields.number.text):
        raise NoCard(document)
    if draft.fields.number.reason is Unread.ILLEGIBLE or draft.fields.is_blank:
        why = why_unread(draft.rgb, draft.card, draft.thresholds, is_bordered=True)
        if why is not None:
            raise why
    if draft.fields.is_blank:
        raise CardUnreadable("print", "none of its fields can be read")


def cut_portrait(draft: _Draft) -> None:
    draft.portrait = crop_portrait(draft.card)


def judge_card(draft: _Draft) -> None:
    exhibit = Exhibit(draft.rgb, draft.source.file, draft.card, draft.fields, draft.contradictions)
    draft.judgement = judge(exhibit, draft.wanted, draft.thresholds)


STEPS: Final[tuple[Callable[[_Draft], None], ...]] = (
    decode,
    find,
    read,
    cut_portrait,
    judge_card,
)


def read_card(
    engine: Engine,
    source: Source,
    wanted: Set[CardWarning],
    thresholds: Thresholds,
    *,
    deadline: float | None = None,
    progress: Progress | None = None,
) -> CardReading:
    """Find the card in a picture, read it, and look for the ``wanted`` warnings.

    ``deadline`` and ``progress``: as for ``run_steps``.

    Raises:
        NoCard, SeveralCards, CardTooSmall: not exactly one readable card was found.
        CardUnreadable: no field can be read.
        CardBlurred, CardOnScreen: the number, or no field, can be read, and this is why.
        BadImage: the pixels cannot be decoded.
        DeadlineExceeded: ``deadline`` passed; checked between steps.
    """
    draft = _Draft(engine, source, wanted, thresholds)
    timings = run_steps(STEPS, draft, deadline, progress)
    return CardReading(
        draft.card, draft.fields, draft.overprint, draft.portrait, draft.judgement, timings
    )
