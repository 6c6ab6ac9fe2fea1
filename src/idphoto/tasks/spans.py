"""What traces say of tasks: the task's facts, and a span for each of its steps."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from idphoto.db.tables import Task
from idphoto.tasks.states import Priority
from idphoto.tracing.port import Facts, Tracer, code_of


def facts_of(task: Task) -> Facts:
    """Which task it is; nothing of its order, its sources or its owner."""
    return {
        "idphoto.task": task.id,
        "idphoto.api": task.api,
        "idphoto.priority": Priority(task.priority).name.lower(),
    }


class StepSpans:
    """Records a span for each step that begins in its ``with`` block. The last one ends with the
    block, and fails with it."""

    def __init__(self, tracer: Tracer, parent: str | None) -> None:
        self._tracer = tracer
        self._parent = parent
        self._begun: list[tuple[str, float]] = []

    def begin(self, step: str) -> None:
        """A step begins, or ``done``: none does. Called from any thread."""
        self._begun.append((step, time.time()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _: TracebackType | None,
    ) -> None:
        if self._parent is None:
            return
        begun = list(self._begun)  # a thread that hangs may go on later
        ends = [*(at for _, at in begun[1:]), time.time()]
        for place, ((step, at), end) in enumerate(zip(begun, ends, strict=False), 1):
            if step == "done":
                continue
            span = self._tracer.span(step, parent=self._parent, began_at=at)
            if error is not None and place == len(begun):
                span.fail(code_of(error))
            span.end(end)
