"""``idphoto serve``: the real command, as a process of its own."""

from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from idphoto.cli.serve import base_url

_STOP_S = 120  # only ends what hangs
_WITHOUT = """\
import sys
sys.modules[{module!r}] = None  # as if it were not installed
from idphoto.cli.app import main
main()
"""
_IMPORTED = """\
import sys
from idphoto.cli.app import main
try:
    main()
finally:
    print(*sorted({'sqlalchemy', 'fastapi', 'uvicorn', 'aiohttp', 'obstore'} & set(sys.modules)))
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment whose server has a data folder of its own and no network's weights."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("IDPHOTO_")}
    models = tmp_path / "models"
    models.touch()  # a file: nothing can be fetched into it, so nothing is
    return {
        **mine,
        "IDPHOTO_DATA_DIR": str(tmp_path / "data"),
        "IDPHOTO_MODELS_DIR": str(models),
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
    }


def command(
    *arguments: object, code: str = "from idphoto.cli.app import main; main()"
) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


@contextmanager
def serving(environ: dict[str, str], *arguments: object) -> Iterator[list[str]]:
    """A server on a free port, and what it prints; stopped as an operator does."""
    log = Path(environ["IDPHOTO_DATA_DIR"]).with_name("log")
    with log.open("w") as err:
        process = subprocess.Popen(
            command("serve", "--port", 0, *arguments),
            env=environ,
            stdout=subprocess.PIPE,
            stderr=err,
            text=True,
        )
    assert process.stdout is not None
    with process, process.stdout as out:
        try:
            lines = [out.readline(), out.readline(), out.readline()]
            httpx.get(f"{url_of(lines)}/healthz", trust_env=False).raise_for_status()
            yield lines
            process.terminate()
            lines += out.readlines()
            assert process.wait(_STOP_S) == 0, log.read_text("utf-8")
        finally:
            process.kill()


def run(
    environ: dict[str, str], *arguments: object, code: str = ""
) -> subprocess.CompletedProcess[str]:
    line = command(*arguments, code=code) if code else command(*arguments)
    return subprocess.run(line, env=environ, capture_output=True, text=True, timeout=_STOP_S)


def url_of(lines: list[str]) -> str:
    return lines[0].removeprefix("Listening on ").strip()


def key_of(lines: list[str]) -> str | None:
    """The key in the command that is printed."""
    for line in lines:
        if line.startswith("curl "):
            return shlex.split(line)[2].removeprefix("X-API-KEY: ")
    return None


def test_the_first_start_prints_a_command_that_is_ready_to_paste(environ: dict[str, str]) -> None:
    with serving(environ) as lines:
        url = url_of(lines)
        assert lines[1] == f"Studio: {url}/studio\n"
        assert lines[2] == f"API documentation: {url}/docs\n"
        assert httpx.get(f"{url}/docs", trust_env=False).status_code == 200
    assert lines[-1].startswith("curl -H 'X-API-KEY: idp_")
    assert lines[-1].endswith(
        f"' -F sync=1 -F image_file=@portrait.jpg {url}/api/tasks/visual/external/idphoto\n"
    )


def test_the_first_key_works_and_is_unlimited(environ: dict[str, str]) -> None:
    with serving(environ) as lines:
        url = url_of(lines)
    key = key_of(lines)
    with serving(environ) as again:
        url = url_of(again)
        answers = {
            httpx.get(
                f"{url}/api/tasks/visual/idphoto/unknown",
                headers={"X-API-KEY": each},
                trust_env=False,
            ).status_code: each
            for each in (key or "", "idp_wrong")
        }
        listed = run(environ, "keys", "list").stdout
    assert answers == {404: key, 401: "idp_wrong"}
    assert "local" in listed
    assert "unlimited" in listed
    assert "no limit" in listed


def test_a_second_start_makes_no_second_key(environ: dict[str, str]) -> None:
    with serving(environ) as first:
        pass
    with serving(environ) as second:
        pass
    assert key_of(first) is not None
    assert [line.split(":")[0] for line in second] == [
        "Listening on http",
        "Studio",
        "API documentation",
    ]


def test_no_key_is_created_if_one_existed_before_the_first_start(environ: dict[str, str]) -> None:
    run(environ, "keys", "create", "kiosk")
    run(environ, "keys", "revoke", "kiosk")
    with serving(environ) as lines:
        pass
    assert key_of(lines) is None


def test_keys_created_while_the_server_runs_work_at_once(environ: dict[str, str]) -> None:
    with serving(environ) as lines:
        url = url_of(lines)
        created = run(environ, "keys", "create", "kiosk", "--json")
        key = created.stdout.split('"key": "')[1].split('"')[0]
        ask = f"{url}/api/tasks/visual/idphoto/unknown"
        known = httpx.get(ask, headers={"X-API-KEY": key}, trust_env=False)
        run(environ, "keys", "revoke", "kiosk")
        revoked = httpx.get(ask, headers={"X-API-KEY": key}, trust_env=False)
    assert (known.status_code, revoked.status_code) == (404, 401)


def test_a_port_in_use_is_one_line(environ: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run(environ, "serve", "--port", port)
    assert (ended.returncode, ended.stdout) == (2, "")
    (line,) = ended.stderr.splitlines()
    assert line.startswith("idphoto: ")
    assert f"cannot listen at 127.0.0.1:{port}: Address already in use" in line


def test_a_data_folder_that_cannot_be_used_is_one_line(
    environ: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    ended = run(environ, "serve", "--port", 0, "--data-dir", tmp_path / "file")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr == f"idphoto: data_dir: cannot create {tmp_path / 'file'}: File exists\n"


def test_a_bad_setting_is_one_line(environ: dict[str, str]) -> None:
    ended = run({**environ, "IDPHOTO_KEEP_S": "soon"}, "serve", "--port", 0)
    assert (ended.returncode, ended.stdout) == (1, "")
    (line,) = ended.stderr.splitlines()
    assert line.startswith("idphoto: IDPHOTO_KEEP_S: ")


@pytest.mark.parametrize(
    ("arguments", "module"),
    [
        (("serve", "--port", "0"), "uvicorn"),
        (("keys", "list"), "sqlalchemy"),
        (("callbacks", "list"), "alembic"),
    ],
)
def test_a_missing_library_is_one_line_that_says_what_to_install(
    environ: dict[str, str], arguments: tuple[str, ...], module: str
) -> None:
    ended = run(environ, *arguments, code=_WITHOUT.format(module=module))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        "idphoto: this command needs the server's libraries: pip install 'idphoto[server]' "
        f"({module} is missing)\n"
    )


@pytest.mark.parametrize("arguments", [("--help",), ("serve", "--help"), ("make", "nowhere.jpg")])
def test_commands_that_need_no_server_import_none_of_its_libraries(
    environ: dict[str, str], arguments: tuple[str, ...]
) -> None:
    ended = run(environ, *arguments, code=_IMPORTED)
    assert ended.stdout.splitlines()[-1] == ""


@pytest.mark.parametrize("command", [("serve", "--port", 0), ("keys", "create", "kiosk")])
def test_a_lost_database_is_one_line_that_says_what_to_do(
    environ: dict[str, str], command: tuple[object, ...]
) -> None:
    folder = Path(environ["IDPHOTO_DATA_DIR"])
    assert run(environ, "keys", "create", "kiosk").returncode == 0
    for path in folder.glob("idphoto.db*"):
        path.unlink()
    ended = run(environ, *command)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"idphoto: {folder / 'idphoto.db'} has no tables, but {folder / 'secret'} belongs to a "
        "server that had some; restore the database, or move that file away if you want a new "
        "server\n"
    )
    assert not (folder / "idphoto.db").exists()


def open_to_others(folder: Path) -> list[str]:
    """What in the folder, and whether itself, somebody other than its owner has rights to."""
    inside = [folder, *folder.rglob("*")]
    return [str(path) for path in inside if path.stat().st_mode & 0o077]


def test_all_that_a_server_and_the_commands_create_is_their_owners_alone(
    environ: dict[str, str],
) -> None:
    folder = Path(environ["IDPHOTO_DATA_DIR"])
    assert run(environ, "keys", "create", "kiosk").returncode == 0
    assert open_to_others(folder) == []
    with serving(environ) as lines:
        httpx.get(f"{url_of(lines)}/readyz", trust_env=False)  # writes to the blobs
        assert (folder / "idphoto.db-wal").exists()
        assert open_to_others(folder) == []


def test_what_others_had_rights_to_is_made_private_at_the_start(environ: dict[str, str]) -> None:
    folder = Path(environ["IDPHOTO_DATA_DIR"])
    assert run(environ, "keys", "create", "kiosk").returncode == 0
    (folder / "blobs").mkdir()
    (folder / "idcard-rsa.pem").touch()
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with serving(environ):
        assert open_to_others(folder) == []
    log = folder.with_name("log").read_text("utf-8").splitlines()
    said = [json.loads(line) for line in log if "made private" in line]
    assert len(said) == 1
    names = {"blobs", "idcard-rsa.pem", "idphoto.db", "idphoto.db.lock", "secret"}
    assert {str(folder), *(str(folder / name) for name in names)} <= set(said[0]["paths"])
    with serving(environ):  # once is enough
        pass
    assert "made private" not in folder.with_name("log").read_text("utf-8")


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104 - only spelled, nothing listens
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("fd00::7", "http://[fd00::7]:8000"),
        ("photos.example.org", "http://photos.example.org:8000"),
    ],
)
def test_the_printed_address_can_be_used_on_this_machine(host: str, shown: str) -> None:
    assert base_url(host, 8000) == shown


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_an_invalid_port_is_a_usage_error(environ: dict[str, str], port: str) -> None:
    ended = run(environ, "serve", "--port", port)
    assert ended.returncode == 2
    assert "Invalid value for '--port'" in ended.stderr
