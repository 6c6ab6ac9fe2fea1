from __future__ import annotations

import base64

from idphoto.accounts.callback_secret import callback_secret

MASTER = b"m" * 32


def test_a_secret_is_32_bytes_in_the_form_of_standard_webhooks() -> None:
    prefix, encoded = callback_secret(MASTER, "a-key").split("_", 1)
    assert prefix == "whsec"
    assert len(base64.b64decode(encoded, validate=True)) == 32


def test_a_secret_depends_on_the_key_and_the_servers_secret_alone() -> None:
    secret = callback_secret(MASTER, "a-key")
    assert callback_secret(MASTER, "a-key") == secret
    assert callback_secret(MASTER, "b-key") != secret
    assert callback_secret(b"n" * 32, "a-key") != secret
