"""Cut-outs: the order, and how it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from idphoto.imaging.colour import Colour
from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.matting.matte import Quality
from idphoto.photo.cut_out import make_cutout
from idphoto.photo.setup import Setup
from idphoto.steps import Progress
from idphoto.tasks.made import IMAGE, File, Made


@dataclass(frozen=True, slots=True)
class CutoutOrder:
    """The person at the source's own size, on ``background`` or on nothing. A face is required.

    ``max_source_side_px``: as for ``PhotoOrder``.
    """

    output: EncodeOptions
    background: Colour | None = None
    quality: Quality = "fast"
    max_source_side_px: int | None = None
    kind: Literal["cutout"] = "cutout"

    def make(
        self,
        setup: Setup,
        photos: Sequence[bytes],
        limits: DecodeLimits,
        *,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> Made:
        """The picture. Raises what ``idphoto.cut_out`` raises, ``NoFace`` and
        ``DeadlineExceeded``."""
        (data,) = photos
        source = open_source(data, limits.with_side(self.max_source_side_px))
        cutout = make_cutout(
            setup, source, self.quality, need_face=True, deadline=deadline, progress=progress
        )
        pixels = cutout.rgba if self.background is None else cutout.on(self.background)
        encoded = encode(pixels, self.output)
        height, width = pixels.shape[:2]
        report = {
            "px": [width, height],
            "bytes": len(encoded.data),
            "format": encoded.format,
            "timings_ms": {step: round(ms, 1) for step, ms in cutout.timings_ms.items()},
        }
        return Made({IMAGE: File(encoded.data, encoded.format, (width, height))}, report)
