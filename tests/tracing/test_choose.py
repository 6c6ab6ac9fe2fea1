"""The setting chooses the tracer."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from idphoto.errors import LibraryMissing
from idphoto.settings import ServerSettings, read_server_settings
from idphoto.tracing.choose import open_tracer
from idphoto.tracing.port import NO_TRACER

# A whole task in a service and its server, as `idphoto serve` has them.
OFF = """
import asyncio, sys
from pathlib import Path
from tests.canned import blank
from tests.services.work import submission
from idphoto.accounts import keys
from idphoto.accounts.account import Account
from idphoto.server import serve
from idphoto.services.service import Service
from idphoto.settings import read_server_settings
from idphoto.tasks.model import Upload

# FastAPI imports opentelemetry's API, whoever uses it
ours = ("opentelemetry.sdk", "opentelemetry.exporter", "idphoto.tracing.otel")

async def main():
    service = await Service.open(read_server_settings(), renderers={}, make=blank)
    with service._database.transaction() as tx:
        key = keys.create_key(tx, "client", credits=None, qps=0, now=1.0)
    account = Account(key.id, "client", 0.0, None)
    task_id = await service.tasks.submit(account, submission(Upload(b"a")))
    await service.tasks.wait(task_id, 60)
    view = await service.tasks.look(account, "test", task_id)
    await service.close()
    print(view.state.value, [each for each in sys.modules if each.startswith(ours)])

asyncio.run(main())
"""
# `idphoto serve` where OpenTelemetry is not installed.
MISSING = """
import sys
sys.modules["opentelemetry.sdk"] = None
from idphoto.cli.app import main
main()
"""


def run(program: str, folder: Path, *arguments: str, **variables: str) -> tuple[int, str, str]:
    environment = {**os.environ, "IDPHOTO_DATA_DIR": str(folder), **variables}
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def test_tracing_is_off_by_default() -> None:
    assert open_tracer(ServerSettings(), "1.2.3") is NO_TRACER


def test_while_tracing_is_off_nothing_of_opentelemetrys_sdk_is_imported(tmp_path: Path) -> None:
    code, out, err = run(OFF, tmp_path)
    out = out.splitlines()[-1]  # after the log
    assert (code, out) == (0, "done []"), err


def test_the_setting_turns_it_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDPHOTO_TRACING", "1")
    tracer = open_tracer(read_server_settings(), "1.2.3")
    assert tracer is not NO_TRACER
    asyncio.run(tracer.close(60))


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "idphoto.tracing.otel", raising=False)
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.resources", None)
    with pytest.raises(LibraryMissing) as caught:
        open_tracer(ServerSettings(tracing=True), "1.2.3")
    assert caught.value.code == "library_missing"
    assert caught.value.package == "idphoto[tracing]"
    assert caught.value.message.startswith(
        "cannot load the library opentelemetry-sdk: install idphoto[tracing] ("
    )


def test_a_server_without_the_library_does_not_start(tmp_path: Path) -> None:
    code, out, err = run(MISSING, tmp_path, "serve", "--port", "0", IDPHOTO_TRACING="1")
    assert (code, out) == (1, "")
    assert "cannot load the library opentelemetry-sdk: install idphoto[tracing]" in " ".join(
        err.split()
    )
    assert "Traceback" not in err
