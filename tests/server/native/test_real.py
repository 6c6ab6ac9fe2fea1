"""The native API with the real networks, on a portrait of an astronaut."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pypdfium2
import pytest
from PIL import Image
from tests.server.native.problems import refused

from idphoto.messages.tasks import (
    CheckResult,
    CutoutResult,
    HeadshotsResult,
    PhotoResult,
    SheetResult,
    Task,
)

pytestmark = pytest.mark.xdist_group("server")  # one server is enough


@pytest.fixture
def caller(server: Any) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.key}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=240, trust_env=False) as http:
        yield http


@pytest.fixture
def order(caller: httpx.Client, astronaut_jpeg: bytes) -> Callable[..., Task]:
    """``order(path, **order)``: the finished task for the astronaut."""

    def send(path: str, **asked: Any) -> Task:
        answer = caller.post(path, files=_form(asked, astronaut_jpeg))
        assert answer.status_code == 200, answer.text
        return Task.model_validate_json(answer.content)

    return send


def _form(asked: dict[str, Any], data: bytes) -> dict[str, Any]:
    return {"order": (None, json.dumps(asked)), "file": ("me.jpg", data)}


def opened(task: Task, name: str = "image") -> Image.Image:
    file = task.file(name)
    data = httpx.get(file.url, trust_env=False).content
    assert len(data) == file.bytes
    return Image.open(io.BytesIO(data))


def test_a_photo_has_the_documents_pixels_and_says_where_the_head_is(
    order: Callable[..., Task],
) -> None:
    task = order("/v1/photos", spec="jp-visa")
    result = task.result
    assert isinstance(result, PhotoResult)
    assert opened(task).size == result.px == task.file().px == (531, 531)
    head = result.head_on_source
    assert head.px == (512, 512)
    assert head.top[1] <= head.crown[1] < head.left_eye[1] < head.chin[1]
    (xx, xy, dx), (yx, yy, dy) = result.to_photo
    (x, y), limit = head.chin, result.limits["face_height"]
    chin_y = yx * x + yy * y + dy
    crown_y = yx * head.crown[0] + yy * head.crown[1] + dy
    assert 0 < xx * x + xy * y + dx < 531
    assert chin_y - crown_y == pytest.approx(result.head.px["face_height"], abs=2)
    assert limit.low is not None
    assert limit.high is not None
    assert limit.low <= result.head.px["face_height"] <= limit.high
    assert result.compliance.spec == "jp-visa"
    assert {finding.verdict for finding in result.compliance.findings} >= {"pass"}


def test_a_photo_whose_editing_is_forbidden_is_made_only_with_a_word(
    caller: httpx.Client, order: Callable[..., Task], astronaut_jpeg: bytes
) -> None:
    answer = caller.post("/v1/photos", files=_form({"spec": "us-passport"}, astronaut_jpeg))
    problem = refused(answer, 422, "background_unfit", "US passport")
    assert "edit_anyway" not in problem.remedy
    task = order("/v1/photos", spec="us-passport", edit_anyway=True, sheet={"format": "pdf"})
    assert isinstance(task.result, PhotoResult)
    assert opened(task).size == (600, 600)
    assert "editing_forbidden" in {notice.code for notice in task.result.notices}
    assert task.file("sheet").format == "pdf"


def test_the_head_is_larger_where_the_caller_zooms_in(order: Callable[..., Task]) -> None:
    heights = []
    for zoom in (-1, 0, 1):
        result = order("/v1/photos", spec="jp-visa", adjustments={"zoom": zoom}).result
        assert isinstance(result, PhotoResult)
        heights.append(result.head.px["face_height"])
    assert heights == sorted(heights)
    assert heights[0] < heights[2]


def test_a_point_that_cannot_be_what_it_is_said_to_be_is_refused_by_its_name(
    caller: httpx.Client, astronaut_jpeg: bytes
) -> None:
    asked = {"spec": "jp-visa", "adjustments": {"chin": [10, 10]}}
    answer = caller.post("/v1/photos", files=_form(asked, astronaut_jpeg))
    refused(answer, 400, "bad_request", "away from where it was measured", "adjustments.chin")


def test_a_check_says_what_to_do(order: Callable[..., Task]) -> None:
    task = order("/v1/checks", spec="gb-passport")
    assert isinstance(task.result, CheckResult)
    report = task.result.compliance
    assert (report.verdict, report.spec, report.judged_as) == ("fail", "gb-passport", "source")
    assert all(each.advice for each in report.findings if each.verdict == "fail")


def test_a_cut_out_is_as_large_as_the_portrait_and_transparent(
    order: Callable[..., Task],
) -> None:
    task = order("/v1/cutouts")
    assert isinstance(task.result, CutoutResult)
    picture = opened(task)
    assert (picture.size, picture.mode, task.result.px) == ((512, 512), "RGBA", (512, 512))
    assert picture.getchannel("A").getextrema() == (0, 255)


def test_a_sheet_is_a_pdf_of_true_millimetres(
    caller: httpx.Client, order: Callable[..., Task]
) -> None:
    photo = order("/v1/photos", spec="jp-visa")
    asked = {"photos": [{"task": photo.id, "count": 4}], "paper": "A6", "format": "pdf"}
    answer = caller.post("/v1/sheets", json=asked)
    task = Task.model_validate_json(answer.raise_for_status().content)
    assert isinstance(task.result, SheetResult)
    assert (task.result.count, task.result.counts) == (4, (4,))
    path = f"/v1/tasks/{task.id}/files/image?download=1"
    file = caller.get(path)
    assert file.headers["Content-Disposition"] == 'attachment; filename="sheet.pdf"'
    width, height = pypdfium2.PdfDocument(file.content)[0].get_size()
    assert sorted((width, height)) == pytest.approx([105 / 25.4 * 72, 148 / 25.4 * 72], abs=0.5)


def test_headshots_are_two(order: Callable[..., Task]) -> None:
    task = order("/v1/headshots", template="male_portrait")
    assert isinstance(task.result, HeadshotsResult)
    assert len({opened(task, name).tobytes() for name in ("1", "2")}) == 2
