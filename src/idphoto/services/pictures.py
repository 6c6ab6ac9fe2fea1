"""Everything the service does with pixels, put together from the settings."""

from __future__ import annotations

from dataclasses import dataclass

from idphoto.api import default_setup, thresholds_of
from idphoto.idcard.calibration.load import load_curve
from idphoto.imaging.decode import DecodeLimits
from idphoto.models import face_embedder
from idphoto.orders.live import LookLive, looker
from idphoto.orders.make import maker
from idphoto.runtime.engine import Engine
from idphoto.services.identity.checker import EngineChecker
from idphoto.services.identity.model import Checker
from idphoto.services.warm import Load, Networks, card_networks, fonts, photo_networks
from idphoto.settings import ServerSettings, get_settings
from idphoto.tasks.made import Make


@dataclass(frozen=True, slots=True)
class Pictures:
    """``make`` makes what tasks order, ``checker`` reads and compares cards, ``look`` finds faces
    in a live view. ``networks`` loads ahead what photos and cards need, ``card_networks`` what only
    cards need. ``face_network``: the name of the network that compares faces."""

    make: Make
    checker: Checker
    look: LookLive
    networks: Networks
    card_networks: Networks
    face_network: str = face_embedder.NETWORK


def open_pictures(
    settings: ServerSettings,
    engine: Engine | None = None,
    make: Make | None = None,
    checker: Checker | None = None,
) -> Pictures:
    """The process's own engine and what runs on it, except for what is given.

    No networks are loaded for a ``make`` or a ``checker`` of the caller's.

    Raises:
        BadSetting: cards are checked, and the calibration of the settings cannot be used.
    """
    setup = default_setup(engine)
    limits = DecodeLimits(max_side_px=settings.max_source_side_px)
    loads: list[Load] = []
    of_cards: list[Load] = []
    if make is None and settings.role != "api":
        loads += [fonts, *photo_networks(setup, settings.quality)]
    if checker is None and settings.authority and settings.role != "worker":
        load_curve(get_settings().idcard_calibration)  # a file of no use stops the start
        of_cards += card_networks(setup.engine)
    return Pictures(
        make or maker(setup, limits),
        checker or open_checker(setup.engine, limits),
        looker(setup.engine, limits),
        Networks(loads),
        Networks(of_cards),
    )


def open_checker(engine: Engine, limits: DecodeLimits) -> EngineChecker:
    """What reads and compares cards, with the thresholds and the calibration of the settings."""
    own = get_settings()
    return EngineChecker(engine, limits, thresholds_of(own), own.idcard_calibration)
