"""Loading networks in the background, so that the first request does not wait for them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

import structlog

from idphoto.drawing.fonts import fetch_fonts
from idphoto.errors import IdPhotoError, NetworksUnavailable, WeightsUnavailable
from idphoto.matting.matte import DETAIL_SIDE, Quality
from idphoto.models import (
    blendshapes,
    face_embedder,
    face_landmarker,
    matting,
    segmenter,
    text_finder,
    text_reader,
)
from idphoto.photo.setup import Setup
from idphoto.runtime.engine import Engine

_NETWORKS: Final = (
    "face_detection_short_range",
    "face_detection_full_range_sparse",
    "face_landmark",
    segmenter.NETWORK,
    face_landmarker.NETWORK,
    blendshapes.NETWORK,
    "pose_detection",
    "pose_landmark_full",
)
_LOADING: Final = "loading"
_OK: Final = "ok"
_AGAIN_S: Final = 30.0

Load = Callable[[], object]
"""Loads one network; fetches its weights if they are not there yet."""

_log = structlog.get_logger("idphoto.service")


def photo_networks(setup: Setup, quality: Quality) -> list[Load]:
    """What the usual photo needs."""
    engine, name = setup.engine, setup.matting
    detail = [partial(matting.load, engine, DETAIL_SIDE, name)] if quality == "best" else []
    return [
        *detail,
        *(partial(engine.network, network) for network in _NETWORKS),
    ]


def card_networks(engine: Engine) -> list[Load]:
    """What the check of an ID card needs, except for what a photo needs as well."""
    return [
        partial(text_finder.load, engine),
        partial(text_reader.load, engine),
        partial(engine.network, face_embedder.NETWORK),
    ]


def fonts() -> None:
    """Fetch the fonts of labels and watermarks; without them, texts are set in what is here."""
    try:
        fetch_fonts()
    except WeightsUnavailable as error:
        _log.error("fonts cannot be fetched", reason=error.message)


class Networks:
    """Loads networks, two at a time; after a failure again once a pause is over.

    ``state``: ``loading``, ``ok``, or what is wrong.
    """

    def __init__(self, loads: list[Load]) -> None:
        self._loads = loads
        # Its own threads: asyncio waits at its end for those that it lends. No daemons: the
        # interpreter must not end while one is in native code. The largest network takes as long
        # as all others together.
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="idphoto-warm")
        self._closed = threading.Event()
        self.state = _LOADING

    def check(self) -> None:
        """Accept work that needs them, unless they are known to be missing.

        Raises:
            NetworksUnavailable: they could not be loaded.
        """
        if self.state not in (_LOADING, _OK):
            raise NetworksUnavailable(self.state, _AGAIN_S)

    async def run(self) -> None:
        """Load until everything is there."""
        while self.state != _OK and not self._closed.is_set():
            try:
                loop = asyncio.get_running_loop()
                loads = [partial(self._load, load) for load in self._loads]
                await asyncio.gather(*(loop.run_in_executor(self._threads, load) for load in loads))
                self.state = _OK
            except Exception as error:
                known = error if isinstance(error, IdPhotoError) else None
                self.state = known.message if known else "cannot be loaded"
                _log.error("networks cannot be loaded", exc_info=None if known else error)
                await asyncio.sleep(_AGAIN_S)

    def close(self) -> None:
        """Load nothing more; nobody waits for a network that is being loaded."""
        self._closed.set()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _load(self, load: Load) -> None:
        if not self._closed.is_set():
            load()
