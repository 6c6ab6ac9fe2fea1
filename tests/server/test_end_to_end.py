"""The whole server, from an upload to the photo."""

from __future__ import annotations

import base64
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray
from PIL import Image
from sqlalchemy import select

from idphoto.db.database import Database
from idphoto.db.tables import ApiKey, LedgerEntry

V1 = "/api/tasks/visual/idphoto"
EXTERNAL = "/api/tasks/visual/external/idphoto"

pytestmark = pytest.mark.xdist_group("server")  # one server is enough


@pytest.fixture
def caller(server: Any) -> Iterator[httpx.Client]:
    """A client with a key of the real server."""
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


def test_a_synchronous_upload_is_answered_with_a_link_to_the_photo(
    caller: httpx.Client, astronaut_jpeg: bytes
) -> None:
    form = {"sync": "1", "size": "300x400", "format": "jpg"}
    answer = caller.post(V1, data=form, files={"image_file": ("me.jpg", astronaut_jpeg)})
    data = answer.json()["data"]
    assert (answer.status_code, data["state"], data["progress"]) == (200, 1, 100)
    assert answer.headers["X-Credits-Charged"] == "1"
    # the astronaut smiles at the camera, teeth showing
    assert answer.headers["X-Compliance-Verdict"] == "fail; mouth_open"
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
def test_an_altered_link_is_not_found(
    caller: httpx.Client, astronaut_jpeg: bytes, change: str, by: str
) -> None:
    form = {"sync": "1", "size": "100x140", "format": "jpg"}
    answer = caller.post(V1, data=form, files={"image_file": ("me.jpg", astronaut_jpeg)})
    link = answer.json()["data"]["image"]
    changed = link.replace(change, by)
    assert changed != link
    assert httpx.get(changed).status_code == 404


def test_a_task_can_be_queried_until_it_is_done(
    caller: httpx.Client, astronaut_jpeg: bytes
) -> None:
    files = {"image_file": ("me.jpg", astronaut_jpeg)}
    created = caller.post(EXTERNAL, data={"return_type": "2"}, files=files).raise_for_status()
    task_id = created.json()["data"]["task_id"]
    answer = ended(caller, EXTERNAL, task_id)
    assert answer.headers["X-Credits-Charged"] == created.headers["X-Credits-Charged"] == "6"
    photo = opened(base64.b64decode(answer.json()["data"]["image"]))
    assert (photo.format, photo.size) == ("JPEG", (295, 413))
    assert caller.get(f"{V1}/{task_id}").status_code == 404  # the task belongs to the other API


# --- retouched, labelled, on a sheet ------------------------------------------------------------

QR = "https://school.example/pupils/4711"
ALL = {
    "auto_smooth": "1",
    "auto_bright": "1",
    "bright_factor": "0.3",
    "add_label": "1",
    "label_text": "Eileen 柯林斯",
    "layout": "1",
    "layout_size": "6inch",
    "layout_bg_color": "FFFFFF",
    "layout_label_text": "4711\\nClass 3b",
    "layout_qr_code_data": QR,
}


def sides(image: Image.Image) -> tuple[str | None, tuple[int, int], list[int]]:
    """Format, size, and dots per inch."""
    return image.format, image.size, [round(density) for density in image.info["dpi"]]


def test_one_request_gives_a_retouched_labelled_photo_and_a_sheet_of_it(
    caller: httpx.Client, astronaut_jpeg: bytes
) -> None:
    files = {"image_file": ("me.jpg", astronaut_jpeg)}
    answer = caller.post(EXTERNAL, data={"sync": "1", **ALL}, files=files).raise_for_status()
    data = answer.json()["data"]
    assert (data["state"], data["progress"]) == (1, 100)
    assert answer.headers["X-Credits-Charged"] == str(6 + 8 + 5)
    assert "X-Ignored-Fields" not in answer.headers
    photo, sheet = (httpx.get(data[key]) for key in ("image", "layout_image"))  # no key
    assert sheet.headers["Content-Type"] == photo.headers["Content-Type"] == "image/jpeg"
    assert sides(opened(photo.content)) == ("JPEG", (295, 413), [300, 300])
    assert sides(opened(sheet.content)) == ("JPEG", (1795, 1205), [300, 300])
    (code,) = zxingcpp.read_barcodes(opened(sheet.content))
    assert code.text == QR
    strip = np.asarray(opened(photo.content).convert("L"))[-30:]
    assert np.median(strip) > 250  # white
    assert (strip < 100).mean() > 0.01  # with text on it

    polled = caller.get(f"{EXTERNAL}/{data['task_id']}").raise_for_status()
    assert polled.headers["X-Credits-Charged"] == "19"
    assert polled.json()["data"].keys() == data.keys()
    assert httpx.get(polled.json()["data"]["layout_image"]).content == sheet.content


