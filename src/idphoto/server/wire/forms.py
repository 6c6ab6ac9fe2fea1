"""Parses the two kinds of form bodies as they arrive. Files go to a spool.

A parser calls the object that collects a form's content, and a reader refers to both. The content
does not know its parser, so a body that is given up is freed at once: a cycle would keep it until
the garbage collector runs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Final, Protocol
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, QuerystringParser, parse_options_header

from idphoto.errors import BadRequest, UploadTooLarge
from idphoto.server.wire.spool import Spool

MAX_PARTS: Final = 100
MAX_TEXT_BYTES: Final = 64 * 1024
_TOO_LONG: Final = f"is longer than {MAX_TEXT_BYTES:,} bytes; a file part needs a file name"
_MAX_SHOWN_NAME: Final = 60  # characters of a field's name that an error repeats
# A part of these types is a file even without a file name.
_BINARY: Final = (b"image/", b"application/octet-stream")


@dataclass(frozen=True, slots=True)
class Form:
    """A form's content. ``fields``: name and text, in the order sent. ``files``: by name.
    ``lists``: by name, the files of each name that may be sent several times.

    ``unreadable``: fields whose text cannot be used, with the reason. The API decides whether that
    matters, because only it knows its fields.
    """

    fields: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    lists: dict[str, list[bytes]] = field(default_factory=dict, repr=False)
    unreadable: dict[str, str] = field(default_factory=dict)

    def add_text(self, name: str, raw: bytes) -> None:
        """Add a text field as sent; ``raw`` is at most one byte longer than ``MAX_TEXT_BYTES``."""
        reason = _fault(raw)
        if reason:
            self.unreadable[name] = reason
        else:
            self.fields.append((name, raw.decode()))


class FormReader(Protocol):
    """Reads a body in pieces. Both methods raise ``BadRequest`` and ``UploadTooLarge``."""

    def write(self, piece: bytes) -> None:
        """Read the body's next bytes."""

    def finish(self) -> Form:
        """The form, once all bytes are read. Call it within the spool's ``finish``."""


def reader_for(
    content_type: str,
    spool: Spool,
    *,
    max_file_bytes: int,
    file_fields: Collection[str],
    list_fields: Collection[str] = (),
) -> FormReader:
    """The reader for a body of this ``Content-Type``.

    ``spool``: takes the files while they arrive. ``file_fields``: names of files that may be sent
    only once; for other names the last file wins. ``list_fields``: those of which every
    file counts.

    Raises:
        BadRequest: the type is not a form, or a multipart form without a boundary.
    """
    kind, options = parse_options_header(content_type)
    if kind == b"multipart/form-data":
        content = _Parts(spool, max_file_bytes, file_fields, list_fields)
        return MultipartReader(options.get(b"boundary", b""), content)
    if kind == b"application/x-www-form-urlencoded":
        return UrlencodedReader()
    raise BadRequest(
        "Content-Type", "must be multipart/form-data or application/x-www-form-urlencoded"
    )


class UrlencodedReader:
    """``name=text&name=text``, without files."""

    def __init__(self) -> None:
        self._content = content = _Fields()
        self._parser = QuerystringParser(
            {
                "on_field_start": content.on_start,
                "on_field_name": content.on_name,
                "on_field_data": content.on_text,
                "on_field_end": content.on_end,
            }
        )

    def write(self, piece: bytes) -> None:
        self._parser.write(piece)

    def finish(self) -> Form:
        self._parser.finalize()
        return self._content.form


class _Fields:
    """Collects the fields of an urlencoded form."""

    def __init__(self) -> None:
        self.form = Form()
        self._count = 0
        self._name, self._text = bytearray(), bytearray()

    def on_start(self) -> None:
        self._count += 1
        _check_count(self._count)
        self._name, self._text = bytearray(), bytearray()

    def on_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start : min(end, start + _room(self._name))]

    def on_text(self, data: bytes, start: int, end: int) -> None:
        self._text += data[start : min(end, start + _room(self._text))]

    def on_end(self) -> None:
        name = _unquote(self._name).decode("utf-8", "replace")  # no known name has such characters
        if len(self._text) > MAX_TEXT_BYTES:
            self.form.unreadable[name] = _TOO_LONG
        else:
            self.form.add_text(name, _unquote(self._text))


