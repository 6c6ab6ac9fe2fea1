"""How errors are answered: by default as ``{"status": …, "message": …}``, on every path."""

from __future__ import annotations

import math
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from idphoto.errors import IdPhotoError, InternalError

Failure = Callable[[IdPhotoError, str], tuple[int, dict[str, Any]]]
"""An API's table of errors: the HTTP status and body for an error and the request's trace id."""
Respond = Callable[[Request, dict[str, Any], int, dict[str, str]], Response]
"""How an API writes an answer: from the request, and the answer's body, status and headers."""
OnHttpError = Callable[[Request, HTTPException], Response]
"""How an API answers what none of its routes does, such as an unknown path."""

HUNG_UP = 499  # for the access log only: the caller is gone
RETRY_AFTER: Final = "Retry-After"

_log = structlog.get_logger("idphoto.server")


def plain_answer(
    status: int, message: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """An answer in the default form, outside any vendor's API."""
    return JSONResponse({"status": status, "message": message}, status, headers)


def install(app: FastAPI, below: Mapping[str, OnHttpError]) -> None:
    """Answer what no route answers: unknown paths, wrong methods, callers that hung up.

    ``below``: by the beginning of a path, an API that answers its own unknown paths.
    """

    async def answer_http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - it is installed for this type
        for prefix, answer in below.items():
            if request.url.path.startswith(prefix):
                return answer(request, error)
        return plain_answer(error.status_code, error.detail, error.headers)

    app.add_exception_handler(HTTPException, answer_http_error)
    app.add_exception_handler(ClientDisconnect, _answer_hang_up)


def as_json(
    _: Request, body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """The answer as JSON, as most APIs write it."""
    return JSONResponse(body, status, headers)


def route_class(failure: Failure, respond: Respond = as_json) -> type[APIRoute]:
    """A class of routes that answer all errors by ``failure``: their own, their dependencies' and
    internal ones, which are logged."""

    class FailureRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def handle_or_fail(request: Request) -> Response:
                try:
                    return await handle(request)
                except (HTTPException, ClientDisconnect):
                    raise
                except Exception as error:
                    return answer_to(request, error)

            return handle_or_fail

    # Not within the handler: a variable there would hold the error, whose traceback holds the
    # handler's frame. Only the garbage collector would free the two, and the request's body.
    def answer_to(request: Request, error: Exception) -> Response:
        trace_id = request.state.trace_id
        known = error if isinstance(error, IdPhotoError) else InternalError(trace_id)
        status, body = failure(known, trace_id)
        log_fault(error, status)
        return respond(request, body, status, headers_of(known))

    return FailureRoute


class LastResort:
    """ASGI middleware: internal errors are logged, and answered without their details."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_and_remember(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_remember)
        except Exception as error:
            _log.error("request failed", exc_info=error)
            if started:  # too late for an answer: break the connection
                raise
            message = InternalError(scope["state"]["trace_id"]).message
            await plain_answer(500, message)(scope, receive, send)


def log_fault(error: Exception, status: int) -> None:
    """Log an error that is answered with ``status``, if the server is at fault."""
    if not isinstance(error, IdPhotoError):
        _log.error("request failed", exc_info=error)
    elif status >= 500 and not headers_of(error):  # too much at once is not a fault
        _log.error("request failed", code=error.code, reason=error.message)


def headers_of(error: IdPhotoError) -> dict[str, str]:
    """Every error that knows when to try again also says so in a header."""
    retry_after_s = error.details().get("retry_after_s")
    return {} if retry_after_s is None else {RETRY_AFTER: str(max(1, math.ceil(retry_after_s)))}


async def _answer_hang_up(_: Request, __: Exception) -> Response:
    return Response(status_code=HUNG_UP)
