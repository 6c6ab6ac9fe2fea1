"""The weights manifest and its store."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

import idphoto
from idphoto.assets import store as store_module
from idphoto.assets.archives import Archive, FetchError, Report
from idphoto.assets.downloads import heard_by
from idphoto.assets.manifest import Asset, AssetSource, manifest
from idphoto.assets.store import AssetStore
from idphoto.errors import BadRequest, WeightsCorrupt, WeightsUnavailable

# --- the manifest ---------------------------------------------------------------------------------


def test_every_asset_has_one_name_a_digest_and_a_source() -> None:
    entries = manifest()
    assert len({entry.name for entry in entries}) == len(entries)
    for source in (source for entry in entries for source in entry.sources):
        assert re.fullmatch("[0-9a-f]{64}", source.sha256)
        assert source.bytes > 10_000
        assert bool(source.archive) != bool(source.url)
    assert all(entry.sources for entry in entries)


def test_the_unclear_licence_of_isnet_is_said() -> None:
    isnet = next(entry for entry in manifest() if entry.name == "isnet")
    assert isnet.licence.startswith("unclear")
    assert "no licence of their own" in isnet.notice


def test_landmark_networks_stay_at_f32() -> None:
    precisions = {entry.name: entry.precision for entry in manifest()}
    assert precisions["face_landmark"] == "f32"
    assert precisions["face_landmarks_detector"] == "f32"
    assert precisions["isnet"] == "auto"


# --- fetching -------------------------------------------------------------------------------------


def test_missing_weights_are_fetched_once_and_then_used_offline(
    file_server: Any, tmp_path: Path
) -> None:
    store = AssetStore(tmp_path / "new" / "folder", (file_server.entry(),))
    assert not store.is_present("toy")
    assert store.path("toy").read_bytes() == file_server.content
    file_server.status = 503
    assert AssetStore(store.folder, store.entries).path("toy").is_file()
    store.pull(["toy"])
    assert len(file_server.ranges) == 1
    assert sorted(path.name for path in store.folder.iterdir()) == [".lock", "toy.bin"]


def test_an_unknown_name_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"no weights or font named 'toys'; known are .*isnet"):
        AssetStore(tmp_path).path("toys")


def test_what_arrives_with_another_digest_is_not_kept(file_server: Any, tmp_path: Path) -> None:
    store = AssetStore(tmp_path, (file_server.entry(sha256="0" * 64),))
    with pytest.raises(WeightsUnavailable, match=r"'toy\.bin' has sha256 \w+, expected 0000"):
        store.path("toy")
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_an_unreachable_source_is_reported_and_names_no_host(
    file_server: Any, tmp_path: Path
) -> None:
    file_server.status = 404
    store = AssetStore(tmp_path, (file_server.entry(),))
    with pytest.raises(WeightsUnavailable) as caught:
        store.path("toy")
    assert caught.value.code == "weights_unavailable"
    assert "could not be fetched" in caught.value.message
    assert "127.0.0.1" not in caught.value.message


def test_the_next_source_is_tried_and_its_own_file_used(file_server: Any, tmp_path: Path) -> None:
    good = file_server.entry(file="second.bin").sources[0]
    bad = dataclasses.replace(good, file="first.bin", sha256="0" * 64)
    entry = dataclasses.replace(file_server.entry(), sources=(bad, good))
    store = AssetStore(tmp_path, (entry,))
    assert store.path("toy") == tmp_path / "second.bin"
    assert store.cached("toy") == good
    store.verify("toy")


def test_a_folder_that_cannot_be_made_is_said(file_server: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = AssetStore(tmp_path / "file" / "models", (file_server.entry(),))
    with pytest.raises(WeightsUnavailable, match="cannot be written to"):
        store.path("toy")


def test_progress_rises_to_the_whole(file_server: Any, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int | None]] = []
    store = AssetStore(tmp_path, (file_server.entry(),))
    store.pull(["toy"], lambda *report: seen.append(report))
    size = len(file_server.content)
    assert {(name, total) for name, _, total in seen} == {("toy.bin", size)}
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)
    assert seen[-1][1] == size


def test_weights_that_are_fetched_when_needed_are_heard_of(
    file_server: Any, tmp_path: Path
) -> None:
    seen: list[tuple[str, int, int | None]] = []
    with heard_by(lambda *report: seen.append(report)):
        AssetStore(tmp_path, (file_server.entry(),)).path("toy")
    size = len(file_server.content)
    assert seen[-1] == ("toy.bin", size, size)


def test_a_notice_is_told_before_the_first_download_only(
    file_server: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    entry = dataclasses.replace(file_server.entry(), notice="no licence of its own")
    store = AssetStore(tmp_path, (entry,))
    store.path("toy")
    store.path("toy")
    store.pull(["toy"])
    assert caplog.text.count("no licence of its own") == 1


# --- damage ---------------------------------------------------------------------------------------


def test_a_damaged_file_is_found_and_fetched_again(file_server: Any, tmp_path: Path) -> None:
    store = AssetStore(tmp_path, (file_server.entry(),))
    damaged = bytes(len(file_server.content))
    (tmp_path / "toy.bin").write_bytes(damaged)
    assert store.is_present("toy")
    with pytest.raises(WeightsCorrupt) as caught:
        store.verify("toy")
    assert caught.value.found == hashlib.sha256(damaged).hexdigest()
    store.pull(["toy"])
    assert (tmp_path / "toy.bin").read_bytes() == file_server.content
    assert store.path("toy").is_file()


def test_a_cut_off_file_counts_as_missing(file_server: Any, tmp_path: Path) -> None:
    store = AssetStore(tmp_path, (file_server.entry(),))
    (tmp_path / "toy.bin").write_bytes(file_server.content[:-1])
    assert not store.is_present("toy")
    with pytest.raises(WeightsCorrupt):
        store.verify("toy")
    assert store.path("toy").read_bytes() == file_server.content


def test_verifying_what_was_never_fetched_says_so(tmp_path: Path) -> None:
    with pytest.raises(WeightsUnavailable, match="not been fetched yet"):
        AssetStore(tmp_path).verify("isnet")


# --- archives -------------------------------------------------------------------------------------

ARCHIVE = Archive("wheel", "toy==1.0", 300)


def member(name: str, content: bytes, **where: str) -> Asset:
    facts: dict[str, Any] = {
        "file": f"{name}.bin",
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }
    source = AssetSource(**facts | {"archive": ARCHIVE, "member": f"toy/{name}"} | where)
    return Asset(name=name, group="photo", licence="", note="", sources=(source,), **facts)


@pytest.fixture
def archive_fetches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Archive]:
    """Puts an archive with members `one` and `two` behind ``ARCHIVE``; lists its fetches."""
    path = tmp_path / "toy.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("toy/one", b"1")
        wheel.writestr("toy/two", b"22")
        with wheel.open("toy/bundle", "w") as bundle, zipfile.ZipFile(bundle, "w") as inner:
            inner.writestr("four", b"4444")
    fetches = []

    def fetch(archive: Archive, folder: Path, report: Report) -> Path:
        fetches.append(archive)
        report(archive.bytes)
        return Path(shutil.copy(path, folder))

    monkeypatch.setattr(store_module, "fetch_archive", fetch)
    return fetches


def test_an_archive_is_fetched_once_for_all_its_members(
    archive_fetches: list[Archive], tmp_path: Path
) -> None:
    store = AssetStore(tmp_path / "models", (member("one", b"1"), member("two", b"22")))
    store.pull(["one", "two"])
    assert store.path("one").read_bytes() == b"1"
    assert store.path("two").read_bytes() == b"22"
    assert archive_fetches == [ARCHIVE]
    assert {path.name for path in store.folder.iterdir()} == {".lock", "one.bin", "two.bin"}


def test_a_member_of_a_zip_in_the_archive_is_fetched(
    archive_fetches: list[Archive], tmp_path: Path
) -> None:
    inside = member("four", b"4444", member="toy/bundle", inner="four")
    no_zip = member("five", b"5", member="toy/one", inner="five")
    assert AssetStore(tmp_path / "a", (inside,)).path("four").read_bytes() == b"4444"
    with pytest.raises(WeightsUnavailable, match=r"toy==1\.0: not the archive expected"):
        AssetStore(tmp_path / "b", (no_zip,)).path("five")


def test_an_archive_without_the_member_is_not_the_one_expected(
    archive_fetches: list[Archive], tmp_path: Path
) -> None:
    store = AssetStore(tmp_path / "models", (member("three", b"333"),))
    with pytest.raises(WeightsUnavailable, match=r"toy==1\.0: not the archive expected"):
        store.path("three")
    assert [path.name for path in store.folder.iterdir()] == [".lock"]


def test_temporary_folders_go_even_when_fetching_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(archive: Archive, folder: Path, report: Report) -> Path:
        (folder / "half").touch()
        raise FetchError("gave up")

    monkeypatch.setattr(store_module, "fetch_archive", fetch)
    (tmp_path / f"{store_module.FETCHING}of-a-killed-process").mkdir()
    store = AssetStore(tmp_path, (member("one", b"1"),))
    with pytest.raises(WeightsUnavailable, match="gave up"):
        store.path("one")
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


# --- at once --------------------------------------------------------------------------------------


def test_threads_that_ask_at_once_download_once(file_server: Any, tmp_path: Path) -> None:
    file_server.seconds = 0.1
    store = AssetStore(tmp_path, (file_server.entry(),))
    barrier = threading.Barrier(6)

    def ask(_: int) -> Path:
        barrier.wait()
        return store.path("toy")

    with ThreadPoolExecutor(6) as pool:
        paths = set(pool.map(ask, range(6)))
    assert paths == {tmp_path / "toy.bin"}
    assert file_server.ranges == [0]


CHILD = """
import sys
from pathlib import Path
from idphoto.assets.manifest import Asset, AssetSource
from idphoto.assets.store import AssetStore

