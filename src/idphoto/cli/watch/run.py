"""Watching a folder by looking at it again and again.

Polling, not the operating system's events: those do not arrive for what other machines write to a
network share, and a file is complete only when a second look finds it unchanged anyway.
"""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from idphoto.api import default_setup
from idphoto.cli.inputs import photos_in
from idphoto.cli.interrupt import leave
from idphoto.cli.make.run import print_report
from idphoto.cli.output import say_status
from idphoto.errors import BadRequest, IoError, restored
from idphoto.imaging.files import write_whole
from idphoto.photo.batch import Job, is_of_machine, is_unreadable, plan, run_batch, settled
from idphoto.photo.request import PhotoRequest
from idphoto.runtime.cores import usable_cores

Arrivals = Mapping[Path, tuple[int, int]]
"""The photos in a folder that can be read: size in bytes, time of change in nanoseconds."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What to watch. ``move_to``: where settled photos go, if anywhere. ``interval_s``: between two
    looks. ``jobs``: photos at the same time, or None for one for each core."""

    inbox: Path
    outbox: Path
    move_to: Path | None
    interval_s: float
    jobs: int | None
    as_json: bool


def run(watch: Watch, request: PhotoRequest) -> None:
    """Make photos until interrupted.

    Raises:
        BadRequest: a folder cannot be used.
        IdPhotoError: an error of this machine, which says nothing about a photo.
        typer.Exit: with status 0, after an interruption.
    """
    _check_folders(watch)
    say_status(f"watching {watch.inbox}; Ctrl-C ends it")
    before: Arrivals = {}
    done: set[tuple[Path, tuple[int, int]]] = set()  # spares reading the journal at every look
    try:
        with _terminable():
            while True:
                now = _look(watch.inbox)
                new = [photo for photo in complete(before, now) if (photo, now[photo]) not in done]
                # not all of them at once, so that photos that arrive meanwhile have their turn
                new = new[: 2 * _workers(watch)]
                for report in _made(_todo(new, request, watch), request, watch):
                    print_report(report, watch.as_json)
                done |= {(photo, now[photo]) for photo in new if photo.exists()}
                before = now
                if not new:
                    time.sleep(watch.interval_s)
    except KeyboardInterrupt:
        say_status("idphoto: stopped; the same command goes on")
        leave(0)


def complete(before: Arrivals, now: Arrivals) -> list[Path]:
    """The photos that have not changed between two looks, the oldest first.

    >>> one, two = Path("one.jpg"), Path("two.jpg")
    >>> complete({one: (10, 1), two: (10, 1)}, {one: (10, 1), two: (20, 2)})
    [PosixPath('one.jpg')]
    """
    same = [photo for photo, (size, _) in now.items() if size and before.get(photo) == now[photo]]
    return sorted(same, key=lambda photo: (now[photo][1], photo))


def _check_folders(watch: Watch) -> None:
    if not watch.inbox.is_dir():
        raise BadRequest("in", f"there is no folder {watch.inbox}")
    for name, folder in (("out", watch.outbox), ("move_to", watch.move_to)):
        if folder is None:
            continue
        if folder.exists() and not folder.is_dir():
            raise BadRequest(name, f"{folder} is a file, not a folder")
        if folder.resolve() == watch.inbox.resolve():
            raise BadRequest(name, f"{folder} is the folder that is watched: choose another")


def _look(folder: Path) -> Arrivals:
    found = {}
    # a share may be away for a while, a file may be gone again or not be readable yet
    with suppress(IoError):
        for photo in photos_in(folder):
            with suppress(OSError), photo.open("rb"):
                about = photo.stat()
                found[photo] = (about.st_size, about.st_mtime_ns)
    return found


def _todo(photos: Sequence[Path], request: PhotoRequest, watch: Watch) -> list[Job]:
    """The photos that are still to be made; those that were, by an earlier run, are moved."""
    if not photos:
        return []
    jobs = plan(photos, request, watch.outbox, overwrite=False, is_taken=_is_taken)
    known = settled(jobs, watch.outbox)
    _move([job.photo for job in jobs if job.key in known], watch)
    return [job for job in jobs if job.key not in known]


def _made(jobs: Sequence[Job], request: PhotoRequest, watch: Watch) -> Iterator[dict[str, Any]]:
    if not jobs:
        return
    outputs = {str(job.photo): job.output for job in jobs}
    with closing(
        run_batch(default_setup(), jobs, request, watch.outbox, _workers(watch))
    ) as reports:
        for report in reports:
            error = report.get("error", {})
            if is_of_machine(report):
                fields = {name: error[name] for name in error if name not in ("code", "message")}
                raise restored(error["code"], fields) or RuntimeError(error["message"])
            if is_unreadable(report):  # gone again, or not readable yet: made once it has changed
                yield report
                continue
            text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
            write_whole(_report_of(outputs[report["photo"]]), text.encode())
            _move([Path(report["photo"])], watch)
            yield report


def _move(photos: Sequence[Path], watch: Watch) -> None:
    """Move photos out of the way; nothing is overwritten.

    Raises:
        IoError: the operating system refuses.
    """
    if watch.move_to is None:
        return
    for photo in photos:
        target, number = watch.move_to / photo.name, 2
        while target.exists():
            target = watch.move_to / f"{photo.stem}-{number}{photo.suffix}"
            number += 1
        try:
            watch.move_to.mkdir(parents=True, exist_ok=True)
            shutil.move(photo, target)
        except OSError as error:
            raise IoError.of(error, target) from error


def _workers(watch: Watch) -> int:
    return watch.jobs or usable_cores()


def _report_of(output: Path) -> Path:
    return output.with_suffix(".json")


def _is_taken(output: Path) -> bool:
    return output.exists() or _report_of(output).exists()


@contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM, by which services are stopped, ends as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
