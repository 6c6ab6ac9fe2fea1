from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.headshot.make import make
from idphoto.headshot.renderer import DrawingRenderer
from idphoto.headshot.result import Headshot
from idphoto.headshot.templates import TEMPLATES
from idphoto.imaging.decode import open_source
from idphoto.photo.setup import Setup

Shoot = Callable[..., tuple[Headshot, Headshot]]


@pytest.fixture(scope="session")
def shoot(photo_setup: Setup, photo_file: Callable[[str], bytes]) -> Shoot:
    """``shoot(template, *names, retouched=True)``: both variants, made once."""

    @cache
    def pair(template: str, *names: str, retouched: bool = True) -> tuple[Headshot, Headshot]:
        return make(
            photo_setup,
            [open_source(photo_file(name)) for name in names],
            TEMPLATES[template],
            DrawingRenderer(),
            retouched=retouched,
        )

    return pair


@pytest.fixture(scope="session")
def couple_jpeg(astronaut: NDArray[np.uint8], jpeg: Callable[[NDArray[np.uint8]], bytes]) -> bytes:
    """One photo of two people: the astronaut, and her mirror image, somewhat darker."""
    one = astronaut[:400, 60:400]
    other = (one[:, ::-1] * 0.8).astype(np.uint8)
    return jpeg(np.hstack([one, other]))
