"""How errors are answered. Every answer is ``{"status": …, "message": …}``, whatever the path."""

from __future__ import annotations

import math
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from idphoto.errors import IdPhotoError, InternalError, Overloaded, TooManyRequests

Failure = Callable[[IdPhotoError, str], tuple[int, dict[str, Any]]]
"""An API's table of errors: the HTTP status and the body that tell this one, which the log has
under a trace id."""
Respond = Callable[[Request, dict[str, Any], int, dict[str, str]], Response]
"""How an API writes its answers: the request, and the body, status and headers of the answer."""

HUNG_UP = 499  # nobody reads it; the access log says so

_log = structlog.get_logger("idphoto.server")


def told(status: int, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The answer in the plain shape."""
    return JSONResponse({"status": status, "message": message}, status, headers)


def install(app: FastAPI) -> None:
    """Answer what no route has answered: unknown paths, wrong methods, callers that hung up."""
    app.add_exception_handler(HTTPException, _tell_http_error)
    app.add_exception_handler(ClientDisconnect, _note_hang_up)


def as_json(
    _: Request, body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """The answer as most APIs write theirs."""
    return JSONResponse(body, status, headers)


def route_class(failure: Failure, respond: Respond = as_json) -> type[APIRoute]:
    """Routes all of whose errors are told as ``failure`` has it: their own, their dependencies'
    and faults of ours, which are logged."""

    class TellingRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def handle_or_tell(request: Request) -> Response:
                try:
                    return await handle(request)
                except (HTTPException, ClientDisconnect):
                    raise
                except Exception as error:
                    trace_id = request.state.trace_id
                    known = error if isinstance(error, IdPhotoError) else InternalError(trace_id)
                    status, body = failure(known, trace_id)
                    _log_fault(error, status)
                    return respond(request, body, status, _headers_of(known))

            return handle_or_tell

    return TellingRoute


class LastResort:
    """ASGI middleware: a fault of our own is logged, and told without its particulars."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception as error:
            _log.error("request failed", exc_info=error)
            if started:  # too late to say anything but a broken connection
                raise
            message = InternalError(scope["state"]["trace_id"]).message
            await told(500, message)(scope, receive, send)


def _log_fault(error: Exception, status: int) -> None:
    if not isinstance(error, IdPhotoError):
        _log.error("request failed", exc_info=error)
    elif status >= 500:
        _log.error("request failed", code=error.code, reason=error.message)


def _headers_of(error: IdPhotoError) -> dict[str, str]:
    if isinstance(error, TooManyRequests | Overloaded):
        return {"Retry-After": str(max(1, math.ceil(error.retry_after_s)))}
    return {}


async def _tell_http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - the type it is installed for
    return told(error.status_code, error.detail, error.headers)


async def _note_hang_up(_: Request, __: Exception) -> Response:
    return Response(status_code=HUNG_UP)
