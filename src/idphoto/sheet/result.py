"""A finished sheet: the file, and what is on it."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field

from PIL import Image

from idphoto.errors import BadRequest
from idphoto.imaging.saving import save_as
from idphoto.sheet.layout import Plan
from idphoto.sheet.paper import Paper
from idphoto.sheet.qr import QrCode
from idphoto.sheet.request import SheetFormat


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished sheet. A notebook shows it.

    ``data``: the file's bytes. ``size_wh``: the sheet's size in pixels (for a PDF, of the grid it
    was planned on, at ``dpi``). ``paper_mm``: the paper's size in its orientation. ``photos_mm``:
    each photo's size, upright. ``plan``: where everything is. ``qr``: the QR code, if there is one.
    ``timings_ms``: by step.

    >>> import idphoto
    >>> sheet = idphoto.make_sheet("me.jpg", "A6")
    >>> sheet.save("sheet.jpg")
    >>> sheet.image.size, sheet.paper_mm, sheet.count
    ((1748, 1240), (148.0, 105.0), 6)
    """

    data: bytes = field(repr=False)
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
        """Width and height in pixels."""
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

    @property
    def image(self) -> Image.Image:
        """The sheet as a PIL image, RGB.

        Raises:
            BadRequest: it is a PDF, which holds photos of their own resolution.
        """
        if self.format == "pdf":
            raise BadRequest("format", 'a PDF sheet has no pixels: make it with format="png"')
        with Image.open(io.BytesIO(self.data)) as image:
            return image.convert("RGB")

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the file, whole or not at all; a file of that name is replaced.

        Raises:
            BadRequest: the name's suffix says another format than the file has.
            NoSuchFolder: there is no folder to write it to; a ``FileNotFoundError`` as well.
            IoError: the system cannot write it.
        """
        save_as(path, self.data, self.format, 'make the sheet in that format (format="…")')

    def __repr__(self) -> str:
        across, down = self.paper_mm
        photos = f"{self.count} photo{'' if self.count == 1 else 's'}"
        file = f"{self.format.upper()} {len(self.data):,} bytes"
        return f"Sheet({photos} on {self.paper.name}, {across:g}×{down:g} mm, {file})"

    def _repr_jpeg_(self) -> bytes | None:
        return self.data if self.format == "jpeg" else None

    def _repr_png_(self) -> bytes | None:
        return self.data if self.format == "png" else None

    def _repr_pdf_(self) -> bytes | None:
        return self.data if self.format == "pdf" else None
