"""The keys that a task's pictures are stored under. No other module spells them out."""

from __future__ import annotations

import re
from typing import Final

from idphoto.tasks.made import IMAGE, FileFormat

SOURCES: Final = "sources"
RESULTS: Final = "results"

_SUFFIXES: Final[dict[FileFormat, str]] = {
    "jpeg": ".jpg",
    "png": ".png",
    "webp": ".webp",
    "pdf": ".pdf",
    "json": ".json",
}
_UUID: Final = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_SOURCE: Final = re.compile(rf"{SOURCES}/{_UUID}")
_RESULT: Final = re.compile(
    rf"{RESULTS}/({_UUID})-[0-9]+(?:-[a-z0-9]+)?(?:{'|'.join(map(re.escape, _SUFFIXES.values()))})"
)


def source_key(image_id: str) -> str:
    """Where a source is stored."""
    return f"{SOURCES}/{image_id}"


def result_key(task_id: str, attempt: int, name: str, file_format: FileFormat) -> str:
    """Where the file ``name`` that an attempt has made is stored."""
    # by attempt: a purge may be about to remove the files of an earlier one
    part = "" if name == IMAGE else f"-{name}"
    return f"{RESULTS}/{task_id}-{attempt}{part}{_SUFFIXES[file_format]}"


def is_source_key(key: str) -> bool:
    """Whether ``source_key`` made this key."""
    return _SOURCE.fullmatch(key) is not None


def task_of_result(key: str) -> str | None:
    """The id of the task whose file is stored under ``key``; None if no ``result_key`` made it."""
    match = _RESULT.fullmatch(key)
    return match[1] if match else None
