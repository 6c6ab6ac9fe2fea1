"""Results with the real networks: each answer is read as the type that the API names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import httpx
import pytest
from tests.server.conftest import serving

from idphoto.client import (
    CheckResult,
    Client,
    CutoutResult,
    PhotoResult,
    ProblemError,
    SheetOptions,
    SheetResult,
)
from idphoto.runtime.engine import Engine
from idphoto.services.service import Service
from idphoto.settings import ServerSettings

pytestmark = pytest.mark.xdist_group("client-results")  # one server is enough


@pytest.fixture(scope="module")
def client(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    settings = ServerSettings(data_dir=tmp_path_factory.mktemp("data"), drain_s=0.5)
    with (
        serving(settings, partial(Service.open, engine=engine)) as server,
        httpx.Client(trust_env=False) as http,
    ):
        yield Client(server.url, server.key, http=http)


def test_a_photo_has_its_measures_and_its_report(client: Client, astronaut_jpeg: bytes) -> None:
    task = client.make_photo(astronaut_jpeg, "jp-passport", sheet=SheetOptions(format="pdf"))
    photo = task.result_as(PhotoResult)
    assert (photo.px, photo.format, photo.head_on_source.px) == ((413, 531), "jpeg", (512, 512))
    low, high = photo.limits["face_height"].low, photo.limits["face_height"].high
    assert low is not None
    assert high is not None
    assert low <= photo.head.px["face_height"] <= high
    # the astronaut smiles at the camera, teeth showing
    assert (photo.compliance.verdict, photo.compliance.worst) == ("fail", "mouth_open")
    assert "mouth_open" in {notice.code for notice in photo.notices}
    assert client.download(task, "sheet").startswith(b"%PDF-")


def test_checks_cut_outs_and_sheets_have_their_own_results(
    client: Client, astronaut_jpeg: bytes
) -> None:
    source = client.upload(astronaut_jpeg)
    report = client.check_photo(source, "jp-passport").result_as(CheckResult).compliance
    assert {finding.id: finding.verdict for finding in report.findings}["mouth_open"] == "fail"
    assert client.cut_out(source).result_as(CutoutResult).px == (512, 512)
    sheet = client.make_sheet([client.make_photo(source)], paper="6inch").result_as(SheetResult)
    assert sheet.counts == (sheet.count,)


def test_a_result_of_another_kind_is_refused(client: Client, astronaut_jpeg: bytes) -> None:
    task = client.check_photo(astronaut_jpeg)
    with pytest.raises(TypeError, match=f"the task {task.id} has no PhotoResult: it is a check"):
        task.result_as(PhotoResult)


def test_a_picture_without_a_face_is_a_problem(client: Client) -> None:
    with pytest.raises(ProblemError) as failed:
        client.make_photo(b"no picture")
    assert (failed.value.code, failed.value.problem.status) == ("unsupported_format", 422)
