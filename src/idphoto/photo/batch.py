"""Many photos at once: in parallel, resumable, and no error stops the others."""

from __future__ import annotations

import hashlib
import pickle
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from idphoto.errors import (
    DeadlineExceeded,
    FileForbidden,
    FileUnreadable,
    IdPhotoError,
    IoError,
    LibraryMissing,
    NoSuchFile,
    NotAFile,
    OutOfResources,
    WeightsCorrupt,
    WeightsUnavailable,
)
from idphoto.imaging.decode import open_source
from idphoto.imaging.encode import SUFFIXES
from idphoto.imaging.files import write_whole
from idphoto.photo import pipeline
from idphoto.photo.journal import JournalEntry, append, open_journal, read_journal
from idphoto.photo.report import describe
from idphoto.photo.request import PhotoRequest
from idphoto.photo.setup import Setup

# The photo may do once they are gone: it is not settled.
_OF_MACHINE: Final = frozenset(
    error.code
    for error in (
        DeadlineExceeded,
        IoError,
        LibraryMissing,
        OutOfResources,
        WeightsCorrupt,
        WeightsUnavailable,
    )
)

_UNREADABLE: Final = frozenset(
    error.code for error in (FileForbidden, FileUnreadable, NoSuchFile, NotAFile)
)

THREADS: Final = "idphoto-batch"
"""How the names of a batch's threads begin."""

# How long a batch that is stopped waits for the steps that are running.
_GRACE_S: Final = 0.8


@dataclass(frozen=True, slots=True)
class Job:
    """One photo of a batch. ``key``: a hash of everything that the result depends on."""

    photo: Path
    output: Path
    key: str


class Stopped(BaseException):
    """The batch was stopped while a photo was being made. Not an error: there is no report."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Stops photos that are being made: between two steps, and never while a file is written."""

    asked: threading.Event = field(default_factory=threading.Event)
    writing: threading.Lock = field(default_factory=threading.Lock)

    def check(self, *_: object) -> None:
        """Raises ``Stopped`` if a stop was asked for."""
        if self.asked.is_set():
            raise Stopped

    @contextmanager
    def hold(self) -> Iterator[None]:
        """While a file is written: a stop waits for its end. Raises ``Stopped`` if it is late."""
        with self.writing:
            self.check()
            yield

    def ask(self) -> None:
        """Ask for a stop. On return nothing is being written, and nothing will be."""
        self.asked.set()
        with self.writing:
            pass


def _nothing(_: Path) -> bool:
    return False


def plan(
    photos: Sequence[Path],
    request: PhotoRequest,
    folder: Path,
    *,
    overwrite: bool = True,
    is_taken: Callable[[Path], bool] = _nothing,
) -> list[Job]:
    """The jobs of a batch. Outputs keep their photo's stem; equal stems are numbered.

    No output overwrites one of the photos. A photo that an earlier batch into the folder made
    keeps its output's name; so does one that has changed since, if ``overwrite``. ``is_taken``:
    whether a new name is not to be used.

    Raises:
        IoError: the folder's journal cannot be read.
    """
    sources = {photo.resolve(): photo for photo in reversed(photos)}
    keys = {source: _key(source, request) for source in reversed(sources)}
    suffix = SUFFIXES[request.output.format]
    kept = {
        source: folder / name
        for source, name in _names(read_journal(folder), keys, overwrite).items()
        if name.endswith(suffix)
    }
    taken = {*sources, *(output.resolve() for output in kept.values())}
    jobs = []
    for source, key in keys.items():
        output = kept.get(source)
        stem, number = source.stem, 1
        while output is None:
            named = folder / f"{stem}{f'-{number}' if number > 1 else ''}{suffix}"
            if named.resolve() not in taken and not is_taken(named):
                output = named
            number += 1
        taken.add(output.resolve())
        jobs.append(Job(sources[source], output, key))
    return jobs


def _key(source: Path, request: PhotoRequest) -> str:
    wanted = hashlib.sha256(pickle.dumps(request)).hexdigest()
    about = source.stat() if source.exists() else None
    age = f"{about.st_size}:{about.st_mtime_ns}" if about else "missing"
    return hashlib.sha256(f"{wanted}:{source}:{age}".encode()).hexdigest()


