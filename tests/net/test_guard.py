"""URLs and connections that are allowed or refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from idphoto.errors import AddressRefused, BadSetting, DownloadFailed
from idphoto.net.fetch import fetch
from idphoto.net.guard import Guard

PUBLIC, OTHER_PUBLIC = "93.184.215.14", "8.8.8.8"
HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

REFUSED = """
    http://127.0.0.1/ http://127.0.0.1:8080/x?y=1 https://10.1.2.3/ http://192.168.1.1/
    http://169.254.169.254/latest/meta-data/ http://100.100.100.200/ http://0.0.0.0/
    http://255.255.255.255/ http://224.0.0.1/
    http://2130706433/ http://0x7f000001/ http://0x7f.1/ http://127.1/ http://0/ http://127.0.1/
    http://0177.0.0.1/ http://017700000001/ http://127.0.0.0x1/ http://0x7F.0x0.0x0.0x1/
    http://127.0.0.01/ http://127.0.0.1./ http://1.2.3.4.5/ http://256.1.1.1/ http://8.8.2056/
    http://[::1]/ http://[::]/ http://[0:0:0:0:0:0:0:1]/ http://[::127.0.0.1]/
    http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://[::ffff:10.0.0.1]/
    http://[64:ff9b::7f00:1]/ http://[64:ff9b::169.254.169.254]/ http://[2002:7f00:1::]/
    http://[2001:0:7f00:1::]/ http://[fd00:ec2::254]/ http://[fe80::1]/ http://[fe80::1%25eth0]/
    http://[fe80::1%eth0]/ http://[2606:4700::1111%25eth0]/ http://[ff02::1]/ http://[1:2]/
    http://localhost/ http://LOCALHOST/ http://localhost./ http://a.localhost:81/
    http://１２７.0.0.1/ http://①②⑦.0.0.1/ http://127。0。0。1/ HTTP://127.0.0.1/
