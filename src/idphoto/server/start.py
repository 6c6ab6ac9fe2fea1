"""Examine at its start what the server needs, and log what is missing by name."""

from __future__ import annotations

import asyncio

import structlog
from fastapi import FastAPI

from idphoto.health.examine import examine
from idphoto.settings import ServerSettings

_log = structlog.get_logger("idphoto.server")


async def examine_start(app: FastAPI, settings: ServerSettings) -> None:
    """Log each part that is missing, at level error, and each that could be better.

    ``app.state.missing`` then has the names of the former, for ``/readyz``.
    """
    try:
        parts = await asyncio.to_thread(examine, settings.data_dir)
    except Exception as error:  # the server works all the same
        _log.error("the start cannot be examined", exc_info=error)
        return
    for part in parts:
        if part.status != "ok":
            write = _log.error if part.status == "missing" else _log.warning
            write(f"part {part.status}", part=part.name, found=part.found, remedy=part.remedy)
    app.state.missing = [part.name for part in parts if part.status == "missing"]
