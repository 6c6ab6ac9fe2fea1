"""Dependencies of routes: the service, the settings, the caller and the server's address."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import Depends, Header, Request, Security
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


_Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer_header)]


async def _account_of(service: Service, key: str | None) -> Account:
    account = await service.authorise(key)
    bind_contextvars(account=account.id)
    return account


async def _authorised(
    service: ServiceDep, key: Annotated[str | None, Security(_key_header)], bearer: _Bearer
) -> Account:
    if key is None and bearer is not None:
        key = bearer.credentials
    return await _account_of(service, key)


Caller = Annotated[Account, Depends(_authorised)]
"""The account of a valid key, known before the body is read; raises ``InvalidKey``.

The key is in X-API-KEY or, without that header, in ``Authorization: Bearer``.
"""


async def _throttled(service: ServiceDep, caller: Caller) -> Account:
    await service.throttle(caller)
    return caller


CountedCaller = Annotated[Account, Depends(_throttled)]
"""As ``Caller``, and counted towards the key's rate; also raises ``TooManyRequests``."""


async def _bearer_authorised(service: ServiceDep, bearer: _Bearer) -> Account:
    return await _account_of(service, bearer.credentials if bearer else None)


BearerCaller = Annotated[Account, Depends(_bearer_authorised)]
"""As ``Caller``, for a key sent as ``Authorization: Bearer``."""


async def _bearer_throttled(service: ServiceDep, caller: BearerCaller) -> Account:
    return await _throttled(service, caller)


CountedBearerCaller = Annotated[Account, Depends(_bearer_throttled)]
"""As ``CountedCaller``, for a key sent as ``Authorization: Bearer``."""


_IDEMPOTENCY_KEY: Final = "Idempotency-Key"
_PRINTABLE: Final = re.compile(r"[ -~]{1,255}")


async def _idempotency_key(
    request: Request,
    _: Annotated[
        str | None,
        Header(
            alias=_IDEMPOTENCY_KEY,
            description="1 to 255 printable ASCII characters that no other request of the API key "
            "has. A repetition of the request with the same ones is charged once and gets the "
            "same task.",
        ),
    ] = None,
) -> str | None:
    given = request.headers.getlist(_IDEMPOTENCY_KEY)
    if not given:
        return None
    if len(given) > 1:
        raise BadRequest(_IDEMPOTENCY_KEY, "is given more than once")
    if not _PRINTABLE.fullmatch(given[0]):
        raise BadRequest(_IDEMPOTENCY_KEY, "must be 1 to 255 printable ASCII characters")
    return given[0]


IdempotencyKey = Annotated[str | None, Depends(_idempotency_key)]
"""The caller's name for a creating request; raises ``BadRequest``."""


async def _base_url(request: Request, settings: SettingsDep) -> str:
    if settings.public_url:
        return settings.public_url.rstrip("/")
    if not _HOST.fullmatch(request.headers.get("host", "")):
        raise BadRequest("Host", "is not a valid host")
    return str(request.base_url).rstrip("/")


BaseUrl = Annotated[str, Depends(_base_url)]
"""This server's address as its callers see it, without a slash at the end."""
