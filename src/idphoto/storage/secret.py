"""The server's secret, and the secrets derived from it."""

from __future__ import annotations

import hmac
import os
import secrets
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Final

from idphoto.errors import BadSetting

MIN_CHARACTERS: Final = 32


def load_secret(setting: str, data_dir: Path) -> bytes:
    """The secret in ``setting`` or, if that is empty, in the file ``secret`` in ``data_dir``.

    The file is created if there is none, readable by its owner alone. Processes that start at once
    get the same secret. Its text can be another server's setting.

    Raises:
        BadSetting: the secret has fewer than 32 characters, or the file cannot be created or read.
    """
    if setting:
        return _checked(setting, "IDPHOTO_SECRET", "it")
    path = secret_file(data_dir)
    try:
        if not path.exists():
            make_once(path, secrets.token_hex(32) + "\n")
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise BadSetting("IDPHOTO_DATA_DIR", f"the file {path} cannot be used: {why}") from error
    return _checked(text, "IDPHOTO_DATA_DIR", f"the file {path}")


def secret_file(data_dir: Path) -> Path:
    """Where the secret is if no setting holds it."""
    return data_dir / "secret"


def derive(secret: bytes, purpose: str) -> bytes:
    """A 32-byte secret for one purpose. It reveals nothing about ``secret`` or other purposes."""
    return hmac.digest(secret, purpose.encode(), sha256)


def make_once(path: Path, text: str) -> None:
    """Create a file at ``path``, complete from the first moment and readable by its owner alone.
    If another process created it first, that file stays. Raises ``OSError``."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix="secret-", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file)
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _checked(text: str, variable: str, what: str) -> bytes:
    text = text.strip()
    if len(text) < MIN_CHARACTERS:
        raise BadSetting(
            variable,
            f"{what} has {len(text)} characters; a secret needs at least {MIN_CHARACTERS}",
        )
    return text.encode()
