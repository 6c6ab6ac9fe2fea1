"""What photos are made with, whatever is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from idphoto.models.matting import MattingName
from idphoto.runtime.engine import Engine


@dataclass(frozen=True, slots=True)
class Setup:
    """``engine`` runs the networks; ``matting`` is the one that cuts people out."""

    engine: Engine
    matting: MattingName