folder, url, sha256, size = sys.argv[1:]
facts = dict(file="toy.bin", sha256=sha256, bytes=int(size))
source = AssetSource(**facts, url=url)
entry = Asset(name="toy", group="photo", licence="", note="", sources=(source,), **facts)
store = AssetStore(Path(folder), (entry,))
print("ready", flush=True)
sys.stdin.readline()
store.pull(["toy"])
store.verify("toy")
print("done", flush=True)
"""


def test_two_processes_that_start_at_once_download_once(file_server: Any, tmp_path: Path) -> None:
    file_server.seconds = 0.3
    entry = file_server.entry()
    arguments = [str(tmp_path), file_server.url, entry.sha256, str(entry.bytes)]
    source_root = str(Path(idphoto.__file__).parents[1])
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": source_root},
        )
        for _ in range(2)
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    answers = []
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        answers.append(child.communicate()[0])
    assert answers == ["done\n", "done\n"]
    assert file_server.ranges == [0]


def test_a_lock_that_another_process_never_releases_is_an_error_after_a_while(
    file_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "LOCK_S", 0.05)
    with (
        FileLock(tmp_path / ".lock"),
        pytest.raises(WeightsUnavailable, match=r"held the folder's lock for over 0\.05 s"),
    ):
        AssetStore(tmp_path, (file_server.entry(),)).path("toy")
