"""A finished sheet: the file, and what is on it."""

from __future__ import annotations

from dataclasses import dataclass

from idphoto.sheet.layout import Plan
from idphoto.sheet.paper import Paper
from idphoto.sheet.qr import QrCode
from idphoto.sheet.request import SheetFormat


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished sheet.

    ``size_wh``: the sheet's size in pixels (for a PDF, of the grid it was planned on, at ``dpi``).
    ``paper_mm``: the paper's size in its orientation. ``photos_mm``: each photo's size, upright.
    ``plan``: where everything is. ``timings_ms``: by step.
    """

    data: bytes
    format: SheetFormat
    dpi: int
    paper: Paper
    paper_mm: tuple[float, float]
    photos_mm: tuple[tuple[float, float], ...]
    plan: Plan
    qr: QrCode | None
    timings_ms: dict[str, float]

    @property
    def size_wh(self) -> tuple[int, int]:
        return self.plan.size_wh

    @property
    def counts(self) -> tuple[int, ...]:
        """How often each photo is on the sheet."""
        items = [slot.item for slot in self.plan.photos]
        return tuple(items.count(item) for item in range(len(self.photos_mm)))

    @property
    def count(self) -> int:
        """The number of photos on the sheet."""
        return len(self.plan.photos)
