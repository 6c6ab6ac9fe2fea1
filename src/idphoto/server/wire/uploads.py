"""Reading a request's body from the connection, with hard limits on size and time."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Collection
from contextlib import aclosing
from typing import Final

from starlette.requests import Request

from idphoto.errors import BadRequest, IdPhotoError, UploadTooLarge
from idphoto.server.wire.forms import Form, reader_for

FORM_OVERHEAD_BYTES: Final = 2**20  # for texts and headers, in addition to the file


async def receive_form(
    request: Request,
    *,
    max_file_bytes: int,
    file_fields: Collection[str],
    timeout_s: float,
) -> Form:
    """The form in a request whose body has not been read yet.

    After a form is refused, the rest of it is still read and discarded, up to twice the limit:
    most clients do not read an answer before they have sent everything.

    Raises:
        BadRequest: the body is not a valid form, took longer than ``timeout_s``, or has a text that
            is too long.
        UploadTooLarge: a file is larger than ``max_file_bytes``, or the body than that and 1 MiB.
        ClientDisconnect: the client hung up.
    """
    content_type = request.headers.get("content-type", "")
    reader = reader_for(content_type, max_file_bytes=max_file_bytes, file_fields=file_fields)
    await _receive(request, reader.write, max_file_bytes + FORM_OVERHEAD_BYTES, timeout_s)
    return reader.finish()


async def receive_body(request: Request, *, max_bytes: int, timeout_s: float) -> bytes:
    """The whole body of a request that has not been read yet.

    Raises:
        BadRequest: it took longer than ``timeout_s``.
        UploadTooLarge: it is larger than ``max_bytes``.
        ClientDisconnect: the client hung up.
    """
    body = io.BytesIO()
    await _receive(request, body.write, max_bytes, timeout_s)
    return body.getvalue()


async def _receive(
    request: Request, take: Callable[[bytes], object], limit: int, timeout_s: float
) -> None:
    received = 0
    refusal: IdPhotoError | None = None
    try:
        async with asyncio.timeout(timeout_s), aclosing(request.stream()) as body:
            async for piece in body:
                received += len(piece)
                if refusal is None:
                    refusal = _refusal(take, piece, received, limit)
                elif received > 2 * limit:
                    break
    except TimeoutError:
        refusal = refusal or BadRequest("body", f"the upload took longer than {timeout_s:g} s")
    if refusal is not None:
        raise refusal


def _refusal(
    take: Callable[[bytes], object], piece: bytes, received: int, limit: int
) -> IdPhotoError | None:
    if received > limit:
        return UploadTooLarge("the request's body", limit)
    try:
        take(piece)
    except IdPhotoError as error:
        return error
    return None
