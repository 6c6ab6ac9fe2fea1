"""Look names up on threads of their own.

A look-up takes as long as the name's own server likes, and its thread cannot be stopped. The event
loop's threads for look-ups are few: uvloop lets two wait for name servers. Names that strangers
choose must not wait there, and the server looks up no name there at all, since uvloop's
``sock_connect`` passes through the same threads, even to a literal address.
"""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from weakref import WeakValueDictionary

from aiohttp.abc import AbstractResolver, ResolveResult

# For strangers' names. Slow names of 15 keys leave threads for all others.
THREADS: Final = 128
PER_KEY: Final = 8
# The operating system's own defaults: do not look for addresses of a kind this host cannot reach.
_FLAGS: Final = socket.AI_ADDRCONFIG


class Lookups:
    """Looks names up as the system does, with ``/etc/hosts`` and search domains.

    ``threads``: look-ups at a time. ``per_key``: those of one key; its further ones wait for these,
    and for no other key's. A look-up that was given up counts until its thread is back. Use it
    from one event loop at a time.
    """

    def __init__(self, threads: int, per_key: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="idphoto-names")
        self._per_key = per_key
        # A key's entry goes with the last look-up that holds it or waits for it.
        self._turns: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    async def find_addresses(
        self, key_id: str, host: str, port: int, family: socket.AddressFamily
    ) -> list[ResolveResult]:
        """The addresses of ``host``, looked up for this key.

        Raises:
            OSError, UnicodeError: it has none.
            RuntimeError: there is no thread to look them up.
        """
        turns = self._turns.setdefault(key_id, asyncio.Semaphore(self._per_key))
        await turns.acquire()
        try:
            begun = self._pool.submit(_find_addresses, host, port, family)
        except RuntimeError:  # the system has no thread left to start
            turns.release()
            raise
        looking = asyncio.wrap_future(begun)

        def came_back(_: object) -> None:
            looking.cancelled() or looking.exception()  # seen: nobody may wait for it any more
            turns.release()

        looking.add_done_callback(came_back)
        try:
            return await asyncio.shield(looking)
        finally:
            begun.cancel()  # given up before a thread was free; otherwise this does nothing


class LookupResolver(AbstractResolver):
    """aiohttp's resolver for what one key asks for."""

    def __init__(self, lookups: Lookups, key_id: str) -> None:
        self._lookups = lookups
        self._key_id = key_id

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """As ``AbstractResolver.resolve``."""
        return await self._lookups.find_addresses(self._key_id, host, port, family)

    async def close(self) -> None:
        """Nothing is open."""


def _find_addresses(host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
    found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=_FLAGS)
    return [
        ResolveResult(
            hostname=host,
            host=_with_zone(address),
            port=port,
            family=its_family,
            proto=protocol,
            flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
        )
        for its_family, _, protocol, _, address in found
    ]


def _with_zone(address: tuple[object, ...]) -> str:
    """The address in text; a link-local one of IPv6 with its zone, without which it is useless."""
    zone = address[3] if len(address) == 4 else 0
    return f"{address[0]}%{zone}" if zone else str(address[0])
