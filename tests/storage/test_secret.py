"""The secret is created once, readable by its owner alone, and never too short."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from idphoto.errors import BadSetting
from idphoto.storage.secret import derive, load_secret

LONG = "0123456789abcdef0123456789abcdef"


def test_a_secret_is_created_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    data_dir = tmp_path / "new" / "data"
    made = load_secret("", data_dir)
    assert len(made) == 64
    assert load_secret("", data_dir) == made
    assert [path.name for path in data_dir.iterdir()] == ["secret"]
    assert (data_dir / "secret").stat().st_mode & 0o777 == 0o600
    assert data_dir.stat().st_mode & 0o777 == 0o700


def test_two_folders_have_two_secrets(tmp_path: Path) -> None:
    assert load_secret("", tmp_path / "a") != load_secret("", tmp_path / "b")


def test_a_setting_overrides_the_file_and_creates_none(tmp_path: Path) -> None:
    assert load_secret(LONG, tmp_path) == LONG.encode()
    assert list(tmp_path.iterdir()) == []


def test_a_file_serves_another_server_as_a_setting(tmp_path: Path) -> None:
    made = load_secret("", tmp_path / "a")
    assert load_secret((tmp_path / "a" / "secret").read_text(), tmp_path / "b") == made


_STARTER = """
import sys
from pathlib import Path
from idphoto.storage.secret import load_secret
print("ready", flush=True)
sys.stdin.readline()
print(load_secret("", Path(sys.argv[1])).decode())
"""


def test_processes_that_start_at_once_get_one_secret(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _STARTER, str(tmp_path / "data")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    starters = [subprocess.Popen(command, **pipes) for _ in range(6)]  # type: ignore[call-overload]
    for starter in starters:
        assert starter.stdout.readline() == "ready\n"
    for starter in starters:
        starter.stdin.write("go\n")
        starter.stdin.flush()
    told = {starter.communicate()[0] for starter in starters}
    assert told == {load_secret("", tmp_path / "data").decode() + "\n"}
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret"]


@pytest.mark.parametrize("text", ["", "\n", " " * 80, LONG[:-1], LONG[:-1] + "  \n"])
def test_a_short_file_is_a_bad_setting(tmp_path: Path, text: str) -> None:
    (tmp_path / "secret").write_text(text)
    with pytest.raises(BadSetting) as raised:
        load_secret("", tmp_path)
    assert raised.value.message == (
        f"IDPHOTO_DATA_DIR: the file {tmp_path / 'secret'} has {len(text.strip())} characters; "
        "a secret needs at least 32"
    )
    assert (tmp_path / "secret").read_text() == text


def test_a_short_setting_is_a_bad_setting_and_not_shown(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as raised:
        load_secret("hunter2", tmp_path)
    assert raised.value.message == (
        "IDPHOTO_SECRET: it has 7 characters; a secret needs at least 32"
    )


def test_a_file_that_cannot_be_used_is_a_bad_setting(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    with pytest.raises(BadSetting, match=r"DATA_DIR: the file .* cannot be used: Is a dir"):
        load_secret("", tmp_path)
    (tmp_path / "binary").mkdir()
    (tmp_path / "binary" / "secret").write_bytes(b"\xff" * 64)
    with pytest.raises(BadSetting, match="it is not text"):
        load_secret("", tmp_path / "binary")
    (tmp_path / "no folder").write_text("")
    with pytest.raises(BadSetting, match="cannot be used"):
        load_secret("", tmp_path / "no folder")


def test_derived_secrets_differ_by_purpose_and_by_secret() -> None:
    one = derive(LONG.encode(), "callback:1")
    assert len(one) == 32
    assert derive(LONG.encode(), "callback:1") == one
    assert len({one, derive(LONG.encode(), "callback:2"), derive(b"other", "callback:1")}) == 3
