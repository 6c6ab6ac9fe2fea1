"""The server's errors as exceptions."""

from __future__ import annotations

import pickle

from tests.client.conftest import PROBLEM

from idphoto.client.problem import ProblemError
from idphoto.errors import ALL, IdPhotoError
from idphoto.messages.problems import Problem

DETAILS = {"found_px": 41, "need_px": 60, "task_id": "t1"}


def error() -> ProblemError:
    return ProblemError(Problem.model_validate({**PROBLEM, "details": DETAILS}))


def test_it_is_read_like_the_librarys_errors() -> None:
    caught: IdPhotoError = error()
    assert (caught.code, caught.message, str(caught)) == ("no_face", *["no face was found"] * 2)
    assert caught.details() == DETAILS
    assert caught.to_json() == {"code": "no_face", "message": "no face was found", **DETAILS}


def test_it_names_the_task_that_failed() -> None:
    assert error().task_id == "t1"


def test_it_survives_pickling() -> None:
    copy = pickle.loads(pickle.dumps(error()))  # noqa: S301 - our own bytes
    assert (copy.problem, copy.code, copy.task_id) == (error().problem, "no_face", "t1")


def test_its_code_is_its_own_alone() -> None:
    error()
    assert ProblemError.code == IdPhotoError.code
    assert ProblemError not in ALL  # it stands for the others
