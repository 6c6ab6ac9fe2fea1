"""A part: something that the product needs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

PartStatus = Literal["ok", "warning", "missing"]
"""``missing``: something cannot be made without it. ``warning``: it works, with less."""


@dataclass(frozen=True, slots=True)
class HealthPart:
    """One part: what was ``found``, with its numbers, and, unless it is ok, the ``remedy``."""

    name: str
    status: PartStatus
    found: str
    remedy: str = ""

    def to_json(self) -> dict[str, str]:
        """The same as JSON's types."""
        return asdict(self)
