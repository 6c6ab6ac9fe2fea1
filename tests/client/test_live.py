"""The blocking client and a real server."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image
from tests.client.conftest import NOBODY, PORTRAIT, LiveServer

from idphoto.client import Client, ProblemError, SheetOptions, SourceRef
from idphoto.errors import (
    BadRequest,
    NoFace,
    NoSuchFile,
    ServerUnreachable,
    TaskOverdue,
    UnexpectedAnswer,
)

pytestmark = pytest.mark.xdist_group("client")  # one server is enough


class Losing(httpx.BaseTransport):
    """Delivers every request, and loses the answers to the first ``lost``."""

    def __init__(self, lost: int) -> None:
        self.lost = lost
        self.sent: list[httpx.Request] = []
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._inner.handle_request(request)
        self.sent.append(request)
        if len(self.sent) <= self.lost:
            answer.read()
            answer.close()
            raise httpx.ReadError("the connection broke")
        return answer

    def close(self) -> None:
        self._inner.close()


@pytest.fixture
def wire() -> Losing:
    """What carries the requests of ``watched``."""
    return Losing(0)


@pytest.fixture
def watched(live: LiveServer, wire: Losing) -> Iterator[Client]:
    """A client whose requests are seen, and whose answers may be lost."""
    with httpx.Client(transport=wire) as http:
        yield Client(live.url, live.key, http=http)


def size(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as image:
        return image.size


def test_a_photo_is_made_and_downloaded(client: Client, tmp_path: Path) -> None:
    task = client.make_photo(PORTRAIT, "jp-visa", sheet=SheetOptions(paper="6inch"))
    assert (task.kind, task.state, task.progress) == ("photo", "done", 100)
    assert {file.name for file in task.files} == {"image", "sheet"}
    assert size(client.download(task)) == task.file().px == (295, 413)
    client.save(task.id, tmp_path / "sheet.jpg", "sheet")
    assert size((tmp_path / "sheet.jpg").read_bytes()) == (1500, 1051)


def test_an_inline_photo_is_at_hand(watched: Client, wire: Losing) -> None:
    task = watched.make_photo(PORTRAIT, inline=True)
    assert size(watched.download(task)) == (295, 413)
    assert len(wire.sent) == 1


def test_an_uploaded_portrait_serves_several_tasks(client: Client) -> None:
    source = client.upload(io.BytesIO(PORTRAIT))
    assert (source.px, source.format, source.bytes) == ((60, 80), "jpeg", len(PORTRAIT))
    first = client.make_photo(source, "jp-visa")
    second = client.make_photo(SourceRef(id=source.id))
    assert {first.source_id, second.source_id} == {source.id}
    assert client.source(source.id).id == source.id
    assert size(client.source_picture(source)) == (60, 80)
    client.delete_source(source)
    with pytest.raises(ProblemError) as gone:
        client.source(source)
    assert (gone.value.code, gone.value.problem.status) == ("unknown_source", 404)


def test_a_sheet_of_a_finished_photo(client: Client) -> None:
    photo = client.make_photo(PORTRAIT)
    sheet = client.make_sheet([photo], paper="6inch")
    assert (sheet.kind, sheet.state) == ("sheet", "done")
    assert client.download(sheet)


def test_headshots_of_two_files(client: Client) -> None:
    task = client.make_headshots([PORTRAIT, io.BytesIO(PORTRAIT)], "wedding")
    assert [file.name for file in task.files] == ["1", "2"]


# --- errors -------------------------------------------------------------------------------------


def test_a_photo_at_fault_is_a_problem_with_its_task(client: Client) -> None:
    with pytest.raises(ProblemError) as failed:
        client.make_photo(NOBODY)
    problem = failed.value.problem
    assert (failed.value.code, problem.status) == ("no_face", 422)
    assert failed.value.message == NoFace().message
    assert failed.value.task_id is not None
    assert client.task(failed.value.task_id).state == "failed"
    with pytest.raises(ProblemError) as again:
        client.wait(failed.value.task_id)
    assert (again.value.code, again.value.task_id) == ("no_face", failed.value.task_id)


def test_a_refusal_names_the_field(client: Client) -> None:
    with pytest.raises(ProblemError) as refused:
        client.make_photo(PORTRAIT, "jp-vsa")
    assert (refused.value.code, refused.value.problem.field) == ("unknown_spec", "spec")
    assert "jp-visa" in refused.value.message


def test_a_wrong_key_is_refused(live: LiveServer) -> None:
    with httpx.Client(trust_env=False) as http, pytest.raises(ProblemError) as refused:
        Client(live.url, "idp_wrong", http=http).make_photo(PORTRAIT)
    assert (refused.value.code, refused.value.problem.status) == ("invalid_key", 401)


def test_a_missing_file_is_found_before_anything_is_sent(
    watched: Client, wire: Losing, tmp_path: Path
) -> None:
    with pytest.raises(NoSuchFile):
        watched.make_photo(tmp_path / "gone.jpg")
    assert wire.sent == []


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with httpx.Client(trust_env=False) as http, pytest.raises(ServerUnreachable) as unreachable:
        Client(url, "idp_key", tries=1, http=http).task("t1")
    assert unreachable.value.url == f"{url}/v1/tasks/t1"
    assert "Connection refused" in unreachable.value.reason


def test_another_programs_answer_is_unexpected(live: LiveServer) -> None:
    with httpx.Client(trust_env=False) as http, pytest.raises(UnexpectedAnswer) as unexpected:
        Client(f"{live.url}/elsewhere", live.key, http=http).task("t1")
    assert unexpected.value.status == 404


@pytest.mark.parametrize(
    ("url", "key", "message"),
    [
        ("127.0.0.1:8000", "k", "base_url: '127.0.0.1:8000' does not begin with http:// or https:"),
        ("http://me:pass@host", "k", "base_url: has more than a host, a port and a path"),
        ("http://host", "ключ", "api_key: is empty, or has characters that no key has"),
        ("http://host", "", "api_key: is empty, or has characters that no key has"),
    ],
)
def test_an_address_or_key_that_cannot_be_one_is_refused(url: str, key: str, message: str) -> None:
    with pytest.raises(BadRequest) as refused:
        Client(url, key)
    assert refused.value.message.startswith(message)


# --- repeating ----------------------------------------------------------------------------------


def test_a_photo_whose_answer_is_lost_is_made_once(
    client: Client, watched: Client, wire: Losing
) -> None:
    before = len(list(client.tasks()))
    wire.lost = 1
    task = watched.make_photo(PORTRAIT, "jp-visa")
    assert task.state == "done"
    assert [each.method for each in wire.sent] == ["POST", "POST"]
    assert len({each.headers["Idempotency-Key"] for each in wire.sent}) == 1
    assert len(list(client.tasks())) == before + 1


def test_a_key_of_ones_own_gives_the_same_task(client: Client) -> None:
    first = client.make_photo(PORTRAIT, idempotency_key="order-4711")
    again = client.make_photo(PORTRAIT, idempotency_key="order-4711")
    assert first.id == again.id
    with pytest.raises(ProblemError) as reused:
        client.make_photo(PORTRAIT, "jp-visa", idempotency_key="order-4711")
    assert reused.value.code == "idempotency_key_reused"


def test_an_open_file_is_sent_again_from_its_start(watched: Client, wire: Losing) -> None:
    wire.lost = 1
    file = io.BytesIO(PORTRAIT)
    file.seek(10)
    assert watched.upload(file).bytes == len(PORTRAIT)


def test_a_download_that_breaks_is_begun_anew(
    client: Client, watched: Client, wire: Losing, tmp_path: Path
) -> None:
    task = client.make_photo(PORTRAIT)
    wire.lost = 1
    watched.save(task, tmp_path / "photo.jpg")
    assert (tmp_path / "photo.jpg").stat().st_size == task.file().bytes


# --- tasks --------------------------------------------------------------------------------------


def test_a_task_can_be_waited_for_later(client: Client, held: threading.Event) -> None:
    task = client.make_photo(PORTRAIT, wait_s=0)
    assert task.state in ("waiting", "running")
    with pytest.raises(TaskOverdue) as overdue:
        client.wait(task, wait_s=0.2)
    assert overdue.value.task_id == task.id
    held.set()
    assert client.wait(task).state == "done"
    assert client.task(task, wait_s=1).state == "done"


def test_tasks_are_listed_over_all_pages(client: Client) -> None:
    made = [client.make_photo(PORTRAIT, wait_s=0).id for _ in range(3)]
    for each in made:
        client.wait(each)
    listed = [each.id for each in client.tasks(kind="photo", state="done")]
    assert listed[:3] == made[::-1]
    assert list(client.tasks(kind="photo", state="waiting")) == []


def test_a_deleted_task_is_gone(client: Client) -> None:
    task = client.make_photo(PORTRAIT)
    client.delete_task(task)
    with pytest.raises(ProblemError) as gone:
        client.task(task)
    assert gone.value.code == "unknown_task"
