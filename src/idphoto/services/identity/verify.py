"""A check from beginning to end, where nobody pays and nobody else waits."""

from __future__ import annotations

import math

from idphoto.authority.port import Authority, Record
from idphoto.idcard.number import parse_number
from idphoto.services.identity.model import Checker, Found, Wanted
from idphoto.services.identity.verdicts import unfit, verdict_of, verdict_of_faces


async def verify(
    checker: Checker, authority: Authority, picture: bytes, wanted: Wanted, min_similarity: float
) -> Found:
    """Read the card in ``picture``, ask about its holder, compare the faces.

    ``min_similarity``: 0–100, from which two faces are one person's.

    Raises:
        IdPhotoError: as ``Checker.read``; or the authority's photo cannot be compared.
    """
    reading = checker.read(picture, wanted, math.inf)
    verdict = unfit(reading)
    if verdict is not None:
        return Found(verdict, 0.0, reading)
    fields = reading.fields
    answer = await authority.lookup(fields.name.text, parse_number(fields.number.text).text)
    if not isinstance(answer, Record):
        return Found(verdict_of(answer), 0.0, reading)
    other = answer.embedding
    if other is None:
        assert answer.photo is not None  # noqa: S101 - one of the two is there
        other = checker.embed(answer.photo, math.inf)
    face = reading.face
    assert face is not None and not isinstance(face, Exception)  # noqa: S101 - found fit
    similarity = round(checker.similarity(face, other), 2)
    return Found(verdict_of_faces(similarity, min_similarity), similarity, reading)
