"""Sessions as HTTP has them: a cookie, and a token that only the studio's page knows."""

from __future__ import annotations

import hmac
from typing import Final

from fastapi import Request, Response

from idphoto.accounts.account import Account
from idphoto.errors import CrossSiteRequest, StudioClosed
from idphoto.server.studio.here import is_here
from idphoto.server.studio.origin import check_origin
from idphoto.services.studio.session import SESSION_S, StudioSession
from idphoto.services.studio.studio import Studio
from idphoto.settings import ServerSettings

CSRF_HEADER: Final = "X-CSRF-Token"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# The browser then keeps it to https, to this host and to the whole of it.
_HOST_PREFIX: Final = "__Host-"


class StudioSessions:
    """The sessions of one server, in ``app.state.sessions``."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings

    async def account(self, request: Request) -> Account | None:
        """The account of the request's session, and one request counted; None without a cookie.

        Raises:
            NotSignedIn: the session is not valid, or not any more.
            StudioClosed: it is a session of this machine, and the request comes from another.
            CrossSiteRequest: another page sent it, or it lacks the session's token.
            TooManyRequests: the session sends too many.
            InvalidKey: the account is revoked.
        """
        if not self._cookie_of(request):
            return None
        session = self.find(request)
        changes = request.method not in _SAFE
        if changes:
            self.check_token(request, session)
        studio = _studio(request)
        studio.throttle(session, writes=changes)
        return await studio.account(session)

    def find(self, request: Request) -> StudioSession:
        """The request's session.

        Raises:
            NotSignedIn, StudioClosed, CrossSiteRequest: as ``account``.
        """
        check_origin(request, self._settings, changes=request.method not in _SAFE)
        session = _studio(request).find(self._cookie_of(request))
        if session.how == "local" and not is_here(request, self._settings):
            raise StudioClosed("it is open to people at this machine only")
        return session

    def check_token(self, request: Request, session: StudioSession) -> None:
        """Raises ``CrossSiteRequest`` if the request lacks the session's token."""
        given = request.headers.get(CSRF_HEADER, "")
        right = _studio(request).seal.csrf_token(session)
        if not hmac.compare_digest(given.encode("utf-8", "replace"), right.encode()):
            raise CrossSiteRequest(f"{CSRF_HEADER} is not the session's")

    def keep(self, request: Request, response: Response, session: StudioSession) -> None:
        """Let the browser keep the session, until it ends."""
        # Strict: the page itself needs no cookie, so that links to the studio work all the same
        response.set_cookie(
            self._name(request),
            _studio(request).seal.close(session),
            max_age=int(SESSION_S),
            path="/",
            secure=self._is_secure(request),
            httponly=True,
            samesite="strict",
        )

    def forget(self, request: Request, response: Response) -> None:
        """Let the browser forget the session."""
        response.delete_cookie(
            self._name(request),
            path="/",
            secure=self._is_secure(request),
            httponly=True,
            samesite="strict",
        )

    def _cookie_of(self, request: Request) -> str:
        return request.cookies.get(self._name(request), "")

    def _name(self, request: Request) -> str:
        prefix = _HOST_PREFIX if self._is_secure(request) else ""
        return prefix + _studio(request).seal.cookie

    def _is_secure(self, request: Request) -> bool:
        return request.url.scheme == "https" or self._settings.public_url.startswith("https:")


def _studio(request: Request) -> Studio:
    studio: Studio = request.app.state.service.studio
    return studio
