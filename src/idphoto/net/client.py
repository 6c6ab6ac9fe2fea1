"""What all requests to strangers' servers share."""

from __future__ import annotations

from typing import Final

import aiohttp

from idphoto.errors import DownloadFailed, HostUnreachable
from idphoto.net.guard import Guard, shown

# All that a request can raise beside our own errors; uvloop's are RuntimeErrors at times.
REQUEST_ERRORS: Final = (aiohttp.ClientError, OSError, ValueError, RuntimeError)

# The first that fits tells what is wrong.
_REASONS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (aiohttp.ClientConnectorCertificateError, "{host} has no valid TLS certificate"),
    (aiohttp.ClientConnectorSSLError, "no TLS connection to {host} can be made"),
    (aiohttp.ClientConnectorDNSError, "the host name {host} is not known"),
    (aiohttp.ClientConnectorError, "{host} cannot be reached"),
    (aiohttp.ServerDisconnectedError, "{host} broke off the connection"),
    (aiohttp.ClientPayloadError, "{host} broke off the connection"),
    (OSError, "{host} broke off the connection"),
    (aiohttp.ClientResponseError, "{host} does not answer in valid HTTP"),
)


def open_session(guard: Guard) -> aiohttp.ClientSession:
    """A session for one errand: no proxy, no cookies, nothing decompressed, no time limit."""
    return aiohttp.ClientSession(
        connector=guard.connector(),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None),
        auto_decompress=False,
        trust_env=False,
        headers={"User-Agent": "idphoto", "Accept-Encoding": "identity"},
    )


def download_failure(error: Exception, host: str) -> DownloadFailed:
    """One of ``REQUEST_ERRORS`` as the error of a download: ``HostUnreachable`` where no connection
    was made."""
    unreachable = isinstance(error, aiohttp.ClientConnectorError)
    return (HostUnreachable if unreachable else DownloadFailed)(explain(error, host))


def explain(error: Exception, host: str) -> str:
    """One of ``REQUEST_ERRORS`` in words that tell no address and no URL."""
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason.format(host=shown(host))
    return f"the request to {shown(host)} cannot be made"
