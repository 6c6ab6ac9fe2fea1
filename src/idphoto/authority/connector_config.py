"""An outside authority, described by its operator in a TOML file with secrets kept elsewhere."""

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

from idphoto.authority.template import placeholders
from idphoto.errors import BadSetting

Meaning = Literal["record", "no_record", "name_mismatch", "no_photo", "unavailable"]
Scalar = str | int | float | bool

_SETTING: Final = "IDPHOTO_AUTHORITY_CONFIG"
_PERSON: Final = frozenset({"name", "number"})
_SECRET: Final = "secret."  # noqa: S105 - the prefix of a placeholder
# Headers that always carry secrets. Written out, one would be in a file that is copied, shown and
# stored with others.
_SECRET_HEADERS: Final = frozenset({"authorization", "cookie", "x-api-key"})
# Headers that the connection itself sets.
_OWN_HEADERS: Final = frozenset({"host", "content-length", "transfer-encoding", "connection"})
_HEADER_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_POINTER: Final = re.compile(r"(/([^~/]|~[01])*)*")  # RFC 6901

Pointer = Annotated[str, Field(pattern=rf"^{_POINTER.pattern}$")]
Status = Annotated[int, Field(ge=100, le=599)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SecretSource(_Part):
    """Where a secret is kept: an environment variable, or a file."""

    env: str | None = None
    file: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.env is None) == (self.file is None):
            raise ValueError("set either env or file")
        return self


class Tls(_Part):
    """PEM files. ``ca_file``: trusted certificates, instead of the system's list."""

    ca_file: str | None = None
    client_certificate: str | None = None
    client_key: str | None = None


class AnswerRule(_Part):
    """What an answer means if it has this status and, at ``pointer``, one of these values. Without
    ``equals``, any value but null matches."""

    means: Meaning
    status: Status | list[Status] | None = None
    pointer: Pointer | None = None
    equals: Scalar | list[Scalar] | None = None

    @property
    def statuses(self) -> tuple[int, ...]:
        """The statuses that match; empty means any."""
        return _several(self.status)

    @property
    def values(self) -> tuple[Scalar, ...]:
        """The values that match; empty means anything but null."""
        return _several(self.equals)

    @model_validator(mode="after")
    def _distinguishes(self) -> Self:
        if self.status is None and self.pointer is None:
            raise ValueError("set a status, a pointer or both")
        if self.equals is not None and self.pointer is None:
            raise ValueError("equals needs a pointer")
        return self


class PhotoPlace(_Part):
    """Where a record's photo is in the answer, and in what form."""

    pointer: Pointer
    form: Literal["base64", "url"]


class Description(_Part):
    """The whole file; ``docs/authority.md`` explains it."""

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
    answers: Annotated[list[AnswerRule], Field(min_length=1)]
    photo: PhotoPlace | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        _check_url(self.url, self.plain_http)
        _check_headers(self.headers)
        if self.body is not None and self.form is not None:
            raise ValueError("json and form cannot be combined")
        if self.method == "GET" and (self.body, self.form) != (None, None):
            raise ValueError("GET has no body: use query")
        self._check_placeholders()
        if not any(rule.means == "record" for rule in self.answers):
            raise ValueError("at least one of the answers must mean record")
        return self

    def _check_placeholders(self) -> None:
        known = {_SECRET + name for name in self.secrets}
        sent = placeholders([self.url, dict(self.query), self.body, dict(self.form or {})])
        in_headers = placeholders(dict(self.headers))
        for name in sorted((sent - known - _PERSON) | (in_headers - known)):
            raise ValueError(f"the placeholder {{{name}}} is not available where it is used")
        # An authority that does not receive both would confirm any name for a number.
        for name in sorted(_PERSON - sent):
            raise ValueError(f"{{{name}}} is never sent: put it in url, query, json or form")


@dataclass(frozen=True, slots=True)
class ConnectorConfig:
    """A description with what it refers to. ``secrets``: placeholder → value."""

    description: Description
    secrets: Mapping[str, str] = field(repr=False)
    tls: ssl.SSLContext | None


def read_config(path: Path, environ: Mapping[str, str] = os.environ) -> ConnectorConfig:
    """The authority that the file describes. Paths in the file are relative to its folder.

    Raises:
        BadSetting: it cannot be used. The reason names the place in the file, and no secret.
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
    return ConnectorConfig(described, secrets, _context(path, described))


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
        raise ValueError("url must be an address such as https://authority.example/people")
    if "@" in parts.netloc or "{" in parts.netloc or parts.fragment:
        raise ValueError("url must not have a user name, a placeholder in its host, or a fragment")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK and not plain_http:
        raise ValueError(
            "url begins with http: names and numbers would cross the network unencrypted. If the "
            "network is private to you, set plain_http = true"
        )


def _check_headers(headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _OWN_HEADERS:
            raise ValueError(f"headers must not include {name!r}")
        if not (value.isascii() and value.isprintable()):
            raise ValueError(f"the header {name} must be printable ASCII")
        if name.lower() in _SECRET_HEADERS and not placeholders(value):
            raise ValueError(
                f"the header {name} carries a secret: define it under [secrets] and write "
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
        raise _bad(path, f"secrets.{name}: {where} must hold printable ASCII text")
    return found


def _context(path: Path, described: Description) -> ssl.SSLContext | None:
    if urlsplit(described.url).scheme == "http":
        return None
    tls = described.tls
    try:
        context = ssl.create_default_context(cafile=_beside(path, tls.ca_file))
        if tls.client_certificate is not None:
            certificate = _beside(path, tls.client_certificate)
            # Without this, a key with a passphrase would ask for it on the terminal.
            context.load_cert_chain(str(certificate), _beside(path, tls.client_key), lambda: "")
    except (OSError, ValueError) as error:  # ssl's own errors are OSErrors
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not PEM"
        raise _bad(path, f"tls: a file cannot be used: {why}") from None
    return context


def _beside(path: Path, file: str | None) -> Path | None:
    return None if file is None else path.parent / file


def _first(error: ValidationError) -> str:
    """The first problem, without the value that caused it."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(map(str, first["loc"]))
    reason = first["msg"].removeprefix("Value error, ")
    return f"{where}: {reason}" if where else reason


def _bad(path: Path, reason: str) -> BadSetting:
    return BadSetting(_SETTING, f"{path}: {reason}")
