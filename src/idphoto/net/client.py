"""The settings and error messages of all requests to strangers' servers."""

from __future__ import annotations

from typing import Final

import aiohttp

from idphoto.errors import DownloadFailed, HostUnreachable
from idphoto.net.guard import Guard, shown

# All that a request can raise besides our own errors; uvloop sometimes raises RuntimeError.
REQUEST_ERRORS: Final = (aiohttp.ClientError, OSError, ValueError, RuntimeError)

# The first match gives the reason.
_REASONS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (aiohttp.ClientConnectorCertificateError, "{host} has no valid TLS certificate"),
    (aiohttp.ClientConnectorSSLError, "cannot make a TLS connection to {host}"),
    (aiohttp.ClientConnectorDNSError, "the host name {host} cannot be resolved"),
    (aiohttp.ClientConnectorError, "{host} cannot be reached"),
    (aiohttp.ServerDisconnectedError, "{host} closed the connection early"),
    (aiohttp.ClientPayloadError, "{host} closed the connection early"),
    (OSError, "{host} closed the connection early"),
    (aiohttp.ClientResponseError, "{host} did not answer with valid HTTP"),
)


def open_session(guard: Guard, key_id: str) -> aiohttp.ClientSession:
    """A session for one request of a key: no proxy, no cookies, no decompression, no time limit."""
    return aiohttp.ClientSession(
        connector=guard.connector(key_id),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None),
        auto_decompress=False,
        trust_env=False,
        headers={"User-Agent": "idphoto", "Accept-Encoding": "identity"},
    )


def download_failure(error: Exception, host: str) -> DownloadFailed:
    """The download error for one of ``REQUEST_ERRORS``: ``HostUnreachable`` if no connection was
    made."""
    unreachable = isinstance(error, aiohttp.ClientConnectorError)
    return (HostUnreachable if unreachable else DownloadFailed)(explain(error, host))


def explain(error: Exception, host: str) -> str:
    """The reason for one of ``REQUEST_ERRORS``, without any address or URL."""
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason.format(host=shown(host))
    return f"the request to {shown(host)} failed"
