"""Taking up the tasks of workers that died, and tasks that have no job."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from idphoto.db.locks import RESCUE, held_alone
from idphoto.tasks import store
from idphoto.tasks.cluster import jobs
from idphoto.tasks.cluster.member import SILENT_S

# A task of this age has its job, unless something went wrong: a server with a queue of its own adds
# none, and a worker that was cut off may have ended a job that another one had by then.
LOST_AFTER_S: Final = 10.0

# A job of a dead worker that has given the task its next job already.
_DROP: Final = text("""
    DELETE FROM procrastinate_jobs AS job
    WHERE job.status = 'doing' AND NOT EXISTS (
        SELECT 1 FROM procrastinate_workers AS worker
        WHERE worker.id = job.worker_id
        AND worker.last_heartbeat >= now() - make_interval(secs => :silent_s)
    ) AND EXISTS (
        SELECT 1 FROM procrastinate_jobs AS next
        WHERE next.status = 'todo' AND next.queueing_lock = job.queueing_lock
    )
""")
_FREE: Final = text("""
    SELECT procrastinate_retry_job_v2(job.id, now(), NULL, NULL, NULL), job.queueing_lock
    FROM procrastinate_jobs AS job
    WHERE job.status = 'doing' AND NOT EXISTS (
        SELECT 1 FROM procrastinate_workers AS worker
        WHERE worker.id = job.worker_id
        AND worker.last_heartbeat >= now() - make_interval(secs => :silent_s)
    )
""")
_LOST: Final = text("""
    SELECT task.id FROM tasks AS task
    WHERE task.state IN ('queued', 'running') AND task.created_at < :before AND NOT EXISTS (
        SELECT 1 FROM procrastinate_jobs AS job WHERE job.queueing_lock = task.id
    )
""")
_FORGET: Final = text("SELECT procrastinate_prune_stalled_workers_v1(:silent_s)")


@dataclass(frozen=True, slots=True)
class Rescued:
    """The ids of tasks that were queued again: ``freed`` of dead workers, ``lost`` ones that had no
    job."""

    freed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def rescue(tx: Session) -> Rescued:
    """Queue again what no living worker has, unless another process is doing that."""
    if not held_alone(tx, RESCUE):
        return Rescued()
    silent = {"silent_s": SILENT_S}
    tx.execute(_DROP, silent)
    freed = tuple(task_id for _, task_id in tx.execute(_FREE, silent))
    tx.execute(_FORGET, silent)
    lost = tuple(tx.scalars(_LOST, {"before": time.time() - LOST_AFTER_S}))
    for task in store.queued(tx, lost):
        jobs.put(tx, task)
    return Rescued(freed, lost)
