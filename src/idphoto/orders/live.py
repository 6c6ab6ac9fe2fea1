"""Faces in a live view: no order, but the same door to pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.photo.live import LiveFace, look_live
from idphoto.runtime.engine import Engine


@dataclass(frozen=True, slots=True)
class LiveView:
    """``size_wh``: of the upright picture, in pixels. ``faces``: from the left."""

    size_wh: tuple[int, int]
    faces: tuple[LiveFace, ...]


LookLive = Callable[[bytes], LiveView]
"""Finds the faces in a picture's file."""


def looker(engine: Engine, limits: DecodeLimits) -> LookLive:
    """What finds faces with this engine, in pictures within these limits."""

    def look(data: bytes) -> LiveView:
        source = open_source(data, limits, field="body")
        return LiveView(source.size_wh, look_live(engine, source))

    return look
