"""The work on pictures, by the engine's networks."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

from idphoto.authority.port import Embedding
from idphoto.errors import (
    DeadlineExceeded,
    FaceCutOff,
    FaceTooSmall,
    IdPhotoError,
    NoFace,
    SeveralFaces,
    UnsupportedFormat,
)
from idphoto.idcard.compare import embed_photo, similarity
from idphoto.idcard.pipeline import CardReading, read_card
from idphoto.idcard.portrait import card_embedding
from idphoto.idcard.warnings.judge import Doubt, thresholds_of
from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.models.face_embedder import distance
from idphoto.runtime.engine import Engine
from idphoto.services.identity.model import Reading, Wanted
from idphoto.settings import get_settings

_FORMATS: Final = ("png", "jpeg")
# The portrait's: 26 × 32 mm at 16 px each.
_PORTRAIT: Final = EncodeOptions(format="jpeg", dpi=16 * 25.4)


class EngineChecker:
    """Safe between threads; keeps nothing of a picture."""

    def __init__(self, engine: Engine, limits: DecodeLimits) -> None:
        self._engine = engine
        self._limits = limits

    def read(self, picture: bytes, wanted: Wanted, deadline: float) -> Reading:
        """As ``Checker.read``."""
        source = open_source(picture, self._limits)
        if source.format not in _FORMATS:
            raise UnsupportedFormat(f"this is {source.format}; send JPEG or PNG")
        thresholds = thresholds_of(get_settings())
        if wanted.min_quality is not None:
            thresholds = replace(thresholds, min_quality=wanted.min_quality)
        read = read_card(self._engine, source, _doubts(wanted), thresholds, deadline=deadline)
        portrait = b"" if read.portrait is None else encode(read.portrait, _PORTRAIT).data
        timings = dict(read.timings_ms)
        face = None
        if not read.judgement.doubts:  # else nothing is compared
            _check_time(deadline, "embed_face")
            began = time.monotonic()
            face = self._face_of(read)
            timings["embed_face"] = (time.monotonic() - began) * 1000.0
        return Reading(
            read.fields,
            portrait,
            read.judgement.doubts,
            read.judgement.quality,
            face,
            timings,
        )

    def embed(self, photo: bytes, deadline: float) -> Embedding:
        """As ``Checker.embed``."""
        _check_time(deadline, "embed_face")
        return embed_photo(self._engine, photo)

    def similarity(self, one: Embedding, other: Embedding) -> float:
        """As ``Checker.similarity``."""
        return similarity(distance(one, other))

    def _face_of(self, read: CardReading) -> Embedding | IdPhotoError:
        try:
            embedding, _ = card_embedding(self._engine, read.card.rgb, read.card.face)
        except (NoFace, SeveralFaces, FaceTooSmall, FaceCutOff) as error:
            return error
        return embedding


def _doubts(wanted: Wanted) -> frozenset[Doubt]:
    asked = {
        Doubt.COPY: wanted.copy,
        Doubt.BORDER: wanted.border,
        Doubt.COVERED: wanted.border,
        Doubt.RESHOOT: wanted.reshoot,
        Doubt.EDITED: wanted.edited,
        Doubt.TEMPORARY: wanted.temporary,
        Doubt.BLURRED: wanted.quality,
    }
    return frozenset(doubt for doubt, is_asked in asked.items() if is_asked)


def _check_time(deadline: float, step: str) -> None:
    """Raises ``DeadlineExceeded`` once the deadline, by ``time.monotonic()``, has passed."""
    late_s = time.monotonic() - deadline
    if late_s > 0:
        raise DeadlineExceeded(step=step, late_s=late_s)
