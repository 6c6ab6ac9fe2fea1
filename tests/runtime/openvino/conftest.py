from __future__ import annotations

import pytest

from idphoto.assets.store import AssetStore
from idphoto.runtime.engine import Engine
from idphoto.runtime.openvino.engine import OpenVinoEngine
from idphoto.settings import get_settings


@pytest.fixture(scope="session")
def engine(engine: Engine) -> Engine:
    """The engine itself: the one that other tests share keeps answers between runs."""
    own = get_settings()
    return OpenVinoEngine(AssetStore(own.models_dir), precision=own.precision, threads=own.threads)