def _names(
    entries: Sequence[JournalEntry], keys: Mapping[Path, str], overwrite: bool
) -> dict[Path, str]:
    """The names of outputs that earlier batches chose for these photos."""
    by_key = {entry.key: entry.name for entry in entries}
    # the name of a photo that was refused is free for its next version
    last = {entry.source: entry for entry in entries}
    again = {
        source: entry.name
        for source in keys
        if (entry := last.get(str(source))) and (overwrite or not entry.report["ok"])
    }
    same = {source: by_key[key] for source, key in keys.items() if key in by_key}
    return {**again, **same}


def finished(jobs: Sequence[Job], folder: Path) -> dict[str, dict[str, Any]]:
    """Reports, by key, of the jobs that an earlier run finished and whose outputs still exist."""
    reports = {entry.key: entry.report for entry in read_journal(folder) if entry.report["ok"]}
    return {
        # with the paths of this run
        job.key: {**reports[job.key], "photo": str(job.photo), "output": str(job.output)}
        for job in jobs
        if job.key in reports and job.output.exists()
    }


def settled(jobs: Sequence[Job], folder: Path) -> set[str]:
    """Keys of the jobs that an earlier run made, wherever their outputs are now, or refused."""
    entries = read_journal(folder)
    known = {
        entry.key
        for entry in entries
        if not (is_of_machine(entry.report) or is_unreadable(entry.report))
    }
    return {job.key for job in jobs if job.key in known}


def is_unreadable(report: dict[str, Any]) -> bool:
    """Whether a report has an error of reading the file, which may be another one later."""
    return not report["ok"] and report["error"]["code"] in _UNREADABLE


def is_of_machine(report: dict[str, Any]) -> bool:
    """Whether a report has an error of this machine, which says nothing about the photo."""
    return not report["ok"] and report["error"]["code"] in _OF_MACHINE


def run_batch(
    setup: Setup, jobs: Sequence[Job], request: PhotoRequest, folder: Path, workers: int
) -> Generator[dict[str, Any], None, None]:
    """Make the photos, and yield a report of each as it is made or refused.

    A report is what ``make_one`` returns. It is written to the journal, so that a stopped run can
    be resumed. When the iterator is closed or interrupted, running photos end at their next step:
    after a second nothing is being written any more, no temporary file is left, and every
    photo that was written is in the journal.

    Raises:
        IoError: the journal cannot be written.
    """
    stop = Stop()
    with open_journal(folder) as journal:

        def settle(future: Future[dict[str, Any]]) -> dict[str, Any]:
            job, report = running.pop(future), future.result()
            append(
                journal, JournalEntry(job.key, str(job.photo.resolve()), job.output.name, report)
            )
            return report

        pool = ThreadPoolExecutor(workers, thread_name_prefix=THREADS)
        running: dict[Future[dict[str, Any]], Job] = {}
        try:
            running |= {pool.submit(make_one, setup, job, request, stop): job for job in jobs}
            for future in as_completed(list(running)):
                yield settle(future)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            stop.ask()
            for future in wait(running, _GRACE_S).done:
                if not future.cancelled() and future.exception() is None:
                    settle(future)


def make_one(
    setup: Setup,
    job: Job,
    request: PhotoRequest,
    stop: Stop | None = None,
    *,
    source: Path | bytes | None = None,
    write: Callable[[Path, bytes], None] = write_whole,
) -> dict[str, Any]:
    """Make one photo and write it to disk. An error becomes a report as well.

    ``source``: the photo's bytes, if they are not to be read from its path.

    Raises:
        Stopped: ``stop`` was asked for.
    """
    stop = stop or Stop()
    try:
        stop.check()
        photo = pipeline.run(setup, open_source(source or job.photo), request, progress=stop.check)
        with stop.hold():
            write(job.output, photo.data)
    except IdPhotoError as error:
        return {"ok": False, "photo": str(job.photo), "error": error.to_json()}
    return {"ok": True, "photo": str(job.photo), "output": str(job.output), **describe(photo)}
