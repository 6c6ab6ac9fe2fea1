"""The native API, assembled: its routers, its callbacks and its description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, FastAPI
from pydantic import BaseModel

from idphoto.messages import batches as batch_messages
from idphoto.messages import orders
from idphoto.server.native import batches, catalogue, faces, gallery, making, sources, tasks
from idphoto.server.native.answer import render
from idphoto.server.native.api import KINDS
from idphoto.server.native.openapi import describe
from idphoto.tasks.callbacks import Renderer

ROUTERS: Final[tuple[APIRouter, ...]] = (
    catalogue.router,
    gallery.router,
    sources.router,
    faces.router,
    making.router,
    tasks.router,
    batches.router,
)
RENDERERS: Final[Mapping[str, Renderer]] = dict.fromkeys(KINDS, render)
# What bodies refer to: FastAPI knows only what it reads itself.
_REQUESTS: Final[tuple[type[BaseModel], ...]] = (
    orders.PhotoRequest,
    orders.CheckRequest,
    orders.CutoutRequest,
    orders.SheetRequest,
    orders.HeadshotsRequest,
    batch_messages.BatchRequest,
    batch_messages.BatchItemRequest,
    batch_messages.BatchSheetsRequest,
)


def include(app: FastAPI) -> None:
    """Add the API to the application."""
    for router in ROUTERS:
        app.include_router(router)
    describe(app, _REQUESTS)
