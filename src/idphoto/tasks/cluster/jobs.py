"""Tasks as Procrastinate's jobs. A job carries a task's id; everything else is in the task's row.

Of Procrastinate, only the job manager and the tables are used. Its worker starts jobs before one
of our slots is free, exits when the database is unavailable, and deletes a finished job even if
another worker has taken it over.
"""

from __future__ import annotations

from typing import Final

from procrastinate import SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from sqlalchemy import text
from sqlalchemy.orm import Session

from idphoto.tasks.queue import Queued
from idphoto.tasks.states import Priority

MAKE: Final = "make"
DOWNLOAD: Final = "download"
DOWNLOAD_RELAXED: Final = "download-relaxed"

# Jobs with the same lock run one after another, so these are the most downloads that a key can have
# in hand on all workers together. Addresses that do not answer keep a lane until the time limit.
_DOWNLOADS_PER_KEY: Final = {Priority.FAST: 6, Priority.RELAX: 2}
_DOWNLOADS: Final = {Priority.FAST: DOWNLOAD, Priority.RELAX: DOWNLOAD_RELAXED}

# Used on connections that the caller has open: it has none of its own.
_manager: Final = JobManager(SyncPsycopgConnector())


def put(tx: Session, task: Queued) -> None:
    """Add the task's next job in the transaction ``tx``; nothing if the task already waits."""
    try:
        with tx.begin_nested():
            connection = tx.connection().connection.driver_connection
            _manager.defer_job(_job(task), connection=connection)
    except AlreadyEnqueued:  # by another process that takes up what is left over
        pass


def remove(tx: Session, job_id: int, worker_id: int) -> None:
    """Remove a job that is done, unless another worker has it by now."""
    tx.execute(
        text("DELETE FROM procrastinate_jobs WHERE id = :job AND worker_id = :worker"),
        {"job": job_id, "worker": worker_id},
    )


def task_of(job: Job) -> str:
    """The id of the job's task."""
    return str(job.task_kwargs["task_id"])


def _job(task: Queued) -> Job:
    queue, lock = MAKE, None
    if not task.stored:
        queue = _DOWNLOADS[task.priority]
        lock = f"{task.key_id}/{task.turn % _DOWNLOADS_PER_KEY[task.priority]}"
    return Job(
        queue=queue,
        lock=lock,
        queueing_lock=task.id,
        task_name=queue,
        task_kwargs={"task_id": task.id},
        priority=-task.turn,
    )
