"""A school's batch of ten with two failures, on the real networks."""

from __future__ import annotations

import csv
import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image
from tests.pictures import with_closed_eyes

from idphoto.imaging.decode import open_source
from idphoto.runtime.engine import Engine

pytestmark = pytest.mark.xdist_group("server")  # one server is enough

PUPILS: Final = {
    "london_001": "Anna Berg",
    "london_006": "Ben Okafor",
    "london_008": "Clara Meyer",
    "london_021": "David Lin",
    "london_024": "李小明",
    "london_025": "Ella Adeyemi",
    "london_030": "Fatima Noor",
    "london_034": "Greta Sommer",
}
BLINKER: Final = "london_045"


@pytest.fixture(scope="module")
def caller(server: Any) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.key}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=240, trust_env=False) as http:
        yield http


@pytest.fixture(scope="module")
def batch(
    caller: httpx.Client,
    engine: Engine,
    shared: Path,
    jpeg: Callable[[NDArray[np.uint8]], bytes],
) -> str:
    """A batch whose photos are all finished, in the classes 4a and 4b."""
    opened = caller.post(
        "/v1/batches",
        json={"name": "Spring", "photo": {"size_mm": [35, 45], "background": "white"}},
    )
    batch_id: str = opened.json()["id"]
    people = shared / "people"
    files = {f"{name}.jpg": (people / f"{name}.jpg").read_bytes() for name in PUPILS}
    blinker = open_source(people / f"{BLINKER}.jpg").decode().rgb
    files["blink.jpg"] = jpeg(with_closed_eyes(blinker, engine))
    files["wall.jpg"] = jpeg(np.full((800, 600, 3), 210, np.uint8))
    names = {f"{name}.jpg": person for name, person in PUPILS.items()}
    names |= {"blink.jpg": "Henry Ito", "wall.jpg": "Ida Wall"}
    for place, (name, data) in enumerate(files.items()):
        item = {"name": name, "person": names[name], "group": "4a" if place < 5 else "4b"}
        answer = caller.post(
            f"/v1/batches/{batch_id}/items",
            files={"file": (name, data), "item": (None, json.dumps(item))},
        )
        assert answer.status_code == 201, answer.text
    while caller.get(f"/v1/batches/{batch_id}").json()["counts"]["unfinished"]:
        time.sleep(0.2)
    return batch_id


def test_the_two_failures_come_first_and_say_what_to_do(caller: httpx.Client, batch: str) -> None:
    counts = caller.get(f"/v1/batches/{batch}").json()["counts"]
    assert (counts["total"], counts["failed"]) == (10, 2)
    items = caller.get(f"/v1/batches/{batch}/items").json()["items"]
    ida, henry, *others = items
    assert (ida["person"], ida["problem"]["code"]) == ("Ida Wall", "no_face")
    assert (henry["person"], henry["verdict"]) == ("Henry Ito", "fail")
    closed = next(each for each in henry["findings"] if each["id"] == "eyes_closed")
    assert closed["verdict"] == "fail"
    assert closed["advice"]
    assert {each["verdict"] for each in others} <= {"pass", "unsure"}
    thumbnail = caller.get(henry["source_url"])
    assert thumbnail.headers["content-type"] == "image/jpeg"


def test_the_table_says_the_same(caller: httpx.Client, batch: str) -> None:
    text = caller.get(f"/v1/batches/{batch}/report.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    first = [(row["person"], row["group"], row["verdict"], row["worst"]) for row in rows[:2]]
    assert first == [
        ("Ida Wall", "4b", "refused", "no_face"),
        ("Henry Ito", "4b", "fail", "eyes_closed"),
    ]
    assert {row["size"] for row in rows[1:]} == {"413×531 px"}
    assert "李小明" in {row["person"] for row in rows}


def test_the_archive_has_nine_photos(caller: httpx.Client, batch: str) -> None:
    data = caller.get(f"/v1/batches/{batch}/archive.zip").content
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(archive.namelist()) == 9
        assert {"4a/李小明.jpg", "4b/Henry Ito.jpg"} < set(archive.namelist())
        with Image.open(io.BytesIO(archive.read("4a/Anna Berg.jpg"))) as photo:
            assert photo.size == (413, 531)


def test_each_class_is_printed_with_its_names(caller: httpx.Client, batch: str) -> None:
    task = caller.post(f"/v1/batches/{batch}/sheets", json={"count": 4}).json()
    assert (task["state"], task["result"]["count"], task["result"]["pages"]) == ("done", 36, 2)
    document = pypdfium2.PdfDocument(caller.get(task["files"][0]["url"]).content)
    texts = [page.get_textpage().get_text_range() for page in document]
    pictures = [len(list(page.get_objects([3]))) for page in document]
    document.close()
    assert pictures == [20, 16]
    assert [text.count("李小明") for text in texts] == [4, 0]
    assert [text.count("Henry Ito") for text in texts] == [0, 4]