""".split()  # noqa: SIM905 - a table, by kind
INVALID = {
    "": "only http and https",
    "picture.jpg": "only http and https",
    "//example.com/x": "only http and https",
    "ftp://example.com/x": "only http and https",
    "file:///etc/passwd": "only http and https",
    "javascript:alert(1)": "only http and https",
    "data:image/png;base64,AAAA": "only http and https",
    "http:///x": "host or port is not valid",
    "http:x": "host or port is not valid",
    "http://exa mple.com/": "host or port is not valid",
    "http://exam\x00ple.com/": "host or port is not valid",
    "http://%31%32%37.0.0.1/": "host or port is not valid",
    "http://a..b/": "host or port is not valid",
    "http://.example.com/": "host or port is not valid",
    "http://-" + "a" * 64 + ".com/": "host or port is not valid",
    "http://" + "a." * 130 + "com/": "host or port is not valid",
    "http://example.com:0/": "host or port is not valid",
    "http://example.com:65536/": "not a valid URL",
    "http://example.com:http/": "not a valid URL",
    "http://example.com:80:80/": "not a valid URL",
    "http://[::1": "not a valid URL",
    "http://[]@": "not a valid URL",
    "http://[::1]x/": "not a valid URL",
    "http://evil.com\\@127.0.0.1/": "not a valid URL",
    "http://\ud800/": "not a valid URL",
    "http://user:secret@example.com/": "user name or password",
    "http://127.0.0.1@example.com/": "user name or password",
    "http://:@example.com/": "user name or password",
}


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_that_is_not_public_is_refused_however_it_is_spelt(url: str) -> None:
    with pytest.raises(AddressRefused):
        Guard([]).check_url(url)


@pytest.mark.parametrize(("url", "reason"), INVALID.items())
def test_an_unusable_url_is_refused_with_a_reason(url: str, reason: str) -> None:
    with pytest.raises(DownloadFailed, match=reason) as raised:
        Guard([]).check_url(url)
    assert not isinstance(raised.value, AddressRefused)
    assert "secret" not in raised.value.message


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com",
        "https://example.com:8443/a%2Fb?c=%2B&d=/",
        "http://93.184.215.14/x",
        "http://[2606:4700::1111]:8080/",
        "http://[::ffff:8.8.8.8]/",
        "http://my_bucket.example.com./x",
        "http://xn--bcher-kva.example/",
    ],
)
def test_a_public_url_is_kept_character_for_character(url: str) -> None:
    assert str(Guard([]).check_url(url)) == url


def test_a_url_beyond_ascii_is_quoted() -> None:
    parsed = Guard([]).check_url("http://bücher.example/Paß foto.jpg")
    assert parsed.raw_host == "xn--bcher-kva.example"
    assert parsed.raw_path == "/Pa%C3%9F%20foto.jpg"


def test_a_refusal_names_the_host_and_nothing_else() -> None:
    with pytest.raises(AddressRefused) as raised:
        Guard([]).check_url("http://10.1.2.3:81/private?token=secret")
    assert raised.value.reason == "10.1.2.3"
    assert raised.value.message == "10.1.2.3 is not an address that this server may access"


def test_a_long_host_is_shortened_in_messages() -> None:
    with pytest.raises(AddressRefused) as raised:
        Guard([]).check_url("http://" + "a" * 60 + "." + "b" * 60 + ".localhost/")
    assert len(raised.value.reason) == 100
    assert raised.value.reason.endswith("…")


@pytest.mark.parametrize(
    ("rule", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1/"),
        ("127.0.0.1", "http://127.0.0.1:8080/"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080/"),
        ("127.0.0.1", "http://[::ffff:127.0.0.1]/"),
        ("127.0.0.1", "http://localhost/"),
        ("LocalHost", "http://localhost/"),
        ("localhost.:81", "http://LOCALHOST:81/"),
        ("10.1.0.0/16", "https://10.1.255.255/"),
        ("10.1.0.0/16:443", "https://10.1.255.255/"),
        ("::1", "http://[::1]/"),
        ("fd00::/8", "http://[fd00::7]:81/"),
        ("[fd00::7]:81", "http://[fd00::7]:81/"),
        ("[fd00::/8]:81", "http://[fd00::7]:81/"),
        ("[fd00::7]", "http://[fd00::7]:81/"),
    ],
)
def test_the_operator_can_allow_an_address(rule: str, url: str) -> None:
    assert str(Guard(["other.example", rule]).check_url(url)) == url


@pytest.mark.parametrize(
    ("rule", "url"),
    [
        ("127.0.0.1", "http://127.0.0.2/"),
        ("127.0.0.1:8080", "http://127.0.0.1/"),
        ("127.0.0.1:8080", "http://127.0.0.1:80801/"),
        ("127.0.0.1", "http://2130706433/"),
        ("127.0.0.1", "http://[::1]/"),
        ("10.1.0.0/16", "http://10.2.0.1/"),
        ("10.1.0.0/16:443", "http://10.1.0.1/"),
        ("fd00::/8", "http://[fe80::1]/"),
        ("[fd00::7]:81", "http://[fd00::7]:82/"),
        ("intranet.example", "http://10.0.0.1/"),
    ],
)
def test_an_allowed_host_opens_nothing_else(rule: str, url: str) -> None:
    with pytest.raises(DownloadFailed):
        Guard([rule]).check_url(url)


@pytest.mark.parametrize(
    "rule",
    [
        *("", "*", "*.example.com", "http://a.example", "a b", "bücher.example", "a/16"),
        *("a:0", "a:65536", "a:x", "[::1", "[::1]:", "[a]b"),
        *("10.0.0.0/33", "10.0.0.1/8", "fd00::/129", "10.0.0", "0x7f.1"),
    ],
)
def test_an_allow_list_that_cannot_be_read_is_a_bad_setting(rule: str) -> None:
    with pytest.raises(BadSetting, match="IDPHOTO_ALLOW_HOSTS") as raised:
        Guard(["good.example", rule])
    assert repr(rule) in raised.value.reason


def _get(guard: Guard, url: str = "http://pictures.example/a.jpg") -> Any:
    return lambda: fetch(url, guard=guard, key_id="kiosk", max_bytes=1000, timeout_s=10)


@pytest.mark.parametrize(
    "addresses",
    [
        *(["127.0.0.1"], ["10.0.0.1"], ["::1"], ["fe80::1"]),
        *(["::ffff:10.0.0.1"], ["64:ff9b::a00:1"]),
        *([PUBLIC, "10.0.0.1"], ["10.0.0.1", PUBLIC], [PUBLIC, "2606:4700::1111", "fd00::1"]),
    ],
)
def test_a_name_with_any_refused_address_is_refused_without_connecting(
    staged: Callable[..., Any], addresses: list[str]
) -> None:
    outcome, network = staged(_get(Guard([])), names={"pictures.example": [addresses]})
    assert isinstance(outcome, AddressRefused)
    assert outcome.reason == "pictures.example"
    assert network.dialled == []


def test_a_public_name_is_connected_by_the_address_that_was_checked(
    staged: Callable[..., Any], serve: Callable[..., Any]
) -> None:
    server = serve(HELLO)
    names = {"pictures.example": [[PUBLIC], ["127.0.0.1"]]}
    outcome, network = staged(_get(Guard([])), names=names, ports={PUBLIC: server.port})
    assert outcome == b"hello"
    assert network.looked_up == ["pictures.example"]  # a second look-up could give another answer
    assert network.dialled == [PUBLIC]


def test_if_the_first_address_is_dead_the_second_is_used(
    staged: Callable[..., Any], serve: Callable[..., Any]
) -> None:
    names = {"pictures.example": [[OTHER_PUBLIC, PUBLIC]]}
    outcome, network = staged(_get(Guard([])), names=names, ports={PUBLIC: serve(HELLO).port})
    assert outcome == b"hello"
    assert network.dialled == [OTHER_PUBLIC, PUBLIC]


def test_a_name_that_turns_private_between_redirects_is_refused(
    staged: Callable[..., Any], serve: Callable[..., Any]
) -> None:
    server = serve(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")
    names = {"pictures.example": [[PUBLIC], ["127.0.0.1"]]}
    ports = {PUBLIC: server.port, "127.0.0.1": server.port}
    outcome, network = staged(_get(Guard([])), names=names, ports=ports)
    assert isinstance(outcome, AddressRefused)
    assert network.dialled == [PUBLIC]
    assert len(server.requests) == 1


def test_an_allowed_name_is_reached_whatever_it_resolves_to(
    staged: Callable[..., Any], serve: Callable[..., Any]
) -> None:
    names = {"Pictures.Example": [["10.0.0.9"]]}
    ports = {"10.0.0.9": serve(HELLO).port}
    get = _get(Guard(["pictures.example:80"]), "http://Pictures.Example/a.jpg")
    assert staged(get, names=names, ports=ports)[0] == b"hello"


def test_a_name_at_an_allowed_address_is_reached(
    staged: Callable[..., Any], serve: Callable[..., Any]
) -> None:
    names, ports = {"pictures.example": [["10.0.0.9"]]}, {"10.0.0.9": serve(HELLO).port}
    for rule, expected in (("10.0.0.0/24", bytes), ("10.0.0.0/24:81", AddressRefused)):
        outcome, _ = staged(_get(Guard([rule])), names=names, ports=ports)
        assert isinstance(outcome, expected)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/", "http://[fe80::1%25lo]/"]
)
def test_the_connector_alone_refuses_an_address_in_a_url(
    staged: Callable[..., Any], url: str
) -> None:
    async def get() -> None:
        async with aiohttp.ClientSession(connector=Guard([]).connector("kiosk")) as session:
            await session.get(url)

    outcome, network = staged(get)
    assert isinstance(outcome, AddressRefused)
    assert network.dialled == []


@pytest.mark.parametrize("url", ["http://2130706433/", "http://127.1/", "http://0x7f.1/"])
def test_the_connector_alone_connects_to_no_odd_spelling(
    staged: Callable[..., Any], url: str
) -> None:
    async def get() -> None:
        async with aiohttp.ClientSession(connector=Guard([]).connector("kiosk")) as session:
            await session.get(url)

    names = {host: [["127.0.0.1"]] for host in ("2130706433", "127.1", "0x7f.1")}
    outcome, network = staged(get, names=names)
    assert isinstance(outcome, AddressRefused | aiohttp.ClientError)
    assert network.dialled == []


def test_the_guard_holds_on_the_servers_own_event_loop(serve: Callable[..., Any]) -> None:
    uvloop = pytest.importorskip("uvloop")
    server = serve(HELLO)

    async def outcomes() -> list[object]:
        urls = [server.url, server.url.replace("127.0.0.1", "localhost")]
        urls += ["http://127.0.0.2/", "http://[::1]/"]
        guard = Guard([f"127.0.0.1:{server.port}", f"localhost:{server.port}"])
        gets = [fetch(url, guard=guard, key_id="kiosk", max_bytes=10, timeout_s=10) for url in urls]
        return await asyncio.gather(*gets, return_exceptions=True)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        *good, one, other = runner.run(outcomes())
    assert good == [b"hello", b"hello"]
    assert isinstance(one, AddressRefused)
    assert isinstance(other, AddressRefused)
