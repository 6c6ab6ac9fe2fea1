"""Errors as problem details (RFC 9457): for refused requests, failed tasks and unknown paths."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from idphoto.errors import BadRequest, IdPhotoError, InternalError
from idphoto.messages.problems import PROBLEM_TYPE, Problem
from idphoto.server.errors import headers_of, log_fault
from idphoto.server.native.table import NAMES, ProblemRow, row_of
from idphoto.server.native.validation import refusal_of_parameters
from idphoto.tasks.model import UNKNOWN_FAILURE, TaskFailure

PREFIX: Final = "/v1/"
# RFC 9457: the type of a problem that says no more than its status.
_BLANK: Final = "about:blank"
_FIELD: Final = "field"
_RETRY: Final = "retry_after_s"
_HTTP_CODES: Final = {404: "not_found", 405: "method_not_allowed"}


def problem(
    error: IdPhotoError, trace_id: str, *, in_path: bool = False, task_id: str | None = None
) -> Problem:
    """The problem for an error.

    ``in_path``: whether the request's path names what the error is about. ``task_id``: the task
    that failed with it.
    """
    row = row_of(error.code)
    found = _details(row, error)
    named = found.pop(_FIELD, None)
    status = row.in_path if in_path and row.in_path else row.status
    return Problem(
        type=f"urn:idphoto:error:{error.code}",
        title=title_of(error.code),
        status=status,
        detail=_detail(row, error, trace_id),
        code=error.code,
        field=NAMES.get(named, named) if named is not None else None if in_path else row.field,
        remedy=error.remedy if row.remedy is None else row.remedy,
        details={**found, **({"task_id": task_id} if task_id else {})},
        trace_id=trace_id,
    )


def problem_of_task(failure: TaskFailure | None, trace_id: str, task_id: str) -> Problem:
    """The problem that a task failed with."""
    known = failure or UNKNOWN_FAILURE
    error = known.restored()
    if error is not None:
        return problem(error, trace_id, task_id=task_id)
    row = row_of(known.code)  # a failure of another version: only its code is certain
    return Problem(
        type=f"urn:idphoto:error:{known.code}",
        title=title_of(known.code),
        status=row.status,
        detail=known.text,
        code=known.code,
        remedy=row.remedy or "",
        details={"task_id": task_id},
        trace_id=trace_id,
    )


def problem_response(
    problem: Problem, headers: Mapping[str, str] | None = None, status: int | None = None
) -> Response:
    """An answer with a problem. ``status``: by default the problem's own."""
    known = problem.model_dump(mode="json")
    body = {name: value for name, value in known.items() if value not in (None, "", {})}
    return Response(
        json.dumps(body, ensure_ascii=False),
        status or problem.status,
        headers,
        PROBLEM_TYPE,
    )


def answer_http_error(request: Request, error: HTTPException) -> Response:
    """The problem for a path or a method that no route of the API has."""
    status = error.status_code
    phrase = HTTPStatus(status).phrase
    path = request.url.path[:200]
    detail = {404: f"there is no {path}", 405: f"{path} does not support {request.method}"}
    return problem_response(
        Problem(
            type=_BLANK,
            title=phrase,
            status=status,
            detail=detail.get(status, phrase),
            code=_HTTP_CODES.get(status, "http_error"),
            trace_id=request.state.trace_id,
        ),
        error.headers,
    )


class ProblemRoute(APIRoute):
    """A route that answers all errors with problems: its own, its dependencies' and internal
    ones, which are logged."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_or_refuse(request: Request) -> Response:
            try:
                return await handle(request)
            except (HTTPException, ClientDisconnect):
                raise
            except Exception as error:
                return refuse(request, error)

        return handle_or_refuse


def refuse(request: Request, error: Exception) -> Response:
    """The answer to a request that ends with an error."""
    trace_id = request.state.trace_id
    if isinstance(error, RequestValidationError):
        known: IdPhotoError = refusal_of_parameters(error)
    else:
        known = error if isinstance(error, IdPhotoError) else InternalError(trace_id)
    in_path = request.method in ("GET", "DELETE")
    found = problem(known, trace_id, in_path=in_path)
    if not isinstance(error, RequestValidationError):
        log_fault(error, found.status)
    return problem_response(found, headers_of(known))


def title_of(code: str) -> str:
    """A code in words.

    >>> title_of("head_not_frontal")
    'Head not frontal'
    """
    return code.replace("_", " ").capitalize()


@contextmanager
def within(place: str) -> Iterator[None]:
    """Name the field at fault by its full path: ``face_width`` within ``head`` is
    ``head.face_width``. An empty ``place`` is the request itself.

    Raises:
        BadRequest: as the code within, with the longer name.
    """
    try:
        yield
    except BadRequest as error:
        name = NAMES.get(error.field, error.field)
        raise type(error)(f"{place}.{name}" if place else name, error.reason) from None


def _detail(row: ProblemRow, error: IdPhotoError, trace_id: str) -> str:
    if said := error.for_caller():
        return said
    return error.render(NAMES) if row.shown else InternalError(trace_id).message


def _details(row: ProblemRow, error: IdPhotoError) -> dict[str, Any]:
    """What a caller may see of the error's fields, as JSON's types."""
    found = error.details()
    if not row.shown or error.caller_template:  # the rest is for the operator
        return {_RETRY: found[_RETRY]} if _RETRY in found else {}
    return {name: _plain(value) for name, value in found.items() if name != "trace_id"}


def _plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, str | int | float):
        return value
    return float(value) if hasattr(value, "__float__") else str(value)
