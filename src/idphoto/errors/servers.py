"""Servers that the client calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import IdPhotoError


@dataclass(eq=False)
class ServerUnreachable(IdPhotoError):
    """The server did not answer, or the connection broke before all of its answer came."""

    template: ClassVar[str] = "no answer from {url}: {reason}"
    remedy: ClassVar[str] = "check the address, the network and that the server runs: `/healthz`"

    url: str
    reason: str


@dataclass(eq=False)
class UnexpectedAnswer(IdPhotoError):
    """The answer is not one of this API: another program's, or another version's."""

    template: ClassVar[str] = "{url} answered {status}: {reason}"
    remedy: ClassVar[str] = "check the address, and what stands between client and server"

    url: str
    status: int
    reason: str


@dataclass(eq=False)
class TaskOverdue(IdPhotoError):
    """The task has not ended within the time that the client was to wait for it."""

    template: ClassVar[str] = "the task {task_id} has not ended within {wait_s:g} s"
    remedy: ClassVar[str] = "wait for it again by its id: it goes on"

    task_id: str
    wait_s: float
