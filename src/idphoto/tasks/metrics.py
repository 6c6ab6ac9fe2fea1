"""What the operator watches of tasks. Collectors belong to the process, as Prometheus has it."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

TASKS_ENDED: Final = Counter(
    "idphoto_tasks_ended",
    "Tasks ended, by API and failure code (empty on success).",
    ["api", "failure"],
)
STEP_SECONDS: Final = Histogram(
    "idphoto_step_seconds",
    "Seconds per step of a task; fetch, queue, make and publish cover the rest.",
    ["step"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180),
)
IN_HAND: Final = Gauge("idphoto_tasks_in_hand", "Tasks accepted but not ended, in this process.")
BACKLOG: Final = Gauge(
    "idphoto_tasks",
    "Unfinished tasks of all processes on the database, by state and priority.",
    ["state", "priority"],
)
OLDEST: Final = Gauge(
    "idphoto_oldest_waiting_task_seconds",
    "How long the oldest waiting task of all processes has waited, by priority; 0 if none waits.",
    ["priority"],
)
STUCK: Final = Gauge(
    "idphoto_workers_stuck", "Worker threads still running after their task's deadline."
)
CALLBACKS: Final = Counter(
    "idphoto_callbacks", "Tries of callbacks, by outcome: delivered, failed, given_up.", ["outcome"]
)
PURGED: Final = Counter("idphoto_purged_pictures", "Stored pictures removed on expiry.")
