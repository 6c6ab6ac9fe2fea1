from __future__ import annotations

import pytest

from idphoto.errors import WeightsUnavailable
from idphoto.models.face_embedder import WEIGHTS
from idphoto.runtime.engine import Engine


@pytest.fixture(scope="session")
def embedding_engine(engine: Engine) -> Engine:
    """``engine``, with the embedder's weights at hand."""
    try:
        engine.weights(WEIGHTS)
    except WeightsUnavailable as error:
        pytest.skip(error.message)
    return engine
