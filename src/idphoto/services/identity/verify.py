"""The algorithm of a check: read the card, ask the authority, compare the faces."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from idphoto.authority.port import Authority, Embedding, Record
from idphoto.errors import IdPhotoError
from idphoto.idcard.number import parse_number
from idphoto.services.identity.model import Checker, Found, IdentityVerdict, ReadCard, Wanted
from idphoto.services.identity.verdicts import unfit, verdict_of, verdict_of_faces

_T = TypeVar("_T")


class Run(Protocol):
    """Runs the work on pictures."""

    async def __call__(self, job: Callable[[float], _T]) -> _T:
        """Return the result of ``job(deadline)``."""
        ...


async def at_once(job: Callable[[float], _T]) -> _T:
    """Run the job immediately, without a time limit."""
    return job(math.inf)


def reraise(error: Exception) -> IdentityVerdict:
    """Pass an error in the comparison on to the caller."""
    raise error


async def verify(
    checker: Checker,
    authority: Authority,
    picture: bytes,
    wanted: Wanted,
    min_similarity: float,
    *,
    run: Run = at_once,
    incomparable: Callable[[Exception], IdentityVerdict] = reraise,
) -> Found:
    """Read the card in ``picture``, ask about its holder, compare the faces.

    ``min_similarity``: 0–100; at or above it, two faces belong to the same person.
    ``incomparable``: returns the verdict for an error in the comparison, or raises.

    Raises:
        IdPhotoError: as for ``Checker.read``.
        Exception: anything ``run`` or ``incomparable`` raises.
    """
    read = partial(checker.read, picture, wanted)
    del picture  # frees the picture while the authority is asked
    reading = await run(read)
    del read
    verdict = unfit(reading)
    if verdict is not None:
        return Found(verdict, 0.0, reading)
    fields = reading.fields
    answer = await authority.lookup(fields.name.text, parse_number(fields.number.text).text)
    if not isinstance(answer, Record):
        return Found(verdict_of(answer), 0.0, reading)
    try:
        similarity = await _similarity(checker, reading, answer, run)
    except Exception as error:
        return Found(incomparable(error), 0.0, reading)
    return Found(verdict_of_faces(similarity, min_similarity), similarity, reading)


async def _similarity(checker: Checker, reading: ReadCard, record: Record, run: Run) -> float:
    face = reading.face
    assert face is not None and not isinstance(face, IdPhotoError)  # noqa: S101 - see unfit()
    return round(checker.similarity(face, await _face_of(checker, record, run)), 2)


async def _face_of(checker: Checker, record: Record, run: Run) -> Embedding:
    if record.embedding is not None:
        return record.embedding
    assert record.photo is not None  # noqa: S101 - a record has a photo or an embedding
    return await run(partial(checker.embed, record.photo))
