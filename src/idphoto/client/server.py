"""The server that a client calls, and how httpx is to talk with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from idphoto.client.retries import Retries
from idphoto.client.wire import Broken, Call, Response
from idphoto.errors import BadRequest, LibraryMissing
from idphoto.messages.specs import Language

if TYPE_CHECKING:
    import httpx

_JSON: Final = "application/json"
# A file's own name may be a person's, and the server needs none.
_FILE_NAME: Final = "file"


@dataclass(frozen=True, slots=True)
class RemoteServer:
    """Where the server is, and how it is asked.

    ``timeout_s``: how long the server may be silent, beside the time that it was asked to wait.

    Raises:
        BadRequest: the address is no http or https URL, or the key can be no key.
    """

    base_url: str
    api_key: str = field(repr=False)
    timeout_s: float = 60.0
    language: Language | None = None
    retries: Retries = field(default_factory=Retries)

    def __post_init__(self) -> None:
        address = urlsplit(self.base_url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise BadRequest(
                "base_url", f"{self.base_url!r} does not begin with http:// or https://"
            )
        if address.username or address.query or address.fragment:
            raise BadRequest("base_url", "has more than a host, a port and a path")
        if not self.api_key.isascii() or not self.api_key.isprintable() or not self.api_key:
            raise BadRequest("api_key", "is empty, or has characters that no key has")
        if self.timeout_s <= 0:
            raise BadRequest("timeout_s", f"{self.timeout_s:g} is not more than 0 s")
        if self.retries.tries < 1:
            raise BadRequest("tries", f"{self.retries.tries} is less than 1")

    def url(self, call: Call[object]) -> str:
        """The address of a call, without its query."""
        return self.base_url.rstrip("/") + call.path

    @contextmanager
    def request(
        self, http: httpx.Client | httpx.AsyncClient, call: Call[object]
    ) -> Iterator[httpx.Request]:
        """The call as httpx sends it; its files are open within.

        Raises:
            FileUnreadable: the system cannot read a file at a path.
        """
        with ExitStack() as stack:
            parts = [
                ("file", (_FILE_NAME, each.open(stack), "application/octet-stream"))
                for each in call.files
            ]
            # beside files, the order is a part of its own, and comes before them
            beside = [(call.order_part, (None, call.order, _JSON))] if call.order else []
            yield http.build_request(
                call.method,
                self.url(call),
                params=call.query or None,
                headers=self._headers(call),
                content=None if parts else call.order,
                files=[*beside, *parts] if parts else None,
                timeout=load_httpx().Timeout(self.timeout_s, read=self.timeout_s + call.wait_s),
            )

    def _headers(self, call: Call[object]) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.api_key}", **dict(call.headers)}
        if self.language is not None:
            headers["Accept-Language"] = self.language
        if call.key is not None:
            headers["Idempotency-Key"] = call.key
        if call.order is not None and not call.files:
            headers["Content-Type"] = _JSON
        return headers


def load_httpx() -> ModuleType:
    """The module ``httpx``, imported at the first use.

    Raises:
        LibraryMissing: it is not installed.
    """
    try:
        import httpx
    except ImportError as error:
        reason = f'{error}: pip install "idphoto[client]"'
        raise LibraryMissing("httpx", "idphoto[client]", reason, "call a server") from error
    return httpx


def transport_errors() -> tuple[type[Exception], ...]:
    """What httpx raises where there is no answer."""
    httpx = load_httpx()
    return (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL)


def broken_by(error: Exception, url: str) -> Broken:
    """The outcome of a call that ended with one of the ``transport_errors``."""
    httpx = load_httpx()
    if isinstance(error, httpx.TimeoutException):
        return Broken(url, f"it was silent for too long ({type(error).__name__})")
    for_good = isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL)
    return Broken(url, str(error) or type(error).__name__, for_good)


def response_of(answer: httpx.Response, body: bytes) -> Response:
    """The answer as a value, with its body."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Response(str(answer.url), answer.status_code, headers, body)
