"""Turns a reading, an authority's answer or a similarity into a verdict."""

from __future__ import annotations

from typing import Final

from idphoto.authority.port import Answer, NameMismatch, NoPhoto, NoRecord
from idphoto.errors import BadRequest, FaceTooSmall, IdPhotoError, SeveralFaces
from idphoto.idcard.card import UNKNOWN_CHARACTER
from idphoto.idcard.number import parse_number
from idphoto.services.identity.model import IdentityVerdict, ReadCard

_OF_FACES: Final = {
    SeveralFaces: IdentityVerdict.SEVERAL_FACES,
    FaceTooSmall: IdentityVerdict.FACE_TOO_SMALL,
}
_OF_ANSWERS: Final[dict[type[Answer], IdentityVerdict]] = {
    NameMismatch: IdentityVerdict.NAME_MISMATCH,
    NoRecord: IdentityVerdict.NO_RECORD,
    NoPhoto: IdentityVerdict.NO_PHOTO,
}


# Measured on 175 blurred, covered, cut or on-screen cards: all 146 correctly read numbers had a
# confidence above 0.94, as had three of the 29 misread ones. A name below _GUESSED_NAME is a guess.
_SURE_NUMBER: Final = 0.9
_GUESSED_NAME: Final = 0.1


def unfit(reading: ReadCard) -> IdentityVerdict | None:
    """The verdict on a card that the authority cannot be asked about; None if it can."""
    fields = reading.fields
    if reading.warnings:
        return IdentityVerdict.DOUBTED
    if not fields.name.text or not fields.number.text or UNKNOWN_CHARACTER in fields.name.text:
        return IdentityVerdict.UNREADABLE
    try:
        parse_number(fields.number.text)
    except BadRequest:
        return IdentityVerdict.BAD_NUMBER
    if fields.name.confidence < _GUESSED_NAME or fields.number.confidence < _SURE_NUMBER:
        return IdentityVerdict.UNREADABLE
    if reading.face is None:
        return IdentityVerdict.NO_FACE
    if isinstance(reading.face, IdPhotoError):
        return _OF_FACES.get(type(reading.face), IdentityVerdict.NO_FACE)
    return None


def verdict_of(answer: Answer) -> IdentityVerdict:
    """The verdict for an answer other than a record. No answer confirms nothing."""
    return _OF_ANSWERS.get(type(answer), IdentityVerdict.NO_ANSWER)


def verdict_of_faces(similarity: float, min_similarity: float) -> IdentityVerdict:
    """The verdict for a comparison; both values are 0–100."""
    return (
        IdentityVerdict.SAME_PERSON
        if similarity >= min_similarity
        else IdentityVerdict.OTHER_PERSON
    )
