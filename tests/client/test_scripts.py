"""Repeating requests and waiting for tasks, without a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client.conftest import PROBLEM, TASK, URL, response

from idphoto.client.calls import tasks
from idphoto.client.calls.orders import make_photo
from idphoto.client.problem import ProblemError
from idphoto.client.retries import Retries
from idphoto.client.scripts import ask, finish, wait_for
from idphoto.client.wire import Broken
from idphoto.errors import ServerUnreachable, TaskOverdue, UnexpectedAnswer

LOST = Broken(URL, "connection reset")
RUNNING = response({**TASK, "state": "running", "progress": 40})
DONE = response(TASK)
FAILED = response({**TASK, "state": "failed", "progress": 0, "problem": PROBLEM})


def test_an_answer_is_read(conversation: Callable[..., Any], steady: Retries) -> None:
    talk = conversation(DONE)
    assert talk.play(ask(tasks.show_task("t1"), steady)).id == "t1"
    assert [step.after_s for step in talk.steps] == [0.0]


def test_a_broken_connection_is_tried_again_with_the_same_key(
    conversation: Callable[..., Any], steady: Retries
) -> None:
    talk = conversation(LOST, response(PROBLEM, 429, retry_after="3"), DONE)
    talk.play(ask(make_photo(b"jpeg", None, {}).call, steady))
    assert [step.after_s for step in talk.steps] == [0.0, 0.5, 3.0]
    assert len({step.call.key for step in talk.steps}) == 1
    assert talk.steps[0].call.key


def test_the_servers_refusal_is_raised_with_all_it_says(
    conversation: Callable[..., Any], steady: Retries
) -> None:
    with pytest.raises(ProblemError, match="no face was found") as refused:
        conversation(response(PROBLEM, 422)).play(ask(tasks.show_task("t1"), steady))
    error = refused.value
    assert (error.code, error.remedy) == ("no_face", "use another photo")
    assert (error.problem.status, error.problem.trace_id) == (422, PROBLEM["trace_id"])


def test_a_server_that_never_answers_is_unreachable(
    conversation: Callable[..., Any], steady: Retries
) -> None:
    talk = conversation(LOST, LOST, LOST, LOST)
    with pytest.raises(ServerUnreachable) as unreachable:
        talk.play(ask(tasks.show_task("t1"), steady))
    assert unreachable.value.message == f"no answer from {URL}: connection reset"
    assert len(talk.steps) == 4


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (response(b"<h1>Bad\n gateway</h1>", 502), "502: <h1>Bad gateway</h1>"),
        (response(b"", 404), "404: an empty body"),
        (
            response(b"", 308, location="https://server.example/v1/tasks"),
            "308: a redirect to https://server.example/v1/tasks: use that server's own address",
        ),
        (response({"id": "t1"}), "200: not a Task (kind: Field required)"),
        (response(b"<html>"), "200: not a Task (the body: Invalid JSON"),
    ],
)
def test_an_answer_of_another_program_is_unexpected(
    conversation: Callable[..., Any], steady: Retries, answer: Any, reason: str
) -> None:
    with pytest.raises(UnexpectedAnswer) as unexpected:
        conversation(answer).play(ask(tasks.show_task("t1"), steady))
    assert unexpected.value.message.startswith(f"{URL} answered {reason}")
    assert unexpected.value.code == "unexpected_answer"


def test_a_repeated_deletion_of_what_is_gone_has_succeeded(
    conversation: Callable[..., Any], steady: Retries
) -> None:
    gone = response({**PROBLEM, "code": "unknown_task", "status": 404}, 404)
    assert conversation(LOST, gone).play(ask(tasks.delete_task("t1"), steady)) is None
    with pytest.raises(ProblemError) as refused:
        conversation(gone).play(ask(tasks.delete_task("t1"), steady))
    assert refused.value.code == "unknown_task"


# --- waiting ------------------------------------------------------------------------------------


def test_a_task_that_the_server_does_not_wait_for_is_asked_for_until_it_is_done(
    conversation: Callable[..., Any], steady: Retries
) -> None:
    creation = make_photo(b"jpeg", None, {})
    talk = conversation(RUNNING, RUNNING, RUNNING, DONE)
    task = talk.play(finish(creation.call, creation.wait_s, steady, talk.clock))
    assert task.state == "done"
    assert [step.call.method for step in talk.steps] == ["POST", "GET", "GET", "GET"]
    # a server that answers at once is not asked without a pause
    assert [step.after_s for step in talk.steps] == [0.0, 0.0, 0.5, 0.5]
    assert all(("Prefer", "wait=20") in step.call.headers for step in talk.steps)


def test_a_server_that_waits_is_asked_again_at_once(
    conversation: Callable[..., Any], steady: Retries
) -> None:
    talk = conversation(RUNNING, RUNNING, DONE, takes_s=20.0)
    talk.play(wait_for("t1", 600, steady, talk.clock))
    assert [step.after_s for step in talk.steps] == [0.0, 0.0, 0.0]


def test_an_accepted_task_is_returned_at_once_if_nobody_waits(
    conversation: Callable[..., Any], steady: Retries
) -> None:
    creation = make_photo(b"jpeg", None, {"wait_s": 0})
    talk = conversation(RUNNING)
    assert talk.play(finish(creation.call, creation.wait_s, steady, talk.clock)).state == "running"
    assert ("Prefer", "respond-async") in talk.steps[0].call.headers


def test_a_failed_task_is_raised_as_its_problem(
    conversation: Callable[..., Any], steady: Retries
) -> None:
    talk = conversation(RUNNING, FAILED)
    with pytest.raises(ProblemError, match="no face was found") as failed:
        talk.play(wait_for("t1", 600, steady, talk.clock))
    assert (failed.value.code, failed.value.task_id) == ("no_face", "t1")


def test_a_task_that_takes_too_long_is_named(
    conversation: Callable[..., Any], steady: Retries
) -> None:
    talk = conversation(*[RUNNING] * 4, takes_s=20.0)
    with pytest.raises(TaskOverdue) as overdue:
        talk.play(wait_for("t1", 70, steady, talk.clock))
    assert overdue.value.message == "the task t1 has not ended within 70 s"
    assert [step.call.headers for step in talk.steps] == [
        (("Prefer", f"wait={seconds}"),) for seconds in (20, 20, 20, 10)
    ]
