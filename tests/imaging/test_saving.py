"""Saving results under a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from idphoto.errors import BadRequest, NoSuchFolder
from idphoto.imaging.saving import kind_of, save_as


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


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


def test_a_folder_that_does_not_exist_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "me.jpg"
    with pytest.raises(NoSuchFolder, match=r"there is no folder .*missing: make it first") as error:
        save_as(path, b"data", "jpeg", "...")
    assert isinstance(error.value, FileNotFoundError)
    assert (error.value.code, error.value.filename) == ("no_such_folder", str(path))
    assert names_in(tmp_path) == set()
