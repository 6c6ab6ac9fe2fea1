"""Decide where a stranger's URL may lead: the public internet, and what the operator allows."""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

import aiohttp
from aiohttp.abc import ResolveResult
from yarl import URL

from idphoto.errors import AddressRefused, BadSetting, DownloadFailed
from idphoto.net.addresses import Address, destination, is_public
from idphoto.net.lookups import PER_KEY, THREADS, LookupResolver, Lookups

# Signed URLs must reach their server character for character: a URL written in the characters of
# RFC 3986 is not quoted again.
WELL_QUOTED: Final = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_NAME: Final = re.compile(r"(?=.{1,254}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?", re.IGNORECASE)
# A host whose last label is one of these is an address (WHATWG URL, section 3.5): 127.1,
# 2130706433, 0x7f.1, 0177.1.
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
_RULE: Final = re.compile(r"(?:\[(?P<v6>[^\]]+)\]|(?P<host>[^:\[\]]+))(?::(?P<port>[0-9]{1,5}))?")
_LOOPBACK: Final = IPv4Address("127.0.0.1")
SHOWN_CHARACTERS: Final = 100  # of a host name, in messages


def shown(host: str) -> str:
    """The host as it appears in messages."""
    return host if len(host) <= SHOWN_CHARACTERS else host[: SHOWN_CHARACTERS - 1] + "…"


@dataclass(frozen=True, slots=True)
class _Rule:
    """One entry of the allow list. ``port``: None means any."""

    host: str | IPv4Network | IPv6Network
    port: int | None

    def covers(self, host: str, address: Address, port: int) -> bool:
        if self.port not in (None, port):
            return False
        if isinstance(self.host, str):
            return self.host == _plain(host)
        return address in self.host or destination(address) in self.host


class Guard:
    """Decides which addresses may be reached.

    All public addresses are allowed. ``allow_hosts`` adds others: a name, an address or a network,
    each with or without a port: ``intranet.example``, ``10.1.0.0/16``, ``127.0.0.1:8000``,
    ``[fd00::/8]:443``. An allowed name is allowed at any address it resolves to.

    Raises:
        BadSetting: an entry of ``allow_hosts`` is none of these.
    """

    def __init__(self, allow_hosts: Sequence[str]) -> None:
        self._rules = tuple(_rule(entry) for entry in allow_hosts)
        self._lookups = Lookups(THREADS, PER_KEY)

    def allows(self, host: str, address: Address, port: int) -> bool:
        """Whether ``host``, which resolves to ``address``, may be reached."""
        return is_public(address) or any(rule.covers(host, address, port) for rule in self._rules)

    def check_url(self, url: str) -> URL:
        """The URL, parsed. A name is resolved and checked only when it is connected to.

        Raises:
            AddressRefused: its host is an address that may not be reached or is oddly spelt.
            DownloadFailed: it is not an http or https URL, or has a user name or password.
        """
        parsed = _parse(url)
        host, port = parsed.raw_host or "", parsed.port or 0
        address = _literal(host)
        if address is not None and not self.allows(host, address, port):
            raise AddressRefused(shown(host))
        return parsed

    def connector(self, key_id: str) -> aiohttp.BaseConnector:
        """A connector for one session, which connects to allowed addresses only.

        ``key_id``: the key whose request it is; its slow names delay no other key's.

        A request to any other address fails with ``AddressRefused``, even if only one of its host's
        addresses is refused. Call it in a running event loop.
        """
        resolver = _CheckedResolver(self, self._lookups, key_id)

        def open_socket(info: aiohttp.AddrInfoType) -> socket.socket:
            family, kind, protocol, _, (host, port, *_) = info
            # The resolver has checked its own answers; anything else is a URL's literal address.
            if (host, port) not in resolver.checked and not self._allows_literal(str(host), port):
                raise AddressRefused(shown(str(host)))
            return socket.socket(family, kind, protocol)

        return aiohttp.TCPConnector(
            resolver=resolver, use_dns_cache=False, socket_factory=open_socket, force_close=True
        )

    def _allows_literal(self, host: str, port: int) -> bool:
        address = _literal(host)
        return address is not None and self.allows(host, address, port)


class _CheckedResolver(LookupResolver):
    """Checks a name's addresses in the same look-up that the connection uses, so that no second
    look-up can answer differently. ``checked``: the (address, port) pairs that passed."""

    def __init__(self, guard: Guard, lookups: Lookups, key_id: str) -> None:
        super().__init__(lookups, key_id)
        self._guard = guard
        self.checked: set[tuple[str, int]] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await super().resolve(host, port, family)
        if not all(self._guard.allows(host, ip_address(one["host"]), port) for one in found):
            raise AddressRefused(shown(host))
        self.checked.update((one["host"], one["port"]) for one in found)
        return found


def _parse(text: str) -> URL:
    try:
        url = URL(text, encoded=WELL_QUOTED.fullmatch(text) is not None)
        host, port = url.raw_host or "", url.port
    except (ValueError, IndexError):  # yarl raises IndexError for "http://[]@"
        raise DownloadFailed("it is not a valid URL") from None
    if url.scheme not in ("http", "https"):
        raise DownloadFailed("only http and https URLs are accepted")
    if url.raw_user is not None or url.raw_password is not None:
        raise DownloadFailed("a URL with a user name or password is not accepted")
    if not port or not (_NAME.fullmatch(host) or ":" in host):
        raise DownloadFailed("the URL's host or port is not valid")
    return url


def _literal(host: str) -> Address | None:
    """The address that ``host`` spells; None for a name.

    Raises:
        AddressRefused: it spells an address in an unusual way, or names a zone.
    """
    name = _plain(host)
    if name == "localhost" or name.endswith(".localhost"):  # RFC 6761: always loopback
        return _LOOPBACK
    if ":" not in host and not _NUMBER.fullmatch(name.rpartition(".")[2]):
        return None
    try:
        address = ip_address(host)
    except ValueError:
        raise AddressRefused(shown(host)) from None
    if "%" in host:
        raise AddressRefused(shown(host))
    return address


def _rule(entry: str) -> _Rule:
    """Parse one entry of the allow list."""
    bare_v6 = entry.count(":") > 1 and "[" not in entry
    match = _RULE.fullmatch(f"[{entry}]" if bare_v6 else entry)
    port = int(match["port"]) if match and match["port"] else None
    if match is None or (port is not None and not 0 < port < 65536):
        raise BadSetting("IDPHOTO_ALLOW_HOSTS", f"{entry!r} is not a host, with or without a port")
    host = match["v6"] or match["host"]
    if _NAME.fullmatch(host) and not _NUMBER.fullmatch(_plain(host).rpartition(".")[2]):
        return _Rule(_plain(host), port)
    try:
        return _Rule(ip_network(host), port)
    except ValueError:
        raise BadSetting(
            "IDPHOTO_ALLOW_HOSTS", f"{entry!r} is not a host name, an address or a network"
        ) from None


def _plain(host: str) -> str:
    """A name in the form in which names are compared: lower case, without a final dot."""
    return host.lower().removesuffix(".")
