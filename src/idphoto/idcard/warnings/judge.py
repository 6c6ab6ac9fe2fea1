"""The warnings about a picture of a card: runs the detectors that are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import Card, Fields
from idphoto.idcard.reading.parse import Contradictions
from idphoto.idcard.warnings.border import Completeness, completeness
from idphoto.idcard.warnings.cover import cover_score
from idphoto.idcard.warnings.edited import LEAST_PX_PER_MM, find_edits
from idphoto.idcard.warnings.ground import GroundCells, find_ground
from idphoto.idcard.warnings.photocopy import photocopy_score
from idphoto.idcard.warnings.portrait import PortraitColours, portrait_colours
from idphoto.idcard.warnings.quality import Sharpness, quality_as_read, sharpness
from idphoto.idcard.warnings.reshoot import screen_traces
from idphoto.idcard.warnings.temporary import temporary_score


class CardWarning(StrEnum):
    """A reason not to trust a picture of a card. The values are public codes.

    >>> import idphoto
    >>> reading = idphoto.read_card("id-card.jpg")
    >>> idphoto.CardWarning.COPY in reading.judgement.warnings
    False
    """

    BORDER = "border"  # the card is not whole in the picture
    COVERED = "covered"
    COPY = "copy"
    RESHOOT = "reshoot"  # of a screen
    EDITED = "edited"
    TEMPORARY = "temporary"
    BLURRED = "blurred"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """``scores``: 0–1, at or above which a warning holds; for all but BLURRED, which holds if the
    quality is below ``min_quality``, 0–100."""

    scores: Mapping[CardWarning, float]
    min_quality: float


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What is judged.

    ``rgb``: uint8 ``(H, W, 3)``, the picture, upright, that ``card`` was found in. ``file``: the
    file it was decoded from; None if it was passed as pixels. ``fields``: what was read on it, and
    its ``contradictions``.
    """

    rgb: NDArray[np.uint8]
    file: bytes | None
    card: Card
    fields: Fields
    contradictions: Contradictions


@dataclass(frozen=True, slots=True)
class Judgement:
    """``warnings``: those that hold, of those that were looked for. ``scores``: 0–1, of all that
    were looked for, except BLURRED. ``quality``: 0–100, None if BLURRED was not looked for.
    ``not_judged``: those that were looked for and cannot be judged in this picture.

    >>> import idphoto
    >>> judgement = idphoto.read_card("id-card.jpg").judgement
    >>> judgement.warnings, judgement.not_judged
    ((), ())
    """

    warnings: tuple[CardWarning, ...]
    scores: Mapping[CardWarning, float]
    quality: float | None
    not_judged: tuple[CardWarning, ...] = ()


def judge(exhibit: Exhibit, wanted: Set[CardWarning], thresholds: Thresholds) -> Judgement:
    """Look for the ``wanted`` warnings."""
    views = _Views(exhibit, thresholds)
    scores: dict[CardWarning, float] = {
        warning: _score(views, warning)
        for warning in CardWarning
        if warning in wanted and warning is not CardWarning.BLURRED
    }
    held: list[CardWarning] = [
        warning for warning, score in scores.items() if score >= thresholds.scores[warning]
    ]
    not_judged = tuple(
        warning for warning in scores if warning not in held and not _can_judge(views, warning)
    )
    if CardWarning.BLURRED not in wanted:
        return Judgement(tuple(held), scores, None, not_judged)
    quality = max(views.sharpness.quality, quality_as_read(exhibit.fields))
    if quality < thresholds.min_quality:
        held.append(CardWarning.BLURRED)
    return Judgement(tuple(held), scores, quality, not_judged)


class _Views:
    """What several detectors look at, made when the first one asks for it."""

    def __init__(self, exhibit: Exhibit, thresholds: Thresholds) -> None:
        self.exhibit = exhibit
        self._thresholds = thresholds

    @cached_property
    def ground(self) -> GroundCells:
        return find_ground(self.exhibit.rgb, self.exhibit.card)

    @cached_property
    def colours(self) -> PortraitColours:
        return portrait_colours(self.ground, self.exhibit.card.face, self.exhibit.card.portrait_mm)

    @cached_property
    def completeness(self) -> Completeness:
        return completeness(self.ground, self.exhibit.card)

    @cached_property
    def cover(self) -> float:
        return cover_score(self.ground)

    @cached_property
    def sharpness(self) -> Sharpness:
        return sharpness(self.exhibit.card)

    @property
    def is_whole(self) -> bool:
        """Whether no piece of the card is missing or hidden, as far as the picture shows."""
        limits = self._thresholds.scores
        return (
            not self.is_temporary
            and self.completeness.score < limits[CardWarning.BORDER]
            and self.cover < limits[CardWarning.COVERED]
        )

    @property
    def is_temporary(self) -> bool:
        return self.temporary >= self._thresholds.scores[CardWarning.TEMPORARY]

    @cached_property
    def temporary(self) -> float:
        return temporary_score(
            [line.reading.text for line in self.exhibit.card.lines], self.colours
        )


def _can_judge(views: _Views, warning: CardWarning) -> bool:
    if warning is CardWarning.BORDER:
        return views.completeness.is_judged
    return warning is not CardWarning.EDITED or views.exhibit.card.px_per_mm >= LEAST_PX_PER_MM


def _score(views: _Views, warning: CardWarning) -> float:
    exhibit = views.exhibit
    match warning:
        case CardWarning.BORDER | CardWarning.COVERED if views.is_temporary:
            # its print stands elsewhere, at heights that are not known: it is set straight askew
            return 0.0
        case CardWarning.BORDER:
            return views.completeness.score
        case CardWarning.COVERED:
            return views.cover
        case CardWarning.COPY:
            # the portrait of a temporary card is grey on the card itself
            return 0.0 if views.is_temporary else photocopy_score(views.colours)
        case CardWarning.RESHOOT:
            return screen_traces(exhibit.rgb, exhibit.card).score(views.sharpness.sharp)
        case CardWarning.EDITED:
            found = find_edits(exhibit.file, exhibit.card, exhibit.contradictions)
            return found.score(views.is_whole)
        case CardWarning.TEMPORARY:
            return views.temporary
    raise ValueError(warning)
