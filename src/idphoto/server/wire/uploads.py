"""Reading a request's body from the connection, with hard limits on size and time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import aclosing
from typing import Final

from starlette.requests import Request

from idphoto.errors import BadRequest, IdPhotoError, UploadTooLarge
from idphoto.server.wire.budget import HeldUpload
from idphoto.server.wire.forms import Form, reader_for
from idphoto.server.wire.spool import Spool

FORM_OVERHEAD_BYTES: Final = 2**20  # for texts and headers, in addition to the file


async def receive_form(
    request: Request,
    upload: HeldUpload,
    *,
    max_file_bytes: int,
    file_fields: Collection[str],
    timeout_s: float,
    list_fields: Collection[str] = (),
) -> Form:
    """The form in a request whose body has not been read yet.

    Files are in memory once all of them have arrived, and in a temporary file before that. After a
    form is refused, the rest of it is still read and discarded, up to twice the limit: most clients
    do not read an answer before they have sent everything.

    Raises:
        BadRequest: the body is not a valid form, took longer than ``timeout_s``, or has a text that
            is too long.
        UploadTooLarge: a file is larger than ``max_file_bytes``, or the body than that and 1 MiB.
        TooManyUploads: the server holds too many others.
        OutOfResources, StorageUnavailable: the temporary file cannot be written.
        ClientDisconnect: the client hung up.
    """
    content_type = request.headers.get("content-type", "")
    with Spool(upload.folder) as spool:
        reader = reader_for(
            content_type,
            spool,
            max_file_bytes=max_file_bytes,
            file_fields=file_fields,
            list_fields=list_fields,
        )
        limit = max_file_bytes + FORM_OVERHEAD_BYTES
        await _receive(request, upload, spool, reader.write, limit, timeout_s)
        return await spool.finish(reader.finish)


async def receive_body(
    request: Request, upload: HeldUpload, *, max_bytes: int, timeout_s: float
) -> bytes:
    """The whole body of a request that has not been read yet.

    Raises:
        BadRequest: it took longer than ``timeout_s``.
        UploadTooLarge: it is larger than ``max_bytes``.
        TooManyUploads, OutOfResources, StorageUnavailable, ClientDisconnect: as ``receive_form``.
    """
    with Spool(upload.folder) as spool:
        await _receive(request, upload, spool, spool.add, max_bytes, timeout_s)
        return await spool.finish(lambda: spool.read(0, spool.size))


async def _receive(
    request: Request,
    upload: HeldUpload,
    spool: Spool,
    take: Callable[[bytes], object],
    limit: int,
    timeout_s: float,
) -> None:
    """Pass the body to ``take``, which may add to ``spool``."""
    received = 0
    refusal: IdPhotoError | None = None
    try:
        async with asyncio.timeout(timeout_s), aclosing(request.stream()) as body:
            async for piece in body:
                received += len(piece)
                if refusal is not None:
                    if received > 2 * limit:
                        break
                    continue
                try:
                    _check_size(received, limit)
                    upload.take(len(piece))
                    take(piece)
                    await spool.settle()
                except IdPhotoError as error:
                    refusal = error
                    spool.close()
                    upload.give_back()
        if refusal is not None:
            raise refusal
    except TimeoutError:
        raise refusal or BadRequest(
            "body", f"the upload took longer than {timeout_s:g} s"
        ) from None
    finally:
        del refusal  # its traceback has this frame: without this, only the collector would free it


def _check_size(received: int, limit: int) -> None:
    if received > limit:
        raise UploadTooLarge("the request's body", limit)