def test_both_pictures_are_returned_as_base64_on_request(
    caller: httpx.Client, astronaut_jpeg: bytes
) -> None:
    form = {"return_type": "2", "layout": "1", "layout_vertical": "1"}
    created = caller.post(EXTERNAL, data=form, files={"image_file": ("me.jpg", astronaut_jpeg)})
    data = ended(caller, EXTERNAL, created.json()["data"]["task_id"]).json()["data"]
    pictures = [base64.b64decode(data[key], validate=True) for key in ("image", "layout_image")]
    assert [opened(picture).size for picture in pictures] == [(295, 413), (1051, 1500)]


def test_a_preview_of_a_sheet_is_free_and_all_its_photos_are_marked(
    caller: httpx.Client, astronaut_jpeg: bytes
) -> None:
    files = {"image_file": ("me.jpg", astronaut_jpeg)}
    form = {"sync": "1", "return_type": "2", "layout": "1", "auto_sharp": "1"}
    free = caller.post(EXTERNAL, data={**form, "preview": "1"}, files=files).raise_for_status()
    paid = caller.post(EXTERNAL, data=form, files=files).raise_for_status()
    assert (free.headers["X-Credits-Charged"], paid.headers["X-Credits-Charged"]) == ("0", "19")
    for key in ("image", "layout_image"):
        marked, plain = (
            np.asarray(opened(base64.b64decode(answer.json()["data"][key]))).astype(int)
            for answer in (free, paid)
        )
        assert (np.abs(marked - plain).max(axis=2) > 30).mean() > 0.05


def test_a_stored_source_can_be_used_for_another_sheet(
    caller: httpx.Client, astronaut_jpeg: bytes
) -> None:
    files = {"image_file": ("me.jpg", astronaut_jpeg)}
    form = {"sync": "1", "layout": "1"}
    first = caller.post(EXTERNAL, data=form, files=files).json()["data"]
    again = {**form, "last_id": first["image_id"], "layout_size": "6inch", "dpi": "350"}
    answer = caller.post(EXTERNAL, data=again).raise_for_status()
    second = answer.json()["data"]
    assert (second["image_id"], answer.headers["X-Credits-Charged"]) == (first["image_id"], "11")
    sheets = [opened(httpx.get(each["layout_image"]).content) for each in (first, second)]
    assert [sides(sheet) for sheet in sheets] == [
        ("JPEG", (1500, 1051), [300, 300]),
        ("JPEG", (2094, 1406), [350, 350]),
    ]


def test_a_callback_has_the_sheet_as_well(
    caller: httpx.Client, astronaut_jpeg: bytes, until: Callable[[Callable[[], bool]], None]
) -> None:
    received: list[bytes] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as receiver:
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        form = {"layout": "1", "callback_url": f"http://127.0.0.1:{receiver.server_port}/done"}
        files = {"image_file": ("me.jpg", astronaut_jpeg)}
        created = caller.post(EXTERNAL, data=form, files=files).raise_for_status()
        until(lambda: bool(received))
        receiver.shutdown()
    data = json.loads(received[0])["data"]
    assert data["task_id"] == created.json()["data"]["task_id"]
    assert opened(httpx.get(data["image"]).content).size == (295, 413)
    assert opened(httpx.get(data["layout_image"]).content).size == (1500, 1051)


@pytest.mark.parametrize(
    ("form", "cost"),
    [
        ({}, 6),
        ({"auto_thin_face": "1"}, 14),
        ({"auto_thin_face": "1", "auto_sharp": "1", "auto_bright": "1", "auto_smooth": "1"}, 14),
        ({"auto_smooth": "1", "smooth_factor": "0"}, 14),
        ({"add_label": "1", "label_text": "Ann"}, 6),
        ({"layout": "1"}, 11),
        ({"layout": "1", "auto_sharp": "1"}, 19),
        ({"layout": "1", "auto_sharp": "1", "preview": "1"}, 0),
        ({"preview": "1"}, 0),
    ],
)
def test_the_ledger_has_the_prices_of_the_documentation(
    server: Any, caller: httpx.Client, astronaut_jpeg: bytes, form: dict[str, str], cost: int
) -> None:
    files = {"image_file": ("me.jpg", astronaut_jpeg)}
    before = credits_of(server)
    created = caller.post(EXTERNAL, data=form, files=files).raise_for_status()
    task_id = created.json()["data"]["task_id"]
    assert ended(caller, EXTERNAL, task_id).headers["X-Credits-Charged"] == str(cost)
    assert created.headers["X-Credits-Charged"] == str(cost)
    assert before - credits_of(server) == cost
    assert booked_for(server, task_id) == [("reserve", -cost), ("capture", 0)]


