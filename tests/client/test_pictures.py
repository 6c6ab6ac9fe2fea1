"""The forms in which pictures are passed."""

from __future__ import annotations

import base64
import io
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.client.conftest import TASK

from idphoto.client.pictures import embedded, printed, sent_file
from idphoto.client.wire import SentFile
from idphoto.errors import BadRequest, FileUnreadable, NoSuchFile, NotAFile
from idphoto.messages.orders import SheetPhoto
from idphoto.messages.sources import Source, SourceRef
from idphoto.messages.tasks import Task

UPLOADED = Source.model_validate(
    {
        "id": "s1",
        "bytes": 4,
        "format": "jpeg",
        "px": [3, 4],
        "created_at": "2027-01-01T00:00:00Z",
        "expires_at": "2027-01-01T01:00:00Z",
        "picture_url": "http://server.example/v1/sources/s1/picture",
    }
)


def read(file: SentFile) -> bytes:
    with ExitStack() as stack:
        content = file.open(stack)
        return content if isinstance(content, bytes) else content.read()


def test_a_file_is_a_path_or_bytes_or_an_open_file(tmp_path: Path) -> None:
    path = tmp_path / "me.jpg"
    path.write_bytes(b"jpeg")
    for each in (path, str(path), b"jpeg", bytearray(b"jpeg"), io.BytesIO(b"jpeg")):
        assert read(sent_file(each, "picture")) == b"jpeg"


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        (
            "https://school.example/me.jpg",
            "picture: pass a URL as SourceRef(url=...)",
        ),
        (
            io.StringIO("jpeg"),
            "picture: the file is open in text mode: open it in mode 'rb'",
        ),
        (
            42,
            "picture: int is not a picture: pass a path, a file's bytes, a file opened in binary "
            "mode, an uploaded Source or a SourceRef",
        ),
    ],
)
def test_what_is_no_file_is_refused(picture: Any, message: str) -> None:
    with pytest.raises(BadRequest) as refused:
        sent_file(picture, "picture")
    assert refused.value.message == message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match=r"cannot read .*gone\.jpg: No such file or directory"):
        read(sent_file(tmp_path / "gone.jpg", "picture"))
    with pytest.raises(NotAFile, match="Is a directory"):
        read(sent_file(tmp_path, "picture"))


def test_a_forbidden_file_is_an_os_error_too() -> None:
    assert issubclass(FileUnreadable, OSError)


def test_a_picture_within_a_request_is_named_or_in_base64() -> None:
    assert embedded(UPLOADED, "pictures") == SourceRef(id="s1")
    assert embedded(SourceRef(url="https://x.example/a"), "pictures").url == "https://x.example/a"
    data = embedded(io.BytesIO(b"jpeg"), "pictures").data
    assert data is not None
    assert base64.b64decode(data) == b"jpeg"


def test_a_sheet_takes_tasks_sources_and_files() -> None:
    task = Task.model_validate(TASK)
    assert printed(task) == SheetPhoto(task="t1")
    assert printed(UPLOADED) == SheetPhoto(source=SourceRef(id="s1"))
    assert printed(SheetPhoto(task="t2", count=4)).count == 4
    source = printed(b"jpeg").source
    assert source is not None
    assert source.data == base64.b64encode(b"jpeg").decode()
