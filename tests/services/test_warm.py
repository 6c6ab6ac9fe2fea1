from __future__ import annotations

from typing import cast

import pytest

from idphoto.imaging.decode import open_source
from idphoto.matting.matte import DETAIL_SIDE, Quality
from idphoto.photo import pipeline
from idphoto.photo.request import photo_request
from idphoto.photo.setup import Setup
from idphoto.runtime.engine import Engine, Network
from idphoto.services.warm import photo_networks

Asked = tuple[str, tuple[int, int] | None]


class Watched:
    """An engine that records what is asked of another one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.asked: set[Asked] = set()

    def network(
        self,
        name: str,
        input_hw: tuple[int, int] | None = None,
        outputs: tuple[int, ...] | None = None,
    ) -> Network:
        self.asked.add((name, input_hw))
        return self._engine.network(name, input_hw, outputs)

    def load_ahead(self, name: str, input_hw: tuple[int, int], outputs: tuple[int, ...]) -> None:
        """Nothing: the network is asked for when it is needed."""


def warmed(engine: Engine, quality: Quality) -> set[Asked]:
    watched = Watched(engine)
    for load in photo_networks(Setup(cast(Engine, watched), "isnet"), quality):
        load()
    return watched.asked


@pytest.mark.parametrize("quality", ["fast", "best"])
def test_every_network_of_a_photo_is_loaded_ahead(
    engine: Engine, astronaut_jpeg: bytes, quality: Quality
) -> None:
    watched = Watched(engine)
    setup = Setup(cast(Engine, watched), "isnet")
    for clothes in (None, "man_1"):
        request = photo_request(quality=quality, clothes=clothes)
        pipeline.run(setup, open_source(astronaut_jpeg), request)
    assert watched.asked
    assert watched.asked <= warmed(engine, quality)


def test_only_quality_best_loads_the_detail_network(engine: Engine) -> None:
    more = warmed(engine, "best") - warmed(engine, "fast")
    assert more == {("isnet", (DETAIL_SIDE, DETAIL_SIDE))}
