"""Decide whether a browser's request comes from the studio's own page."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request

from idphoto.errors import CrossSiteRequest
from idphoto.settings import ServerSettings

_FETCH_SITE = "sec-fetch-site"


def check_origin(request: Request, settings: ServerSettings, *, changes: bool) -> None:
    """Refuse what another page makes a browser send.

    ``changes``: whether the request changes something; the browser must then say where it comes
    from. Every browser does, by ``Origin`` or ``Sec-Fetch-Site``.

    Raises:
        CrossSiteRequest: it comes from another page, or does not say.
    """
    site, origin = request.headers.get(_FETCH_SITE), request.headers.get("origin")
    # `none`: the address was typed; a page of another port of this host is `same-site`
    if site is not None and site != "same-origin" and (changes or site != "none"):
        raise CrossSiteRequest("Sec-Fetch-Site is not same-origin")
    if origin is not None and urlsplit(origin).netloc not in _own(request, settings):
        raise CrossSiteRequest("the Origin is not this server's")
    if changes and site is None and origin is None:
        raise CrossSiteRequest("it has neither Origin nor Sec-Fetch-Site")


def _own(request: Request, settings: ServerSettings) -> set[str]:
    """The hosts, with their ports, that this server is reached by. The scheme is not compared: a
    proxy may have taken TLS off."""
    found = {request.headers.get("host", ""), urlsplit(settings.public_url).netloc}
    return found - {""}
