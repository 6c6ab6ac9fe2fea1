from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from idphoto.errors import IoError
from idphoto.imaging.files import is_stream, write_whole


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "me.jpg"
    write_whole(target, b"one")
    write_whole(target, b"two")
    assert target.read_bytes() == b"two"
    (tmp_path / "taken.jpg").mkdir()
    with pytest.raises(IoError) as caught:
        write_whole(tmp_path / "taken.jpg", b"three")
    assert caught.value.message == f"{tmp_path / 'taken.jpg'}: Is a directory"
    assert {path.name for path in tmp_path.iterdir()} == {"me.jpg", "taken.jpg"}


def test_the_folders_of_a_file_are_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "new" / "dir" / "me.jpg", b"one")
    assert (tmp_path / "new" / "dir" / "me.jpg").read_bytes() == b"one"


def test_a_refusal_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(IoError) as caught:
        write_whole(tmp_path / "file" / "me.jpg", b"one")
    assert caught.value.code == "io_error"
    assert isinstance(caught.value, OSError)
    assert caught.value.filename == str(tmp_path / "file" / "me.jpg")
    assert caught.value.message == f"{tmp_path / 'file' / 'me.jpg'}: Not a directory"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, b"one")
    reader.join()
    assert read == [b"one"]
    assert pipe.is_fifo()


def test_a_links_target_is_replaced_and_not_the_link(tmp_path: Path) -> None:
    (tmp_path / "real.jpg").write_bytes(b"old")
    link = tmp_path / "link.jpg"
    link.symlink_to("real.jpg")
    write_whole(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.jpg").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("path", "stream"), [("/dev/stdout", True), ("/dev/null", True), ("/tmp/new.jpg", False)]
)
def test_what_stands_for_an_open_file_is_a_stream(path: str, stream: bool) -> None:
    assert is_stream(Path(path)) is stream
