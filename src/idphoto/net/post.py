"""Send callbacks to URLs that strangers name."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from idphoto.errors import AddressRefused, DownloadFailed
from idphoto.net.client import REQUEST_ERRORS, explain, open_session
from idphoto.net.guard import Guard

# Some receivers log an error if the connection closes before they have sent their whole answer.
_BODY_BYTES: Final = 4096
_BODY_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Posted:
    """The outcome of a request. ``http_status``: None, with an ``error``, if no answer came."""

    http_status: int | None
    error: str | None
    took_ms: float


async def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    guard: Guard,
    key_id: str,
    timeout_s: float,
) -> Posted:
    """Send ``body``; wait at most ``timeout_s`` seconds for the answer's headers. Never raises.

    ``key_id``: the key that asked for it, on whose account the name is looked up.

    A redirect counts as an answer and is not followed. Reads at most 4 KiB of the answer's body, in
    at most one more second, and discards it.
    """
    began = time.perf_counter()
    status, error = None, None
    try:
        status = await _send(url, body, headers, guard, key_id, timeout_s)
    except TimeoutError:
        error = f"no answer within {timeout_s:g} s"
    except AddressRefused as refused:
        error = refused.message
    except DownloadFailed as failed:
        error = failed.reason
    return Posted(status, error, (time.perf_counter() - began) * 1000)


async def _send(
    url: str, body: bytes, headers: Mapping[str, str], guard: Guard, key_id: str, timeout_s: float
) -> int:
    target = guard.check_url(url)
    async with open_session(guard, key_id) as session:
        async with asyncio.timeout(timeout_s):
            try:
                answer = await session.post(
                    target, data=body, headers=headers, allow_redirects=False
                )
            except REQUEST_ERRORS as error:
                raise DownloadFailed(explain(error, target.raw_host or "")) from None
        async with answer:
            with suppress(*REQUEST_ERRORS):
                async with asyncio.timeout(_BODY_S):
                    await answer.content.read(_BODY_BYTES)
            return answer.status
