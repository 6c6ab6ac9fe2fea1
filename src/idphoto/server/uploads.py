"""A request's body, read from the connection with hard limits on its size and time."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Collection
from contextlib import aclosing
from typing import Final

from starlette.requests import Request

from idphoto.errors import BadRequest, IdPhotoError, UploadTooLarge
from idphoto.server.forms import Form, reader_for

ROOM_BYTES: Final = 2**20  # for the texts and headers beside the file


async def receive_form(
    request: Request,
    *,
    max_file_bytes: int,
    file_fields: Collection[str],
    timeout_s: float,
) -> Form:
    """The form of a request whose body is not read yet.

    Once a form is refused, its rest is still read, up to twice the limit, and thrown away: most
    clients hear no answer before they have sent everything.

    Raises:
        BadRequest: it is no form, broken, took longer than ``timeout_s``, or a text is too long.
        UploadTooLarge: a file is larger than ``max_file_bytes``, or all together by 1 MiB more.
        ClientDisconnect: the client hung up.
    """
    content_type = request.headers.get("content-type", "")
    reader = reader_for(content_type, max_file_bytes=max_file_bytes, file_fields=file_fields)
    await _receive(request, reader.write, max_file_bytes + ROOM_BYTES, timeout_s)
    return reader.finish()


async def receive_body(request: Request, *, max_bytes: int, timeout_s: float) -> bytes:
    """The whole body of a request whose body is not read yet.

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
