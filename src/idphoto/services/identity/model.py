"""The values of a check, and the port for its work on pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from idphoto.authority.port import Embedding
from idphoto.errors import IdPhotoError
from idphoto.idcard.card import Fields
from idphoto.idcard.warnings.judge import CardWarning
from idphoto.tasks.model import FromUrl, Upload


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for on a card. ``border`` is BORDER and COVERED, ``quality`` is BLURRED: below
    ``min_quality``, 0–100, or where that is None, below what the settings say."""

    copy: bool = False
    border: bool = False
    reshoot: bool = False
    edited: bool = False
    temporary: bool = False
    quality: bool = False
    min_quality: float | None = None


ALL: Final = Wanted(copy=True, border=True, reshoot=True, edited=True, temporary=True, quality=True)


@dataclass(frozen=True, slots=True)
class Check:
    """One card to check. ``cost``: credits. ``max_bytes``, ``fetch_timeout_s``: of a download."""

    source: Upload | FromUrl = field(repr=False)
    wanted: Wanted
    cost: int
    max_bytes: int
    fetch_timeout_s: float
    time_limit_s: float


@dataclass(frozen=True, slots=True, repr=False)
class ReadCard:
    """What a picture shows of a card.

    ``portrait``: the photo on the card as a JPEG file; empty where it cannot be cut out.
    ``warnings``: those that were looked for and found. ``quality``: 0–100, None if it was not
    looked for. ``face``: the embedding of the card's face, or why there is none; None if there are
    warnings, since then nothing is compared. ``timings_ms``: by step.
    """

    fields: Fields
    portrait: bytes
    warnings: tuple[CardWarning, ...]
    quality: float | None
    face: Embedding | IdPhotoError | None
    timings_ms: Mapping[str, float]


class Checker(Protocol):
    """The work on pictures. Called on worker threads, several at a time; nothing is kept."""

    def read(self, picture: bytes, wanted: Wanted, deadline: float) -> ReadCard:
        """The card in a PNG or JPEG file.

        Raises:
            BadImage, ImageTooLarge: there is no such picture.
            NoCard, SeveralCards, CardTooSmall, CardUnreadable: no card can be read in it.
            CardBlurred, CardOnScreen: the same, for a reason that was not asked for; where it was,
                it is a warning about a reading without fields.
            DeadlineExceeded: out of time; ``deadline`` is by ``time.monotonic()``.
        """
        ...

    def embed(self, photo: bytes, deadline: float) -> Embedding:
        """The face in an authority's photo, a picture file of whatever format.

        Raises:
            IdPhotoError: there is no face in it that can be compared.
        """
        ...

    def similarity(self, one: Embedding, other: Embedding) -> float:
        """0–100, as calibrated: 70 is passed by one in 1,000 strangers."""
        ...


class Verdict(StrEnum):
    """The outcome of a card that was read."""

    SAME_PERSON = "same_person"
    OTHER_PERSON = "other_person"
    DOUBTED = "doubted"
    UNREADABLE = "unreadable"  # the name, or the number
    BAD_NUMBER = "bad_number"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    FACE_TOO_SMALL = "face_too_small"
    NAME_MISMATCH = "name_mismatch"
    NO_RECORD = "no_record"
    NO_PHOTO = "no_photo"
    NO_ANSWER = "no_answer"
    BAD_PHOTO = "bad_photo"  # the authority's cannot be compared
    FAILED = "failed"  # to compare, for a fault of ours


# Charged: the authority has answered about the person, or a warning that was asked for was found.
# Otherwise the picture could not be used, or we failed.
CHARGED: Final = frozenset(
    {
        Verdict.SAME_PERSON,
        Verdict.OTHER_PERSON,
        Verdict.DOUBTED,
        Verdict.NAME_MISMATCH,
        Verdict.NO_RECORD,
        Verdict.NO_PHOTO,
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a check, not yet charged. ``similarity``: as in ``Checked``."""

    verdict: Verdict
    similarity: float
    reading: ReadCard


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check. ``similarity``: of the two faces, 0–100, rounded to two digits; 0 if
    nothing was compared. ``charged``: credits."""

    verdict: Verdict
    similarity: float
    reading: ReadCard
    charged: int
