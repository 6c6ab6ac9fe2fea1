"""The journal of a batch: a line of JSON for each photo made or refused, written at once.

A stopped batch is resumed from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final

from idphoto.errors import IoError

JOURNAL: Final = ".idphoto-batch.jsonl"


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A photo that was made or refused. ``key``: of its job. ``source``: the photo's whole path.
    ``name``: the output's, written or not. ``report``: what ``make_one`` returned."""

    key: str
    source: str
    name: str
    report: dict[str, Any]


def read_journal(folder: Path) -> list[JournalEntry]:
    """The entries of a folder, oldest first; none without a journal.

    Raises:
        IoError: the journal cannot be read.
    """
    try:
        lines = (folder / JOURNAL).read_text("utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise IoError.of(error, folder / JOURNAL) from error
    return [entry for line in lines if (entry := _entry(line)) is not None]


def _entry(line: str) -> JournalEntry | None:
    """The entry of a line; None for one that was being written when the run was stopped."""
    try:
        fields = json.loads(line)
        entry = JournalEntry(fields["key"], fields["source"], fields["name"], fields["report"])
        return entry if isinstance(entry.report["ok"], bool) else None
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


@contextmanager
def open_journal(folder: Path) -> Iterator[IO[bytes]]:
    """The journal of a folder, to append to; folder and file are made.

    Raises:
        IoError: it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / JOURNAL).open("ab+")
    except OSError as error:
        raise IoError.of(error, folder) from error
    with file:
        if file.tell():
            file.seek(-1, 2)
            if file.read() != b"\n":  # cut short: the next entry is a line of its own
                file.write(b"\n")
        yield file


def append(journal: IO[bytes], entry: JournalEntry) -> None:
    """Write an entry, at once."""
    journal.write(json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n")
    journal.flush()
