"""A request's form, read from the connection with hard limits on its size and time."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import aclosing
from typing import Final

from starlette.requests import Request

from idphoto.errors import BadRequest, IdPhotoError, UploadTooLarge
from idphoto.server.forms import Form, FormReader, reader_for

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
    limit, received = max_file_bytes + ROOM_BYTES, 0
    refusal: IdPhotoError | None = None
    try:
        async with asyncio.timeout(timeout_s), aclosing(request.stream()) as body:
            async for piece in body:
                received += len(piece)
                if refusal is None:
                    refusal = _take(reader, piece, received, limit)
                elif received > 2 * limit:
                    break
    except TimeoutError:
        refusal = refusal or BadRequest("body", f"the upload took longer than {timeout_s:g} s")
    if refusal is not None:
        raise refusal
    return reader.finish()


def _take(reader: FormReader, piece: bytes, received: int, limit: int) -> IdPhotoError | None:
    if received > limit:
        return UploadTooLarge("the request's body", limit)
    try:
        reader.write(piece)
    except IdPhotoError as error:
        return error
    return None
