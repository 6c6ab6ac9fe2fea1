"""What docs/server.md says, done with a real server: from the first key to the backup."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer
from PIL import Image
from standardwebhooks import Webhook
from tests.kept.cards import draw_sample

from idphoto.cli.app import app
from idphoto.runtime.engine import Engine
from idphoto.settings import ServerSettings, Settings

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "server.md").read_text("utf-8")
EXAMPLE_URL = "http://127.0.0.1:8000"
_STOP_S = 120  # only ends what hangs

# One server for all of them: they go to the same worker.
pytestmark = pytest.mark.xdist_group("server-docs")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def commands() -> list[list[str]]:
    """The words of every ``idphoto …`` line of a console, none of which are run here."""
    lines = re.findall(r"^\$ (idphoto .*)$", "".join(blocks("console")), re.MULTILINE)
    return [shlex.split(line, comments=True)[1:] for line in lines]


@dataclass(frozen=True)
class Server:
    """A running server; ``curl`` is the command that it printed. ``folder`` has a portrait.jpg."""

    url: str
    curl: str
    folder: Path
    environ: dict[str, str]

    def run(self, code: str, **variables: str) -> str:
        """Run a document's block beside the server; returns what it printed."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", code.replace(EXAMPLE_URL, self.url)],
            cwd=self.folder,
            env={**self.environ, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_STOP_S,
        )
        assert done.returncode == 0, f"{code}\n{done.stderr}"
        return done.stdout

    def keys(self) -> dict[str, dict[str, Any]]:
        listed = json.loads(self.run("idphoto keys list --json"))
        return {each["name"]: each for each in listed}


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, astronaut_jpeg: bytes, engine: Engine
) -> Iterator[Server]:
    """``idphoto serve``, as the first section starts it, on a free port."""
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("the document's examples need bash and curl")
    folder = tmp_path_factory.mktemp("server")
    (folder / "portrait.jpg").write_bytes(astronaut_jpeg)
    environ = {
        **{name: value for name, value in os.environ.items() if not _is_ours(name)},
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "IDPHOTO_DATA_DIR": str(folder / "data"),
        "IDPHOTO_QUALITY": "fast",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            ["idphoto", "serve", "--port", "0"],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            assert process.stdout is not None
            printed = [process.stdout.readline() for _ in range(6)]
            url = printed[0].removeprefix("Listening on ").strip()
            yield Server(url, printed[-1], folder, environ)
        finally:
            process.terminate()
            process.communicate(timeout=_STOP_S)


def _is_ours(name: str) -> bool:
    """Whether a variable would lead the server to a developer's own database or storage."""
    return name.startswith("IDPHOTO_") and name != "IDPHOTO_MODELS_DIR"


def test_what_is_printed_at_the_first_start_makes_a_photo(server: Server) -> None:
    answer = json.loads(server.run(server.curl))
    assert (answer["status"], answer["data"]["state"]) == (200, 1)
    made = httpx.get(answer["data"]["image"], trust_env=False).content
    with Image.open(io.BytesIO(made)) as photo:
        assert (photo.format, photo.size) == ("JPEG", (295, 413))


def test_the_documents_blocks_do_what_they_promise(server: Server) -> None:
    begin, move, sheet, headshots, card, public_keys, keys, callbacks, backup = blocks("bash")

    key = re.search(r"^  (idp_\S+)$", server.run(begin), re.MULTILINE)
    assert key is not None
    assert server.keys()["local"]["revoked_at"] is not None
    assert server.keys()["enrolment"]["credits"] == 5000

    server.run(move, KEY=key[1])
    with Image.open(server.folder / "photo.jpg") as photo:
        assert (photo.format, photo.size) == ("JPEG", (295, 413))
    assert server.keys()["enrolment"]["credits"] == 5000 - 6

    server.run(sheet, KEY=key[1])
    for name, size in (("image", (295, 413)), ("layout_image", (1795, 1205))):
        with Image.open(server.folder / f"{name}.jpg") as picture:
            assert (picture.format, picture.size) == ("JPEG", size)
    assert server.keys()["enrolment"]["credits"] == 5000 - 6 - 19

    server.run(headshots, KEY=key[1])
    for name in ("headshot-0", "headshot-1"):
        with Image.open(server.folder / f"{name}.png") as picture:
            assert (picture.format, picture.size) == ("PNG", (768, 1024))
    assert server.keys()["enrolment"]["credits"] == 5000 - 6 - 19 - 15

    specimen = draw_sample("clean", 1)
    assert specimen.person is not None
    (server.folder / "card.jpg").write_bytes(specimen.jpeg)
    server.run(card, KEY=key[1])
    told = json.loads((server.folder / "answer.json").read_text("utf-8"))
    assert told["id_num"] == specimen.person.number
    assert told["result"] == "FailedOperation.IdPhotoSystemNoanswer"  # nobody is set up to be asked
    server.run(public_keys, KEY=key[1])
    told = json.loads((server.folder / "public-keys.json").read_text("utf-8"))
    assert all(pem.startswith("-----BEGIN PUBLIC KEY-----") for pem in told.values())

    printed = server.run(keys)
    assert server.keys()["kiosk"]["credits"] == 1500
    assert server.keys()["kiosk"]["revoked_at"] is not None
    assert "whsec_" in printed

    assert server.run(callbacks).startswith("No callbacks.\n[]")

    server.run(backup)
    copy = sqlite3.connect(server.folder / "backup.db")
    assert copy.execute("SELECT count(*) FROM tasks WHERE state = 'done'").fetchone()[0] >= 1
    copy.close()


def test_the_metrics_that_are_worth_an_alarm_exist(server: Server) -> None:
    told = httpx.get(f"{server.url}/metrics", trust_env=False).text
    names = set(re.findall(r"^\| `(idphoto_\w+)", TEXT, re.MULTILINE))
    described = set(re.findall(r"^# HELP (\w+) ", told, re.MULTILINE))
    assert len(names) > 5
    assert names - described == set()


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_the_other_commands_are_understood(words: list[str]) -> None:
    command, context = typer.main.get_command(app), None
    while hasattr(command, "commands"):
        name, *words = words
        command = command.commands[name]
    context = command.make_context("idphoto", words)
    assert context.args == []


def test_only_settings_that_exist_are_named() -> None:
    fields = {*Settings.model_fields, *ServerSettings.model_fields}
    known = {f"IDPHOTO_{name.upper()}" for name in fields}
    files = [TEXT, *((ROOT / name).read_text("utf-8") for name in ("Dockerfile", "compose.yaml"))]
    named = set(re.findall(r"IDPHOTO_[A-Z_]+[A-Z]", "".join(files)))
    assert len(named) > 10
    assert named - known == set()


def test_the_receivers_check_takes_what_is_genuine_and_nothing_else() -> None:
    (code,) = blocks("python")
    module: dict[str, Any] = {}
    exec(code, module)  # noqa: S102 - the document's own example
    is_genuine = module["is_genuine"]
    secret, body, now = "whsec_" + "c2VjcmV0" * 4, '{"a": "ä"}', time.time()

    def signed(at: float) -> dict[str, str]:
        signature = Webhook(secret).sign("msg_1", datetime.fromtimestamp(at, UTC), body)
        return {
            "webhook-id": "msg_1",
            "webhook-timestamp": str(int(at)),
            "webhook-signature": f"v1,AAAA {signature}",
        }

    assert is_genuine(secret, signed(now), body.encode())
    assert not is_genuine(secret, signed(now), body.encode() + b" ")
    assert not is_genuine(secret, {**signed(now), "webhook-id": "msg_2"}, body.encode())
    assert not is_genuine("whsec_" + "b3RoZXIh" * 4, signed(now), body.encode())
    assert not is_genuine(secret, signed(now - 301), body.encode())
    assert not is_genuine(secret, signed(now + 301), body.encode())
