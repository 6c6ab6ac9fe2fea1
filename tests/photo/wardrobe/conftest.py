from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from tests.photo.wardrobe.people import Figure, photographed

from idphoto.runtime.engine import Engine


@pytest.fixture(scope="session")
def person(engine: Engine, photo_file: Callable[[str], bytes]) -> Callable[[str], Figure]:
    """``person(name)``: a person of the shared photos, or ``astronaut``, on a photo's grid."""
    return cache(lambda name: photographed(engine, photo_file(name)))
