"""What docs/integrate.md and docs/operate.md say, done with a real server."""

from __future__ import annotations

import io
import json
import re
import runpy
import shlex
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from standardwebhooks import Webhook
from tests.docs.blocks import ROOT, Reader, code, read
from tests.kept.cards import draw_sample
from typer.core import TyperGroup

from idphoto.cli.commands import load
from idphoto.runtime.engine import Engine
from idphoto.settings import ServerSettings, Settings

INTEGRATE, OPERATE = "docs/integrate.md", "docs/operate.md"
RECEIVER = ROOT / "examples" / "receive_callbacks.py"
START = "from idphoto.cli.app import main; main()"
_STOP_S = 120  # only ends what hangs

# One server for all of them: they go to the same worker.
pytestmark = pytest.mark.xdist_group("server-docs")


def commands() -> list[list[str]]:
    """The words of every ``idphoto …`` line of a console, none of which are run here."""
    consoles = "".join(code(INTEGRATE, "console") + code(OPERATE, "console"))
    lines = re.findall(r"^\$ (idphoto .*)$", consoles, re.MULTILINE)
    return [shlex.split(line, comments=True)[1:] for line in lines]


@dataclass(frozen=True)
class Server:
    """A running server. ``curl`` is the command that it printed."""

    url: str
    curl: str
    reader: Reader

    @property
    def folder(self) -> Path:
        return self.reader.folder

    def run(self, block: str, **variables: str) -> str:
        """Run a document's block beside the server; returns what it printed."""
        return self.reader.run(block, **variables)

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
    (folder / "examples").symlink_to(ROOT / "examples")
    ours = {
        "PYTHONPATH": str(ROOT / "src"),
        "IDPHOTO_DATA_DIR": str(folder / "data"),
        "IDPHOTO_QUALITY": "fast",
        "IDPHOTO_ALLOW_HOSTS": "127.0.0.1",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }
    with pytest.MonkeyPatch.context() as environ, (folder / "log").open("w") as log:
        for field in ServerSettings.model_fields:  # a developer's own database or storage
            environ.delenv(f"IDPHOTO_{field.upper()}", raising=False)
        for name, value in ours.items():
            environ.setenv(name, value)
        process = subprocess.Popen(
            [sys.executable, "-c", START, "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            assert process.stdout is not None
            printed = [process.stdout.readline() for _ in range(7)]
            url = printed[0].removeprefix("Listening on ").strip()
            environ.setenv("SERVER", url)
            yield Server(url, printed[-1], Reader(folder, url))
        finally:
            process.terminate()
            process.communicate(timeout=_STOP_S)


def test_what_is_printed_at_the_first_start_makes_a_photo(server: Server) -> None:
    answer = json.loads(server.run(server.curl))
    assert (answer["status"], answer["data"]["state"]) == (200, 1)
    made = httpx.get(answer["data"]["image"], trust_env=False).content
    with Image.open(io.BytesIO(made)) as photo:
        assert (photo.format, photo.size) == ("JPEG", (295, 413))


def test_the_blocks_for_programs_do_what_they_promise(server: Server) -> None:
    begin, photo, sheet, headshots, card, public_keys, repeated, callbacks = code(INTEGRATE, "bash")

    key = re.search(r"^  (idp_\S+)$", server.run(begin), re.MULTILINE)
    assert key is not None
    assert server.keys()["local"]["revoked_at"] is not None
    assert server.keys()["enrolment"]["credits"] == 5000

    server.run(photo, KEY=key[1])
    with Image.open(server.folder / "portrait-image.jpg") as picture:
        assert (picture.format, picture.size) == ("JPEG", (295, 413))
    assert server.keys()["enrolment"]["credits"] == 5000 - 6

    urls = json.loads(server.run(sheet, KEY=key[1]))["data"]
    for name, size in (("image", (295, 413)), ("layout_image", (1795, 1205))):
        data = httpx.get(urls[name], trust_env=False).content
        with Image.open(io.BytesIO(data)) as picture:
            assert (picture.format, picture.size) == ("JPEG", size)
    assert server.keys()["enrolment"]["credits"] == 5000 - 6 - 19

    server.run(headshots, KEY=key[1])
    for name in ("portrait-female_portrait-1", "portrait-female_portrait-2"):
        with Image.open(server.folder / f"{name}.png") as picture:
            assert (picture.format, picture.size) == ("PNG", (768, 1024))
    assert server.keys()["enrolment"]["credits"] == 5000 - 6 - 19 - 15

    specimen = draw_sample("clean", 1)
    assert specimen.person is not None
    (server.folder / "card.jpg").write_bytes(specimen.jpeg)
    answer = json.loads(server.run(card, KEY=key[1]))
    assert answer["id_num"] == specimen.person.number
    # no authority is set up
    assert answer["result"] == "FailedOperation.IdPhotoSystemNoanswer"
    pems = json.loads(server.run(public_keys, KEY=key[1]))
    assert all(pem.startswith("-----BEGIN PUBLIC KEY-----") for pem in pems.values())

    server.run(repeated, KEY=key[1])
    assert server.keys()["enrolment"]["credits"] == 5000 - 6 - 19 - 15 - 6

    assert server.run(callbacks).endswith("last answer\n[]\n")


def test_the_blocks_for_operators_do_what_they_promise(server: Server) -> None:
    keys, backup = code(OPERATE, "bash")
    printed = server.run(keys)
    assert server.keys()["kiosk"]["credits"] == 1500
    assert server.keys()["kiosk"]["revoked_at"] is not None
    assert "whsec_" in printed

    server.run(backup)
    assert (server.folder / "backup.db").stat().st_mode & 0o077 == 0
    copy = sqlite3.connect(server.folder / "backup.db")
    assert {name for (name,) in copy.execute("SELECT name FROM api_keys")} >= {"local", "kiosk"}
    copy.close()


def test_the_examples_receiver_prints_a_servers_callback(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver = runpy.run_path(str(RECEIVER))
    key = re.search(r"^  (idp_\S+)$", server.run("idphoto keys create receiver"), re.MULTILINE)
    assert key is not None
    secret = re.search(r"whsec_\S+", server.run("idphoto keys secret receiver"))
    assert secret is not None
    monkeypatch.setenv("SECRET", secret[0])
    with receiver["ThreadingHTTPServer"](("127.0.0.1", 0), receiver["Receiver"]) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        callback_url = f"http://127.0.0.1:{listening.server_port}/"
        done = httpx.post(
            f"{server.url}/api/tasks/visual/external/idphoto",
            headers={"X-API-KEY": key[1]},
            data={"preview": "1", "sync": "1", "callback_url": callback_url},
            files={"image_file": (server.folder / "portrait.jpg").read_bytes()},
            trust_env=False,
            timeout=_STOP_S,
        )
        task_id, printed, until = done.json()["data"]["task_id"], "", time.monotonic() + _STOP_S
        while task_id not in printed and time.monotonic() < until:
            time.sleep(0.05)
            printed += capsys.readouterr().out
        listening.shutdown()
    assert task_id in printed


def test_the_metrics_that_are_worth_an_alarm_exist(server: Server) -> None:
    exposed = httpx.get(f"{server.url}/metrics", trust_env=False).text
    names = set(re.findall(r"^\| `(idphoto_\w+)", read(OPERATE), re.MULTILINE))
    described = set(re.findall(r"^# HELP (\w+) ", exposed, re.MULTILINE))
    assert len(names) > 5
    assert names - described == set()


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_the_other_commands_are_understood(words: list[str]) -> None:
    name, *words = words
    command = load(name)
    if isinstance(command, TyperGroup):
        name, *words = words
        command = command.commands[name]  # type: ignore[assignment]
    context = command.make_context("idphoto", words)
    assert context.args == []


def test_only_settings_that_exist_are_named() -> None:
    fields = {*Settings.model_fields, *ServerSettings.model_fields}
    known = {f"IDPHOTO_{name.upper()}" for name in fields}
    files = [read(name) for name in (INTEGRATE, OPERATE, "Dockerfile", "compose.yaml")]
    named = set(re.findall(r"IDPHOTO_[A-Z_]+[A-Z]", "".join(files)))
    assert len(named) > 10
    assert named - known == set()


def test_the_messages_that_are_explained_are_the_servers() -> None:
    """Each part of a quoted message stands in the source, whatever is filled in between."""
    section = read(OPERATE).partition("## Troubleshooting\n")[2]
    cells = re.findall(r"^\| ([^|]*) \|", section, re.MULTILINE)
    quoted = [text for cell in cells for text in re.findall(r"`([^`]+ [^`]+)`", cell)]
    parts = [part.strip(" :") for text in quoted for part in text.split("…")]
    source = "".join(path.read_text("utf-8") for path in ROOT.glob("src/idphoto/**/*.py"))
    source += read("docs/errors.md")  # codes are nowhere written out
    by_others = {"Address already in use", "cannot"}
    ours = {part for text in parts for part in re.split(r": | \(|\)", text) if part} - by_others
    assert len(ours) > 5
    assert [part for part in ours if part not in source] == []


def test_the_receivers_check_accepts_what_is_genuine_and_nothing_else() -> None:
    is_genuine = runpy.run_path(str(RECEIVER))["is_genuine"]
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
    assert not is_genuine(secret, {}, body.encode())
