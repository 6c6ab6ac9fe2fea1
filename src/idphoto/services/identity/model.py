"""The types of a check, and the port for its work on pictures."""

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
    """The warnings to look for on a card.

    ``border`` stands for BORDER and COVERED, ``quality`` for BLURRED: a quality below
    ``min_quality`` (0–100; None: the threshold in the settings).
    """

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
    """One card to check.

    ``cost``: credits. ``max_bytes``, ``fetch_timeout_s``: limits of a download.
    """

    source: Upload | FromUrl = field(repr=False)
    wanted: Wanted
    cost: int
    max_bytes: int
    fetch_timeout_s: float
    time_limit_s: float


@dataclass(frozen=True, slots=True, repr=False)
class ReadCard:
    """The data read from a picture of a card.

    ``portrait``: the photo on the card as a JPEG file; empty if it cannot be cut out.
    ``warnings``: the requested warnings that were found. ``quality``: 0–100; None if it was not
    requested. ``face``: the embedding of the card's face, or the reason it has none; None if there
    are warnings, because faces are then not compared. ``timings_ms``: by step.
    """

    fields: Fields
    portrait: bytes
    warnings: tuple[CardWarning, ...]
    quality: float | None
    face: Embedding | IdPhotoError | None
    timings_ms: Mapping[str, float]


class Checker(Protocol):
    """The work on pictures. Called concurrently on worker threads; must not keep any data."""

    def read(self, picture: bytes, wanted: Wanted, deadline: float) -> ReadCard:
        """Read the card in a PNG or JPEG file.

        Raises:
            BadImage, ImageTooLarge: the file is not an acceptable picture.
            NoCard, SeveralCards, CardTooSmall, CardUnreadable: no card can be read in it.
            CardBlurred, CardOnScreen: the card is blurred or on a screen, and ``wanted`` does not
                include that warning; if it does, the result has the warning and no fields.
            DeadlineExceeded: ``deadline`` (``time.monotonic()``) has passed.
        """
        ...

    def embed(self, photo: bytes, deadline: float) -> Embedding:
        """Embed the face in an authority's photo, a picture file in any supported format.

        Raises:
            IdPhotoError: the photo has no face that can be compared.
        """
        ...

    def similarity(self, one: Embedding, other: Embedding) -> float:
        """The calibrated similarity, 0–100; one in 1,000 pairs of strangers reaches 70."""
        ...


class IdentityVerdict(StrEnum):
    """The outcome of checking a card that was read."""

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
    BAD_PHOTO = "bad_photo"  # the authority's photo cannot be compared
    FAILED = "failed"  # the comparison failed with an internal error


# A check is charged if the authority has answered about the person or a requested warning was
# found. In the other cases the picture could not be used or the check failed on our side.
CHARGED: Final = frozenset(
    {
        IdentityVerdict.SAME_PERSON,
        IdentityVerdict.OTHER_PERSON,
        IdentityVerdict.DOUBTED,
        IdentityVerdict.NAME_MISMATCH,
        IdentityVerdict.NO_RECORD,
        IdentityVerdict.NO_PHOTO,
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a check before it is charged. ``similarity``: as in ``Checked``."""

    verdict: IdentityVerdict
    similarity: float
    reading: ReadCard


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check.

    ``similarity``: of the two faces, 0–100, rounded to two digits; 0 if they were not compared.
    ``charged``: credits.
    """

    verdict: IdentityVerdict
    similarity: float
    reading: ReadCard
    charged: int
