"""How strong each correction is."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from idphoto.errors import BadRequest

DEFAULT_STRENGTH: Final = 0.5


@dataclass(frozen=True, slots=True)
class Retouch:
    """The strength of each correction, 0–1; 0 leaves it out.

    ``bright``: exposure, white balance, side light. ``smooth``: the skin. ``thin_face``: the jaw.
    ``sharp``: edges.

    Raises:
        BadRequest: a strength is outside 0–1; the field is named.

    >>> import idphoto
    >>> idphoto.Retouch(bright=0.5, smooth=0.3).any
    True
    """

    bright: float = 0.0
    smooth: float = 0.0
    thin_face: float = 0.0
    sharp: float = 0.0

    def __post_init__(self) -> None:
        for field in fields(self):
            strength = getattr(self, field.name)
            if not 0.0 <= strength <= 1.0:
                raise BadRequest(field.name, f"{strength} is outside 0–1")

    @property
    def any(self) -> bool:
        """Whether any correction is asked for."""
        return any(getattr(self, field.name) > 0 for field in fields(self))


# ``thin_face`` changes what a face looks like: it is never the usual.
USUAL_RETOUCH: Final = Retouch(DEFAULT_STRENGTH, DEFAULT_STRENGTH, 0.0, DEFAULT_STRENGTH)
