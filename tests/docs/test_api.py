"""What docs/api.md says, done with a real server, block by block."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.docs.blocks import EXAMPLE_URL, blocks, code, read
from tests.server.conftest import serving

from idphoto.runtime.engine import Engine
from idphoto.server.native.api import MAX_SOURCES, MAX_UPLOAD_BYTES, TIME_LIMIT_S
from idphoto.services.service import Service
from idphoto.settings import ServerSettings

API = "docs/api.md"
EXAMPLE_WEBHOOK = "https://school.example/done"
# Such as the id of a task: the document shows one of them.
IDENTIFIER = re.compile(r"[0-9a-f-]{32,36}")
_STOP_S = 240  # only ends what hangs
# What a block assigns, the later ones know: they are one terminal to the reader.
_SHELL = """\
set -euo pipefail -a
[ ! -f ../variables ] || . ../variables
{block}
declare -p | grep -E '^declare -[x-]+ (TASK|SOURCE|BATCH)=' > ../variables || true
"""


@dataclass(frozen=True)
class Tried:
    """What became of the document's blocks.

    ``url``: of the server. ``folder``: with the files that the blocks wrote. ``received``: the
    bodies that came to the webhook's URL.
    """

    url: str
    folder: Path
    printed: str
    received: list[bytes]

    def json(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text("utf-8"))

    def picture(self, name: str) -> tuple[str | None, tuple[int, int]]:
        with Image.open(self.folder / name) as image:
            return image.format, image.size


@pytest.fixture(scope="module")
def tried(
    tmp_path_factory: pytest.TempPathFactory, astronaut_jpeg: bytes, engine: Engine
) -> Iterator[Tried]:
    """All blocks, in order, with a key of a server of their own."""
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("the document's examples need bash and curl")
    folder = tmp_path_factory.mktemp("api") / "here"
    folder.mkdir()
    (folder / "portrait.jpg").write_bytes(astronaut_jpeg)
    settings = ServerSettings(
        data_dir=tmp_path_factory.mktemp("data"), allow_hosts=("127.0.0.1",), drain_s=0.5
    )
    opened = partial(Service.open, engine=engine)
    with serving(settings, opened) as server, pytest.MonkeyPatch.context() as environ:
        for name, value in {
            "KEY": server.key,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }.items():
            environ.setenv(name, value)
        with receiver() as (webhook, received):
            yield Tried(server.url, folder, follow(folder, server.url, webhook), received)


@contextmanager
def receiver() -> Iterator[tuple[str, list[bytes]]]:
    """A URL, and the bodies that are sent to it."""
    received: list[bytes] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}/", received
        listening.shutdown()


def follow(folder: Path, url: str, webhook: str) -> str:
    """Run the document's blocks in order; returns what they printed."""
    printed = io.StringIO()
    names: dict[str, Any] = {}
    with chdir(folder):
        for language, block in blocks(API, "bash", "python"):
            text = block.replace(EXAMPLE_URL, url).replace(EXAMPLE_WEBHOOK, webhook)
            if language == "bash":
                printed.write(run(text, folder))
            else:
                with redirect_stdout(printed):
                    exec(compile(text, API, "exec"), names)  # noqa: S102 - the document's own
    names["client"].close()
    return printed.getvalue()


def run(block: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-c", _SHELL.format(block=block)],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_STOP_S,
    )
    assert done.returncode == 0, f"{block}\n{done.stderr}\n{done.stdout}"
    return done.stdout


def is_said(documented: Any, found: Any) -> bool:
    """Whether an answer is as the document shows it, where … stands for anything."""
    if isinstance(documented, dict):
        shown = {name: value for name, value in documented.items() if name != "…"}
        return shown.keys() <= found.keys() and all(
            is_said(value, found[name]) for name, value in shown.items()
        )
    if isinstance(documented, list):
        return len(documented) == len(found) and all(map(is_said, documented, found))
    if isinstance(documented, str) and not IDENTIFIER.fullmatch(documented):
        pattern = ".*".join(map(re.escape, documented.split("…")))
        return re.fullmatch(pattern, found) is not None
    return type(documented) is type(found) and (isinstance(found, str) or documented == found)


