"""Which addresses are public."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.net.addresses import destination, is_public

NOT_PUBLIC = """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1
    127.255.255.254 169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192
    192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.1
    203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
    :: ::1 ::2 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
    64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1
    2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1::
    2002:808:808::1 3fff::1 5f00::1 fc00::1 fd00::1 fd00:ec2::254 fd20:ce::254 fe80::1 fec0::1
    ff02::1 ff0e::1 4000::1 e000::1
""".split()  # noqa: SIM905 - a table, by kind
PUBLIC = """
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 172.15.255.255 172.32.0.0
    192.0.1.1 223.255.255.255 2606:4700::1111 2a00:1450::1 2001:4860:4860::8888 2001:200::1
    2003::1 64:ff9b::8.8.8.8 ::ffff:8.8.8.8
""".split()  # noqa: SIM905 - a table, by kind


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_is_not_one_host_on_the_internet_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_host_on_the_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses())
def test_nothing_that_the_standard_library_calls_special_is_public(address: object) -> None:
    one = ip_address(str(address))
    if destination(one) != one:
        return
    special = (
        one.is_private
        or one.is_multicast
        or one.is_reserved
        or one.is_loopback
        or one.is_link_local
        or one.is_unspecified
    )
    assert not (special and is_public(one))


@given(st.ip_addresses(v=4))
def test_an_embedded_address_is_public_if_the_ipv4_address_is(address: IPv4Address) -> None:
    for prefix in ("::ffff:", "64:ff9b::"):
        embedded = ip_address(f"{prefix}{address}")
        assert destination(embedded) == address
        assert is_public(embedded) == is_public(address)
