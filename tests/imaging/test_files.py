"""Writing results to disk."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from idphoto.errors import BadRequest
from idphoto.imaging.files import kind_of, save_as, write_whole


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "me.jpg"
    write_whole(target, b"one")
    write_whole(target, b"two")
    assert target.read_bytes() == b"two"
    (tmp_path / "taken.jpg").mkdir()
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path / "taken.jpg", b"three")
    assert names_in(tmp_path) == {"me.jpg", "taken.jpg"}


@pytest.mark.parametrize("name", ["me.jpg", "me.JPEG", "me.jfif"])
def test_a_file_is_saved_under_a_name_of_its_kind(tmp_path: Path, name: str) -> None:
    save_as(tmp_path / name, b"data", "jpeg", "...")
    assert (tmp_path / name).read_bytes() == b"data"
    assert names_in(tmp_path) == {name}


@pytest.mark.parametrize("name", ["me.png", "me", "me.jpg.txt"])
def test_a_name_of_another_kind_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(
        BadRequest, match=r"does not name a jpeg file: use me.*\.jpg, or ask"
    ) as error:
        save_as(str(tmp_path / name), b"data", "jpeg", "ask")
    assert (error.value.code, error.value.field) == ("bad_request", "path")
    assert names_in(tmp_path) == set()


def test_a_kind_is_chosen_by_the_name() -> None:
    assert kind_of("me.PNG", ("png", "webp"), "") == "png"
    with pytest.raises(BadRequest, match=r"must end in \.png or \.webp: it is clear"):
        kind_of("me.jpg", ("png", "webp"), "it is clear")


def test_a_missing_folder_is_named_as_it_was_passed(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "me.jpg"
    with pytest.raises(FileNotFoundError) as caught:
        write_whole(path, b"data")
    assert caught.value.filename == str(path)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    link, file = tmp_path / "link.jpg", tmp_path / "file.jpg"
    link.symlink_to(file)
    write_whole(link, b"data")
    assert link.is_symlink()
    assert file.read_bytes() == b"data"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, b"data")
    reader.join()
    assert read == [b"data"]
    assert pipe.is_fifo()
