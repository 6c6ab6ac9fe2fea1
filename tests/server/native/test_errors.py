"""Problems: the table of errors, what callers see of them, and paths that are none."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.server.native.conftest import GOOD, NativeServer
from tests.server.native.problems import refused
from tests.server.vendors.test_error_tables import CARDS, CODES, NOT_BY_REQUEST

from idphoto.errors import (
    ALL,
    BadRequest,
    BadSetting,
    DatabaseUnavailable,
    InternalError,
    NetworksUnavailable,
    NotOffered,
    UnknownSpec,
)
from idphoto.messages.orders import PhotoRequest
from idphoto.server.native.errors import problem, problem_of_task, title_of, within
from idphoto.server.native.table import ERRORS, row_of
from idphoto.server.wire.responses import made_up
from idphoto.tasks.model import TaskFailure

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
# Of links to the studio, which commands name; and of checks of ID cards.
LINKS = {"unknown_link"}
ELSEWHERE = {"overloaded"}
REACHES = {"implausible_density", "no_such_face"}  # although no vendor's API can end with them


def test_every_code_that_can_reach_the_api_has_a_row() -> None:
    unreachable = (NOT_BY_REQUEST - REACHES) | CARDS | LINKS | ELSEWHERE
    assert ERRORS.keys() == CODES - unreachable


def test_an_unknown_code_is_an_internal_error_without_its_message() -> None:
    row = row_of("from_the_future")
    assert (row.status, row.shown, row.remedy) == (500, False, "")


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_a_problem_is_json_and_names_no_command(code: str) -> None:
    found = problem(made_up(code), TRACE)
    assert json.loads(found.model_dump_json())["code"] == code
    assert (found.status, found.title) == (ERRORS[code].status, title_of(code))
    assert found.detail
    for word in ("idphoto ", "IDPHOTO_MODELS", "pip install", "`--", "DecodeLimits"):
        assert word not in found.remedy, found.remedy


@pytest.mark.parametrize(
    "error",
    [
        DatabaseUnavailable("cannot connect to 10.0.0.7"),
        BadSetting("IDPHOTO_DATA_DIR", "/opt/data is not writable"),
        InternalError(TRACE),
    ],
)
def test_what_is_for_the_operator_is_not_shown(error: Any) -> None:
    found = problem(error, TRACE)
    assert found.detail == f"internal error: the server's log has more under {TRACE}"
    assert (found.details, found.remedy) == ({}, row_of(error.code).remedy)


def test_a_caller_learns_when_to_try_again_and_not_what_is_missing() -> None:
    found = problem(NetworksUnavailable("/models/isnet.xml is damaged", 30.0), TRACE)
    assert found.detail == "this server lacks a network that this needs: try again in 30 s"
    assert found.details == {"retry_after_s": 30.0}


def test_a_name_in_the_path_that_is_unknown_is_404_and_in_the_body_400() -> None:
    error = UnknownSpec("x")
    in_body, in_path = problem(error, TRACE), problem(error, TRACE, in_path=True)
    assert (in_body.status, in_body.field) == (400, "spec")
    assert (in_path.status, in_path.field) == (404, None)


def test_the_field_is_apart_from_the_numbers() -> None:
    found = problem(BadRequest("dpi", "is 3"), TRACE)
    assert (found.field, found.details) == ("dpi", {"reason": "is 3"})


def test_a_field_that_errors_name_is_one_of_the_request() -> None:
    fields = {row.field.split(".")[0] for row in ERRORS.values() if row.field}
    assert fields <= {*PhotoRequest.model_fields, "paper", "sources", "template", "item"}


def test_a_failure_of_another_version_keeps_its_code() -> None:
    found = problem_of_task(TaskFailure("from_the_future", None), TRACE, "task-1")
    assert (found.code, found.status) == ("from_the_future", 500)
    assert found.details == {"task_id": "task-1"}


def test_a_place_goes_before_the_fields_name() -> None:
    with pytest.raises(NotOffered) as caught, within("sheet"):
        raise NotOffered("format", "must be pdf")
    assert (caught.value.field, caught.value.reason) == ("sheet.format", "must be pdf")
    with pytest.raises(BadRequest) as whole, within(""):
        raise BadRequest("width", "is 3 px")
    assert whole.value.field == "size_px"


@pytest.mark.parametrize(
    ("method", "path", "status", "code", "detail"),
    [
        ("GET", "/v1/nothing", 404, "not_found", "there is no /v1/nothing"),
        ("GET", "/v1/", 404, "not_found", "there is no /v1/"),
        ("GET", "/v1/tasks/", 404, "not_found", "there is no /v1/tasks/"),
        ("PUT", "/v1/photos", 405, "method_not_allowed", "does not support PUT"),
        ("GET", "/v1/photos", 405, "method_not_allowed", "does not support GET"),
    ],
)
def test_paths_and_methods_that_are_none_are_answered_with_problems(
    api: httpx.Client, method: str, path: str, status: int, code: str, detail: str
) -> None:
    answer = api.request(method, path)
    problem = refused(answer, status, code, detail)
    assert problem.type == "about:blank"
    assert ("Allow" in answer.headers) == (status == 405)


def test_other_paths_are_answered_as_they_were(api: httpx.Client) -> None:
    assert api.get("/v2/photos").json() == {"status": 404, "message": "Not Found"}


def test_an_internal_error_is_logged_and_says_nothing(
    open_native: Callable[..., NativeServer], caplog: pytest.LogCaptureFixture
) -> None:
    native = open_native()
    native.app.state.service.tasks.sources.add = broken
    with native.client() as client:
        answer = client.post("/v1/sources", files={"file": ("me.png", GOOD)})
    found = refused(answer, 500, "internal_error", "the server's log has more")
    assert "a secret" not in answer.text
    assert found.details == {}


async def broken(*_: object) -> None:
    raise RuntimeError("a secret")


def test_every_error_has_a_title_of_its_own() -> None:
    titles = {title_of(each.code) for each in ALL}
    assert len(titles) == len({each.code for each in ALL})
