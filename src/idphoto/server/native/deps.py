"""Who calls the native API: the owner of a key, or somebody with a session of the studio."""

from __future__ import annotations

from typing import Annotated, Final, Protocol

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer
from structlog.contextvars import bind_contextvars

from idphoto.accounts.account import Account
from idphoto.errors import InvalidKey, KeyRequired
from idphoto.server.deps import ServiceDep

_KEY: Final = "An API key, created with `idphoto keys create`."
_key_header = APIKeyHeader(name="X-API-KEY", auto_error=False, description=_KEY)
_bearer_header = HTTPBearer(auto_error=False, description=_KEY)


class Sessions(Protocol):
    """The studio's sessions, in ``app.state.sessions``; None where there are none."""

    async def account(self, request: Request) -> Account | None:
        """The account of the request's session; None if it has no valid one.

        Raises:
            IdPhotoError: it has one, but the request may not be answered, for example because it
                comes from another site.
        """
        ...


_Key = Annotated[str | None, Security(_key_header)]
_Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer_header)]


async def _of_session(request: Request) -> Account | None:
    sessions: Sessions | None = request.app.state.sessions
    return None if sessions is None else await sessions.account(request)


async def _caller(request: Request, service: ServiceDep, key: _Key, bearer: _Bearer) -> Account:
    if key is None and bearer is not None:
        key = bearer.credentials
    account = await _of_session(request) if key is None else None
    if account is None:
        account = await service.authorise(key)
    bind_contextvars(account=account.id)
    return account


async def _key_caller(request: Request, service: ServiceDep, key: _Key, bearer: _Bearer) -> Account:
    try:
        if key is None and bearer is not None:
            key = bearer.credentials
        account = await service.authorise(key)
    except InvalidKey:
        if key is None and await _of_session(request) is not None:
            raise KeyRequired() from None
        raise
    bind_contextvars(account=account.id)
    return account


NativeCaller = Annotated[Account, Depends(_caller)]
"""The account of a valid key or of a session, known before the body is read.

The key is in X-API-KEY or, without that header, in ``Authorization: Bearer``. Raises
``InvalidKey``.
"""

KeyCaller = Annotated[Account, Depends(_key_caller)]
"""The account of a valid key: for lists of what everybody who shares a session has made. Raises
``InvalidKey`` and, for a session without a key, ``KeyRequired``."""


async def _counted(service: ServiceDep, caller: NativeCaller) -> Account:
    await service.throttle(caller)
    return caller


CountedNativeCaller = Annotated[Account, Depends(_counted)]
"""As ``NativeCaller``, and counted towards the key's rate; also raises ``TooManyRequests``."""
