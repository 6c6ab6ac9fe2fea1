"""What the tests say about problems."""

from __future__ import annotations

import httpx

from idphoto.messages.problems import PROBLEM_TYPE, Problem


def refused(
    answer: httpx.Response, status: int, code: str, detail: str, field: str | None = None
) -> Problem:
    """The problem in an answer, which has this status, code and field, and ``detail`` in its
    own."""
    assert answer.headers["Content-Type"] == PROBLEM_TYPE, answer.text
    problem = Problem.model_validate_json(answer.content)
    assert (answer.status_code, problem.status) == (status, status), answer.text
    assert (problem.code, problem.field) == (code, field)
    assert problem.type in (f"urn:idphoto:error:{code}", "about:blank")
    assert problem.trace_id == answer.headers["X-Trace-Id"]
    assert detail in problem.detail
    return problem
