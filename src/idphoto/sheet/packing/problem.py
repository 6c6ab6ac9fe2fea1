"""A layout problem, as numbers only."""

from __future__ import annotations

from dataclasses import dataclass

from idphoto.sheet.packing.blocks import Pair
from idphoto.sheet.packing.extras import LABEL, QR, Extra
from idphoto.sheet.packing.mixing import Area


@dataclass(frozen=True, slots=True)
class Problem:
    """A sheet to lay out, in pixels of its own grid.

    ``size_wh``: the paper's size in its orientation. ``sizes``, ``counts``: of each photo; a count
    of None means as many as there is room for. ``label_wh``, ``qr_px``: None if there is none.
    """

    size_wh: Pair
    margin: int
    gutter: int
    dpi: float
    sizes: tuple[Pair, ...]
    counts: tuple[int | None, ...]
    rotate: bool = True
    label_wh: Pair | None = None
    qr_px: int | None = None
    marks: bool = True

    @property
    def room_wh(self) -> Pair:
        """The size of the area inside the margins."""
        width, height = self.size_wh
        return width - 2 * self.margin, height - 2 * self.margin

    @property
    def extras(self) -> list[Extra]:
        """The items on the sheet besides photos."""
        label = [] if self.label_wh is None else [(LABEL, self.label_wh)]
        return label + ([] if self.qr_px is None else [(QR, (self.qr_px, self.qr_px))])

    # With a gutter added to the right and below, everything can be packed side by side.

    @property
    def area(self) -> Area:
        """The area inside the margins, enlarged by a gutter."""
        width, height = self.room_wh
        return Area(0, 0, width + self.gutter, height + self.gutter)

    @property
    def grown_sizes(self) -> list[Pair]:
        """The photos' sizes, each with a gutter added."""
        return [(width + self.gutter, height + self.gutter) for width, height in self.sizes]

    @property
    def grown_extras(self) -> list[Extra]:
        """The extras, each with a gutter added."""
        return [(item, (w + self.gutter, h + self.gutter)) for item, (w, h) in self.extras]
