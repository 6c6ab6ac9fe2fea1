"""Check an ID card through AceData's API: what it says, and whether an authority confirms it.

python check_card.py card.jpg copy_warn quality
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

SERVER = os.environ.get("SERVER", "http://127.0.0.1:8000")
API = "/identity/idcard/check-1e"


def main() -> None:
    """Print the answer, and exit with 0 only for a confirmed card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("card", type=Path)
    parser.add_argument("warnings", nargs="*", help="warnings to ask for, such as copy_warn")
    asked = parser.parse_args()

    picture = base64.b64encode(asked.card.read_bytes()).decode()
    config = dict.fromkeys(asked.warnings, True)
    answer = call(SERVER + API, {"image_base64": picture, "config": config})
    print(json.dumps(answer, indent=2, ensure_ascii=False))
    raise SystemExit(answer["result"] != "Success")


def call(url: str, body: dict[str, Any]) -> dict[str, Any]:
    """POST a JSON body; the JSON of the answer."""
    headers = {"Authorization": f"Bearer {os.environ['KEY']}", "Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own server
            result: dict[str, Any] = json.load(answer)
            return result
    except urllib.error.HTTPError as error:
        raise SystemExit(f"HTTP {error.code}: {json.load(error)['error']['message']}") from None


if __name__ == "__main__":
    main()
