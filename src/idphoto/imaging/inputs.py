"""The forms in which a picture may be passed: a path, a file's bytes, an open file, or pixels."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final, Protocol, TypeGuard, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from idphoto.errors import (
    BadImage,
    BadRequest,
    FileForbidden,
    FileUnreadable,
    ImageTooLarge,
    NoSuchFile,
    NotAFile,
)


@runtime_checkable
class Readable(Protocol):
    """A file that was opened in binary mode, or anything else whose ``read`` gives bytes.

    >>> import io, idphoto
    >>> isinstance(io.BytesIO(b"..."), idphoto.Readable)
    True
    """

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end of the file."""
        ...


SourceLike = (
    str
    | os.PathLike[str]
    | bytes
    | bytearray
    | memoryview
    | Readable
    | Image.Image
    | NDArray[np.uint8]
)
"""A picture: a path, a file's bytes, an open binary file, a PIL image, or an array.

An array is uint8: ``(H, W, 3)`` RGB, ``(H, W, 4)`` RGBA with straight alpha, or ``(H, W)`` grey, in
sRGB. OpenCV's BGR is ``array[..., ::-1]``. An open file is read from its start where it can be
rewound, as Pillow does.
"""

_FORMS: Final = (str, os.PathLike, bytes, bytearray, memoryview, Readable, Image.Image, np.ndarray)
_WANTED: Final = (
    "pass a path, a file's bytes, a file opened in binary mode, a PIL image or a uint8 array"
)
_LAYOUTS: Final = "uint8 (H, W, 3) RGB, (H, W, 4) RGBA or (H, W) grey"
_BY_ERROR: Final[tuple[tuple[type[OSError], type[FileUnreadable]], ...]] = (
    (FileNotFoundError, NoSuchFile),
    (IsADirectoryError, NotAFile),
    (PermissionError, FileForbidden),
)


def unreadable(error: OSError, path: str | os.PathLike[str]) -> FileUnreadable:
    """Our own error for what the system said about the file at ``path``."""
    kind = next((ours for theirs, ours in _BY_ERROR if isinstance(error, theirs)), FileUnreadable)
    return kind(error.strerror or str(error), str(path))


def is_source_like(value: object) -> TypeGuard[SourceLike]:
    """Whether ``value`` is one picture in one of the forms of :data:`SourceLike`."""
    return isinstance(value, _FORMS)


def file_or_image(source: SourceLike, max_bytes: int, field: str) -> bytes | Image.Image:
    """The bytes of a file, or pixels as a Pillow image of any mode. ``field``: for messages.

    Raises:
        BadRequest: ``source`` is none of the forms, or an array of another shape or type.
        FileUnreadable: the system cannot read the file at the path.
        BadImage: the open file cannot be read.
        ImageTooLarge: the file has more than ``max_bytes``.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source)
    if isinstance(source, Image.Image):
        return source
    if isinstance(source, np.ndarray):
        return _array_image(source, field)
    if isinstance(source, str | os.PathLike):
        return _file_bytes(source, max_bytes, field)
    if isinstance(source, Readable):
        return _stream_bytes(source, max_bytes, field)
    raise BadRequest(field, f"{type(source).__name__} is not a kind of picture: {_WANTED}")


def check_bytes(found: int, max_bytes: int) -> None:
    """Raises :class:`ImageTooLarge` if a file of ``found`` bytes is too large."""
    if found > max_bytes:
        raise ImageTooLarge("file size in bytes", found, max_bytes)


def _array_image(array: NDArray[Any], field: str) -> Image.Image:
    is_picture = array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (3, 4))
    if array.dtype == np.uint8 and is_picture and array.size > 0:
        return Image.fromarray(array)
    found = f"{array.dtype} ({', '.join(map(str, array.shape))})"
    scaled = "; (255 * array).round().astype('uint8') if its values are 0–1"
    raise BadRequest(
        field,
        f"an array of {found} is not a picture: use {_LAYOUTS}"
        f"{scaled if array.dtype.kind == 'f' else ''}",
    )


def _file_bytes(path: str | os.PathLike[str], max_bytes: int, field: str) -> bytes:
    if str(path).lower().startswith(("http://", "https://")):
        raise BadRequest(field, "URLs are not read: download the picture, and pass its bytes")
    try:
        with Path(path).open("rb") as file:
            # Where the system knows the size, it makes the better message. A pipe has none:
            # reading one byte more than the limit shows that there are too many.
            check_bytes(os.fstat(file.fileno()).st_size, max_bytes)
            return file.read(max_bytes + 1)
    except OSError as error:
        raise unreadable(error, path) from error
    except ValueError as error:  # a NUL in the path
        raise BadRequest(field, f"{str(path)!r} is not a path: {error}") from error


def _stream_bytes(stream: Readable, max_bytes: int, field: str) -> bytes:
    """All of an open file: raw ones return less than what is asked for before their end."""
    parts: list[bytes] = []
    left = max_bytes + 1
    try:
        if _is_seekable(stream):
            stream.seek(0)  # type: ignore[attr-defined]
        while left > 0 and (part := stream.read(left)):
            if isinstance(part, str):
                raise BadRequest(field, "the file is open in text mode: open it in mode 'rb'")
            parts.append(part)
            left -= len(part)
    except (OSError, ValueError) as error:  # such as one that was closed
        raise BadImage(f"the open file cannot be read ({error})") from error
    return b"".join(parts)


def _is_seekable(stream: Readable) -> bool:
    return bool(getattr(stream, "seekable", bool)())
