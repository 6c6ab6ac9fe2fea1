"""The question that an authority answers, and its possible answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Embedding = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StoredFace:
    """An embedding, float64 ``(128,)``, and the name of the network that made it.

    Only embeddings of one network can be compared.
    """

    embedding: Embedding
    network: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """The number belongs to this name, and there is a face to compare with: a photo, its
    embedding, or both.

    ``photo``: a picture file in any format, not yet checked. ``embedding``: float64 ``(128,)``,
    read-only, made by the network that compares faces when the photo was stored.
    """

    photo: bytes | None
    embedding: Embedding | None


@dataclass(frozen=True, slots=True)
class NoRecord:
    """The authority does not know the number."""


@dataclass(frozen=True, slots=True)
class NameMismatch:
    """The authority knows the number, but under another name."""


@dataclass(frozen=True, slots=True)
class NoPhoto:
    """The number belongs to this name, but there is no face to compare with."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """It cannot answer now. ``reason``: for the operator, without personal data or secrets."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotConfigured(Unavailable):
    """No authority is set up."""

    reason: str = "no authority is set up: IDPHOTO_AUTHORITY is empty"


Answer = Record | NoRecord | NameMismatch | NoPhoto | Unavailable


class Authority(Protocol):
    """Answers whether a number belongs to a name. Many tasks of one event loop may ask at once."""

    async def lookup(self, name: str, id_num: str) -> Answer:
        """Whether ``id_num`` belongs to ``name``, with the face to compare with.

        ``id_num``: 18 characters, upper case, with a correct check character. Never raises because
        of what the authority does or fails to do: that gives ``Unavailable``.
        """
        ...


class Nobody:
    """The authority of a deployment without one."""

    async def lookup(self, name: str, id_num: str) -> Answer:
        """Always ``NotConfigured``: what cannot be checked is not confirmed."""
        return NotConfigured()
