"""Two headshots through AceData's API, in one request that waits.

python headshots.py portrait.jpg female_portrait
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
API = "/headshots/generate"


def main() -> None:
    """Write both pictures into the current folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("portrait", type=Path)
    parser.add_argument("template")
    asked = parser.parse_args()

    photo = base64.b64encode(asked.portrait.read_bytes()).decode()
    answer = call(SERVER + API, {"template": asked.template, "image_urls": [photo]})
    for number, picture in enumerate(answer["data"], 1):
        path = Path(f"{asked.portrait.stem}-{asked.template}-{number}.png")
        path.write_bytes(urllib.request.urlopen(picture["image_url"]).read())  # noqa: S310
        print(path)


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
