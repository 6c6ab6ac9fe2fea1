"""Dependencies of routes: the service, the settings, the caller and the server's address."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer
from structlog.contextvars import bind_contextvars

from idphoto.accounts.account import Account
from idphoto.accounts.prices import Prices
from idphoto.errors import BadRequest
from idphoto.server.drain import Drain
from idphoto.server.wire.budget import Uploads
from idphoto.services.service import Service
from idphoto.settings import ServerSettings

# A host name or address, with or without a port; it is repeated in result URLs.
_HOST: Final = re.compile(
    r"[A-Za-z0-9._-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?"
)

_KEY: Final = "An API key, created with `idphoto keys create`."
_key_header = APIKeyHeader(name="X-API-KEY", auto_error=False, description=_KEY)
_bearer_header = HTTPBearer(auto_error=False, description=_KEY)


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def _settings(request: Request) -> ServerSettings:
    settings: ServerSettings = request.app.state.settings
    return settings


async def _drain(request: Request) -> Drain:
    drain: Drain = request.app.state.drain
    return drain


async def _trace_id(request: Request) -> str:
    trace_id: str = request.state.trace_id
    return trace_id


async def _prices(request: Request) -> Prices:
    prices: Prices = request.app.state.prices
    return prices


async def _uploads(request: Request) -> Uploads:
    uploads: Uploads = request.app.state.uploads
    return uploads


ServiceDep = Annotated[Service, Depends(_service)]
SettingsDep = Annotated[ServerSettings, Depends(_settings)]
DrainDep = Annotated[Drain, Depends(_drain)]
PricesDep = Annotated[Prices, Depends(_prices)]
UploadsDep = Annotated[Uploads, Depends(_uploads)]
TraceId = Annotated[str, Depends(_trace_id)]


async def _authorised(
    service: ServiceDep, key: Annotated[str | None, Security(_key_header)]
) -> Account:
    account = await service.authorise(key)
    bind_contextvars(account=account.id)
    return account


Caller = Annotated[Account, Depends(_authorised)]
"""The account of a valid key, known before the body is read; raises ``InvalidKey``."""


async def _throttled(service: ServiceDep, caller: Caller) -> Account:
    service.throttle(caller)
    return caller


CountedCaller = Annotated[Account, Depends(_throttled)]
"""As ``Caller``, and counted towards the key's rate; also raises ``TooManyRequests``."""


async def _bearer_authorised(
    service: ServiceDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer_header)],
) -> Account:
    return await _authorised(service, bearer.credentials if bearer else None)


BearerCaller = Annotated[Account, Depends(_bearer_authorised)]
"""As ``Caller``, for a key sent as ``Authorization: Bearer``."""


async def _bearer_throttled(service: ServiceDep, caller: BearerCaller) -> Account:
    return await _throttled(service, caller)


CountedBearerCaller = Annotated[Account, Depends(_bearer_throttled)]
"""As ``CountedCaller``, for a key sent as ``Authorization: Bearer``."""


async def _base_url(request: Request, settings: SettingsDep) -> str:
    if settings.public_url:
        return settings.public_url.rstrip("/")
    if not _HOST.fullmatch(request.headers.get("host", "")):
        raise BadRequest("Host", "is not a valid host")
    return str(request.base_url).rstrip("/")


BaseUrl = Annotated[str, Depends(_base_url)]
"""This server's address as its callers see it, without a slash at the end."""
