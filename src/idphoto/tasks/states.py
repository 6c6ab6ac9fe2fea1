"""The states of a task and of its callback."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class State(StrEnum):
    """The state of a task.

    The database stores ``QUEUED``, ``RUNNING`` (on a worker), ``DONE`` and ``FAILED``. The queue
    reports the others while the task is in hand: ``PREPARING`` (its sources are fetched),
    ``WAITING`` (for a worker), ``PUBLISHING`` (its files are stored).
    """

    QUEUED = "queued"
    PREPARING = "preparing"
    WAITING = "waiting"
    RUNNING = "running"
    PUBLISHING = "publishing"
    DONE = "done"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        return self in (State.DONE, State.FAILED)


class Priority(IntEnum):
    """Which of two waiting tasks runs first: ``FAST`` ones before ``RELAX`` ones."""

    FAST = 0
    RELAX = 1


class CallbackStatus(StrEnum):
    """What has become of a callback."""

    PENDING = "pending"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
