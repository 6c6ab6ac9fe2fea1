from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.kept import shelf
from tests.kept.shelf import digest_of, kept, prune

NOW = 1_800_000_000.0


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(shelf, "FOLDER", tmp_path)
    return tmp_path


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_was_made_once_is_not_made_again() -> None:
    digest = digest_of("a")
    assert kept("things", digest, lambda: b"first") == b"first"
    assert kept("things", digest, lambda: b"second") == b"first"
    assert kept("things", digest_of("b"), lambda: b"second") == b"second"


def test_a_damaged_entry_is_made_again(folder: Path) -> None:
    kept("things", digest_of("a"), lambda: b"first")
    (file,) = files(folder)
    file.write_bytes(file.read_bytes()[:-1])
    assert kept("things", digest_of("a"), lambda: b"second") == b"second"
    assert kept("things", digest_of("a"), lambda: b"third") == b"second"


def test_nothing_is_kept_of_what_cannot_be_made(folder: Path) -> None:
    def fail() -> bytes:
        raise ValueError("no card")

    with pytest.raises(ValueError, match="no card"):
        kept("things", digest_of("a"), fail)
    assert files(folder) == []


def test_digests_differ_by_where_a_part_ends() -> None:
    assert digest_of("ab", "c") != digest_of("a", "bc")
    assert digest_of("ab") == digest_of(b"ab")


def test_what_is_long_unused_and_what_is_too_much_is_removed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (1, 3, 2, 15):
        kept("things", digest_of(str(days)), lambda: bytes(10))
        file = folder / "things" / digest_of(str(days))[:2] / digest_of(str(days))
        os.utime(file, (NOW - days * 86_400,) * 2)
    prune(NOW)
    assert {path.name for path in files(folder)} == {digest_of(each) for each in "132"}
    monkeypatch.setattr(shelf, "_MOST_BYTES", 2 * files(folder)[0].stat().st_size)
    prune(NOW)
    assert {path.name for path in files(folder)} == {digest_of(each) for each in "12"}
