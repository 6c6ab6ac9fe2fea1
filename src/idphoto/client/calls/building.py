"""What calls are built from."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final, TypeVar
from urllib.parse import quote

from pydantic import ValidationError

from idphoto.errors import BadRequest
from idphoto.messages.message import Request

_RequestT = TypeVar("_RequestT", bound=Request)
# A connection that is silent for longer may be cut by what stands between client and server.
_MOST_WAIT_S: Final = 20


def path(*parts: str) -> str:
    """``/v1/…``, with ids and names quoted."""
    return "/v1/" + "/".join(quote(part, safe="") for part in parts)


def query(**values: str | int | None) -> tuple[tuple[str, str], ...]:
    """The query's fields that have a value."""
    return tuple((name, str(value)) for name, value in values.items() if value is not None)


def request(model: type[_RequestT], fields: Mapping[str, Any]) -> _RequestT:
    """The request of these fields.

    Raises:
        BadRequest: the model refuses a field, which is named.
    """
    try:
        return model(**fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        # further parts of the place name members of unions
        field = str(first["loc"][0]) if first["loc"] else "the request"
        raise BadRequest(field, first["msg"]) from None


def with_spec(spec: str | None, options: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a request about a document, or about none."""
    return dict(options) if spec is None else {"spec": spec, **options}


def body(message: Request) -> bytes:
    """The request as JSON, with what was set alone: the server has the defaults."""
    return message.model_dump_json(exclude_unset=True).encode()


def new_key(own: str | None) -> str:
    """The caller's ``Idempotency-Key``, or one that no other request has."""
    return own or str(uuid.uuid4())


def waiting(wait_s: float) -> tuple[tuple[tuple[str, str], ...], float]:
    """The header that asks the server to wait, and how long it is asked to."""
    asked_s = int(min(wait_s, _MOST_WAIT_S))
    preference = f"wait={asked_s}" if asked_s > 0 else "respond-async"
    return (("Prefer", preference),), float(max(asked_s, 0))