@pytest.mark.parametrize(
    ("form", "state"),
    [
        ({"layout": "1", "auto_smooth": "1"}, -14),  # no face
        ({"layout": "1", "add_label": "1", "label_text": "Ann", "label_height": "130"}, -14),
    ],
)
def test_a_task_that_fails_is_never_charged(
    server: Any,
    caller: httpx.Client,
    astronaut_jpeg: bytes,
    jpeg: Callable[[NDArray[np.uint8]], bytes],
    form: dict[str, str],
    state: int,
) -> None:
    wall = jpeg(np.full((400, 300, 3), 127, np.uint8))
    source = astronaut_jpeg if "add_label" in form else wall
    if "add_label" in form:
        form = {**form, "chin_top": "330"}
    before = credits_of(server)
    files = {"image_file": ("me.jpg", source)}
    answer = caller.post(EXTERNAL, data={"sync": "1", **form}, files=files).raise_for_status()
    data = answer.json()["data"]
    assert (data["state"], answer.headers["X-Credits-Charged"]) == (state, "0")
    assert not {"image", "layout_image"} & data.keys()
    assert credits_of(server) == before
    assert [kind for kind, _ in booked_for(server, data["task_id"])] == ["reserve", "release"]


def test_a_sheet_that_cannot_be_made_is_refused_and_not_charged(
    server: Any, caller: httpx.Client, astronaut_jpeg: bytes
) -> None:
    before = credits_of(server)
    form = {"sync": "1", "layout": "1", "px_width": "1700", "px_height": "1700"}
    answer = caller.post(EXTERNAL, data=form, files={"image_file": ("me.jpg", astronaut_jpeg)})
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("layout_size: the photo of 143.9 × 143.9 mm ")
    assert credits_of(server) == before


def credits_of(server: Any) -> int:
    """The balance of the only key."""
    database = Database(server.settings.resolved_database_url)
    with database.reading() as tx:
        left = tx.scalars(select(ApiKey.credits)).one()
    database.close()
    assert left is not None
    return left


def booked_for(server: Any, task_id: str) -> list[tuple[str, int]]:
    """The ledger's entries for a task, in order: kind and credits."""
    database = Database(server.settings.resolved_database_url)
    with database.reading() as tx:
        entries = select(LedgerEntry).where(LedgerEntry.task_id == task_id).order_by(LedgerEntry.id)
        booked = [(entry.kind, entry.credits) for entry in tx.scalars(entries)]
    database.close()
    return booked


# --- failures -----------------------------------------------------------------------------------


def test_a_photo_without_a_face_fails_and_costs_nothing(
    caller: httpx.Client, jpeg: Callable[[NDArray[np.uint8]], bytes]
) -> None:
    empty = jpeg(np.full((400, 300, 3), 127, np.uint8))
    files = {"image_file": ("wall.jpg", empty)}
    answer = caller.post(V1, data={"sync": "1", "size": "300x400"}, files=files)
    assert (answer.status_code, answer.json()["data"]["state"]) == (200, -14)
    assert answer.headers["X-Credits-Charged"] == "0"


def test_a_file_that_is_not_a_picture_fails_the_task(caller: httpx.Client) -> None:
    answer = caller.post(V1, data={"sync": "1"}, files={"image_file": ("a.txt", b"hello")})
    assert (answer.status_code, answer.json()["data"]["state"]) == (200, -7)


def test_an_unknown_key_is_refused(caller: httpx.Client) -> None:
    caller.headers["X-API-KEY"] = "idp_" + "A" * 43
    assert caller.post(V1, data={"image_url": "https://a.example/b"}).status_code == 401
    assert caller.get(f"{V1}/00000000-0000-0000-0000-000000000000").status_code == 401
