"""The one function that makes any order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from idphoto.imaging.decode import DecodeLimits
from idphoto.orders.stored import from_json
from idphoto.photo.setup import Setup
from idphoto.steps import Progress
from idphoto.tasks.made import Made, Make


def maker(setup: Setup, limits: DecodeLimits) -> Make:
    """What makes stored orders with this setup, from sources within these limits."""

    def make(
        order: dict[str, Any], photos: Sequence[bytes], deadline: float, progress: Progress
    ) -> Made:
        made = from_json(order)
        return made.make(setup, photos, limits, deadline=deadline, progress=progress)

    return make
