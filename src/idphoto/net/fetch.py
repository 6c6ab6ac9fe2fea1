"""Download from URLs that strangers name."""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import urljoin

import aiohttp
from yarl import URL

from idphoto.errors import DownloadFailed, DownloadTooLarge, EmptySource
from idphoto.net.client import REQUEST_ERRORS, download_failure, open_session
from idphoto.net.guard import Guard

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_BLOCK: Final = 1 << 16


async def fetch(
    url: str,
    *,
    guard: Guard,
    key_id: str,
    max_bytes: int,
    timeout_s: float,
    max_redirects: int = 3,
) -> bytes:
    """The content at ``url``: 1 to ``max_bytes`` bytes, within ``timeout_s`` seconds in all.

    ``key_id``: the key that asks for it, on whose account its name is looked up.

    Follows redirects, and checks each like the first URL, but never from https to http.

    Raises:
        AddressRefused: the URL leads to an address that the server may not reach.
        DownloadTooLarge: there is more; found before or during the download.
        HostUnreachable: no connection could be made.
        EmptySource: the content has no bytes.
        DownloadFailed: the download failed; the base class of the two above. Its reason names the
            host at most.
    """
    try:
        async with asyncio.timeout(timeout_s), open_session(guard, key_id) as session:
            return await _follow(session, guard, url, max_bytes, max_redirects)
    except TimeoutError:
        raise DownloadFailed(f"it did not finish within {timeout_s:g} s") from None


async def _follow(
    session: aiohttp.ClientSession, guard: Guard, url: str, max_bytes: int, max_redirects: int
) -> bytes:
    target = guard.check_url(url)
    for _ in range(max_redirects + 1):
        try:
            async with session.get(target, allow_redirects=False) as answer:
                location = answer.headers.get("Location")
                if answer.status not in _REDIRECTS or location is None:
                    return await _read(answer, max_bytes)
        except REQUEST_ERRORS as error:
            # `from None`: the cause contains addresses and the whole URL.
            raise download_failure(error, target.raw_host or "") from None
        target = _redirected(guard, target, location)
    raise DownloadFailed(f"there are more than {max_redirects} redirects")


def _redirected(guard: Guard, origin: URL, location: str) -> URL:
    try:
        target = urljoin(str(origin), location)
    except ValueError:
        raise DownloadFailed("it redirects to an invalid URL") from None
    checked = guard.check_url(target)
    if origin.scheme == "https" and checked.scheme == "http":
        raise DownloadFailed("it redirects from https to http")
    return checked


async def _read(answer: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    if answer.status != 200:
        raise DownloadFailed(f"the server answered with status {answer.status}")
    if answer.headers.get("Content-Encoding", "").strip().lower() not in ("", "identity"):
        raise DownloadFailed("the server sent compressed data, which was not requested")
    if (answer.content_length or 0) > max_bytes:
        raise DownloadTooLarge(max_bytes)
    data = bytearray()
    async for block in answer.content.iter_chunked(_BLOCK):
        data += block
        if len(data) > max_bytes:
            raise DownloadTooLarge(max_bytes)
    if not data:
        raise EmptySource("the file is empty")
    return bytes(data)
