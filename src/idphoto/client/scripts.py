"""How the client talks with the server, whatever carries it: repeating, and waiting for tasks."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final, TypeVar, cast

from idphoto.client.calls.tasks import TaskLike, show_task
from idphoto.client.problem import ProblemError, error_of
from idphoto.client.retries import Retries
from idphoto.client.wire import Broken, Call, Response, Script, Step
from idphoto.errors import ServerUnreachable, TaskOverdue
from idphoto.messages.tasks import Task

T = TypeVar("T")
# A server that answers an unfinished task at once, without waiting, is not asked without a pause.
_PAUSE_S: Final = 0.5
_ENDED: Final = frozenset({"done", "failed"})


def ask(call: Call[T], retries: Retries, after_s: float = 0.0) -> Script[T]:
    """Send a call until it is answered for good; returns what its answer says.

    Raises:
        ProblemError: the server refuses it.
        ServerUnreachable: there is no answer.
        UnexpectedAnswer: the answer is not this API's.
    """
    tried = 0
    while True:
        outcome = yield Step(cast("Call[object]", call), after_s)
        tried += 1
        if isinstance(outcome, Response) and (
            outcome.is_success or (tried > 1 and _is_gone(call, outcome))
        ):
            return call.read(outcome)
        pause_s = retries.pause_s(cast("Call[object]", call), tried, outcome)
        if pause_s is not None:
            after_s = pause_s
        elif isinstance(outcome, Broken):
            raise ServerUnreachable(outcome.url, outcome.reason)
        else:
            raise error_of(outcome)


def finish(
    call: Call[Task], wait_s: float, retries: Retries, clock: Callable[[], float]
) -> Script[Task]:
    """Create a task and wait until it has ended, unless ``wait_s`` is 0.

    Raises:
        ProblemError: the server refuses the request, or the task fails.
        TaskOverdue: the task has not ended within ``wait_s``.
        ServerUnreachable: there is no answer.
        UnexpectedAnswer: the answer is not this API's.
    """
    until = clock() + wait_s
    task = yield from ask(call, retries)
    if wait_s <= 0:
        return task
    return (yield from _end(task, until, wait_s, retries, clock))


def wait_for(
    task: TaskLike, wait_s: float, retries: Retries, clock: Callable[[], float]
) -> Script[Task]:
    """Wait until a task has ended; raises as ``finish``."""
    until = clock() + wait_s
    found = yield from ask(show_task(task, wait_s), retries)
    return (yield from _end(found, until, wait_s, retries, clock))


def _is_gone(call: Call[T], outcome: Response) -> bool:
    """Whether a repeated deletion finds that the first one, whose answer was lost, was done."""
    return call.method == "DELETE" and outcome.status == HTTPStatus.NOT_FOUND


def _end(
    task: Task, until: float, wait_s: float, retries: Retries, clock: Callable[[], float]
) -> Script[Task]:
    after_s = 0.0
    while task.state not in _ENDED:
        asked = clock() + after_s
        if asked >= until:
            raise TaskOverdue(task.id, wait_s)
        task = yield from ask(show_task(task.id, until - asked), retries, after_s)
        after_s = max(0.0, _PAUSE_S - (clock() - asked))
    if task.problem is not None:
        raise ProblemError(task.problem, task.id)
    return task
