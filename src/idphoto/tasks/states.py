"""The states of a task and of its callback, from accepted to ended."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class State(StrEnum):
    """Where a task is. The database knows four; the others are told while the task is in hand.

    ``QUEUED``, ``RUNNING`` (while on a worker), ``DONE`` and ``FAILED`` are stored. ``PREPARING``
    is fetching the source, ``WAITING`` is fetched and waits for a worker, ``PUBLISHING`` is made
    and being stored.
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
    """Whose turn it is. ``RELAX`` waits while anything of ``FAST`` does."""

    FAST = 0
    RELAX = 1


class DeliveryStatus(StrEnum):
    """What has become of a callback."""

    PENDING = "pending"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
