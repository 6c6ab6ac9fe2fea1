"""Receive callbacks and verify their signatures, as Standard Webhooks defines them.

SECRET=$(idphoto keys secret NAME) python receive_callbacks.py --port 9000
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import os
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MAX_AGE_S = 300


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the server with this secret sent ``body``, within the last five minutes.

    ``headers``: names in lower case. ``body``: the bytes as they came, before any parsing.
    """
    message_id, sent_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent_at.isdecimal() or abs(time.time() - int(sent_at)) > MAX_AGE_S:
        return False  # unsigned, or somebody recorded it and sent it again
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, f"{message_id}.{sent_at}.".encode() + body, hashlib.sha256)
    expected = b"v1," + base64.b64encode(digest)
    signatures = headers.get("webhook-signature", "").encode().split(b" ")
    return any(hmac.compare_digest(expected, each) for each in signatures)


class Receiver(BaseHTTPRequestHandler):
    """Prints the body of every genuine callback."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        genuine = is_genuine(os.environ["SECRET"], headers, body)
        if genuine:
            print(body.decode(), flush=True)
        self.send_response(204 if genuine else 401)
        self.end_headers()


def main() -> None:
    """Listen until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=9000)
    with ThreadingHTTPServer(("127.0.0.1", parser.parse_args().port), Receiver) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
