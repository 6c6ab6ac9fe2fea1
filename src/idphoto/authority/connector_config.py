"""An outside authority as its operator describes it: a TOML file, and secrets from elsewhere."""

from __future__ import annotations

import os
import re
import ssl
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from idphoto.authority.template import places
from idphoto.errors import BadSetting

Meaning = Literal["record", "no_record", "name_mismatch", "no_photo", "unavailable"]
Scalar = str | int | float | bool

_SETTING: Final = "IDPHOTO_AUTHORITY_CONFIG"
_PERSON: Final = frozenset({"name", "number"})
_SECRET: Final = "secret."  # noqa: S105 - how places are named
# Headers that carry secrets by their nature: one written out would be in a file that is copied,
# shown and kept with others.
_SECRET_HEADERS: Final = frozenset({"authorization", "cookie", "x-api-key"})
# What the connection itself says.
_OWN_HEADERS: Final = frozenset({"host", "content-length", "transfer-encoding", "connection"})
_HEADER_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_POINTER: Final = re.compile(r"(/([^~/]|~[01])*)*")  # RFC 6901

Pointer = Annotated[str, Field(pattern=rf"^{_POINTER.pattern}$")]
Status = Annotated[int, Field(ge=100, le=599)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SecretSource(_Part):
    """Where a secret is: an environment variable, or a file."""

    env: str | None = None
    file: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.env is None) == (self.file is None):
            raise ValueError("name either env or file")
        return self


class Tls(_Part):
    """Files in PEM. ``ca_file``: who vouches for the authority, in place of the system's list."""

    ca_file: str | None = None
    client_certificate: str | None = None
    client_key: str | None = None


class Rule(_Part):
    """What an answer means that has this status and, at ``pointer``, one of these values;
    without ``equals`` anything but null."""

    means: Meaning
    status: Status | list[Status] | None = None
    pointer: Pointer | None = None
    equals: Scalar | list[Scalar] | None = None

    @property
    def statuses(self) -> tuple[int, ...]:
        """The statuses that fit; empty is any."""
        return _several(self.status)

    @property
    def values(self) -> tuple[Scalar, ...]:
        """The values that fit; empty is anything but null."""
        return _several(self.equals)

    @model_validator(mode="after")
    def _tells(self) -> Self:
        if self.status is None and self.pointer is None:
            raise ValueError("name a status, a pointer or both")
        if self.equals is not None and self.pointer is None:
            raise ValueError("equals needs a pointer")
        return self


class PhotoPlace(_Part):
    """Where a record's photo is in the answer, and as what."""

    pointer: Pointer
    form: Literal["base64", "url"]


class Description(_Part):
    """The file, whole; ``docs/authority.md`` explains it."""

    url: str
    method: Literal["GET", "POST", "PUT"] = "POST"
    timeout_s: Annotated[float, Field(gt=0, le=120, strict=False)] = 10
    retries: Annotated[int, Field(ge=0, le=5)] = 1
    max_answer_bytes: Annotated[int, Field(gt=0, le=64 * 2**20)] = 4 * 2**20
    plain_http: bool = False
    headers: dict[str, str] = {}
    query: dict[str, str] = {}
    body: JsonValue = Field(default=None, alias="json")
    form: dict[str, str] | None = None
    secrets: dict[str, SecretSource] = {}
    tls: Tls = Tls()
    answers: Annotated[list[Rule], Field(min_length=1)]
    photo: PhotoPlace | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        _check_url(self.url, self.plain_http)
        _check_headers(self.headers)
        if self.body is not None and self.form is not None:
            raise ValueError("json and form cannot go together")
        if self.method == "GET" and (self.body, self.form) != (None, None):
            raise ValueError("GET has no body: use query")
        self._check_places()
        if not any(rule.means == "record" for rule in self.answers):
            raise ValueError("none of the answers means record")
        return self

    def _check_places(self) -> None:
        known = {_SECRET + name for name in self.secrets}
        sent = places([self.url, dict(self.query), self.body, dict(self.form or {})])
        in_headers = places(dict(self.headers))
        for place in sorted((sent - known - _PERSON) | (in_headers - known)):
            raise ValueError(f"nothing is known of {{{place}}} there")
        # An authority that is not told both confirms any name to a number.
        for place in sorted(_PERSON - sent):
            raise ValueError(f"{{{place}}} is sent nowhere: url, query, json and form can have it")


