"""Decide which IP addresses are on the public internet, by tables: the standard library's idea of a
global address differs between Python's patch releases."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final

Address = IPv4Address | IPv6Address

# IANA IPv4 Special-Purpose Address Registry, and multicast (RFC 5771).
_CLOSED_V4: Final = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # carrier-grade NAT; also Alibaba Cloud's metadata
            "127.0.0.0/8",  # loopback
            "169.254.0.0/16",  # link-local; also most clouds' metadata
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments; also Oracle Cloud's metadata
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",  # private
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
            "168.63.129.16/32",  # looks public, but is the Azure host as seen from its guests
        ),
    )
)
# RFC 4291: contains all global unicast, but no unique local, link-local or multicast addresses.
_UNICAST_V6: Final = IPv6Network("2000::/3")
# IANA IPv6 Special-Purpose Address Registry, the entries within 2000::/3.
_CLOSED_V6: Final = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments; also Teredo, which leads to an IPv4 address
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4, which leads to an IPv4 address
            "3fff::/20",  # documentation
        ),
    )
)
# Packets to these reach the IPv4 address in the last 32 bits: IPv4-mapped (RFC 4291), and NAT64
# (RFC 6052), by which hosts without IPv4 reach the public internet.
_LEADS_TO_V4: Final = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))


def destination(address: Address) -> Address:
    """Where packets to ``address`` end up: for IPv4-mapped and NAT64 addresses, an IPv4 address."""
    if any(address in network for network in _LEADS_TO_V4):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_public(address: Address) -> bool:
    """Whether ``address`` is a single host on the public internet."""
    reached = destination(address)
    if isinstance(reached, IPv4Address):
        return not any(reached in network for network in _CLOSED_V4)
    return reached in _UNICAST_V6 and not any(reached in network for network in _CLOSED_V6)
