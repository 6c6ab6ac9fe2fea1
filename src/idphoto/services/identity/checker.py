"""The work on pictures, by the engine's networks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.authority.port import Embedding
from idphoto.errors import (
    FaceCutOff,
    FaceTooSmall,
    IdPhotoError,
    NoFace,
    NotOffered,
    SeveralFaces,
    UnsupportedFormat,
)
from idphoto.idcard.card import Card, Fields
from idphoto.idcard.compare import embed_photo, similarity
from idphoto.idcard.find import find_card
from idphoto.idcard.portrait import card_embedding, crop_portrait
from idphoto.idcard.read import read_fields
from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.models.face_embedder import distance
from idphoto.runtime.engine import Engine
from idphoto.services.identity.model import Reading, Wanted
from idphoto.settings import ServerSettings
from idphoto.steps import run_steps

_FORMATS: Final = ("png", "jpeg")
# As the card's photo is on the canvas: 16 px a millimetre.
_PORTRAIT: Final = EncodeOptions(format="jpeg", dpi=406, quality=92)
# What is wrong with the card's own face, where another card may do.
_UNFIT: Final = (NoFace, SeveralFaces, FaceTooSmall, FaceCutOff)


class EngineChecker:
    """Safe between threads; keeps nothing of a picture."""

    def __init__(self, engine: Engine, settings: ServerSettings) -> None:
        self._engine = engine
        self._limits = DecodeLimits(max_side_px=settings.max_source_side_px)

    def read(self, picture: bytes, wanted: Wanted, deadline: float) -> Reading:
        """As ``Checker.read``."""
        if wanted != Wanted():
            raise NotOffered("config", "warnings are not built yet")
        draft = _Draft(self._engine, self._limits, picture)
        timings = run_steps(_STEPS, draft, deadline, None)
        return Reading(draft.fields, draft.portrait, (), None, draft.face, timings)

    def embed(self, photo: bytes, deadline: float) -> Embedding:
        """As ``Checker.embed``."""
        return embed_photo(self._engine, photo)

    def similarity(self, one: Embedding, other: Embedding) -> float:
        """As ``Checker.similarity``."""
        return similarity(distance(one, other))


@dataclass
class _Draft:
    """A card that is being read."""

    engine: Engine
    limits: DecodeLimits
    picture: bytes
    rgb: NDArray[np.uint8] = field(init=False)
    card: Card = field(init=False)
    fields: Fields = field(init=False)
    portrait: bytes = b""
    face: Embedding | IdPhotoError | None = None


def decode_card(draft: _Draft) -> None:
    source = open_source(draft.picture, draft.limits)
    if source.format not in _FORMATS:
        raise UnsupportedFormat(f"this is {source.format}; send JPEG or PNG")
    draft.rgb = source.decode().rgb


def find_on_picture(draft: _Draft) -> None:
    draft.card = find_card(draft.engine, draft.rgb)


def read_card(draft: _Draft) -> None:
    draft.fields = read_fields(draft.engine, draft.card)


def cut_portrait(draft: _Draft) -> None:
    portrait = crop_portrait(draft.card.rgb, draft.card.face)
    draft.portrait = b"" if portrait is None else encode(portrait, _PORTRAIT).data


def embed_portrait(draft: _Draft) -> None:
    try:
        draft.face, _ = card_embedding(draft.engine, draft.card.rgb, draft.card.face)
    except _UNFIT as error:
        draft.face = error


_STEPS: Final = (decode_card, find_on_picture, read_card, cut_portrait, embed_portrait)
