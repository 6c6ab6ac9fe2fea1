"""The server's own errors, as the client raises them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from pydantic import ValidationError

from idphoto.client.wire import Response
from idphoto.errors import NO_NAMES, IdPhotoError, Names, UnexpectedAnswer
from idphoto.messages.problems import Problem

_SHOWN_CHARACTERS = 200


@dataclass(eq=False)
class ProblemError(IdPhotoError):
    """The server refused a request, or a task failed: ``problem`` says why.

    ``code`` and ``remedy`` are the problem's: the code is that of the error that the library
    raises. ``task_id``: of the task that failed, where there is one.

    >>> from idphoto.client import Problem, ProblemError
    >>> problem = Problem(type="urn:idphoto:error:no_face", title="No face", status=422,
    ...                   detail="no face was found", code="no_face")
    >>> error = ProblemError(problem)
    >>> error.code, error.message, error.problem.status
    ('no_face', 'no face was found', 422)
    """

    code: ClassVar[str] = IdPhotoError.code  # each has its problem's

    problem: Problem
    task_id: str | None = None

    def __post_init__(self) -> None:
        self.code = self.problem.code  # type: ignore[misc]
        self.remedy = self.problem.remedy  # type: ignore[misc]
        if self.task_id is None:
            self.task_id = self.problem.details.get("task_id")

    def render(self, names: Names = NO_NAMES) -> str:
        return self.problem.detail

    def details(self) -> dict[str, Any]:
        return dict(self.problem.details)

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        return type(self), (self.problem, self.task_id)


def error_of(response: Response) -> IdPhotoError:
    """What a response that is no success says."""
    try:
        return ProblemError(Problem.model_validate_json(response.body))
    except ValidationError:
        pass
    if target := response.headers.get("location"):
        reason = f"a redirect to {target}: use that server's own address"
    else:
        text = response.body[:_SHOWN_CHARACTERS].decode("utf-8", "replace")
        reason = " ".join(text.split()) or "an empty body"
    return UnexpectedAnswer(response.url, response.status, reason)
