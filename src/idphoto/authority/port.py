"""What can be asked of an authority, and what it can answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Embedding = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Record:
    """The number belongs to this name, and there is a face to compare with: a photo, its
    embedding, or both.

    ``photo``: a picture file, of whatever format; nobody has looked into it. ``embedding``:
    float64 ``(128,)``, read-only, as the face embedder gave it when the photo was stored.
    """

    photo: bytes | None
    embedding: Embedding | None


@dataclass(frozen=True, slots=True)
class NoRecord:
    """The authority does not know the number."""


@dataclass(frozen=True, slots=True)
class NameMismatch:
    """It knows the number, and the name to it is another."""


@dataclass(frozen=True, slots=True)
class NoPhoto:
    """The number belongs to this name, but there is no face to compare with."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """It cannot tell now. ``reason``: for the operator; nothing of the person, and no secret."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotConfigured(Unavailable):
    """There is nobody to ask."""

    reason: str = "no authority is set up: IDPHOTO_AUTHORITY is empty"


Answer = Record | NoRecord | NameMismatch | NoPhoto | Unavailable


class Authority(Protocol):
    """Somebody to ask. Safe to be asked by many tasks of one event loop at once."""

    async def lookup(self, name: str, id_num: str) -> Answer:
        """Whether ``id_num`` belongs to ``name``, with the face to compare with.

        ``id_num``: 18 characters, upper case, the check character right. It never raises for what
        the authority does or fails to do: that is ``Unavailable``.
        """
        ...


class Nobody:
    """The authority of a deployment that has none."""

    async def lookup(self, name: str, id_num: str) -> Answer:
        """Always ``NotConfigured``: what cannot be checked is not right."""
        return NotConfigured()
