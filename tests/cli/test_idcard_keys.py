"""``idphoto idcard keys``: the private keys that API nodes share."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from idphoto.server.vendors.acedata.idcard.keys import load_keys
from idphoto.services.roles import check_role
from idphoto.settings import IDCARD_KEY_FILES, ServerSettings

Run = Callable[..., Any]


def test_the_keys_are_made_once_and_are_private(idphoto: Run, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    done = idphoto("idcard", "keys", folder)
    assert done.status == 0, done.err
    assert done.out == "".join(f"{folder / name}: made\n" for name in IDCARD_KEY_FILES)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    before = load_keys(folder).public()
    again = idphoto("idcard", "keys", folder)
    assert again.out == "".join(f"{folder / name}: as before\n" for name in IDCARD_KEY_FILES)
    assert load_keys(folder).public() == before


def test_a_missing_key_is_added_to_the_other(idphoto: Run, tmp_path: Path) -> None:
    rsa, sm2 = IDCARD_KEY_FILES
    idphoto("idcard", "keys", tmp_path)
    (tmp_path / sm2).unlink()
    done = idphoto("idcard", "keys", tmp_path)
    assert done.out == f"{tmp_path / rsa}: as before\n{tmp_path / sm2}: made\n"


def test_an_api_node_accepts_what_it_makes(idphoto: Run, tmp_path: Path) -> None:
    idphoto("idcard", "keys", tmp_path)
    check_role(
        ServerSettings(
            role="api",
            database_url="postgresql://idphoto@db/idphoto",
            storage_url="s3://bucket/idphoto",
            secret=SecretStr("a secret of the tests' own, long enough"),
            idcard_keys_dir=tmp_path,
        )
    )


def test_a_file_in_the_folders_place_is_refused(idphoto: Run, tmp_path: Path) -> None:
    (tmp_path / "keys").touch()
    done = idphoto("idcard", "keys", tmp_path / "keys")
    assert done.status == 1
    assert "IDPHOTO_IDCARD_KEYS_DIR" in done.err
    assert "Traceback" not in done.err
