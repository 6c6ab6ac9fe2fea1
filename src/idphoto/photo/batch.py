"""Many photos at once: in parallel, resumable, and no failure stops the others."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from idphoto.errors import IdPhotoError
from idphoto.imaging.decode import open_source
from idphoto.imaging.encode import SUFFIXES
from idphoto.imaging.files import write_whole as write_whole
from idphoto.photo import pipeline
from idphoto.photo.report import describe
from idphoto.photo.request import PhotoRequest
from idphoto.photo.setup import Setup

# One line for each finished photo, written at once: a stopped batch is resumed from it.
JOURNAL: Final = ".idphoto-batch.jsonl"


@dataclass(frozen=True, slots=True)
class Job:
    """One photo of a batch. ``key``: a hash of everything that the result depends on."""

    photo: Path
    output: Path
    key: str


def plan(photos: Sequence[Path], request: PhotoRequest, folder: Path) -> list[Job]:
    """The jobs of a batch. Outputs keep their photo's stem; equal stems are numbered.

    No output overwrites one of the photos.
    """
    wanted = hashlib.sha256(pickle.dumps(request)).hexdigest()
    taken = {photo.resolve() for photo in photos}
    jobs = []
    for photo in photos:
        output = folder / f"{photo.stem}{SUFFIXES[request.output.format]}"
        number = 2
        while output.resolve() in taken:
            output = output.with_stem(f"{photo.stem}-{number}")
            number += 1
        taken.add(output.resolve())
        about = photo.stat() if photo.exists() else None
        age = f"{about.st_size}:{about.st_mtime_ns}" if about else "missing"
        about_all = f"{wanted}:{photo.resolve()}:{age}:{output.name}"
        jobs.append(Job(photo, output, hashlib.sha256(about_all.encode()).hexdigest()))
    return jobs


def finished(jobs: Sequence[Job], folder: Path) -> dict[str, dict[str, Any]]:
    """Reports, by key, of the jobs that an earlier run finished and whose outputs still exist."""
    journal = folder / JOURNAL
    if not journal.exists():
        return {}
    reports = {}
    for line in journal.read_text("utf-8").splitlines():
        try:
            entry = json.loads(line)
            reports[entry["key"]] = entry["report"]
        except (ValueError, KeyError, TypeError):
            continue  # the run was stopped while it wrote this line
    return {
        # with the paths of this run
        job.key: {**reports[job.key], "photo": str(job.photo), "output": str(job.output)}
        for job in jobs
        if job.key in reports and job.output.exists()
    }


def run_batch(
    setup: Setup, jobs: Sequence[Job], request: PhotoRequest, folder: Path, workers: int
) -> Iterator[dict[str, Any]]:
    """Make the photos, and yield a report of each as it is finished.

    A report is what ``make_one`` returns. Successes are written to the journal, so that a stopped
    run can be resumed.
    """
    with (
        ThreadPoolExecutor(workers, thread_name_prefix="idphoto") as pool,
        (folder / JOURNAL).open("a", encoding="utf-8") as journal,
    ):
        running = {pool.submit(make_one, setup, job, request): job for job in jobs}
        try:
            for future in as_completed(running):
                report = future.result()
                if report["ok"]:
                    entry = {"key": running[future].key, "report": report}
                    journal.write(json.dumps(entry, ensure_ascii=False) + "\n")
                    journal.flush()
                yield report
        finally:
            pool.shutdown(cancel_futures=True)


def make_one(setup: Setup, job: Job, request: PhotoRequest) -> dict[str, Any]:
    """Make one photo and write it to disk. A failure becomes a report as well."""
    try:
        photo = pipeline.run(setup, open_source(job.photo), request)
        write_whole(job.output, photo.data)
    except IdPhotoError as error:
        return {"ok": False, "photo": str(job.photo), "error": error_report(error)}
    return {"ok": True, "photo": str(job.photo), "output": str(job.output), **describe(photo)}


def error_report(error: IdPhotoError) -> dict[str, Any]:
    """An error as JSON's types."""
    return {"code": error.code, "message": error.message, **asdict(error)}
