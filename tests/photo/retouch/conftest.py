"""Real people on the photo's grid, as the retouching step receives them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.imaging.decode import open_source
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.pipeline import STEPS
from idphoto.photo.request import photo_request
from idphoto.photo.retouch.regions import FacePlan
from idphoto.photo.retouch.skin import Skin, find_skin
from idphoto.photo.setup import Setup
from idphoto.photo.steps.retouch import retouch

SIZE_WH = (413, 626)


@dataclass(frozen=True)
class Portrait:
    """A person, drawn and cut out, with nothing retouched."""

    rgb: NDArray[np.uint8]
    alpha: NDArray[np.float32]
    mesh: NDArray[np.float64]
    yaw_deg: float

    @property
    def plan(self) -> FacePlan:
        return FacePlan.of(self.mesh)

    @property
    def skin(self) -> Skin:
        return find_skin(self.rgb, self.alpha, self.plan)


@pytest.fixture(scope="session")
def portrait(photo_setup: Setup, photo_file: Callable[[str], bytes]) -> Callable[[str], Portrait]:
    """``portrait(name)``: a shared photo's person, or the astronaut, at 413 × 626."""

    @cache
    def draw(name: str) -> Portrait:
        draft = PhotoDraft(
            photo_setup, open_source(photo_file(name)), photo_request(size_px=SIZE_WH)
        )
        for step in STEPS[: STEPS.index(retouch)]:
            step(draft)
        mesh = draft.placement.to_photo.apply(draft.face.points[:, :2])
        return Portrait(draft.rgb, draft.alpha, mesh, draft.geometry.yaw_deg)

    return draw


@pytest.fixture(scope="session")
def astronaut_portrait(portrait: Callable[[str], Portrait]) -> Portrait:
    return portrait("astronaut")
