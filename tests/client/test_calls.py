"""Requests as values."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.client.conftest import TASK

from idphoto.client import Client
from idphoto.client.calls import batches, catalogue, orders, sources, tasks
from idphoto.errors import BadRequest
from idphoto.messages.orders import Gradient, Retouch, SheetOptions
from idphoto.messages.sources import SourceRef
from idphoto.messages.tasks import Task


def order(call: Any) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(call.order)
    return sent


def test_a_photo_of_a_file_is_a_form_and_says_only_what_was_set() -> None:
    creation = orders.make_photo(b"jpeg", "jp-visa", {"retouch": Retouch(bright=0.5)})
    call = creation.call
    assert (call.method, call.path, call.order_part) == ("POST", "/v1/photos", "order")
    assert order(call) == {"spec": "jp-visa", "retouch": {"bright": 0.5}}
    assert [file.content for file in call.files] == [b"jpeg"]
    assert call.can_be_repeated


def test_a_photo_of_an_uploaded_source_is_plain_json() -> None:
    creation = orders.make_photo(
        SourceRef(id="s1"),
        None,
        {
            "background": Gradient(top="white", bottom="438EDB"),
            "sheet": SheetOptions(format="pdf"),
            "idempotency_key": "order-4711",
            "wait_s": 0,
        },
    )
    assert order(creation.call) == {
        "source": {"id": "s1"},
        "background": {"top": "white", "bottom": "438EDB"},
        "sheet": {"format": "pdf"},
    }
    assert (creation.call.files, creation.call.key) == ((), "order-4711")
    assert (creation.wait_s, creation.call.wait_s) == (0, 0)


def test_every_creation_has_a_key_of_its_own() -> None:
    keys = {orders.cut_out(b"jpeg", {}).call.key for _ in range(3)}
    assert len(keys) == 3


def test_the_server_is_asked_to_wait_for_20_s_at_most() -> None:
    assert orders.cut_out(b"jpeg", {}).call.wait_s == 20
    assert orders.cut_out(b"jpeg", {"wait_s": 3.7}).call.headers == (("Prefer", "wait=3"),)


def test_headshots_of_files_are_parts_and_of_others_are_json() -> None:
    of_files = orders.make_headshots([b"one", b"two"], "wedding", {}).call
    assert [file.content for file in of_files.files] == [b"one", b"two"]
    assert order(of_files) == {"template": "wedding"}
    mixed = orders.make_headshots([b"one", SourceRef(id="s1")], "wedding", {}).call
    assert mixed.files == ()
    assert [sorted(each) for each in order(mixed)["sources"]] == [["data"], ["id"]]


def test_a_sheet_names_tasks() -> None:
    call = orders.make_sheet([Task.model_validate(TASK)], {"paper": "a4"}).call
    assert order(call) == {"photos": [{"task": "t1"}], "paper": "a4"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"dpi": 0}, "dpi: Input should be greater than or equal to 1"),
        ({"colour": "white"}, "colour: Extra inputs are not permitted"),
        ({"faces": "biggest"}, "faces: Input should be 'largest', 'left', 'right' or 'only'"),
    ],
)
def test_a_value_that_the_request_cannot_have_is_not_sent(options: Any, message: str) -> None:
    with pytest.raises(BadRequest) as refused:
        orders.make_photo(b"jpeg", "jp-visa", options)
    assert refused.value.message.startswith(message)


def test_ids_are_quoted() -> None:
    assert tasks.show_task("../keys?x").path == "/v1/tasks/..%2Fkeys%3Fx"
    assert tasks.download("t1", "a/b").path == "/v1/tasks/t1/files/a%2Fb"


def test_a_search_sends_what_was_asked() -> None:
    call = catalogue.search_specs("一寸", "CN", None, None, "c2")
    assert call.query == (("search", "一寸"), ("near", "CN"), ("cursor", "c2"))
    assert catalogue.search_specs("", None, None, None, None).query == ()


def test_an_upload_is_a_form_without_an_order() -> None:
    call = sources.upload(b"jpeg")
    assert (call.path, call.order, len(call.files)) == ("/v1/sources", None, 1)


def test_a_batch_item_stands_beside_its_file() -> None:
    call = batches.add_to_batch("b1", b"jpeg", "ada.jpg", "Ada", "3b", replace=True)
    assert (call.path, call.order_part) == ("/v1/batches/b1/items", "item")
    assert call.query == (("replace", "true"),)
    assert order(call) == {"name": "ada.jpg", "person": "Ada", "group": "3b"}
    assert call.can_be_repeated


def test_a_batchs_options_are_those_of_its_photos() -> None:
    call = batches.open_batch("Spring", "jp-visa", {"max_bytes": 90_000}, None)
    assert order(call) == {"name": "Spring", "photo": {"spec": "jp-visa", "max_bytes": 90_000}}


def test_a_file_at_hand_is_not_downloaded() -> None:
    file = {"name": "image", "format": "jpeg", "media_type": "image/jpeg", "bytes": 4,
            "url": "http://server.example/files/x"}  # fmt: skip
    inline = Task.model_validate({**TASK, "files": [{**file, "data": "anBlZw=="}]})
    assert tasks.inlined(inline, "image") == b"jpeg"
    assert tasks.inlined(inline, "sheet") is None
    assert tasks.inlined(Task.model_validate({**TASK, "files": [file]}), "image") is None
    assert tasks.inlined("t1", "image") is None


def test_type_checkers_know_the_keywords() -> None:
    with Client("http://server.example", "idp_key") as client, pytest.raises(BadRequest):
        client.make_photo(b"jpeg", "jp-visa", colour="white")  # type: ignore[call-arg]
