"""The work on pictures, by the engine's networks."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Final

from idphoto.authority.port import Embedding
from idphoto.errors import (
    CardBlurred,
    CardOnScreen,
    DeadlineExceeded,
    FaceCutOff,
    FaceTooSmall,
    IdPhotoError,
    NoFace,
    SeveralFaces,
    UnsupportedFormat,
)
from idphoto.idcard.calibration.load import load_curve
from idphoto.idcard.card import Fields
from idphoto.idcard.compare import embed_photo
from idphoto.idcard.pipeline import CardReading, read_card
from idphoto.idcard.portrait import card_embedding
from idphoto.idcard.warnings.judge import CardWarning, thresholds_of
from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.models.face_embedder import distance
from idphoto.runtime.engine import Engine
from idphoto.services.identity.model import Reading, Wanted
from idphoto.settings import get_settings
from idphoto.steps import run_steps

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
        try:
            read = read_card(self._engine, source, _warnings(wanted), thresholds, deadline=deadline)
        except CardBlurred as blurred:
            if wanted.quality:
                return _unread(CardWarning.BLURRED, blurred.quality)
            raise
        except CardOnScreen:
            if wanted.reshoot:
                return _unread(CardWarning.RESHOOT)
            raise
        portrait = b"" if read.portrait is None else encode(read.portrait, _PORTRAIT).data
        faces = _Faces(self._engine, read)
        steps = () if read.judgement.warnings else (embed_face,)  # else nothing is compared
        timings = read.timings_ms | run_steps(steps, faces, deadline, None)
        judgement = read.judgement
        return Reading(
            read.fields, portrait, judgement.warnings, judgement.quality, faces.found, timings
        )

    def embed(self, photo: bytes, deadline: float) -> Embedding:
        """As ``Checker.embed``."""
        if time.monotonic() > deadline:
            raise DeadlineExceeded("embed_photo", time.monotonic() - deadline)
        return embed_photo(self._engine, photo)

    def similarity(self, one: Embedding, other: Embedding) -> float:
        """As ``Checker.similarity``."""
        return load_curve(get_settings().idcard_calibration).similarity(distance(one, other))


@dataclass(slots=True)
class _Faces:
    """A card that was read, and its face's embedding, or why there is none, once found."""

    engine: Engine
    read: CardReading
    found: Embedding | IdPhotoError | None = None


def embed_face(faces: _Faces) -> None:
    try:
        faces.found, _ = card_embedding(faces.engine, faces.read.card.rgb, faces.read.card.face)
    except (NoFace, SeveralFaces, FaceTooSmall, FaceCutOff) as error:
        faces.found = error


def _unread(warning: CardWarning, quality: float | None = None) -> Reading:
    """What there is to tell of a card that could be seen, but not read, for a reason that was
    asked for."""
    return Reading(Fields(), b"", (warning,), quality, None, {})


def _warnings(wanted: Wanted) -> frozenset[CardWarning]:
    asked = {
        CardWarning.COPY: wanted.copy,
        CardWarning.BORDER: wanted.border,
        CardWarning.COVERED: wanted.border,
        CardWarning.RESHOOT: wanted.reshoot,
        CardWarning.EDITED: wanted.edited,
        CardWarning.TEMPORARY: wanted.temporary,
        CardWarning.BLURRED: wanted.quality,
    }
    return frozenset(warning for warning, is_asked in asked.items() if is_asked)