@dataclass(frozen=True, slots=True)
class Config:
    """A description with what it points to. ``secrets``: by the places that they fill."""

    description: Description
    secrets: Mapping[str, str] = field(repr=False)
    tls: ssl.SSLContext | None


def read_config(path: Path, environ: Mapping[str, str] = os.environ) -> Config:
    """The authority that the file describes. Files that it names are sought from its own folder.

    Raises:
        BadSetting: it cannot be used; the reason names the place in the file, and no secret.
    """
    try:
        described = Description.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise _bad(path, f"it cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _bad(path, f"it is not TOML: {error}") from None
    except ValidationError as error:
        raise _bad(path, _first(error)) from None
    secrets = {
        _SECRET + name: _secret(path, name, source, environ)
        for name, source in described.secrets.items()
    }
    return Config(described, secrets, _context(path, described))


def _several(value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


def _check_url(url: str, plain_http: bool) -> None:
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if (
        not usable
        or parts.scheme not in ("http", "https")
        or not (url.isascii() and " " not in url)
    ):
        raise ValueError("url must be an address like https://authority.example/people")
    if "@" in parts.netloc or "{" in parts.netloc or parts.fragment:
        raise ValueError("url can have no user name, no place in its host, and no fragment")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK and not plain_http:
        raise ValueError(
            "url begins with http: names and numbers would cross the network for all to read. "
            "If that network is yours alone, set plain_http = true"
        )


def _check_headers(headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _OWN_HEADERS:
            raise ValueError(f"headers can have no {name!r}")
        if not (value.isascii() and value.isprintable()):
            raise ValueError(f"the header {name} must be printable ASCII")
        if name.lower() in _SECRET_HEADERS and not places(value):
            raise ValueError(
                f"the header {name} carries a secret: name it under [secrets] and put "
                "{secret.NAME} here"
            )


def _secret(path: Path, name: str, source: SecretSource, environ: Mapping[str, str]) -> str:
    if source.env is not None:
        found, where = environ.get(source.env, ""), f"the variable {source.env}"
    else:
        where = f"the file {source.file}"
        try:
            found = (path.parent / str(source.file)).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not text"
            raise _bad(path, f"secrets.{name}: {where} cannot be read: {why}") from None
    found = found.strip()
    if not (found and found.isascii() and found.isprintable()):
        raise _bad(path, f"secrets.{name}: {where} holds no printable ASCII text")
    return found


def _context(path: Path, described: Description) -> ssl.SSLContext | None:
    if urlsplit(described.url).scheme == "http":
        return None
    tls = described.tls
    try:
        context = ssl.create_default_context(cafile=_beside(path, tls.ca_file))
        if tls.client_certificate is not None:
            certificate = _beside(path, tls.client_certificate)
            # A key with a passphrase would ask for it at the terminal.
            context.load_cert_chain(str(certificate), _beside(path, tls.client_key), lambda: "")
    except (OSError, ValueError) as error:  # ssl's own are OSErrors
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not PEM"
        raise _bad(path, f"tls: a file cannot be used: {why}") from None
    return context


def _beside(path: Path, file: str | None) -> Path | None:
    return None if file is None else path.parent / file


def _first(error: ValidationError) -> str:
    """The first thing that is wrong, without the value that stands there."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(map(str, first["loc"]))
    reason = first["msg"].removeprefix("Value error, ")
    return f"{where}: {reason}" if where else reason


def _bad(path: Path, reason: str) -> BadSetting:
    return BadSetting(_SETTING, f"{path}: {reason}")
