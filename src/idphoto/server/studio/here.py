"""Decide whether a request comes from somebody at this machine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request

from idphoto.settings import ServerSettings

# What proxies add. uvicorn believes X-Forwarded-For from a proxy on this machine, so that the
# caller's address is then another one; it is refused either way.
_OF_PROXIES: Final = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip")
_OF_PROXIES_PREFIX: Final = "x-forwarded-"
# RFC 6761: localhost is always this machine. A name that only resolves to it may be anyone's, whose
# page could then call this server (DNS rebinding).
_HOST: Final = re.compile(r"(localhost|[0-9.]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?", re.IGNORECASE)


def listens_here(addresses: Iterable[str]) -> bool:
    """Whether a server at these addresses can be reached from its own machine only.

    >>> listens_here(["127.0.0.1", "::1"]), listens_here(["127.0.0.1", "0.0.0.0"]), listens_here([])
    (True, False, False)
    """
    found = [_is_loopback(address) for address in addresses]
    return bool(found) and all(found)


def is_here(request: Request, settings: ServerSettings) -> bool:
    """Whether the request comes from this machine, and not through a proxy on it.

    A proxy that adds no header, keeps HTTP/1.1 and replaces the Host cannot be detected, unless
    ``public_url`` is set.
    """
    return (
        request.app.state.listens_here
        and request.client is not None
        and _is_loopback(request.client.host)
        and is_host_here(request.headers.get("host", ""))
        and not _is_elsewhere(settings.public_url)
        # browsers have spoken 1.1 for ever; nginx speaks 1.0 to what is behind it by default
        and request.scope.get("http_version") != "1.0"
        and not any(
            name in _OF_PROXIES or name.startswith(_OF_PROXIES_PREFIX) for name in request.headers
        )
    )


def is_host_here(host: str) -> bool:
    """Whether a Host header names this machine, by ``localhost`` or a loopback address.

    >>> is_host_here("localhost:8000"), is_host_here("[::1]"), is_host_here("a.example")
    (True, True, False)
    """
    match = _HOST.fullmatch(host)
    if not match:
        return False
    return match[1].lower() == "localhost" or _is_loopback(match[1].strip("[]"))


def _is_elsewhere(public_url: str) -> bool:
    return bool(public_url) and not is_host_here(urlsplit(public_url).netloc)


def _is_loopback(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found.is_loopback
