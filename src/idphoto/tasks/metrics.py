"""What the operator watches. Collectors are the process's own, as Prometheus has it."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

TASKS_ENDED: Final = Counter(
    "idphoto_tasks_ended", "Tasks that ended, by API and failure (empty: done).", ["api", "failure"]
)
STEP_SECONDS: Final = Histogram(
    "idphoto_step_seconds",
    "Time of each step of a task; fetch, queue, make and publish hold the rest.",
    ["step"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180),
)
IN_HAND: Final = Gauge("idphoto_tasks_in_hand", "Tasks accepted and not ended, in this process.")
STUCK: Final = Gauge("idphoto_workers_stuck", "Worker threads that outlived their task's deadline.")
CALLBACKS: Final = Counter(
    "idphoto_callbacks", "Tries of callbacks: delivered, failed, given_up.", ["outcome"]
)
PURGED: Final = Counter("idphoto_purged_pictures", "Stored pictures removed at their time.")
CARDS_CHECKED: Final = Counter(
    "idphoto_cards_checked", "Checks of ID cards, by result.", ["result"]
)
