"""What a task makes, and the function that makes it. Its order is JSON that only that function
understands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, Self

from idphoto.steps import Progress

# The main file of most tasks; every other file has a name of its own.
IMAGE: Final = "image"
# What was measured and found, as JSON: of some tasks, besides or instead of a picture.
REPORT: Final = "report"

FileFormat = Literal["jpeg", "png", "webp", "pdf", "json"]


@dataclass(frozen=True, slots=True)
class File:
    """A finished file. ``size_wh``: in pixels; None for JSON."""

    data: bytes
    format: FileFormat
    size_wh: tuple[int, int] | None = None

    @classmethod
    def of_json(cls, content: dict[str, Any]) -> Self:
        """A file that holds ``content`` as JSON, in UTF-8."""
        return cls(json.dumps(content, ensure_ascii=False, allow_nan=False).encode(), "json")


@dataclass(frozen=True, slots=True)
class Made:
    """The result of a task.

    ``files``: by name, in order; names consist of lower-case letters and digits. ``report``: JSON
    with what was measured, the time of each step among it (``timings_ms``). It is kept in the
    database, so it is short; what is long is a file.
    """

    files: Mapping[str, File]
    report: dict[str, Any]


class Make(Protocol):
    """Makes what an order asks for, on a worker thread."""

    def __call__(
        self,
        order: dict[str, Any],
        photos: Sequence[bytes],
        deadline: float,
        progress: Progress,
    ) -> Made:
        """Make the files.

        Args:
            order: as ``Submission.order`` had it when the task was accepted.
            photos: the task's sources, in the order in which they were named.
            deadline: by ``time.monotonic()``; checked between steps.
            progress: called with each step's name and the share done, 0–1.

        Raises:
            IdPhotoError: the task fails with this error.
            OrderUnreadable: another version of idphoto wrote the order.
        """
        ...
