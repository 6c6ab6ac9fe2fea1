"""What the client and HTTP exchange, as values: no file here opens a connection."""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from pydantic import ValidationError

from idphoto.errors import FileForbidden, FileUnreadable, NoSuchFile, NotAFile, UnexpectedAnswer
from idphoto.messages.message import Answer

T = TypeVar("T")
_AnswerT = TypeVar("_AnswerT", bound=Answer)
_UNREADABLE: tuple[tuple[type[OSError], type[FileUnreadable]], ...] = (
    (FileNotFoundError, NoSuchFile),
    (IsADirectoryError, NotAFile),
    (PermissionError, FileForbidden),
)


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of a multipart request: where it is, or its bytes. Its name is not sent."""

    content: Path | bytes | BinaryIO

    @property
    def can_be_sent_again(self) -> bool:
        """Whether a second try can read it from its start."""
        return isinstance(self.content, Path | bytes) or self.content.seekable()

    def open(self, stack: ExitStack) -> bytes | BinaryIO:
        """What HTTP reads; ``stack`` closes what this opens.

        Raises:
            FileUnreadable: the system cannot read the file at the path.
        """
        if not isinstance(self.content, Path):
            return self.content
        try:
            if self.content.is_dir():
                raise IsADirectoryError(None, "Is a directory")
            return stack.enter_context(self.content.open("rb"))
        except OSError as error:
            kinds = (ours for theirs, ours in _UNREADABLE if isinstance(error, theirs))
            kind = next(kinds, FileUnreadable)
            raise kind(error.strerror or str(error), str(self.content)) from error


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer. ``headers``: by names in small letters. ``body``: empty if it was saved."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Broken:
    """No HTTP answer, or not all of one. ``for_good``: another try cannot help."""

    url: str
    reason: str
    for_good: bool = False


Outcome = Response | Broken


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """A request of the API, and how its answer is read.

    ``order``: JSON: the body or, beside ``files``, the part ``order_part``. ``key``: the
    ``Idempotency-Key`` of a request that creates something. ``wait_s``: how long the server may
    take before it begins to answer, beside the usual. ``save_to``: an open file for the body of a
    success.
    """

    method: str
    path: str
    read: Callable[[Response], T]
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    order: bytes | None = None
    order_part: str = "order"
    files: tuple[SentFile, ...] = ()
    key: str | None = None
    wait_s: float = 0.0
    save_to: BinaryIO | None = None

    @property
    def can_be_repeated(self) -> bool:
        """Whether the server does the same once, however often the request arrives."""
        once = self.method in ("GET", "DELETE") or self.key is not None
        return once and all(file.can_be_sent_again for file in self.files)


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """Send the call, after a pause."""

    call: Call[T]
    after_s: float = 0.0


Script = Generator[Step[object], Outcome, T]
"""A conversation with the server: yields calls, receives their outcomes, and returns its result."""


def reads(model: type[_AnswerT]) -> Callable[[Response], _AnswerT]:
    """How an answer of this model is read.

    Raises:
        UnexpectedAnswer: by the reader, for a body that is no such answer.
    """

    def read(response: Response) -> _AnswerT:
        try:
            return model.model_validate_json(response.body)
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            place = ".".join(map(str, first["loc"])) or "the body"
            reason = f"not a {model.__name__} ({place}: {first['msg']})"
            raise UnexpectedAnswer(response.url, response.status, reason) from None

    return read


def reads_bytes(response: Response) -> bytes:
    """The body as it is."""
    return response.body


def reads_nothing(_: Response) -> None:
    """No result: the success says all."""


def is_binary_file(value: object) -> bool:
    """Whether it is an open file whose ``read`` gives bytes."""
    return hasattr(value, "read") and not isinstance(value, io.TextIOBase)


def restarted(file: BinaryIO) -> Callable[[bytes], int]:
    """How an open file is written from its start, without what a broken try has left."""
    file.seek(0)
    file.truncate()
    return file.write
