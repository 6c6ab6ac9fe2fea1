"""PicWish's APIs on the wire match the pages' tables and JSON examples."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import httpx
import pytest
from PIL import Image
from tests.contracts.expect import assert_like, assert_photo
from tests.contracts.programs import PATHS, external_answers, fields, v1_answers
from tests.contracts.server import Raw, Server
from tests.contracts.site import Site

pytestmark = pytest.mark.xdist_group("contracts")

MakeRaw = Callable[..., Raw]
Part = tuple[Mapping[str, str], bytes]

UNKNOWN_ID: Final = "00000000-0000-4000-8000-000000000000"
NO_PICTURE: Final = b"This is no picture at all."
BOUNDARY: Final = "----a-boundary-of-7MA4YWxk"


@pytest.fixture
def held(site: Site) -> Iterator[str]:
    """The URL of a picture whose download begins only once ``site.gate`` is set."""
    site.gate.clear()
    yield f"{site.url}/held/portrait.jpg"
    site.gate.set()


def url_of(site: Site) -> str:
    return f"{site.url}/portrait.jpg"


def multipart(*parts: Part) -> dict[str, Any]:
    """A form made of these exact parts, as arguments for ``Raw.post``."""
    body = b""
    for headers, data in parts:
        lines = [f"--{BOUNDARY}", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        body += "\r\n".join(lines).encode() + data + b"\r\n"
    kind = f'multipart/form-data; boundary="{BOUNDARY}"'
    return {"content": body + f"--{BOUNDARY}--\r\n".encode(), "headers": {"Content-Type": kind}}


def text_part(name: str, text: str) -> Part:
    return {"Content-Disposition": f'form-data; name="{name}"'}, text.encode()


# --- the pages' examples ------------------------------------------------------------------------


def test_a_new_task_matches_the_external_pages_example(
    raw: MakeRaw, external_page: str, astronaut_jpeg: bytes
) -> None:
    example, *_ = external_answers(external_page)
    response = raw("external").post(files={"image_file": astronaut_jpeg})
    answer = response.json()
    assert response.status_code == 200
    assert_like(answer, example)
    assert (answer["status"], answer["message"]) == (example["status"], example["message"])
    assert answer["data"].keys() == example["data"].keys()


def test_a_new_task_matches_the_v1_pages_example(
    raw: MakeRaw, v1_page: str, astronaut_jpeg: bytes
) -> None:
    example, *_ = v1_answers(v1_page)
    answer = raw("v1").post(files={"image_file": astronaut_jpeg}).json()
    assert_like(answer, example)
    assert (answer["status"], answer["message"]) == (example["status"], example["message"])
    assert answer["data"].keys() == example["data"].keys()


@pytest.mark.parametrize("api", PATHS)
@pytest.mark.parametrize("key", ["", "wrong"])
def test_a_wrong_key_is_refused_with_the_pages_answer(
    raw: MakeRaw, external_page: str, api: str, key: str
) -> None:
    _, example, *_ = external_answers(external_page)
    client = raw(api, key)
    for response in (client.post(data={"sync": "0"}), client.get(UNKNOWN_ID)):
        assert (response.status_code, response.json()) == (401, example)


@pytest.mark.parametrize("api", PATHS)
def test_an_unfinished_task_matches_the_pages_example_and_has_no_image(
    raw: MakeRaw, site: Site, held: str, external_page: str, api: str
) -> None:
    *_, processing, _, _, _ = external_answers(external_page)
    task_id = raw(api).post(data={"image_url": held}).json()["data"]["task_id"]
    answer = raw(api).get(task_id).json()
    assert_like(answer, processing)
    assert answer["status"] == 200
    assert answer["data"]["state"] in (0, 2, 3, 4)
    assert answer["data"]["progress"] < 100
    # the C# program stops polling as soon as there is a key named image
    assert "image" not in answer["data"]
    site.gate.set()
    assert raw(api).ended(task_id)["data"]["state"] == 1


def test_a_finished_task_matches_the_external_pages_example(
    raw: MakeRaw, external_page: str, astronaut_jpeg: bytes
) -> None:
    *_, example, _, _ = external_answers(external_page)
    client = raw("external")
    answer = client.ended(client.done(files={"image_file": astronaut_jpeg})["task_id"])
    data = answer["data"]
    assert_like(answer, example)
    for key in ("state", "progress", "return_type", "state_detail"):
        assert data[key] == example["data"][key]
    assert data.keys() - example["data"].keys() - fields(external_page) == set()
    assert 0 < data["created_at"] <= data["processed_at"] <= data["completed_at"]


def test_a_finished_task_matches_the_v1_pages_example(
    raw: MakeRaw, v1_page: str, astronaut_jpeg: bytes
) -> None:
    _, example = v1_answers(v1_page)
    client = raw("v1")
    answer = client.ended(client.done(files={"image_file": astronaut_jpeg})["task_id"])
    data = answer["data"]
    assert_like(answer, example)
    assert answer["message"] == example["message"]
    assert data.keys() == fields(v1_page)
    times = [data[key] for key in ("created_at", "processed_at", "completed_at")]
    assert all(isinstance(time, str) and time.isdecimal() for time in times)
    assert times == sorted(times, key=int)


@pytest.mark.parametrize(("source", "state"), [("file", -7), ("url", -3)])
def test_a_failed_task_matches_the_external_pages_example(
    raw: MakeRaw, site: Site, external_page: str, source: str, state: int
) -> None:
    *_, example = external_answers(external_page)
    bad: dict[str, Any] = {
        "file": {"files": {"image_file": NO_PICTURE}},
        "url": {"data": {"image_url": f"{site.url}/missing.jpg"}},
    }
    client = raw("external")
    answer = client.ended(client.post(**bad[source]).json()["data"]["task_id"])
    assert_like(answer, example)
    assert answer["status"] == 200
    assert answer["data"]["state"] == state
    assert answer["data"]["progress"] < 100
    assert "image" not in answer["data"]


@pytest.mark.parametrize("api", PATHS)
def test_a_synchronous_failure_is_a_200_with_a_failed_state(raw: MakeRaw, api: str) -> None:
    response = raw(api).post(data={"sync": "1"}, files={"image_file": NO_PICTURE})
    assert response.status_code == 200
    assert response.json()["data"]["state"] == -7


# --- where the source comes from ----------------------------------------------------------------


def test_a_file_takes_precedence_over_a_url_and_a_url_over_last_id(
    raw: MakeRaw, site: Site, astronaut_jpeg: bytes
) -> None:
    lost = {"image_url": f"{site.url}/never.jpg", "last_id": UNKNOWN_ID}
    raw("external").done(data=lost, files={"image_file": astronaut_jpeg})
    assert "/never.jpg" not in site.requested
    raw("external").done(data={"image_url": url_of(site), "last_id": UNKNOWN_ID})


def test_v1_takes_exactly_one_source(raw: MakeRaw, site: Site, astronaut_jpeg: bytes) -> None:
    both = {"data": {"image_url": url_of(site)}, "files": {"image_file": astronaut_jpeg}}
    for how in (both, {"data": {"sync": "1"}}):
        response = raw("v1").post(**how)
        assert response.status_code == response.json()["status"] == 400
        assert "image_url" in response.json()["message"]


def test_external_requires_a_source(raw: MakeRaw) -> None:
    response = raw("external").post(data={"sync": "1"})
    assert response.status_code == response.json()["status"] == 400
    assert "image_file" in response.json()["message"]


def test_last_id_reuses_the_source_of_an_earlier_task(raw: MakeRaw, astronaut_jpeg: bytes) -> None:
    client = raw("external")
    first = client.done(files={"image_file": astronaut_jpeg})
    again = client.done(data={"last_id": first["image_id"]})
    assert again["task_id"] != first["task_id"]
    assert again["image_id"] == first["image_id"]
    assert client.download(again["image"]) == client.download(first["image"])


def test_another_keys_last_id_is_refused(
    raw: MakeRaw, server: Server, astronaut_jpeg: bytes
) -> None:
    first = raw("external").done(files={"image_file": astronaut_jpeg})
    stranger = raw("external", server.stranger_key)
    response = stranger.post(data={"last_id": first["image_id"]})
    assert response.status_code == 400
    assert "last_id" in response.json()["message"]


# --- how the pages' programs write their forms --------------------------------------------------


@pytest.mark.parametrize("api", PATHS)
def test_a_form_may_be_urlencoded(raw: MakeRaw, site: Site, api: str) -> None:
    response = raw(api).post(data={"sync": "1", "image_url": f"{url_of(site)}?a=1&b=%20"})
    assert response.request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert response.json()["data"]["state"] == 1


@pytest.mark.parametrize("api", PATHS)
def test_swift_sends_the_url_as_a_file_part(raw: MakeRaw, site: Site, api: str) -> None:
    disposition = 'form-data; name="image_url"; filename="test.jpg"'
    headers = {"Content-Disposition": disposition, "Content-Type": "image/jpeg"}
    raw(api).done(**multipart((headers, url_of(site).encode())))


def test_swift_names_the_file_field_file(raw: MakeRaw, astronaut_jpeg: bytes) -> None:
    disposition = 'form-data; name="file"; filename="test.jpg"'
    headers = {"Content-Disposition": disposition, "Content-Type": "image/jpeg"}
    raw("external").done(**multipart((headers, astronaut_jpeg)))


@pytest.mark.parametrize("api", PATHS)
def test_dotnet_does_not_quote_names(raw: MakeRaw, astronaut_jpeg: bytes, api: str) -> None:
    file = "form-data; name=image_file; filename=test.jpg; filename*=utf-8''test.jpg"
    text = {"Content-Type": "text/plain; charset=utf-8"}
    response = raw(api).post(
        **multipart(
            ({**text, "Content-Disposition": "form-data; name=sync"}, b"1"),
            ({"Content-Type": "image/jpeg", "Content-Disposition": file}, astronaut_jpeg),
        )
    )
    assert response.json()["data"]["state"] == 1


@pytest.mark.parametrize("api", PATHS)
def test_okhttp_sends_the_length_of_each_part(
    raw: MakeRaw, astronaut_jpeg: bytes, api: str
) -> None:
    file = {
        "Content-Disposition": 'form-data; name="image_file"; filename="test.jpg"',
        "Content-Type": "image/jpeg",
        "Content-Length": str(len(astronaut_jpeg)),
    }
    sync = {"Content-Disposition": 'form-data; name="sync"', "Content-Length": "1"}
    response = raw(api).post(**multipart((file, astronaut_jpeg), (sync, b"1")))
    assert response.json()["data"]["state"] == 1


# --- answers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("api", PATHS)
def test_a_photo_can_be_returned_as_base64(raw: MakeRaw, astronaut_jpeg: bytes, api: str) -> None:
    form = {"sync": "1", "return_type": "2"}
    response = raw(api).post(data=form, files={"image_file": astronaut_jpeg})
    data = response.json()["data"]
    assert_photo(api, base64.b64decode(data["image"], validate=True), (512, 512))
    assert raw(api).get(data["task_id"]).json()["data"]["image"] == data["image"]


def test_v1_makes_the_requested_size_format_and_colour(raw: MakeRaw, astronaut_jpeg: bytes) -> None:
    form = {"size": "300x400", "format": "jpg", "bg_color": "438EDB"}
    data = raw("v1").done(data=form, files={"image_file": astronaut_jpeg})
    with Image.open(io.BytesIO(raw("v1").download(data["image"]))) as image:
        assert (image.format, image.size) == ("JPEG", (300, 400))
        corner = image.convert("RGB").getpixel((2, 2))
    assert isinstance(corner, tuple)
    assert max(abs(a - b) for a, b in zip(corner, (0x43, 0x8E, 0xDB), strict=True)) < 6


@pytest.mark.parametrize("api", PATHS)
def test_a_result_is_served_with_its_content_type(
    raw: MakeRaw, astronaut_jpeg: bytes, api: str
) -> None:
    url = raw(api).done(files={"image_file": astronaut_jpeg})["image"]
    response = httpx.get(url, trust_env=False)
    expected = {"v1": "image/png", "external": "image/jpeg"}[api]
    assert response.headers["Content-Type"] == expected
    tampered = httpx.get(url[:-1] + ("0" if url[-1] != "0" else "1"), trust_env=False)
    assert tampered.status_code in (403, 404)


@pytest.mark.parametrize(("api", "other"), [("v1", "external"), ("external", "v1")])
def test_a_task_is_visible_only_to_its_key_and_through_its_api(
    raw: MakeRaw, server: Server, astronaut_jpeg: bytes, api: str, other: str
) -> None:
    task_id = raw(api).done(files={"image_file": astronaut_jpeg})["task_id"]
    refusals = (
        raw(api, server.stranger_key).get(task_id),
        raw(other).get(task_id),
        raw(api).get(UNKNOWN_ID),
        raw(api).get("no-such-task"),
    )
    for response in refusals:
        assert response.status_code == response.json()["status"] == 404
        assert response.json().keys() == {"status", "message"}


@pytest.mark.parametrize(("api", "charged"), [("v1", 1), ("external", 6)])
def test_headers_report_the_charge_and_the_ignored_fields(
    raw: MakeRaw, astronaut_jpeg: bytes, api: str, charged: int
) -> None:
    form = {"sync": "1", "spec": "US", "whatever": "1"}
    response = raw(api).post(data=form, files={"image_file": astronaut_jpeg})
    assert response.json()["data"]["state"] == 1
    assert response.headers["X-Credits-Charged"] == str(charged)
    ignored = response.headers["X-Ignored-Fields"].replace(",", " ").split()
    assert sorted(ignored) == ["spec", "whatever"]


def test_a_preview_costs_nothing(raw: MakeRaw, astronaut_jpeg: bytes) -> None:
    form = {"sync": "1", "preview": "1"}
    response = raw("external").post(data=form, files={"image_file": astronaut_jpeg})
    assert response.json()["data"]["state"] == 1
    assert response.headers["X-Credits-Charged"] == "0"


def test_a_failed_task_costs_nothing(raw: MakeRaw) -> None:
    response = raw("v1").post(data={"sync": "1"}, files={"image_file": NO_PICTURE})
    assert response.headers["X-Credits-Charged"] == "0"


def test_a_caller_over_the_rate_limit_learns_when_to_retry(raw: MakeRaw, server: Server) -> None:
    client = raw("v1", server.slow_key)
    first, second = client.post(data={"sync": "1"}), client.post(data={"sync": "1"})
    assert first.status_code == 400  # no picture
    assert second.status_code == second.json()["status"] == 429
    assert 1 <= int(second.headers["Retry-After"]) <= 10


@pytest.mark.parametrize(("api", "limit_mib"), [("v1", 20), ("external", 15)])
def test_a_file_above_the_pages_limit_is_a_413(raw: MakeRaw, api: str, limit_mib: int) -> None:
    response = raw(api).post(files={"image_file": bytes(limit_mib * 2**20 + 1)})
    assert response.status_code == response.json()["status"] == 413


@pytest.mark.parametrize(
    ("field", "value"),
    [("sync", "2"), ("size", "300X400"), ("format", "gif"), ("return_type", "3")],
)
def test_a_listed_field_with_a_bad_value_is_a_400(
    raw: MakeRaw, astronaut_jpeg: bytes, field: str, value: str
) -> None:
    response = raw("v1").post(data={field: value}, files={"image_file": astronaut_jpeg})
    assert response.status_code == response.json()["status"] == 400
    assert field in response.json()["message"]
