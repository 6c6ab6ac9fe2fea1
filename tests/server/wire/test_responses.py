from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from idphoto.errors import ALL, IdPhotoError, InvalidKey, UnknownTask
from idphoto.server.wire.responses import made_up, refusals, success


class Row(NamedTuple):
    status: int


def failure(error: IdPhotoError, trace_id: str) -> tuple[int, dict[str, Any]]:
    return 418, {"said": error.message, "trace": trace_id}


def refused(*samples: IdPhotoError, **statuses: int) -> dict[int | str, dict[str, Any]]:
    table = {code: Row(status) for code, status in statuses.items()}
    return refusals(table, failure, dict, samples=samples)


def shown(response: dict[str, Any]) -> dict[str, str]:
    """The messages of the examples, by name."""
    found = response["content"]["application/json"]["examples"]
    return {name: each["value"]["said"] for name, each in found.items()}


def test_the_statuses_are_those_of_the_table() -> None:
    listed = refused(invalid_key=401, unknown_task=404, source_expired=404)
    assert list(listed) == [401, 404]
    assert [each["description"] for each in listed.values()] == ["Unauthorized", "Not Found"]
    assert {each["model"] for each in listed.values()} == {dict}


def test_examples_are_written_by_the_api() -> None:
    listed = refused(UnknownTask("task-1"), InvalidKey("revoked"), unknown_task=404)
    assert shown(listed[404]) == {"unknown_task": UnknownTask("task-1").message}


def test_a_status_without_a_sample_has_a_made_up_example() -> None:
    listed = refused(storage_unavailable=503)
    assert shown(listed[503]) == {"storage_unavailable": "the storage is unavailable: …"}


def test_every_error_can_be_made_up() -> None:
    for code in {each.code for each in ALL} - {IdPhotoError.code}:
        assert made_up(code).code == code
        assert made_up(code).message


@pytest.mark.parametrize(
    ("statuses", "required"),
    [
        ({"too_many_requests": 429, "overloaded": 429}, True),
        ({"too_many_requests": 429, "storage_unavailable": 429}, False),
        ({"storage_unavailable": 429}, None),
    ],
)
def test_retry_after_is_listed_if_an_error_has_it_and_required_if_all_have(
    statuses: dict[str, int], required: bool | None
) -> None:
    header = refused(**statuses)[429]["headers"].get("Retry-After")
    assert (header and header["required"]) is required


def test_every_answer_has_its_trace_id() -> None:
    listed = {**refused(invalid_key=401), **success(dict, {})}
    assert all(each["headers"]["X-Trace-Id"]["required"] for each in listed.values())


def test_headers_are_required_or_not() -> None:
    listed = success(dict, {}, always=["X-Credits-Charged"], sometimes=["X-Ignored-Fields"])
    headers = {name: each["required"] for name, each in listed[200]["headers"].items()}
    assert headers == {"X-Credits-Charged": True, "X-Ignored-Fields": False, "X-Trace-Id": True}


def test_another_media_type_is_a_line_of_text() -> None:
    content = success(dict, {}, media_types=["application/x-ndjson"])[200]["content"]
    assert content["application/x-ndjson"]["schema"]["type"] == "string"
