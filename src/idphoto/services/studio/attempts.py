"""How often people may try to sign in."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from threading import Lock
from typing import Final

from idphoto.errors import TooManySignIns

_EVERYBODY: Final = ""
_NETWORK_BITS: Final = 64  # one household or server has at least this much of IPv6


@dataclass(frozen=True, slots=True)
class Allowance:
    """``at_once`` attempts, and another one each ``every_s`` seconds."""

    at_once: int
    every_s: float


# Five mistyped passwords, then two a minute: 2,900 guesses a day from one address.
PER_ADDRESS: Final = Allowance(5, 30.0)
# Guesses from many addresses are 43,000 a day in all, with which eight random letters and digits
# hold for ages.
IN_ALL: Final = Allowance(50, 2.0)


class Attempts:
    """Counts attempts to sign in, by address and in all. Thread-safe; each process has its own.

    An address whose attempts are used up takes none from the others. ``clock``: seconds that only
    ever grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._full_at: dict[str, float] = {}  # what is not in here has not been used lately

    def __len__(self) -> int:
        """The counts in memory: at most one for each attempt of the last minutes."""
        return len(self._full_at)

    def count(self, address: str, *, in_all: bool) -> None:
        """Count one attempt from this address. A refused attempt is not counted.

        ``in_all``: whether it may be a guess. Links cannot be guessed, and work while somebody
        guesses passwords from many addresses.

        Raises:
            TooManySignIns: with the seconds after which one would be allowed.
        """
        with self._lock:
            now = self._clock()
            self._full_at = {each: at for each, at in self._full_at.items() if at > now}
            parts = [(network_of(address), PER_ADDRESS)]
            if in_all:
                parts.append((_EVERYBODY, IN_ALL))
            wait_s = max(self._wait_s(part, allowance, now) for part, allowance in parts)
            if wait_s > 0:
                raise TooManySignIns(math.ceil(wait_s))
            for part, allowance in parts:
                self._full_at[part] = self._full_at.get(part, now) + allowance.every_s

    def forgive(self, address: str) -> None:
        """Give back what the address has used: it knew the password."""
        with self._lock:
            self._full_at.pop(network_of(address), None)

    def _wait_s(self, part: str, allowance: Allowance, now: float) -> float:
        used_s = self._full_at.get(part, now) - now
        return used_s - (allowance.at_once - 1) * allowance.every_s


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or an IPv6 network of 64 bits.

    >>> network_of("2001:db8:1:2:3:4:5:6")
    '2001:db8:1:2::'
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address or "unknown"
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    kept = int(found) >> (128 - _NETWORK_BITS) << (128 - _NETWORK_BITS)
    return str(IPv6Address(kept))
