"""Reads cards and compares faces with the engine's networks."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
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
from idphoto.idcard.warnings.judge import CardWarning, Thresholds
from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.models.face_embedder import distance
from idphoto.runtime.engine import Engine
from idphoto.services.identity.model import ReadCard, Wanted

_FORMATS: Final = ("png", "jpeg")
# The portrait is 26 × 32 mm at 16 px/mm.
_PORTRAIT: Final = EncodeOptions(format="jpeg", dpi=16 * 25.4)


class EngineChecker:
    """Implements ``Checker``. Thread-safe; keeps no data of a picture."""

    def __init__(
        self,
        engine: Engine,
        limits: DecodeLimits,
        thresholds: Thresholds,
        calibration: Path | None,
    ) -> None:
        """
        Args:
            engine: runs the networks.
            limits: the limits on accepted pictures.
            thresholds: the warnings' thresholds; a request may override ``min_quality``.
            calibration: the file that maps distances between faces to similarities; None for the
                built-in one. It is read at the first comparison.
        """
        self._engine = engine
        self._limits = limits
        self._thresholds = thresholds
        self._calibration = calibration

    def read(self, picture: bytes, wanted: Wanted, deadline: float) -> ReadCard:
        """As ``Checker.read``."""
        source = open_source(picture, self._limits)
        if source.format not in _FORMATS:
            raise UnsupportedFormat(f"this is {source.format}; send JPEG or PNG")
        thresholds = self._thresholds
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
        judgement, timings = read.judgement, dict(read.timings_ms)
        warnings = _with_overprint(judgement.warnings, read, wanted)
        face = None
        if not warnings:  # with warnings, faces are not compared
            _check_time("embed_face", deadline)
            started = time.perf_counter()
            face = self._face_on(read)
            timings["embed_face"] = 1000.0 * (time.perf_counter() - started)
        return ReadCard(read.fields, portrait, warnings, judgement.quality, face, timings)

    def embed(self, photo: bytes, deadline: float) -> Embedding:
        """As ``Checker.embed``."""
        _check_time("embed_photo", deadline)
        return embed_photo(self._engine, photo)

    def similarity(self, one: Embedding, other: Embedding) -> float:
        """As ``Checker.similarity``."""
        return load_curve(self._calibration).similarity(distance(one, other))

    def _face_on(self, read: CardReading) -> Embedding | IdPhotoError:
        """The embedding of the card's face, or the reason it has none."""
        try:
            return card_embedding(self._engine, read.card)[0]
        except (NoFace, SeveralFaces, FaceTooSmall, FaceCutOff) as error:
            return error


def _with_overprint(
    found: tuple[CardWarning, ...], read: CardReading, wanted: Wanted
) -> tuple[CardWarning, ...]:
    """The warnings, and COVERED for a card that is printed over: no code is nearer to that."""
    if read.overprint is None or not wanted.border or CardWarning.COVERED in found:
        return found
    return (*found, CardWarning.COVERED)


def _check_time(step: str, deadline: float) -> None:
    late_s = time.monotonic() - deadline
    if late_s > 0:
        raise DeadlineExceeded(step, late_s)


def _unread(warning: CardWarning, quality: float | None = None) -> ReadCard:
    """The result for a card that was found but cannot be read, when the reason is a requested
    warning."""
    return ReadCard(Fields(), b"", (warning,), quality, None, {})


def _warnings(wanted: Wanted) -> frozenset[CardWarning]:
    requested = {
        CardWarning.COPY: wanted.copy,
        CardWarning.BORDER: wanted.border,
        CardWarning.COVERED: wanted.border,
        CardWarning.RESHOOT: wanted.reshoot,
        CardWarning.EDITED: wanted.edited,
        CardWarning.TEMPORARY: wanted.temporary,
        CardWarning.BLURRED: wanted.quality,
    }
    return frozenset(warning for warning, is_wanted in requested.items() if is_wanted)
