"""The work on pictures, by the engine's networks."""

from __future__ import annotations

import time
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.authority.port import Embedding
from idphoto.errors import DeadlineExceeded, LibraryMissing, UnsupportedFormat
from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.runtime.engine import Engine
from idphoto.services.identity.model import Reading, Wanted
from idphoto.settings import ServerSettings

_FORMATS: Final = ("png", "jpeg")


class EngineChecker:
    """Safe between threads; keeps nothing of a picture."""

    def __init__(self, engine: Engine, settings: ServerSettings) -> None:
        self._engine = engine
        self._limits = DecodeLimits(max_side_px=settings.max_source_side_px)

    def read(self, picture: bytes, wanted: Wanted, deadline: float) -> Reading:
        """As ``Checker.read``."""
        pixels_of(picture, self._limits)
        check_time(deadline, "read_card")
        raise LibraryMissing("the reader of cards", "a later version", "it is not built yet")

    def embed(self, photo: bytes, deadline: float) -> Embedding:
        """As ``Checker.embed``."""
        raise LibraryMissing("the reader of cards", "a later version", "it is not built yet")

    def similarity(self, one: Embedding, other: Embedding) -> float:
        """As ``Checker.similarity``."""
        raise LibraryMissing("the reader of cards", "a later version", "it is not built yet")


def pixels_of(picture: bytes, limits: DecodeLimits) -> NDArray[np.uint8]:
    """The pixels of a PNG or JPEG file, upright: uint8 ``(H, W, 3)``.

    Raises:
        UnsupportedFormat, BadImage, ImageTooLarge: there are none, or too many.
    """
    source = open_source(picture, limits)
    if source.format not in _FORMATS:
        raise UnsupportedFormat(f"this is {source.format}; send JPEG or PNG")
    return source.decode().rgb


def check_time(deadline: float, step: str) -> None:
    """Raises ``DeadlineExceeded`` once the deadline, by ``time.monotonic()``, has passed."""
    late_s = time.monotonic() - deadline
    if late_s > 0:
        raise DeadlineExceeded(step=step, late_s=late_s)
