"""What many tests share: the real photos and mattes, where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from idphoto.errors import WeightsUnavailable
from idphoto.runtime.engine import Engine, default_engine
from idphoto.runtime.weights import WeightsStore
from idphoto.settings import get_settings

# Real photos and exact mattes stand beside a checkout, never in it (DESIGN, section 4).
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the shared test photos are not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The real networks, from the user's own models folder: fetched once, by one worker."""
    store = WeightsStore(get_settings().models_dir)
    try:
        for entry in store.entries:
            if entry.group == "photo":
                store.path(entry.name)
    except WeightsUnavailable as error:
        pytest.skip(error.message)
    return default_engine()
