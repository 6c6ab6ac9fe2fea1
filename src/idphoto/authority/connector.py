"""Ask an outside authority over HTTP, as its operator describes it.

The operator chose the address, which may be private, so it is not guarded. Nothing in the
authority's answer leads elsewhere: redirects are not followed, and a photo is fetched from the same
origin only. No reason contains a URL, a header or a body, since they hold personal data.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from functools import partial
from typing import Final
from urllib.parse import quote, urlencode, urljoin

import aiohttp
from yarl import URL

from idphoto.authority.answers import PhotoAt, Reply, understand
from idphoto.authority.connector_config import ConnectorConfig
from idphoto.authority.port import Answer, NoPhoto, Record, Unavailable
from idphoto.authority.template import fill, fill_all
from idphoto.net.client import REQUEST_ERRORS, explain
from idphoto.net.guard import WELL_QUOTED
from idphoto.net.lookups import LookupResolver, Lookups

_BLOCK: Final = 1 << 16
# The pause before another try, for a server that has just restarted.
_PAUSE_S: Final = 0.2
# Look-ups at a time, for as many requests at once as wait for one dead name server.
_LOOKUPS: Final = 16


class _Failed(Exception):
    """There is no usable answer. ``args[0]``: the reason."""


class Connector:
    """Asks the authority that ``config`` describes, with new connections for each look-up."""

    def __init__(self, config: ConnectorConfig) -> None:
        self._config = config
        self._about = config.description
        # not the guard's: the operator's authority never waits behind a stranger's slow names
        self._lookups = Lookups(threads=_LOOKUPS, per_key=_LOOKUPS)

    async def lookup(self, name: str, id_num: str) -> Answer:
        """See ``port.Authority``. Takes at most ``timeout_s``, including retries and the photo."""
        name = name.encode("utf-8", "replace").decode()  # no name contains lone surrogates
        try:
            async with asyncio.timeout(self._about.timeout_s), self._session() as session:
                return await self._ask(session, {"name": name, "number": id_num})
        except TimeoutError:
            return Unavailable(f"the authority did not answer within {self._about.timeout_s:g} s")
        except _Failed as failed:
            return Unavailable(failed.args[0])

    async def _ask(self, session: aiohttp.ClientSession, person: Mapping[str, str]) -> Answer:
        values = {**person, **self._config.secrets}
        url = self._url(values)
        headers, body = self._message(values)
        method = self._about.method
        reply = await self._send(session, method, url, headers, body)
        answer = understand(reply, self._about.answers, self._about.photo)
        if isinstance(answer, PhotoAt):
            # with the headers that authorise the request, but none that describe a body
            authorising = self._headers(values)
            return await self._fetch(session, _same_origin(url, answer.url), authorising)
        return answer

    async def _fetch(
        self, session: aiohttp.ClientSession, url: URL, headers: Mapping[str, str]
    ) -> Answer:
        reply = await self._send(session, "GET", url, headers, None)
        if reply.status in (404, 410):
            return NoPhoto()
        if reply.status != 200:
            raise _Failed(f"the authority answered the photo request with status {reply.status}")
        return Record(reply.body, None) if reply.body else NoPhoto()

    async def _send(
        self,
        session: aiohttp.ClientSession,
        method: str,
        url: URL,
        headers: Mapping[str, str],
        body: bytes | None,
    ) -> Reply:
        """The answer. Asks again only if no answer has begun."""
        for left in reversed(range(self._about.retries + 1)):
            answered = False
            try:
                async with session.request(
                    method, url, headers=headers, data=body, allow_redirects=False
                ) as answer:
                    answered = True
                    return Reply(answer.status, await self._read(answer))
            except REQUEST_ERRORS as error:
                lost = isinstance(error, aiohttp.ClientConnectionError | OSError)
                if answered or not lost or not left:
                    # `from None`: the cause contains the whole URL.
                    raise _Failed(explain(error, url.raw_host or "")) from None
            await asyncio.sleep(_PAUSE_S)
        raise AssertionError  # the last try has returned or raised

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        limit = self._about.max_answer_bytes
        if answer.headers.get("Content-Encoding", "").strip().lower() not in ("", "identity"):
            raise _Failed("the authority sent compressed data, which was not requested")
        data = bytearray()
        async for block in answer.content.iter_chunked(_BLOCK):
            data += block
            if len(data) > limit:
                raise _Failed(f"the authority's answer is larger than {limit:,} bytes")
        return bytes(data)

    def _session(self) -> aiohttp.ClientSession:
        # True is aiohttp's default: certificates are checked against the system's list.
        tls = self._config.tls if self._config.tls is not None else True
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                ssl=tls,
                resolver=LookupResolver(self._lookups, "authority"),
                use_dns_cache=False,
                force_close=True,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            auto_decompress=False,
            trust_env=False,
            headers={"User-Agent": "idphoto", "Accept-Encoding": "identity"},
        )

    def _url(self, values: Mapping[str, str]) -> URL:
        about = self._about
        url = fill(about.url, values, partial(quote, safe=""))
        if about.query:
            query = urlencode({key: fill(text, values) for key, text in about.query.items()})
            url += ("&" if "?" in url else "?") + query
        return URL(url, encoded=True)

    def _headers(self, values: Mapping[str, str]) -> dict[str, str]:
        return {name: fill(text, values) for name, text in self._about.headers.items()}

    def _message(self, values: Mapping[str, str]) -> tuple[dict[str, str], bytes | None]:
        """The request's headers and body."""
        about, kind, body = self._about, "", None
        if about.body is not None:
            kind = "application/json"
            body = json.dumps(fill_all(about.body, values), ensure_ascii=False).encode()
        elif about.form is not None:
            kind = "application/x-www-form-urlencoded"
            body = urlencode({k: fill(text, values) for k, text in about.form.items()}).encode()
        headers = self._headers(values)
        typed = any(name.lower() == "content-type" for name in headers)
        return ({"Content-Type": kind} if kind and not typed else {}) | headers, body


def _same_origin(url: URL, photo: str) -> URL:
    """The address of a photo, if it has the same origin as the answer."""
    try:
        where = urljoin(str(url), photo)
        target = URL(where, encoded=WELL_QUOTED.fullmatch(where) is not None)
        elsewhere = target.origin() != url.origin() or target.raw_user is not None
    except ValueError:
        raise _Failed("the photo's address in the authority's answer is not valid") from None
    if elsewhere:
        raise _Failed("the photo's address in the authority's answer points to another server")
    return target
