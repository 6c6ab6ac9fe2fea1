"""The secret that signs a key's callbacks."""

from __future__ import annotations

import base64

from idphoto.storage.secret import derive


def callback_secret(master: bytes, key_id: str) -> str:
    """The secret as Standard Webhooks writes it: ``whsec_`` and base64.

    It is derived from the server's own secret, so nothing is stored. It stays the same as long as
    that secret does.
    """
    secret = derive(master, f"callback:{key_id}")
    return "whsec_" + base64.b64encode(secret).decode("ascii")