def test_the_photos_have_their_size_and_format(tried: Tried) -> None:
    for name in ("visa.jpg", "visa-by-python.jpg"):
        assert tried.picture(name) == ("JPEG", (531, 531))
    assert tried.picture("upright.jpg") == ("JPEG", (512, 512))
    assert tried.picture("gradient.jpg") == ("JPEG", (295, 413))
    assert (tried.folder / "gradient.jpg").stat().st_size <= 60_000
    assert tried.picture("cutout.webp") == ("WEBP", (512, 512))
    assert tried.picture("dressed.jpg") == ("JPEG", (295, 413))
    for name in ("business-1.png", "business-2.png"):
        assert tried.picture(name) == ("PNG", (768, 1024))
    assert tried.picture("woman_2.webp") == ("WEBP", (240, 300))
    inline = base64.b64decode(tried.json("blue.json")["files"][0]["data"])
    with Image.open(io.BytesIO(inline)) as blue:
        assert (blue.format, blue.size) == ("JPEG", (413, 626))
    assert len(inline) <= 60_000


def test_the_sheets_are_as_ordered(tried: Tried) -> None:
    assert tried.picture("mixed-sheet.jpg")[0] == "JPEG"
    for name in ("passport-sheet.pdf", "autumn-4b.pdf"):
        assert (tried.folder / name).read_bytes().startswith(b"%PDF-")
    assert tried.json("sheet.json")["result"]["counts"] == [4]


def test_the_answers_are_as_the_document_shows_them(tried: Tried) -> None:
    shown = (block.replace(EXAMPLE_URL, tried.url) for block in code(API, "json"))
    task, problem = map(json.loads, shown)
    assert is_said(task, tried.json("task.json"))
    assert is_said(problem, tried.json("problem.json"))


def test_tasks_are_waited_for_or_not_and_repeated(tried: Tried) -> None:
    assert tried.json("accepted.json")["state"] in ("waiting", "running")
    assert tried.json("done.json")["state"] == "done"
    assert tried.json("done.json")["id"] == tried.json("accepted.json")["id"]
    assert tried.json("repeated-1.json")["id"] == tried.json("repeated-2.json")["id"]
    assert "\ndone 6\n" in tried.printed


def test_checks_documents_and_languages_are_printed(tried: Tried) -> None:
    report = tried.json("check.json")["result"]["compliance"]
    assert (report["verdict"], report["judged_as"]) == ("fail", "finished")
    assert "Mouth closed 0.087 mouth closed take another photo, mouth closed\n" in tried.printed
    assert "unsupported_format - unsupported picture format: " in tried.printed
    assert "日本签证" in tried.printed
    assert "Germany passport (35.0, 45.0) ('DCDCDC',) editing forbidden: None\n" in tried.printed


def test_a_batch_is_reported_and_packed(tried: Tried) -> None:
    assert "4b/readme.jpg None unsupported picture format: " in tried.printed
    assert "4b/eileen.jpg fail None\n" in tried.printed
    with zipfile.ZipFile(tried.folder / "autumn.zip") as archive:
        assert archive.namelist() == ["4b/Eileen.jpg"]
    rows = (tried.folder / "autumn.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 3


def test_a_finished_task_is_reported_to_its_webhook(tried: Tried) -> None:
    end = time.monotonic() + _STOP_S
    while not tried.received and time.monotonic() < end:
        time.sleep(0.05)
    (task,) = map(json.loads, tried.received)
    assert (task["kind"], task["state"]) == ("photo", "done")


def test_only_settings_that_exist_are_named() -> None:
    known = {f"IDPHOTO_{name.upper()}" for name in ServerSettings.model_fields}
    named = set(re.findall(r"IDPHOTO_[A-Z_]+[A-Z]", read(API)))
    assert named - known == set()


def test_the_limits_are_the_apis() -> None:
    section = read(API).partition("\n## Limits\n")[2]
    rows = dict(re.findall(r"^\| ([^|`]+) \| (?:`\w+`, )?(\d+)", section, re.MULTILINE))
    assert int(rows["a request's files, all together"]) == MAX_UPLOAD_BYTES / 2**20
    assert int(rows["longest side of a portrait"]) == default("max_source_side_px")
    assert int(rows["time on a worker"]) == TIME_LIMIT_S
    assert int(rows["unfinished tasks of a key"]) == default("max_unfinished")
    assert int(rows["portraits of a headshot"]) == MAX_SOURCES


def default(setting: str) -> Any:
    return ServerSettings.model_fields[setting].default
