"""The whole server, from an upload to the photo."""

from __future__ import annotations

import base64
import io
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

V1 = "/api/tasks/visual/idphoto"
EXTERNAL = "/api/tasks/visual/external/idphoto"

pytestmark = pytest.mark.xdist_group("server")  # one server is enough


@pytest.fixture
def caller(server: Any) -> Iterator[httpx.Client]:
    """Somebody with a key of the real server."""
    headers = {"X-API-KEY": server.key}
    with httpx.Client(base_url=server.url, headers=headers, timeout=240, trust_env=False) as http:
        yield http


def ended(caller: httpx.Client, path: str, task_id: str) -> httpx.Response:
    """The answer once the task has ended."""
    end = time.monotonic() + 240
    while time.monotonic() < end:
        answer = caller.get(f"{path}/{task_id}").raise_for_status()
        state = answer.json()["data"]["state"]
        if state == 1 or state < 0:
            return answer
        time.sleep(0.1)
    raise TimeoutError(task_id)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_server_with_its_networks_loaded_is_ready(
    server: Any, until: Callable[[Callable[[], bool]], None]
) -> None:
    until(lambda: httpx.get(f"{server.url}/readyz").status_code == 200)


def test_an_upload_waited_for_is_answered_with_a_link_to_the_photo(
    caller: httpx.Client, astronaut_jpeg: bytes
) -> None:
    form = {"sync": "1", "size": "300x400", "format": "jpg"}
    answer = caller.post(V1, data=form, files={"image_file": ("me.jpg", astronaut_jpeg)})
    data = answer.json()["data"]
    assert (answer.status_code, data["state"], data["progress"]) == (200, 1, 100)
    assert answer.headers["X-Credits-Charged"] == "1"
    link = data["image"]
    assert link.startswith(f"{caller.base_url}/files/")
    photo = httpx.get(link)  # no key
    assert photo.headers["Content-Type"] == "image/jpeg"
    assert (opened(photo.content).format, opened(photo.content).size) == ("JPEG", (300, 400))
    head = httpx.head(link)
    assert (head.headers["Content-Length"], head.content) == (str(len(photo.content)), b"")


@pytest.mark.parametrize(
    ("change", "by"), [("expires=", "expires=9"), ("signature=", "signature=0"), (".jpg", ".png")]
)
def test_a_link_that_was_changed_leads_nowhere(
    caller: httpx.Client, astronaut_jpeg: bytes, change: str, by: str
) -> None:
    form = {"sync": "1", "size": "100x140", "format": "jpg"}
    answer = caller.post(V1, data=form, files={"image_file": ("me.jpg", astronaut_jpeg)})
    link = answer.json()["data"]["image"]
    changed = link.replace(change, by)
    assert changed != link
    assert httpx.get(changed).status_code == 404


def test_a_task_is_asked_for_until_it_is_done(caller: httpx.Client, astronaut_jpeg: bytes) -> None:
    files = {"image_file": ("me.jpg", astronaut_jpeg)}
    created = caller.post(EXTERNAL, data={"return_type": "2"}, files=files).raise_for_status()
    task_id = created.json()["data"]["task_id"]
    answer = ended(caller, EXTERNAL, task_id)
    assert answer.headers["X-Credits-Charged"] == created.headers["X-Credits-Charged"] == "6"
    photo = opened(base64.b64decode(answer.json()["data"]["image"]))
    assert (photo.format, photo.size) == ("JPEG", (295, 413))
    assert caller.get(f"{V1}/{task_id}").status_code == 404  # it is the other API's


def test_a_photo_without_a_face_fails_and_costs_nothing(
    caller: httpx.Client, jpeg: Callable[[NDArray[np.uint8]], bytes]
) -> None:
    empty = jpeg(np.full((400, 300, 3), 127, np.uint8))
    files = {"image_file": ("wall.jpg", empty)}
    answer = caller.post(V1, data={"sync": "1", "size": "300x400"}, files=files)
    assert (answer.status_code, answer.json()["data"]["state"]) == (200, -14)
    assert answer.headers["X-Credits-Charged"] == "0"


def test_a_file_that_is_no_picture_is_told_by_the_task(caller: httpx.Client) -> None:
    answer = caller.post(V1, data={"sync": "1"}, files={"image_file": ("a.txt", b"hello")})
    assert (answer.status_code, answer.json()["data"]["state"]) == (200, -7)


def test_a_key_that_nobody_made_opens_nothing(caller: httpx.Client) -> None:
    caller.headers["X-API-KEY"] = "idp_" + "A" * 43
    assert caller.post(V1, data={"image_url": "https://a.example/b"}).status_code == 401
    assert caller.get(f"{V1}/00000000-0000-0000-0000-000000000000").status_code == 401
