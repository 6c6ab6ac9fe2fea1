"""The forms in which a caller passes pictures, and how a request carries them."""

from __future__ import annotations

import base64
import os
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, cast

from idphoto.client.wire import SentFile, is_binary_file
from idphoto.errors import BadRequest
from idphoto.messages.orders import SheetPhoto
from idphoto.messages.sources import Source, SourceRef
from idphoto.messages.tasks import Task

PictureFile = str | os.PathLike[str] | bytes | BinaryIO
"""A picture's file: its path, its bytes, or the file opened in binary mode."""
PictureLike = PictureFile | Source | SourceRef
"""A picture: its file, what ``upload`` returned for it, or a ``SourceRef``, such as of a URL."""
Printable = PictureFile | Source | SourceRef | Task | SheetPhoto
"""A finished photo for a sheet: as a :data:`PictureLike`, or the task that made it, or a
``SheetPhoto``, which also says how often it is printed."""

_WANTED = (
    "pass a path, a file's bytes, a file opened in binary mode, an uploaded Source or a SourceRef"
)


def sent_file(picture: object, field: str) -> SentFile:
    """The file to send. ``field``: for messages.

    Raises:
        BadRequest: it is none of the forms of :data:`PictureFile`.
    """
    if isinstance(picture, str) and picture.lower().startswith(("http://", "https://")):
        raise BadRequest(field, "pass a URL as SourceRef(url=...)")
    if isinstance(picture, str | os.PathLike):
        return SentFile(Path(picture))
    if isinstance(picture, bytes | bytearray | memoryview):
        return SentFile(bytes(picture))
    if is_binary_file(picture):
        return SentFile(cast("BinaryIO", picture))
    if hasattr(picture, "read"):
        raise BadRequest(field, "the file is open in text mode: open it in mode 'rb'")
    raise BadRequest(field, f"{type(picture).__name__} is not a picture: {_WANTED}")


def referred(picture: object) -> SourceRef | None:
    """How a request names a picture that the server has or downloads; None for a file."""
    if isinstance(picture, SourceRef):
        return picture
    return SourceRef(id=picture.id) if isinstance(picture, Source) else None


def embedded(picture: object, field: str) -> SourceRef:
    """The picture within the request: named, or in base64 where it is a file.

    Raises:
        BadRequest: it is not a picture.
        FileUnreadable: the system cannot read the file at the path.
    """
    if (reference := referred(picture)) is not None:
        return reference
    with ExitStack() as stack:
        content = sent_file(picture, field).open(stack)
        data = content if isinstance(content, bytes) else content.read()
    return SourceRef(data=base64.b64encode(data).decode("ascii"))


def printed(photo: object) -> SheetPhoto:
    """A photo of a sheet's request; raises as ``embedded``."""
    if isinstance(photo, SheetPhoto):
        return photo
    if isinstance(photo, Task):
        return SheetPhoto(task=photo.id)
    return SheetPhoto(source=embedded(photo, "photos"))
