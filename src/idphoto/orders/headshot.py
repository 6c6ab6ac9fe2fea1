"""Headshots: the order, and how it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from idphoto.api import make_headshots
from idphoto.errors import PhotoAtFault
from idphoto.headshot.result import Headshot
from idphoto.headshot.template import TemplateId
from idphoto.headshot.templates import TEMPLATES
from idphoto.imaging.decode import DecodeLimits
from idphoto.imaging.encode import EncodeOptions
from idphoto.photo.setup import Setup
from idphoto.steps import Progress
from idphoto.tasks.made import File, Made


@dataclass(frozen=True, slots=True)
class HeadshotOrder:
    """The two headshots of a template, as PNG files named ``1`` and ``2``."""

    template: TemplateId
    kind: Literal["headshot"] = "headshot"

    def make(
        self,
        setup: Setup,
        photos: Sequence[bytes],
        limits: DecodeLimits,
        *,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> Made:
        """Both pictures. A couple comes from one photo or two; of one person, the first photo that
        can be used is taken. Raises what ``idphoto.make_headshots`` raises; where no photo can be
        used, what is wrong with the first."""
        alone = TEMPLATES[self.template].people == 1
        refusals: list[PhotoAtFault] = []
        for chosen in [[photo] for photo in photos] if alone else [photos]:
            try:
                pair = make_headshots(
                    chosen,
                    self.template,
                    output=EncodeOptions("png"),
                    engine=setup.engine,
                    limits=limits,
                    deadline=deadline,
                    progress=progress,
                )
            except PhotoAtFault as error:
                refusals.append(error)
            else:
                return _both(pair)
        raise refusals[0]


def _both(pair: tuple[Headshot, Headshot]) -> Made:
    timings: Counter[str] = Counter()
    for headshot in pair:
        timings.update(headshot.timings_ms)
    report = {
        "headshots": [
            {
                "px": list(headshot.size_wh),
                "bytes": len(headshot.data),
                "notices": [notice.code for notice in headshot.notices],
            }
            for headshot in pair
        ],
        "timings_ms": {step: round(ms, 1) for step, ms in timings.items()},
    }
    files = {
        str(headshot.variant): File(headshot.data, headshot.encoded.format, headshot.size_wh)
        for headshot in pair
    }
    return Made(files, report)
