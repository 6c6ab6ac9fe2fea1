"""Names of an archive's files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.batches.file_names import MAX_CHARACTERS, FileNames, safe_name, stem_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("李小明", "李小明"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ('a<b>c:"d"|?*', "a_b_c__d____"),
        ("  Ada. ", "Ada"),
        (".hidden", "hidden"),
        ("NUL", "_NUL"),
        ("com1.txt", "_com1.txt"),
        ("A\u0308nne", "Änne"),
        ("a\x00b\u2028c", "abc"),
        ("...", "photo"),
        ("", "photo"),
    ],
)
def test_a_name_is_valid_on_every_system(text: str, name: str) -> None:
    assert safe_name(text, "photo") == name


@given(st.text())
def test_no_name_leaves_its_folder(text: str) -> None:
    name = safe_name(text, "photo")
    assert 1 <= len(name) <= MAX_CHARACTERS + 1
    assert not set(name) & set('<>:"/\\|?*\x00')
    assert name not in (".", "..")


@pytest.mark.parametrize(
    ("file_name", "stem"),
    [
        ("IMG_1.JPG", "IMG_1"),
        ("4b/IMG_1.heic", "IMG_1"),
        ("C:\\photos\\a.png", "a"),
        ("Dr. Ada Lovelace", "Dr. Ada Lovelace"),
        (".jpg", ".jpg"),
    ],
)
def test_a_files_name_is_told_without_folders_and_suffix(file_name: str, stem: str) -> None:
    assert stem_of(file_name) == stem


def test_no_two_files_have_one_name() -> None:
    names = FileNames()
    made = [names.unique("4b", stem, ".jpg") for stem in ("Ada", "ada", "Ada", "Ada (2)")]
    assert made == ["4b/Ada.jpg", "4b/ada (2).jpg", "4b/Ada (3).jpg", "4b/Ada (2) (2).jpg"]
    assert names.unique("", "Ada", ".jpg") == "Ada.jpg"
