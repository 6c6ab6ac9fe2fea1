"""The secret that a key's callbacks are signed with."""

from __future__ import annotations

import base64

from idphoto.storage.secret import derive


def callback_secret(master: bytes, key_id: str) -> str:
    """``whsec_`` and base64, as Standard Webhooks writes a secret.

    It is derived from the server's own secret, so nothing is stored, and it stays the same for
    as long as that does.
    """
    secret = derive(master, f"callback:{key_id}")
    return "whsec_" + base64.b64encode(secret).decode("ascii")
