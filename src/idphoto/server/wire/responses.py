"""OpenAPI descriptions of responses, for the ``responses`` of a route.

What an API refuses is read off its own table of errors: the table decides which statuses are
listed, and the API's own function writes the examples.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from http import HTTPStatus
from typing import Any, Final, Protocol

from idphoto.errors import ALL, IdPhotoError, InternalError, InvalidKey, TooManyRequests
from idphoto.server.errors import RETRY_AFTER, Failure
from idphoto.server.wire import verdict
from idphoto.server.wire.examples import TRACE_ID

Responses = dict[int | str, dict[str, Any]]
"""By HTTP status, as FastAPI takes them."""
Examples = Mapping[str, Mapping[str, Any]]
"""By name, bodies of answers."""

CHARGED: Final = "X-Credits-Charged"
IGNORED: Final = "X-Ignored-Fields"
VERDICT: Final = verdict.NAME

_TRACE: Final = "X-Trace-Id"
_HEADERS: Final[Mapping[str, tuple[str, str]]] = {
    CHARGED: ("integer", "The credits taken or held for the task or check."),
    IGNORED: ("string", "The names of fields that are unknown or had no effect."),
    VERDICT: ("string", "A finished photo's verdict and, unless it passes, the gravest check."),
    RETRY_AFTER: ("integer", "The seconds after which to try again."),
    _TRACE: ("string", "Identifies the request in the server's log: 32 hex digits."),
}
# What every API can answer; each API adds its own.
_SAMPLES: Final[tuple[IdPhotoError, ...]] = (
    InvalidKey("unknown"),
    TooManyRequests(qps=2, retry_after_s=0.5),
    InternalError(TRACE_ID),
)
# Placeholders for the fields of an error that no sample shows, by the first word of their type.
_PLACEHOLDERS: Final = {"str": "…", "int": 1, "float": 1.0, "tuple": (1, 1)}
_FIRST_WORD: Final = re.compile(r"\w+")
_CLASSES: Final = {each.code: each for each in reversed(ALL)}


class ErrorRow(Protocol):
    """A row of an API's table of errors."""

    @property
    def status(self) -> int:
        """The HTTP status."""


def success(
    model: object,
    examples: Examples,
    *,
    always: Collection[str] = (),
    sometimes: Collection[str] = (),
    media_types: Collection[str] = (),
) -> Responses:
    """The response with HTTP status 200.

    ``model``: the body's type. ``examples``: some bodies, by what has happened. ``always``,
    ``sometimes``: its headers. ``media_types``: other types than JSON, of the same body.
    """
    return {200: _response("Success", model, examples, always, sometimes, media_types)}


def refusals(
    table: Mapping[str, ErrorRow],
    failure: Failure,
    model: object,
    *,
    samples: Iterable[IdPhotoError] = (),
    sometimes: Collection[str] = (),
    media_types: Collection[str] = (),
) -> Responses:
    """The responses to the errors in ``table``, which are those that the operation can end with.

    ``failure``: writes the bodies. ``samples``: errors to show; a status of which none is shown has
    a made-up one. ``sometimes``, ``media_types``: as for ``success``.
    """
    codes: dict[int, list[str]] = defaultdict(list)
    for code, row in table.items():
        codes[row.status].append(code)
    shown = [each for each in (*samples, *_SAMPLES) if each.code in table]
    described: Responses = {}
    for status, found in sorted(codes.items()):
        errors = [each for each in shown if each.code in found] or [made_up(found[0])]
        examples = {each.code: failure(each, TRACE_ID)[1] for each in errors}
        always = (RETRY_AFTER,) if all(map(_can_be_retried, found)) else ()
        more = (RETRY_AFTER,) if any(map(_can_be_retried, found)) else ()
        described[status] = _response(
            HTTPStatus(status).phrase, model, examples, always, (*sometimes, *more), media_types
        )
    return described


def callback(*bodies: type) -> dict[str, Any]:
    """The request to ``callback_url``, for ``openapi_extra``. ``bodies``: models of the route's
    responses."""
    schemas = [{"$ref": f"#/components/schemas/{each.__name__}"} for each in bodies]
    signed = ("webhook-id", "webhook-timestamp", "webhook-signature")
    post = {
        "summary": "The task has ended",
        "description": "Signed as Standard Webhooks defines, with the secret of the API key.",
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
            for name in signed
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"anyOf": schemas}}},
        },
        "responses": {
            "2XX": {"description": "Received."},
            "410": {"description": "Not wanted: it is not sent again."},
            "default": {"description": "It is sent again later."},
        },
    }
    return {"callbacks": {"ended": {"{$request.body#/callback_url}": {"post": post}}}}


def _response(
    description: str,
    model: object,
    examples: Examples,
    always: Collection[str],
    sometimes: Collection[str],
    media_types: Collection[str],
) -> dict[str, Any]:
    named = {name: {"value": body} for name, body in examples.items()}
    text = {"type": "string", "description": "The same as one line of JSON."}
    always = {_TRACE, *always}
    return {
        "description": description,
        "model": model,
        "headers": {
            name: _header(name, required=name in always)
            for name in _HEADERS
            if name in always or name in sometimes
        },
        "content": {
            "application/json": {"examples": named},
            **{each: {"schema": text} for each in media_types},
        },
    }


def _header(name: str, *, required: bool) -> dict[str, Any]:
    kind, description = _HEADERS[name]
    return {"description": description, "required": required, "schema": {"type": kind}}


def _can_be_retried(code: str) -> bool:
    return any(field.name == "retry_after_s" for field in fields(_CLASSES[code]))


def made_up(code: str) -> IdPhotoError:
    """An error of this code, with placeholders for what was found and needed."""
    kind = _CLASSES[code]
    words = (_FIRST_WORD.findall(str(field.type))[0] for field in fields(kind))
    return kind(*map(_PLACEHOLDERS.__getitem__, words))
