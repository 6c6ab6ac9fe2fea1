"""Reads the body of a creating request: JSON, or a form with the same JSON and files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel
from python_multipart.multipart import parse_options_header

from idphoto.errors import BadRequest
from idphoto.server.native.api import MAX_UPLOAD_BYTES
from idphoto.server.native.validation import read_json
from idphoto.server.wire.budget import HeldUpload
from idphoto.server.wire.forms import Form
from idphoto.server.wire.uploads import receive_body, receive_form
from idphoto.tasks.threads import on_checking_thread

ORDER: Final = "order"
FILE: Final = "file"
_JSON: Final = b"application/json"
_FORM: Final = b"multipart/form-data"

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class AskedOrder(Generic[_Model]):
    """A request's message, and the files beside it."""

    order: _Model
    files: tuple[bytes, ...] = field(default=(), repr=False)


async def receive_order(
    request: Request,
    upload: HeldUpload,
    kind: type[_Model],
    *,
    timeout_s: float,
    part: str = ORDER,
    max_files: int = 1,
) -> AskedOrder[_Model]:
    """The message in a request whose body has not been read yet.

    ``part``: the form's part that holds it; without it, the message has no fields. ``max_files``:
    how many parts ``file`` a form may have.

    Raises:
        BadRequest: the body is neither, or a field is wrong; the field is named.
        UploadTooLarge, TooManyUploads, OutOfResources, StorageUnavailable: as ``receive_form``.
        ClientDisconnect: the client hung up.
    """
    content_type, _ = parse_options_header(request.headers.get("content-type", ""))
    if content_type == _JSON:
        data = await receive_body(request, upload, max_bytes=MAX_UPLOAD_BYTES, timeout_s=timeout_s)
        return AskedOrder(await on_checking_thread(read_json, kind, data))
    if content_type != _FORM:
        raise BadRequest("Content-Type", "must be application/json or multipart/form-data")
    form = await receive_form(
        request,
        upload,
        max_file_bytes=MAX_UPLOAD_BYTES,
        file_fields=(part,),
        timeout_s=timeout_s,
        list_fields=(FILE,),
    )
    text = _message(form, part)
    return AskedOrder(
        await on_checking_thread(read_json, kind, text, part), _files(form, max_files)
    )


async def receive_file(request: Request, upload: HeldUpload, *, timeout_s: float) -> bytes:
    """The one file of a form that has nothing else.

    Raises:
        BadRequest: there is none, or several.
        UploadTooLarge, TooManyUploads, OutOfResources, StorageUnavailable, ClientDisconnect: as
            ``receive_form``.
    """
    form = await receive_form(
        request,
        upload,
        max_file_bytes=MAX_UPLOAD_BYTES,
        file_fields=(),
        timeout_s=timeout_s,
        list_fields=(FILE,),
    )
    _refuse_others(form, ())
    files = _files(form, 1)
    if not files:
        raise BadRequest(FILE, "is required: a part with the picture's bytes and a file name")
    return files[0]


def _message(form: Form, part: str) -> bytes:
    _refuse_others(form, (part,))
    if reason := form.unreadable.get(part):
        raise BadRequest(part, reason)
    texts = [text.encode() for name, text in form.fields if name == part]
    texts += [data for name, data in form.files.items() if name == part]
    if len(texts) > 1:
        raise BadRequest(part, "is given more than once")
    return texts[0] if texts else b"{}"


def _refuse_others(form: Form, known: tuple[str, ...]) -> None:
    """Refuse parts that the request does not have."""
    names = [name for name, _ in form.fields] + [*form.files, *form.unreadable, *form.lists]
    for name in names:
        if name == FILE and name not in form.lists:
            raise BadRequest(FILE, "must be a file part with the picture's bytes")
        if name not in (*known, FILE):
            parts = " and ".join((*known, FILE))
            raise BadRequest(name[:60] or "body", f"there is no such part: the form has {parts}")


def _files(form: Form, most: int) -> tuple[bytes, ...]:
    files = tuple(form.lists.get(FILE, ()))
    if len(files) > most:
        reason = "is given more than once" if most == 1 else f"is given more than {most} times"
        raise BadRequest(FILE, reason)
    if any(not data for data in files):
        raise BadRequest(FILE, "is empty")
    return files