class MultipartReader:
    """Texts and files as parts between boundaries, each with headers."""

    def __init__(self, boundary: bytes, content: _Parts) -> None:
        self._content = content
        if not boundary:
            raise BadRequest("Content-Type", "multipart/form-data must have a boundary")
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": content.on_part_begin,
                    "on_header_field": content.on_header_field,
                    "on_header_value": content.on_header_value,
                    "on_header_end": content.on_header_end,
                    "on_headers_finished": content.on_headers_finished,
                    "on_part_data": content.on_part_data,
                    "on_part_end": content.on_part_end,
                    "on_end": content.on_end,
                },
            )
        except FormParserError:
            raise BadRequest("Content-Type", "the boundary is too long") from None

    def write(self, piece: bytes) -> None:
        try:
            self._parser.write(piece)
        except FormParserError:  # its message quotes the input
            raise BadRequest("body", "is not well-formed multipart/form-data") from None

    def finish(self) -> Form:
        return self._content.form()


class _Parts:
    """Collects the parts of a multipart form."""

    def __init__(
        self,
        spool: Spool,
        max_file_bytes: int,
        file_fields: Collection[str],
        list_fields: Collection[str],
    ) -> None:
        self._spool = spool
        self._list_fields = list_fields
        self._lists: dict[str, list[tuple[int, int]]] = {}
        self._max_file_bytes = max_file_bytes
        self._file_fields = file_fields
        self._texts = Form()
        self._files: dict[str, tuple[int, int]] = {}  # start and size
        self._count = 0
        self._complete = False
        self._header, self._value = bytearray(), bytearray()
        self._headers: dict[bytes, bytes] = {}
        self._part: _Text | _File = _Text("")

    def form(self) -> Form:
        """The form, with its files in memory."""
        if not self._complete:
            raise BadRequest("body", "ends before its last boundary")
        files = {name: self._spool.read(*place) for name, place in self._files.items()}
        lists = {
            name: [self._spool.read(*place) for place in places]
            for name, places in self._lists.items()
        }
        return replace(self._texts, files=files, lists=lists)

    def on_part_begin(self) -> None:
        self._count += 1
        _check_count(self._count)
        self._headers = {}

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        self._headers[bytes(self._header).lower()] = bytes(self._value)
        self._header, self._value = bytearray(), bytearray()

    def on_headers_finished(self) -> None:
        disposition = self._headers.get(b"content-disposition", b"")
        _, options = parse_options_header(disposition)
        if b"name" not in options:
            raise BadRequest("body", "a part has no name in its Content-Disposition")
        name = options[b"name"].decode("utf-8", "replace")  # no known name has such characters
        file_name = options.get(b"filename")
        # some clients send a file name that is not ASCII as filename*= only
        if file_name is None and (b"filename*" in disposition.lower() or self._is_binary()):
            file_name = b"*"
        if file_name is None:
            self._part = _Text(name)
        else:
            self._part = _File(name, file_name, self._spool, self._max_file_bytes)

    def _is_binary(self) -> bool:
        return self._headers.get(b"content-type", b"").lower().startswith(_BINARY)

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._part.write(memoryview(data)[start:end])

    def on_part_end(self) -> None:
        part = self._part
        if isinstance(part, _Text):
            self._texts.add_text(part.name, bytes(part.data))
        elif part.file_name or part.size:  # browsers send an empty one for no file
            if part.name in self._list_fields:
                self._lists.setdefault(part.name, []).append((part.start, part.size))
            elif part.name in self._files and part.name in self._file_fields:
                raise BadRequest(_shown(part.name), "is given more than once")
            else:
                self._files[part.name] = (part.start, part.size)
        self._part = _Text("")

    def on_end(self) -> None:
        self._complete = True


class _Text:
    """A text part that is being received."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data = bytearray()

    def write(self, data: memoryview) -> None:
        self.data += data[: _room(self.data)]


class _File:
    """A file part that is being received: where the spool has it."""

    def __init__(self, name: str, file_name: bytes, spool: Spool, limit: int) -> None:
        self.name = name
        self.file_name = file_name
        self.start, self.size = spool.size, 0
        self._spool = spool
        self._limit = limit

    def write(self, data: memoryview) -> None:
        self.size += len(data)
        if self.size > self._limit:
            raise UploadTooLarge(_shown(self.name), self._limit)
        self._spool.add(data)


def _unquote(raw: bytearray) -> bytes:
    return unquote_to_bytes(bytes(raw).replace(b"+", b" "))


def _fault(raw: bytes) -> str | None:
    """Why a text cannot be used, or None."""
    if len(raw) > MAX_TEXT_BYTES:
        return _TOO_LONG
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return "is not UTF-8"
    return "contains a NUL character" if "\0" in text else None  # no database stores one


def _room(taken: bytearray) -> int:
    """How many more bytes to keep: one above the limit shows that the text is too long."""
    return max(0, MAX_TEXT_BYTES + 1 - len(taken))


def _check_count(parts: int) -> None:
    if parts > MAX_PARTS:
        raise BadRequest("body", f"has more than {MAX_PARTS} fields")


def _shown(name: str) -> str:
    return name[:_MAX_SHOWN_NAME]
