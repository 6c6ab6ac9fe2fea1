"""Files that are complete or missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from idphoto.client.saving import new_file
from idphoto.errors import InvalidKey, IoError


def test_a_file_is_there_once_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    with new_file(path) as file:
        file.write(b"jpeg")
        assert not path.exists()
    assert path.read_bytes() == b"jpeg"


def test_an_error_leaves_the_old_file_and_no_part(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"old")
    with pytest.raises(InvalidKey), new_file(path) as file:
        file.write(b"half")
        raise InvalidKey("unknown")
    assert [each.name for each in tmp_path.iterdir()] == ["photo.jpg"]
    assert path.read_bytes() == b"old"


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "photo.jpg"
    with pytest.raises(IoError) as failed, new_file(path):
        raise AssertionError
    assert failed.value.message == f"{path}: No such file or directory"
