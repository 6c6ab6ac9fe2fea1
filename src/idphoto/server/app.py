"""The ASGI application: its routers, middleware and lifespan."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final, Protocol

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware

import idphoto
from idphoto.accounts.prices import Prices
from idphoto.server import docs, errors, files, ops
from idphoto.server.cors import cors
from idphoto.server.drain import Drain
from idphoto.server.native import routers as native
from idphoto.server.native.errors import PREFIX, answer_http_error
from idphoto.server.studio import routes as studio
from idphoto.server.studio.page import load_page
from idphoto.server.studio.sessions import StudioSessions
from idphoto.server.tracing import Tracing
from idphoto.server.vendors.acedata import routes as acedata
from idphoto.server.vendors.acedata.idcard import routes as idcard
from idphoto.server.vendors.acedata.idcard.keys import KeyRing
from idphoto.server.vendors.picwish import routes as picwish
from idphoto.server.wire.budget import Uploads
from idphoto.services.service import Service
from idphoto.settings import ServerSettings
from idphoto.tasks.callbacks import Renderer
from idphoto.tracing.port import NO_TRACER

RENDERERS: Final[Mapping[str, Renderer]] = {
    **picwish.RENDERERS,
    **acedata.RENDERERS,
    **native.RENDERERS,
}
# FastAPI's own telemetry would report paths and queries, with the signatures of links, to any
# OpenTelemetry provider that the process has. Ours is in idphoto.tracing.
_NO_TELEMETRY: Final[TelemetryConfig] = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "auto_configure": False,
}


class OpenService(Protocol):
    """The signature of ``Service.open``."""

    async def __call__(
        self, settings: ServerSettings, *, renderers: Mapping[str, Renderer]
    ) -> Service: ...


def create_app(settings: ServerSettings, open_service: OpenService = Service.open) -> FastAPI:
    """The application, whose lifespan opens and closes the service. A worker has the operators'
    endpoints only.

    ``open_service``: opens a service of another kind, for example with another engine.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.service = service = await open_service(settings, renderers=RENDERERS)
        app.state.tracer = service.tracer
        try:
            yield
        finally:
            await service.close(app.state.drain.left_s())

    app = FastAPI(
        title="idphoto",
        version=idphoto.__version__,
        description="Official ID photos from an ordinary portrait, made on this server.",
        lifespan=lifespan,
        middleware=[
            Middleware(Tracing),
            *cors(settings.cors_origins),
            Middleware(errors.LastResort),
        ],
        telemetry=_NO_TELEMETRY,
        openapi_url="/openapi.json" if "docs" in settings.open_pages else None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    has_studio = settings.studio != "off" and settings.role != "worker"
    app.state.settings = settings
    app.state.tracer = NO_TRACER
    app.state.missing = []  # until the start has been examined
    app.state.drain = Drain(settings.drain_s)
    app.state.uploads = Uploads(
        settings.data_dir, settings.uploads_per_key_mib, settings.uploads_mib
    )
    app.state.prices = Prices.with_changes(settings.prices)
    app.state.card_keys = KeyRing(settings.idcard_keys_dir or settings.data_dir)
    app.state.listens_here = False  # until the server listens at an address of this machine only
    app.state.sessions = StudioSessions(settings) if has_studio else None
    app.state.page = load_page() if has_studio else {}
    errors.install(app, {PREFIX: answer_http_error})
    routers = [ops.router]
    if "metrics" in settings.open_pages:
        routers.append(ops.metrics_router)
    if settings.role != "worker":
        routers += [picwish.router, acedata.router, idcard.router, files.router]
        routers.append(studio.home_router)
        if has_studio:
            routers.append(studio.router)
        if "docs" in settings.open_pages:
            routers.append(docs.router)
    for router in routers:
        app.include_router(router)
    if settings.role != "worker":
        native.include(app)
    return app
