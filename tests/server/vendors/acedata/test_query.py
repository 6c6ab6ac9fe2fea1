from __future__ import annotations

import json
from typing import Any

import pytest

from idphoto.errors import BadRequest, NotOffered
from idphoto.server.vendors.acedata.query import Latest, One, Several, read_tasks


def read(**body: Any) -> One | Several | Latest:
    wanted, _ = read_tasks(json.dumps(body).encode())
    return wanted


def refusal(**body: Any) -> BadRequest:
    with pytest.raises(BadRequest) as caught:
        read(**body)
    return caught.value


def test_one_task_is_selected_by_its_id() -> None:
    assert read(id="a", action="retrieve") == One("a")


def test_retrieve_is_the_default_action() -> None:
    assert read(id="a") == One("a")


def test_several_tasks_are_selected_by_their_ids_in_order_without_duplicates() -> None:
    wanted = read(ids=["b", "a", "b"], action="retrieve_batch")
    assert wanted == Several(("b", "a"), offset=0, limit=None)
    assert read(ids=[], action="retrieve_batch") == Several((), offset=0, limit=None)


def test_a_batch_can_be_paged() -> None:
    wanted = read(ids=["a", "b", "c"], action="retrieve_batch", limit=1, offset=2)
    assert wanted == Several(("a", "b", "c"), offset=2, limit=1)


@pytest.mark.parametrize("name", ["application_id", "user_id"])
def test_without_ids_an_application_or_user_selects_the_keys_own_tasks(name: str) -> None:
    asked: dict[str, Any] = {name: "1af53f80", "action": "retrieve_batch"}
    assert read(**asked) == Latest(offset=0, limit=20)
    assert read(**asked, limit=7, offset=3) == Latest(offset=3, limit=7)
    assert read(**asked, ids=["a"]) == Several(("a",), offset=0, limit=None)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "id: is required with action retrieve"),
        ({"ids": ["a"]}, "id: is required with action retrieve"),
        ({"id": 7}, "id: must be text"),
        ({"id": "x" * 101}, "id: must have at most 100 characters"),
        ({"action": "retrieve_batch"}, "ids: is required with action retrieve_batch"),
        ({"action": "retrieve_batch", "ids": "a"}, "ids: must be a list"),
        ({"action": "retrieve_batch", "ids": ["a", 1]}, "ids: entry 2 must be text"),
        (
            {"action": "retrieve_batch", "ids": ["a"] * 101},
            "ids: must have at most 100 entries",
        ),
        ({"id": "a", "limit": 0}, "limit: must be at least 1"),
        ({"id": "a", "limit": 101}, "limit: must be at most 100"),
        ({"id": "a", "limit": "many"}, "limit: must be a whole number"),
        ({"id": "a", "offset": -1}, "offset: must be at least 0"),
    ],
)
def test_a_malformed_value_is_refused_with_its_fields_name(
    body: dict[str, Any], message: str
) -> None:
    error = refusal(**body)
    assert (type(error), error.message) == (BadRequest, message)


def test_an_unknown_action_is_refused_with_the_known_ones() -> None:
    error = refusal(id="a", action="delete")
    assert type(error) is NotOffered
    assert error.message == "action: must be 'retrieve' or 'retrieve_batch'"


def test_an_unknown_field_is_ignored_and_reported() -> None:
    _, ignored = read_tasks(b'{"id": "a", "trace": 1}')
    assert ignored == ("trace",)
